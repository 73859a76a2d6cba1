"""The library of comments in order: write, reword, move up and down, delete."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.desk import Desk
from desktop.models.phrases import Phrase, next_place, phrases
from desktop.operations import phrases as operations
from desktop.views import kit
from desktop.views.when_seen import WhenSeen
from domain.forms.system import COMMENT_LIMIT


class PhraseDialog(QDialog):
    """Everything is kept at once; closing needs no decision."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.kept: tuple[Phrase, ...] = ()
        self.setWindowTitle("評語庫")
        kit.fit(self, 560, 420)
        self.setMinimumWidth(theme.px(480))
        self.list = QListWidget()
        self.list.setAccessibleName("評語")
        self.list.currentRowChanged.connect(self._show)
        self.words = kit.TextArea("寫一句常用的說明", lines=3)
        self.words.setAccessibleName("評語內容")
        self.words.edited.connect(lambda _: self._gate())
        self._over = kit.label("", role="small", tone="danger")
        self._build()
        WhenSeen(self, desk.bus, lambda _: self.reload())
        self.reload()

    def reload(self) -> None:
        """Show the library again; the place stays."""
        kept, row = phrases(self._desk), self.list.currentRow()
        if kept != self.kept:
            self.kept = kept
            self.list.clear()
            self.list.addItems([one.caption for one in kept])
            self.list.setCurrentRow(min(max(row, 0), len(kept) - 1))
        self._gate()

    @property
    def current(self) -> Phrase | None:
        row = self.list.currentRow()
        return self.kept[row] if 0 <= row < len(self.kept) else None

    def add(self) -> None:
        """Keep what stands in the box as a new comment."""
        words, place = self.words.value().strip(), next_place(self.kept)
        self._desk.write(lambda: operations.keep(self._desk, words, place))

    def reword(self) -> None:
        one, words = self.current, self.words.value().strip()
        if one is not None:
            self._desk.write(lambda: operations.reword(self._desk, one.record, words))

    def shift(self, by: int) -> None:
        """Up (-1) or down (1)."""
        row, order = self.list.currentRow(), [one.record for one in self.kept]
        if not 0 <= row + by < len(order):
            return
        order.insert(row + by, order.pop(row))
        self.list.setCurrentRow(row + by)
        self._desk.write(lambda: operations.arrange(self._desk, order))

    def drop(self) -> None:
        one = self.current
        if one is not None:
            self._desk.write(lambda: operations.drop(self._desk, one.record))

    def _show(self, _: int) -> None:
        if self.current is not None and not self.words.hasFocus():
            self.words.set_value(self.current.text)
        self._gate()

    def _gate(self) -> None:
        words, row = self.words.value().strip(), self.list.currentRow()
        over = len(words) - COMMENT_LIMIT
        self._over.setText(f"超過 {over} 字，請縮短。" if over > 0 else "")
        new = bool(words) and over <= 0 and words not in {one.text for one in self.kept}
        self.add_button.setEnabled(new)
        self.reword_button.setEnabled(new and self.current is not None)
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(0 <= row < len(self.kept) - 1)
        self.drop_button.setEnabled(self.current is not None)

    def _build(self) -> None:
        self.add_button = kit.Button("新增", "primary", "plus")
        self.reword_button = kit.Button("改成這樣")
        self.up_button = kit.Button("上移", "ghost")
        self.down_button = kit.Button("下移", "ghost")
        self.drop_button = kit.Button("刪除", "danger-ghost", "trash")
        done = kit.Button("完成")
        acts = (
            (self.add_button, self.add),
            (self.reword_button, self.reword),
            (self.up_button, lambda: self.shift(-1)),
            (self.down_button, lambda: self.shift(1)),
            (self.drop_button, self.drop),
            (done, self.accept),
        )
        for button, act in acts:
            button.clicked.connect(act)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(20), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(12))
        column.addWidget(kit.label("評語庫", "section"))
        column.addWidget(
            kit.label("前九句可以在認證時按數字鍵 1–9 寫入。只有您自己看得到。", "small", wrap=True)
        )
        self.list.setMinimumHeight(theme.px(72))
        column.addWidget(self.list, 1)
        column.addLayout(_row(self.up_button, self.down_button, self.drop_button))
        column.addWidget(self.words)
        column.addWidget(self._over)
        column.addLayout(_row(self.add_button, self.reword_button, None, done))


def _row(*buttons: kit.Button | None) -> QHBoxLayout:
    """Buttons side by side; None is where the room goes."""
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    for button in buttons:
        row.addStretch(1) if button is None else row.addWidget(button)
    if None not in buttons:
        row.addStretch(1)
    return row
