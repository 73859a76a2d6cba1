"""Papers to hand in, made in a process of their own: bytes in through a pipe, one PDF out, nothing on the disk.

`bindery` is this side of the pipe, everything else the other; what goes through is in `book`.
"""
