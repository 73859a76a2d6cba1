"""The lines on the cards of the first screen: a word in colour, what, why, and one thing to do."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.models.home import Note
from desktop.views import kit

Go = Callable[[str, str], None]
ROLE_OF_TONE = {"neutral": "muted", "accent": "accent_text"}


class NoteRow(QFrame):
    """One note; the whole row is the button where it leads somewhere. Signals opened(), put_away()."""

    opened = Signal()
    put_away = Signal()

    def __init__(self, note: Note, icon: str = "", dismissible: bool = False) -> None:
        super().__init__()
        self.note = note
        self._leads = bool(note.page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(6), 0, theme.px(6))
        row.setSpacing(theme.px(12))
        if icon:
            mark = kit.IconLabel(icon, ROLE_OF_TONE.get(note.tone, note.tone), 20)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words(note), 1)
        if note.pill:
            tone = note.tone if note.tone != "neutral" else "neutral"
            row.addWidget(kit.StatusPill(note.pill, tone), 0, Qt.AlignmentFlag.AlignTop)
        if dismissible and note.intent:
            done = kit.Button("知道了", "ghost")
            done.setAccessibleName(f"知道了，收起「{note.title}」")
            done.clicked.connect(self.put_away)
            row.addWidget(done, 0, Qt.AlignmentFlag.AlignTop)
        if self._leads:
            row.addWidget(kit.IconLabel("chevron-right", "muted", 16), 0, Qt.AlignmentFlag.AlignVCenter)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(
            "，".join(part for part in (note.title, note.pill, note.text, note.when) if part)
        )

    def _words(self, note: Note) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        title = kit.ElidedLabel(note.title)
        title.setProperty("role", "")
        words.addWidget(title)
        if note.text:
            words.addWidget(kit.label(note.text, role="small", wrap=True))
        if note.when:
            words.addWidget(kit.label(note.when, role="small", tone="muted"))
        return words

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._leads and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._leads and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
            return
        super().keyPressEvent(event)


class NoteCard(kit.Card):
    """A titled card of notes: at most `most`, and a calm sentence when there is nothing."""

    put_away = Signal(str)

    def __init__(self, title: str, icon: str, nothing: str, most: int = 5) -> None:
        super().__init__()
        self._most, self._nothing = most, nothing
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(kit.IconLabel(icon, "muted", 20))
        head.addWidget(kit.label(title, role="section"), 1)
        self.count = kit.label("", role="small")
        head.addWidget(self.count)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(head)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)
        self.rows: list[NoteRow] = []

    def show_notes(self, notes: Sequence[Note], go: Go, dismissible: bool = False, quiet: str = "") -> None:
        """quiet: a small line under the notes."""
        self.clear()
        for place, note in enumerate(notes[: self._most]):
            if place:
                self._rows.addWidget(kit.hairline())
            row = NoteRow(note, dismissible=dismissible)
            row.opened.connect(lambda n=note: go(n.page, n.record))
            row.put_away.connect(lambda n=note: self.put_away.emit(n.intent))
            self.rows.append(row)
            self._rows.addWidget(row)
        left = len(notes) - self._most
        self.count.setText(f"{len(notes)} 件" if notes else "")
        if left > 0:
            more = kit.Button(f"還有 {left} 件", "link")
            more.clicked.connect(lambda: self._show_all(notes, go, dismissible, quiet))
            self._rows.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        if not notes and not quiet:
            self._rows.addWidget(kit.label(self._nothing, role="muted", wrap=True))
        if quiet:
            self._rows.addWidget(kit.label(quiet, role="small", wrap=True))

    def _show_all(self, notes: Sequence[Note], go: Go, dismissible: bool, quiet: str) -> None:
        before, self._most = self._most, len(notes)
        self.show_notes(notes, go, dismissible, quiet)
        self.rows[before].setFocus(Qt.FocusReason.TabFocusReason)

    def set_nothing(self, sentence: str) -> None:
        """What to say when there are no notes."""
        self._nothing = sentence

    def add_row(self, widget: QWidget) -> None:
        """A row of another make."""
        if self._rows.count():
            self._rows.addWidget(kit.hairline())
        self._rows.addWidget(widget)

    def say_nothing(self) -> None:
        self._rows.addWidget(kit.label(self._nothing, role="muted", wrap=True))

    def clear(self) -> None:
        self.rows = []
        self.count.setText("")
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
