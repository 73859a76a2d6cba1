"""The five kinds of file that may be attached."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """A kind of file, by its content."""

    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    MP3 = "mp3"
    MP4 = "mp4"

    @property
    def mime(self) -> str:
        """Its MIME type."""
        return MIME[self]

    @property
    def label(self) -> str:
        """What people call it."""
        return self.value.upper()

    @property
    def extensions(self) -> tuple[str, ...]:
        """The extensions it may keep; the first is the one it is given."""
        return (".jpg", ".jpeg") if self is Kind.JPG else (f".{self.value}",)


MIME: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PDF: "application/pdf",
        Kind.JPG: "image/jpeg",
        Kind.PNG: "image/png",
        Kind.MP3: "audio/mpeg",
        Kind.MP4: "video/mp4",
    }
)
