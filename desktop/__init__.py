"""The desktop program: lets a person do it. The GUI thread only reads; the Writer is the one that writes."""
