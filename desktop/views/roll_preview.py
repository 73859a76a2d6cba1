"""What a list would do: one sentence, the lines or the cells to mend, and the two buttons."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop import theme
from desktop.models import rolls as model
from desktop.operations.rolls import Looked
from desktop.views import kit
from desktop.views.receipt_table import ReceiptTable


class RollPreview(kit.Card):
    """Signals: accepted() when it is to be written, declined() when not, faults_wanted()."""

    accepted = Signal()
    declined = Signal()
    faults_wanted = Signal()

    def __init__(self, looked: Looked) -> None:
        super().__init__()
        self.looked = looked
        tone, sentence = model.headline(looked.told, looked.roll.form == "codelist")
        self.headline = kit.label(sentence, role="strong", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(kit.IconLabel({"danger": "error"}.get(tone, tone), tone, 24))
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(kit.ElidedLabel(f"{looked.roll.title}：{looked.path.name}"))
        words.addWidget(self.headline)
        head.addLayout(words, 1)
        self.body.addLayout(head)
        self.body.addLayout(self._foot())
        shown = model.table(looked.told)
        self.table = ReceiptTable(shown, self) if shown is not None else None
        if self.table is not None:
            self.add(self.table)
        if more := model.more(looked.told):
            self.add(kit.label(more, role="small", wrap=True))

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.faults_button = kit.Button("匯出清單", "secondary", "list")
        self.faults_button.setVisible(bool(self.looked.told.faults))
        self.faults_button.clicked.connect(self.faults_wanted)
        possible = bool(self.looked.due) and not self.looked.told.fault_count
        self.decline_button = kit.Button("不匯入" if possible else "關閉", "secondary")
        self.decline_button.clicked.connect(self.declined)
        self.accept_button = kit.Button(
            f"匯入 {self.looked.due} 筆" if possible else "匯入", "primary", "upload"
        )
        self.accept_button.setEnabled(possible)
        self.accept_button.setToolTip("" if possible else self.headline.text())
        self.accept_button.clicked.connect(self.accepted)
        row.addWidget(self.faults_button)
        row.addStretch(1)
        row.addWidget(self.decline_button)
        row.addWidget(self.accept_button)
        return row
