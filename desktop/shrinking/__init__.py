"""Making a file fit, in a process of its own: bytes in through a pipe, smaller bytes out, nothing on the disk.

`workshop` is our side; everything else runs in the worker and may not import Qt or the store. What to aim at is
said by `domain.shrinking`.
"""
