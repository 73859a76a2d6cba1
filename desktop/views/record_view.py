"""A record to look at: words as label and value, files as cards, what was said of it. Nothing is edited here."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.desk import Desk
from desktop.models.reading import Pair
from desktop.views import kit
from desktop.views.host import kind_of, size_text
from domain.records import Attachment, Record

LONG = 24
"""Values wider than this many Latin letters stand in a row of their own."""


def readable(text: str, tone: str = "") -> QLabel:
    """A value: wraps, and can be marked and copied."""
    made = kit.label(text, tone=tone, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class PairsCard(kit.Card):
    """Labels with their values, short ones two in a row."""

    def __init__(self, title: str, pairs: Sequence[Pair]) -> None:
        super().__init__(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(12))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        place = 0
        for pair in pairs:
            wide = _width(pair.text) > LONG or "\n" in pair.text or len(pairs) == 1
            if wide and place % 2:
                place += 1
            grid.addWidget(_pair(pair), place // 2, place % 2, 1, 2 if wide else 1)
            place += 2 if wide else 1
        self.body.addLayout(grid)


class RecordView(kit.ScrollPage):
    """Signal file_opened(Attachment). brief: for a narrow place, files tell only what is out of the ordinary."""

    file_opened = Signal(object)

    def __init__(self, desk: Desk, brief: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self._brief = brief
        self._cards: list[kit.FileCard] = []

    def begin(self, title: str, subtitle: str = "", pill: str = "", tone: str = "neutral") -> None:
        """Take away what is shown and write a new head."""
        self.clear()
        holder = QWidget()
        words = QVBoxLayout(holder)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(theme.px(2))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(kit.label(title, role="section", wrap=True), 1)
        if pill:
            head.addWidget(kit.StatusPill(pill, tone), 0, Qt.AlignmentFlag.AlignTop)
        words.addLayout(head)
        if subtitle:
            words.addWidget(kit.label(subtitle, role="muted", wrap=True))
        self.add(holder)

    def add_note(self, tone: str, text: str) -> None:
        banner = kit.Banner()
        self.add(banner)
        banner.say(tone, text)

    def add_button(self, text: str, icon: str, slot: Callable[[], None]) -> None:
        button = kit.Button(text, "secondary", icon)
        button.clicked.connect(slot)
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def add_pairs(self, title: str, pairs: Sequence[Pair]) -> None:
        if pairs:
            self.add(PairsCard(title, pairs))

    def add_text(self, text: str) -> None:
        card = kit.Card()
        card.add(readable(text))
        self.add(card)

    def add_files(self, record: Record, files: Sequence[tuple[str, Attachment]]) -> None:
        """Every file with where it is; a click tells who wants to see it."""
        for label, attachment in files:
            card = kit.FileCard(
                attachment.name, size_text(attachment.size), kind_of(attachment), removable=False
            )
            here = self._desk.blobs.has(attachment.sha256)
            if self._brief:
                card.preview_button.setText("")
                card.preview_button.setToolTip("預覽")
                card.set_check("" if here else "還沒下載", "warning")
            else:
                card.set_check(*self._desk.file_words(record, attachment))
            card.setToolTip(label)
            card.opened.connect(lambda wanted=attachment: self.file_opened.emit(wanted))
            self._cards.append(card)
            self.add(card)

    def end(self) -> None:
        """The rest of the page stays empty."""
        self.body.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def clear(self) -> None:
        self._cards = []
        while (item := self.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _fit(self) -> None:
        super()._fit()
        edge = theme.px(16)
        self.body.setContentsMargins(edge, 0, theme.px(8), edge)
        self.body.setSpacing(theme.px(12))


def _width(text: str) -> int:
    """Chinese characters count two."""
    return sum(1 if letter.isascii() else 2 for letter in text)


def _pair(pair: Pair) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(2))
    column.addWidget(kit.label(pair.label, role="small", wrap=True))
    column.addWidget(readable(pair.text, "warning" if pair.missing else ""))
    column.addStretch(1)
    return made
