"""What a person can do, a function each, returning what changed. They run on the Writer; none may touch a widget."""
