"""Reasons and comment for a decision: a small panel that never loses what was begun in it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop import theme
from desktop.models.certify_queue import Remark
from desktop.views import kit
from domain.codelists import CodeList

LIMIT = 500


class RemarkPanel(kit.Card):
    """Signals: edited(), confirmed(), closed(). It shows one Remark; who owns it keeps them."""

    edited = Signal()
    confirmed = Signal()
    closed = Signal()

    def __init__(self, reasons: CodeList, school_year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.boxes = {code.code: kit.CheckField(code.label) for code in reasons.active(school_year)}
        self.comment = kit.TextArea("給學生的說明：缺了什麼、怎麼改", lines=2)
        self.comment.setAccessibleName("給學生的說明")
        self.confirm_button = kit.Button("不通過", "danger", "close")
        self.confirm_button.clicked.connect(self.confirmed)
        self._heading = kit.label("", role="strong")
        self._hint = kit.label("選一個原因，或寫一句說明。", role="small", wrap=True)
        close = kit.IconButton("close", "收起說明")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(close)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(0)
        for place, box in enumerate(self.boxes.values()):
            box.edited.connect(self._changed)
            grid.addWidget(box, place // 2, place % 2)
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.confirm_button)
        self.comment.edited.connect(self._changed)
        self.body.addLayout(head)
        self.body.addLayout(grid)
        self.add(self.comment)
        self.body.addLayout(foot)

    @property
    def remark(self) -> Remark:
        """What stands in the panel now."""
        reasons = tuple(code for code, box in self.boxes.items() if box.value())
        return Remark(reasons, self.comment.value())

    def show_remark(self, remark: Remark, heading: str, verb: str, blocked: str) -> None:
        """Show the remark of another selection; what was in the panel has been kept by its owner."""
        self._heading.setText(heading)
        for code, box in self.boxes.items():
            box.set_value(code in remark.reasons)
        self.comment.set_value(remark.comment)
        self.confirm_button.setText(verb)
        self.judge(blocked)

    def judge(self, blocked: str) -> None:
        """The button needs a reason or a comment, and the rules' consent."""
        short = len(self.comment.value()) > LIMIT
        why = blocked or (f"說明超過 {LIMIT} 字，請縮短。" if short else "")
        why = why or ("" if self.remark else "選一個原因，或寫一句說明。")
        self.confirm_button.setEnabled(not why)
        self.confirm_button.setToolTip(why)
        self._hint.setText(why)

    def _changed(self, *_: object) -> None:
        self.edited.emit()

    def _fit(self) -> None:
        super()._fit()
        edge = theme.px(12)
        self.body.setContentsMargins(edge, theme.px(8), edge, edge)
        self.body.setSpacing(theme.px(6))
