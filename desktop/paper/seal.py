"""A seal behind the last byte of a PDF: whether the file is as it was saved. It proves nothing about who saved it."""

import hashlib

MARK = b"%licheng-seal-1 "
_LENGTH = len(MARK) + 64 + 1


def sealed(pdf: bytes) -> bytes:
    """The PDF with its seal, a comment that viewers skip."""
    return pdf + MARK + hashlib.sha256(pdf).hexdigest().encode() + b"\n"


def intact(pdf: bytes) -> bool:
    """Whether every byte is as it was sealed."""
    body = pdf[:-_LENGTH]
    return bool(body) and sealed(body) == pdf
