"""What became of an act on many: one sentence, and the ones that were not taken with why."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.views import kit

MOST = 4


class ResultCard(QWidget):
    """Hidden until there is something to tell; signal closed()."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = kit.Banner(closable=True)
        self.banner.closed.connect(self.dismiss)
        self._listed: list[str] = []
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(theme.px(44), 0, theme.px(12), 0)
        self._rows.setSpacing(theme.px(2))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(4))
        box.addWidget(self.banner)
        box.addLayout(self._rows)
        self.hide()

    @property
    def sentence(self) -> str:
        return "" if self.isHidden() else self.banner.text

    @property
    def rows(self) -> tuple[str, ...]:
        """What is listed under the sentence."""
        return tuple(self._listed)

    def show_result(self, tone: str, sentence: str, rows: Sequence[tuple[str, str]] = ()) -> None:
        """rows: (what, why) of those that were not taken."""
        self._empty()
        self.show()
        self.banner.say(tone, sentence)
        self._listed = [f"{what}：{why}" for what, why in rows]
        for what, why in rows[:MOST]:
            self._rows.addWidget(_row(what, why))
        if len(rows) > MOST:
            self._rows.addWidget(kit.label(f"還有 {len(rows) - MOST} 件，仍然勾選著。", role="small"))

    def dismiss(self) -> None:
        self.hide()
        self.closed.emit()

    def _empty(self) -> None:
        self._listed = []
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _row(what: str, why: str) -> QWidget:
    made = QWidget()
    made.setAccessibleName(f"{what}：{why}")
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(12))
    row.addWidget(kit.label(what, role="strong"))
    row.addWidget(kit.label(why, role="muted", wrap=True), 1)
    return made
