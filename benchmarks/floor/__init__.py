"""What the machine itself costs: a bare window, and one body over a socket into one transaction."""
