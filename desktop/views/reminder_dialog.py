"""Drafted reminders, one a student, to be read and changed: kept as drafts, said to the students, or copied."""

from collections.abc import Sequence

from attrs import evolve
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop import theme
from desktop.models.caseload import Pupil
from desktop.models.reminders import Draft, drafts
from desktop.models.rows import Row, Rows
from desktop.operations import counsel
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.rows import ROLES

SAID = "學生會在首頁「學校最近說的」看到，輔導這位學生的老師也看得到。"


class ReminderDialog(QDialog):
    """Nothing leaves this computer before 「說給學生」 is pressed and confirmed."""

    def __init__(self, host: Host, found: Sequence[Pupil], parent: QWidget) -> None:
        super().__init__(parent)
        self._host, self._desk = host, host.desk
        kept = {one.record.text("student"): one.record.text("text") for one in self._desk.entries("reminder")}
        self.drafts = [evolve(one, text=kept.get(one.account, one.text)) for one in drafts(found)]
        self._row = -1
        self.setWindowTitle("擬提醒")
        kit.fit(self, 760, 520)
        self._build()
        self._fill()

    @property
    def written(self) -> list[tuple[counsel.Words, str]]:
        """Every draft as it stands now, the empty ones left out."""
        self._take()
        return [
            (counsel.about(one.account, one.name), one.text.strip())
            for one in self.drafts
            if one.text.strip()
        ]

    def keep(self) -> None:
        """As drafts, on every computer of the person."""
        desk, written = self._desk, self.written
        desk.write(
            lambda: counsel.draft(desk, written),
            lambda _: self._done("存成草稿", len(written)),
            self._host.fail,
        )

    def say(self) -> None:
        desk, written = self._desk, self.written
        text = f"要把這些話說給 {len(written)} 位學生嗎？"
        if not kit.ConfirmDialog.ask(self, "說給學生", text, "說給學生", consequence=SAID):
            return
        desk.write(
            lambda: counsel.say_all(desk, written),
            lambda _: self._done("說給學生", len(written)),
            self._host.fail,
        )

    def copy(self) -> None:
        """For a letter of one's own, or the school's mail."""
        words = "\n\n".join(text for _, text in self.written)
        QGuiApplication.clipboard().setText(words)
        self._host.say("已複製到剪貼簿。", "success")

    def _done(self, what: str, count: int) -> None:
        self._host.say(f"已{what}：{count} 位學生。", "success")
        self.accept()

    # ---- showing

    def _fill(self) -> None:
        self.rows.replace([Row(one.account, one.name, " ".join(one.text.split())) for one in self.drafts])
        some = bool(self.drafts)
        for button in self.buttons:
            button.setEnabled(some)
        self.editor.setEnabled(some)
        if some:
            self.list.setCurrentIndex(self.rows.index(0))

    def _take(self) -> None:
        kit.commit_preedit()
        if self._row >= 0:
            one = self.drafts[self._row]
            self.drafts[self._row] = Draft(one.account, one.name, self.editor.value())

    def _moved(self, index: QModelIndex) -> None:
        self._take()
        self._row = index.row() if index.isValid() else -1
        self.editor.set_value(self.drafts[self._row].text if self._row >= 0 else "")

    def _build(self) -> None:
        told = (
            "每位學生一份，先看過、改好；不說就不會有人看到。"
            if self.drafts
            else "選的學生沒有需要提醒的事。"
        )
        head = kit.label(told, role="muted", wrap=True)
        self.rows = Rows(ROLES, self)
        self.list = kit.RecordList()
        self.list.setAccessibleName("學生")
        self.list.setModel(self.rows)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.editor = kit.TextArea(lines=12)
        self.editor.setAccessibleName("提醒內容")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self.editor)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.px(220), theme.px(480)])
        foot = QHBoxLayout()
        copy, keep, say = (
            kit.Button("複製全部", "ghost", "copy"),
            kit.Button("存成草稿", "secondary"),
            kit.Button("說給學生…", "primary", "send"),
        )
        for button, act in ((copy, self.copy), (keep, self.keep), (say, self.say)):
            button.clicked.connect(act)
        self.buttons = (copy, keep, say)
        close = kit.Button("關閉")
        close.clicked.connect(self.reject)
        foot.addWidget(copy)
        foot.addStretch(1)
        for button in (close, keep, say):
            foot.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(head)
        box.addWidget(split, 1)
        box.addLayout(foot)
