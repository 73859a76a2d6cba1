"""What a screen may ask of the window it stands in."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from desktop.desk import Desk
from domain.records import Attachment


class Host(Protocol):
    """The main window, as its pages know it."""

    desk: Desk

    def say(self, text: str, tone: str = "info") -> None:
        """A word in the corner of the window."""

    def offer(self, text: str, action: str, act: Callable[[], None]) -> None:
        """A word in the corner with a button, for eight seconds."""

    def fail(self, error: Exception) -> None:
        """Tell a failure in words that a person can act on."""

    def go(self, page: str, record: str = "") -> None:
        """Open a page of the menu, and there the record."""

    def ask_for_file(self, title: str, kinds: tuple[str, ...]) -> Path | None: ...

    def ask_where_to_save(self, title: str, name: str) -> Path | None: ...


class Page(Protocol):
    """One screen in the work area."""

    def open_record(self, record: str) -> None: ...

    def leave(self) -> bool:
        """Save what is open; false when the page must not be left yet."""


def kind_of(attachment: Attachment) -> str:
    """pdf, image, audio or video, for icons."""
    if attachment.mime == "application/pdf":
        return "pdf"
    return attachment.mime.partition("/")[0]


def size_text(size: int) -> str:
    """Bytes as people read them: "3.2 MB", "480 KB"."""
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.1f} MB"
    return f"{max(1, round(size / 1024))} KB"
