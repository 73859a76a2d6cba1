"""Reasons and comment for a decision: a small panel that never loses what was begun in it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop import theme
from desktop.desk import Desk
from desktop.models.phrases import with_phrase
from desktop.models.remarks import Remark
from desktop.views import kit
from desktop.views.phrase_bar import PhraseBar
from desktop.views.phrase_dialog import PhraseDialog
from domain.forms.system import COMMENT_LIMIT

TWO_COLUMNS = 480


class RemarkPanel(kit.Card):
    """Signals: edited(), closed(). It shows one Remark; who owns it keeps them."""

    edited = Signal()
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        reasons, school_year = desk.codes["rejection_reason"], desk.school().settings.school_year
        self.boxes = {code.code: kit.CheckField(code.label) for code in reasons.active(school_year)}
        self.comment = kit.TextArea("給學生的說明：缺了什麼、怎麼改", lines=2)
        self.comment.setAccessibleName("給學生的說明")
        self._heading = kit.ElidedLabel()
        self._hint = kit.label("選一個原因，或寫一句說明。", role="small", wrap=True)
        close = kit.IconButton("close", "收起說明")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setSpacing(theme.px(4))
        head.addWidget(self._heading, 1)
        head.addWidget(close)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(0)
        for box in self.boxes.values():
            box.edited.connect(self._changed)
        self.comment.edited.connect(self._changed)
        self.body.addLayout(head)
        self.add(self._hint)
        self.add(self.comment)
        self.body.addLayout(self._grid)
        self.phrases = PhraseBar(desk)
        self.phrases.chosen.connect(self.write)
        self.phrases.arrange.connect(self._arrange_phrases)
        self.add(self.phrases)
        self._columns = 0
        self._arrange(1)

    @property
    def remark(self) -> Remark:
        """What stands in the panel now."""
        reasons = tuple(code for code, box in self.boxes.items() if box.value())
        return Remark(reasons, self.comment.value())

    def show_remark(self, remark: Remark, heading: str) -> None:
        """Show the remark of another selection; what was in the panel has been kept by its owner."""
        self._heading.setText(heading)
        for code, box in self.boxes.items():
            box.set_value(code in remark.reasons)
        self.comment.set_value(remark.comment)
        self.phrases.show_words(remark.comment)

    def write(self, phrase: str) -> None:
        """Put a comment of the library under what stands there; the cursor follows it."""
        kit.commit_preedit()
        self.comment.setPlainText(with_phrase(self.comment.value(), phrase))
        self.comment.moveCursor(QTextCursor.MoveOperation.End)

    def judge(self) -> str:
        """Why this is not enough to return a work with, "" when it is; said in the panel too."""
        over = len(self.comment.value()) - COMMENT_LIMIT
        why = (
            f"說明超過 {over} 字，請縮短。"
            if over > 0
            else ""
            if self.remark
            else "選一個原因，或寫一句說明。"
        )
        self._hint.setText(why)
        self._hint.setVisible(bool(why))
        return why

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= theme.px(TWO_COLUMNS) else 1)

    def _arrange(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = columns
            for place, box in enumerate(self.boxes.values()):
                self._grid.addWidget(box, place // columns, place % columns)

    def _arrange_phrases(self) -> None:
        dialog = PhraseDialog(self._desk, self)
        dialog.exec()
        dialog.deleteLater()

    def _changed(self, *_: object) -> None:
        self.phrases.show_words(self.comment.value())
        self.edited.emit()

    def _fit(self) -> None:
        super()._fit()
        edge = theme.px(12)
        self.body.setContentsMargins(edge, theme.px(8), edge, edge)
        self.body.setSpacing(theme.px(6))
