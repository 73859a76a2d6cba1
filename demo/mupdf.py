"""The one door to PyMuPDF here: loaded when first needed, and seen as untyped, for it ships no types."""

from __future__ import annotations

from typing import Any


def mupdf() -> Any:
    """The library."""
    import pymupdf  # noqa: PLC0415 - heavy, only sample files need it

    return pymupdf
