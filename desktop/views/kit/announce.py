"""Speaks to screen readers, and ends an input method's composition before something is saved."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str, urgent: bool = False) -> None:
    """Have `text` read aloud; `urgent` interrupts what is being read."""
    if not text:
        return
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


def commit_preedit() -> None:
    """Turn the text being composed into text. Call before a save, a change of page, or a lock."""
    QGuiApplication.inputMethod().commit()
