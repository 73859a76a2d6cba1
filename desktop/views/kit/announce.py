"""Speaks to screen readers, and ends an input method's composition before something is saved."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget


def announce(widget: QWidget, text: str, urgent: bool = False) -> None:
    """Have `text` read aloud; `urgent` interrupts what is being read."""
    if not text:
        return
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


def commit_preedit() -> None:
    """Turn the text being composed into text. Call before a save, a change of page, or a lock.

    An input method that does not answer (some do not) is answered for: what stands on the screen stays.
    """
    QGuiApplication.inputMethod().commit()
    editor = QApplication.focusWidget()
    left = str(getattr(editor, "preedit", ""))
    if editor is not None and left:
        finish = QInputMethodEvent()
        finish.setCommitString(left)
        QApplication.sendEvent(editor, finish)
        QGuiApplication.inputMethod().reset()
