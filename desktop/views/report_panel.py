"""問題回報: what kind of fault where there are kinds, which row, 傳送 (SA §7-1 5-2)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import theme
from desktop.operations import receipts
from desktop.views import kit
from domain import text
from domain.codelists import CodeList
from domain.forms.school import PROBLEM_TEXT


class ReportPanel(kit.Card):
    """sent(types, text): a whole report. given_up(): the person does not want to report after all."""

    sent = Signal(list, str)
    given_up = Signal()

    def __init__(
        self,
        types: CodeList | None,
        title: str = "問題回報",
        hint: str = PROBLEM_TEXT.hint,
        label: str = PROBLEM_TEXT.label,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent=parent)
        self.boxes = {one.code: kit.CheckField(one.label) for one in types.entries} if types else {}
        self.label = label
        self.words = kit.TextArea(hint, lines=3)
        self.frame = kit.FieldFrame(label, self.words, True, limit=PROBLEM_TEXT.limit, counter=text.length)
        self.problem = kit.label("", role="small", tone="danger", wrap=True)
        self.problem.hide()
        self.send_button = kit.Button("傳送", "primary", "send")
        self.send_button.clicked.connect(self.send)
        self.cancel_button = kit.Button("取消", "ghost")
        self.cancel_button.clicked.connect(self.given_up)
        self._lay_out()

    def begin(self) -> None:
        """Show an empty report and put the keyboard on its first box."""
        for box in self.boxes.values():
            box.set_value(False)
        self.words.set_value("")
        self.problem.hide()
        self.show()
        first: QWidget = next(iter(self.boxes.values()), self.words)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def send(self) -> None:
        kit.commit_preedit()
        types = [code for code, box in self.boxes.items() if box.value()]
        what = receipts.WHAT if self.label == PROBLEM_TEXT.label else self.label
        lacking = receipts.lacking(types, self.words.value(), bool(self.boxes), what)
        self.problem.setText(lacking)
        self.problem.setVisible(bool(lacking))
        if lacking:
            kit.announce(self.problem, lacking, urgent=True)
            return
        self.sent.emit(types, self.words.value())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        if self.boxes:
            row.addWidget(kit.label("問題狀況", role="label"))
        for box in self.boxes.values():
            row.addWidget(box)
        row.addStretch(1)
        if self.boxes:
            self.body.addLayout(row)
        self.add(self.frame)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.problem, 1)
        foot.addStretch(0)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.send_button)
        self.body.addLayout(foot)
