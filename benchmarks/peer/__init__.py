"""A program of somebody else's that does the same work: Anki's library and Anki's own sync server."""
