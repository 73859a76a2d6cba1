"""The keys of the preview, and what each asks of the viewer that is shown."""

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

PLAIN = {
    Qt.Key.Key_PageDown: "next",
    Qt.Key.Key_PageUp: "previous",
    Qt.Key.Key_Plus: "in",
    Qt.Key.Key_Equal: "in",
    Qt.Key.Key_Minus: "out",
    Qt.Key.Key_0: "fit",
    Qt.Key.Key_Space: "toggle",
}
CHORDS = {
    "Ctrl+F": "find",
    "F3": "find_next",
    "Shift+F3": "find_back",
    "Ctrl+C": "copy",
    "Ctrl+Shift+C": "copy_sentence",
    "Ctrl+A": "all",
    "Esc": "drop",
    "Shift+Left": "pick_left",
    "Shift+Right": "pick_right",
    "Shift+Up": "pick_up",
    "Shift+Down": "pick_down",
    "Ctrl+Shift+Left": "pick_word_left",
    "Ctrl+Shift+Right": "pick_word_right",
    "Shift+Home": "pick_begin",
    "Shift+End": "pick_end",
}
"""What a viewer may want for itself while the keyboard is in the preview."""


def chord_of(event: QKeyEvent) -> str:
    """What a chord asks for; "" when it is none of ours."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    written = QKeySequence(QKeyCombination(plain, Qt.Key(event.key())))
    return CHORDS.get(written.toString(QKeySequence.SequenceFormat.PortableText), "")
