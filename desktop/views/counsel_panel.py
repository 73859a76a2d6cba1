"""Beside a student: notes that nobody else reads, and words that the student reads; each says so."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.models import guided
from desktop.models.guided import Words
from desktop.operations import counsel, records
from desktop.views import kit
from desktop.views.host import Host
from domain.fields import Text
from domain.forms import FORMS
from domain.records import Record

NOTE, COMMENT = FORMS["counseling_note"], FORMS["counsel_comment"]
WHO_READS = {
    NOTE.key: "只有您看得到，學生、其他老師和管理者都看不到。",
    COMMENT.key: "學生看得到，輔導這位學生的老師也看得到，管理者稽核時查得到；只有您能收回。",
}


class CounselPanel(kit.ScrollPage):
    """`show_student` fills it; what is being written about somebody is kept while one looks at another."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host, self._desk = host, host.desk
        self.account = self._name = ""
        self._concern: Record | None = None
        self._begun: dict[tuple[str, str], str] = {}
        self.comments = _Block(COMMENT.key, "給學生的話", "說給學生聽", "send", self._say, self._take_back)
        self.notes = _Block(NOTE.key, "我的記事", "記下來", "check", self._note, self._take_back)
        self.concern = kit.CheckField("關於正在看的這一筆")
        self.concern.hide()
        self.comments.above.addWidget(self.concern)
        for block in (self.comments, self.notes):
            self.add(block)
        self.body.addStretch(1)

    def show_student(self, account: str, name: str) -> None:
        """Whose it is from now on; what was begun about the one before stays with that one."""
        if account != self.account:
            for block in (self.comments, self.notes):
                kit.commit_preedit()
                self._begun[self.account, block.form] = block.editor.value()
                block.editor.set_value(self._begun.get((account, block.form), ""))
            self.account, self._name = account, name
            self.concern_with(None)
        self.reload()

    def concern_with(self, record: Record | None) -> None:
        """The record that is looked at: words may be about it."""
        self._concern = record
        self.concern.setVisible(record is not None)
        if record is not None:
            self.concern.setToolTip(guided.subject_of(self._desk, record))

    @property
    def begun(self) -> bool:
        """Whether something is written that was neither said nor noted."""
        return bool(self.comments.editor.value().strip() or self.notes.editor.value().strip())

    def reload(self) -> None:
        self.comments.show_words(guided.comments(self._desk, self.account))
        self.notes.show_words(guided.notes(self._desk, self.account))

    def _say(self, text: str) -> None:
        record = self._concern if self.concern.isChecked() and not self.concern.isHidden() else None
        subject = guided.subject_of(self._desk, record) if record is not None else ""
        student, desk = counsel.about(self.account, self._name), self._desk
        desk.write(
            lambda: counsel.comment(desk, student, text, record, subject),
            lambda _: self._written(self.comments, "已留言，學生下次同步就看得到。"),
            self._host.fail,
        )

    def _note(self, text: str) -> None:
        student, desk = counsel.about(self.account, self._name), self._desk
        desk.write(
            lambda: counsel.note(desk, student, text),
            lambda _: self._written(self.notes, "記下來了，只有您看得到。"),
            self._host.fail,
        )

    def _written(self, block: "_Block", said: str) -> None:
        block.editor.set_value("")
        block.gate()
        self._host.say(said, "success")
        self.reload()

    def _take_back(self, record: Record) -> None:
        said = record.form == COMMENT.key
        text = "學生下次同步後就看不到這段話。" if said else "這則記事會刪除。"
        title = "收回這段話" if said else "刪除記事"
        if kit.ConfirmDialog.ask(self, title, text, "收回" if said else "刪除", danger=True):
            desk = self._desk
            desk.write(lambda: records.delete(desk, record), lambda _: self.reload(), self._host.fail)

    def _fit(self) -> None:
        super()._fit()
        self.body.setContentsMargins(theme.px(8), 0, theme.px(8), theme.px(16))
        self.body.setSpacing(theme.px(16))


class _Block(kit.Card):
    """A heading, who reads it, a place to write, and what was written."""

    def __init__(
        self,
        form: str,
        title: str,
        act: str,
        icon: str,
        write: Callable[[str], None],
        take_back: Callable[[Record], None],
    ) -> None:
        super().__init__(title)
        self.form, self._take_back = form, take_back
        field = FORMS[form].field("text")
        self._limit = field.limit if isinstance(field, Text) else 0
        self.add(kit.label(WHO_READS[form], role="small", wrap=True))
        self.editor = kit.TextArea(lines=3)
        self.editor.setAccessibleName(title)
        self.editor.setAccessibleDescription(WHO_READS[form])
        self.editor.live.connect(lambda _: self.gate())
        self.above = QVBoxLayout()
        self.body.addLayout(self.above)
        self.add(self.editor)
        self.button = kit.Button(act, "primary" if form == COMMENT.key else "secondary", icon)
        self.button.clicked.connect(lambda: write(self.editor.value().strip()))
        self.count = kit.label("", role="small")
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.button)
        self.body.addLayout(foot)
        self.rows: list[QWidget] = []
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)
        self.gate()

    def gate(self) -> None:
        length = len(self.editor.value().strip())
        over = length - self._limit
        self.button.setEnabled(0 < length <= self._limit)
        self.count.setText(f"超過 {over} 字" if over > 0 else f"{length}／{self._limit}" if length else "")
        kit.set_tone(self.count, "danger" if over > 0 else "")

    def show_words(self, found: Sequence[Words]) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [self._row(one) for one in found]
        for row in self.rows:
            self._rows.addWidget(row)

    def _row(self, one: Words) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(kit.hairline())
        head = QHBoxLayout()
        head.addWidget(kit.label(one.head, role="small", wrap=True), 1)
        if one.mine:
            what = "收回這段話" if self.form == COMMENT.key else "刪除這則記事"
            button = kit.IconButton("trash", what)
            button.clicked.connect(lambda: self._take_back(one.record))
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        words = kit.label(one.text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(words)
        return made
