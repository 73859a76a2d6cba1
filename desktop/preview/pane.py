"""The preview: one widget for every kind of file. Its decrypted bytes stay in memory until it lets go of them.

Whatever is wrong with a file becomes a sentence with what to do; it never raises and never shows an empty page.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.preview import words
from desktop.preview.controls import ElidedName, Ground, IconAction, Viewer, Words, hairline
from desktop.preview.keys import PLAIN, chord_of
from desktop.preview.kinds import Kind, kind_of
from desktop.preview.notes import Note
from desktop.preview.texts import PageReader

_ICONS: dict[str, str] = {
    "pdf": "file-pdf",
    "image": "file-image",
    "audio": "file-audio",
    "video": "file-video",
    "": "file",
}


class PreviewPane(QFrame):
    """Shows one file at a time. `state`: nothing, progress, loading, shown or refused."""

    shown = Signal()
    refused = Signal(str)
    copy_wanted = Signal()

    def __init__(self, reader: PageReader | None = None, parent: QWidget | None = None) -> None:
        """reader: reads the texts of a PDF's pages in another process, for finding and selecting."""
        super().__init__(parent)
        self.setAccessibleName("預覽")
        self._reader = reader
        self.state = "nothing"
        self.kind: str = ""
        self._viewers: dict[str, Viewer] = {}
        self._viewer: Viewer | None = None
        self._copy_allowed = False
        self._note = Note()
        self._body = QStackedWidget()
        self._body.addWidget(self._note)
        self._bars = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._make_header())
        layout.addWidget(hairline())
        layout.addWidget(self._make_notice())
        layout.addWidget(self._body, 1)
        layout.addWidget(self._bars)
        theme.follow(self._respace)
        self.clear()

    # -- what others call

    def expect(self, mime: str) -> None:
        """A file of this kind is being fetched: load and make what shows it meanwhile, in turns of their own."""
        if mime == "application/pdf":
            from desktop.preview import document  # noqa: F401, PLC0415 - loads QtPdf

            QTimer.singleShot(0, self, lambda: self._viewer_for("pdf"))

    def show_bytes(self, name: str, mime: str, data: bytes) -> None:
        """Show the file. What it is, its content says; the name is only shown."""
        self._leave()
        kind = kind_of(mime, data)
        self._head(name, words.size_text(len(data)), "" if isinstance(kind, words.Trouble) else kind)
        if isinstance(kind, words.Trouble):
            self._refuse(kind)
            return
        viewer = self._viewer_for(kind)
        if viewer is None:
            self._refuse(words.NO_PLAYER)
            return
        self.state, self.kind, self._viewer = "loading", kind, viewer
        self._note.progress("開啟中…", None)
        self._body.setCurrentWidget(self._note)
        viewer.show_file(name, kind, data)

    def show_nothing(self, sentence: str = "", detail: str = "") -> None:
        """Show no file, and say why or what to do."""
        self._leave()
        self._header.hide()
        self._note.say("eye", "muted", sentence, detail)

    def show_progress(self, sentence: str, percent: int | None = None) -> None:
        """Say that the file is on its way; None when nobody knows how far."""
        if self.state != "progress":
            self._leave()
            self._header.hide()
        self.state = "progress"
        self._note.progress(sentence, percent)

    def refuse(self, sentence: str, remedy: str = "") -> None:
        """Say why there is no file to show: it is not on this computer yet, the vault is locked."""
        self._header.hide()
        self._refuse(words.Trouble(sentence, remedy))

    def clear(self) -> None:
        """Stop, let go of the bytes, show nothing."""
        self.show_nothing()

    def set_copy_allowed(self, allowed: bool) -> None:
        """Whether 另存一份 is offered; `copy_wanted` says that it was chosen."""
        self._copy_allowed = allowed
        self._offer_copy()

    @property
    def sentence(self) -> str:
        """What is said in place of a file; "" while one is shown."""
        return "" if self.state == "shown" else self._note.sentence.text()

    @property
    def viewer(self) -> Viewer | None:
        """What shows the present file."""
        return self._viewer

    # -- parts

    def _make_header(self) -> QWidget:
        self._header = Ground()
        self._emblem = QLabel()
        self._name = ElidedName()
        self._facts = Words(role="small")
        self._copy = IconAction("download", "另存一份")
        self._copy.clicked.connect(self.copy_wanted)
        self._header_row = QHBoxLayout(self._header)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._name)
        lines.addWidget(self._facts)
        self._header_row.addWidget(self._emblem)
        self._header_row.addLayout(lines, 1)
        self._header_row.addWidget(self._copy)
        return self._header

    def _make_notice(self) -> QWidget:
        self._notice = Ground("warning_bg")
        self._notice_words = Words(tone="warning")
        self._notice_words.setWordWrap(True)
        self._notice_row = QHBoxLayout(self._notice)
        self._notice_row.addWidget(self._notice_words)
        self._notice.hide()
        return self._notice

    def _viewer_for(self, kind: Kind) -> Viewer | None:
        slot = "media" if kind in ("audio", "video") else kind
        if slot not in self._viewers:
            made = _make(slot, self._reader)
            if made is None:
                return None
            self._adopt(slot, made)
        return self._viewers[slot]

    def _adopt(self, slot: str, viewer: Viewer) -> None:
        self._viewers[slot] = viewer
        self._body.addWidget(viewer)
        self._bars.addWidget(viewer.bar)
        viewer.ready.connect(self._ready)
        viewer.failed.connect(self._failed)
        viewer.facts.connect(self._add_fact)
        viewer.noticed.connect(self._say_notice)
        for child in viewer.findChildren(QWidget):
            child.installEventFilter(self)

    def _head(self, name: str, size: str, kind: str) -> None:
        self._size, self._icon = size, _ICONS[kind]
        self._name.set_text(name)
        self._facts.setText(size)
        self._header.show()
        self._retint()

    # -- what viewers answer

    @Slot()
    def _ready(self) -> None:
        if self._viewer is None or self.sender() is not self._viewer:
            return
        self.state = "shown"
        self._body.setCurrentWidget(self._viewer)
        self._bars.setCurrentWidget(self._viewer.bar)
        self._bars.show()
        self._offer_copy()
        self.shown.emit()

    @Slot(object)
    def _failed(self, trouble: words.Trouble) -> None:
        if self._viewer is not None and self.sender() is self._viewer:
            self._refuse(trouble)

    @Slot(str)
    def _add_fact(self, fact: str) -> None:
        if self.sender() is self._viewer:
            self._facts.setText(f"{self._size} · {fact}")

    @Slot(str)
    def _say_notice(self, text: str) -> None:
        if self.sender() is self._viewer:
            self._notice_words.setText(text)
            self._notice.setVisible(bool(text))

    def _refuse(self, trouble: words.Trouble) -> None:
        self._leave()
        self.state = "refused"
        self._note.say("warning", "warning", trouble.sentence, trouble.remedy)
        self._offer_copy()
        self.refused.emit(trouble.sentence)

    def _leave(self) -> None:
        viewer, self._viewer = self._viewer, None
        if viewer is not None:
            viewer.release()
        self.state, self.kind = "nothing", ""
        self._body.setCurrentWidget(self._note)
        self._bars.hide()
        self._notice.hide()
        self._offer_copy()

    def _offer_copy(self) -> None:
        self._copy.setVisible(self._copy_allowed and self.state in ("shown", "refused"))

    # -- keys, hiding, looks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        typed = isinstance(watched, QLineEdit)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not typed:
            return self._key(event)
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """A key of the window's that the viewer wants is the viewer's while the keyboard is in here."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._chord(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _chord(self, event: QKeyEvent) -> str:
        """What a chord asks of the present viewer; "" when it does not want it."""
        wanted = chord_of(event)
        return wanted if self._viewer and self.state == "shown" and self._viewer.takes(wanted) else ""

    def _key(self, event: QKeyEvent) -> bool:
        if self._viewer is not None and (chord := self._chord(event)):
            return self._viewer.act(chord)
        wanted = PLAIN.get(Qt.Key(event.key()))
        plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if wanted is None or plain or self._viewer is None or self.state != "shown":
            return False
        return self._viewer.act(wanted)

    def hideEvent(self, event: QHideEvent) -> None:
        if self._viewer is not None:
            self._viewer.act("pause")
        super().hideEvent(event)

    def _respace(self) -> None:
        side, edge = theme.px(12), theme.px(6)
        self._header_row.setContentsMargins(side, edge, edge, edge)
        self._header_row.setSpacing(theme.px(8))
        self._header.setMinimumHeight(theme.px(52))
        self._notice_row.setContentsMargins(side, edge, side, edge)
        self._retint()

    def _retint(self) -> None:
        icon = getattr(self, "_icon", "file")
        self._emblem.setPixmap(theme.icon(icon, role="muted").pixmap(theme.px(20)))


def _make(slot: str, reader: PageReader | None) -> Viewer | None:
    """The viewer for a kind of file, its libraries loaded now."""
    if slot == "pdf":
        from desktop.preview.document import DocumentViewer  # noqa: PLC0415 - loads QtPdf

        return DocumentViewer(reader)
    if slot == "image":
        from desktop.preview.picture import PictureViewer  # noqa: PLC0415 - with its siblings

        return PictureViewer()
    try:
        from desktop.preview.media import MediaViewer  # noqa: PLC0415 - loads QtMultimedia
    except ImportError:  # a system without the sound libraries
        return None
    return MediaViewer()
