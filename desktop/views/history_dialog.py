"""歷史: what was saved when, what changed with it word by word, and a way back to every version."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import differences, history, reading, signed
from desktop.models.history import Version
from desktop.models.rows import ROW, Row, Rows
from desktop.operations import restoring
from desktop.theme.engine import follow
from desktop.views import kit
from desktop.views.finder import ROLES
from desktop.views.host import Host
from desktop.views.record_view import PairsCard
from domain.fields import FileSlot
from domain.forms import FORMS
from domain.intents import Action
from domain.records import Record
from domain.refusals import Refused
from domain.windows import stamp

WIDTH, HEIGHT = 920, 600
MARKS = {"added": ("success_bg", "underline"), "removed": ("danger_bg", "line-through")}
WORDS = {"added": "加上", "removed": "刪去"}


class Change(kit.Card):
    """One field: how many characters came and went, and the text with both marked."""

    def __init__(self, label: str, before: str, after: str) -> None:
        super().__init__(label, flat=True)
        self._steps = differences.woven(before, after)
        counts = {kind: sum(len(s.text) for s in self._steps if s.kind == kind) for kind in WORDS}
        told = "，".join(f"{WORDS[kind]} {count} 字" for kind, count in counts.items() if count)
        self.add(kit.label(told, role="small", wrap=True))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAccessibleName(f"{label}：{self._spoken()}")
        self.add(self.words)
        follow(self._tint)

    def _spoken(self) -> str:
        return "；".join(f"{WORDS[s.kind]}「{s.text}」" for s in self._steps if s.kind in WORDS)

    def _tint(self) -> None:
        self.words.setText("".join(_html(step) for step in self._steps))


class HistoryDialog(QDialog):
    """Lists the versions of a record; stays true while it is open."""

    def __init__(self, host: Host, record: Record, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = host
        self._desk = host.desk
        self._id = record.id
        self._form = FORMS[record.form]
        self.setWindowTitle("歷史")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        kit.fit(self, WIDTH, HEIGHT)
        self.model = Rows(ROLES, self)
        self._build()
        self._desk.bus.changed.connect(self._on_changed)
        self.reload()

    @property
    def version(self) -> Version | None:
        """The one that is shown."""
        row = self.list.currentIndex().data(ROW)
        return row.payload if isinstance(row, Row) else None

    def reload(self) -> None:
        """Read the journal again; the same version stays chosen when it is still there."""
        before = self.version
        record = self._desk.record(self._id)
        if record is None:
            return
        found = history.versions(self._desk.journal(self._id), self._desk.base(self._id), record)
        self.model.replace([_row(one) for one in found])
        keys = [one.key for one in found]
        place = keys.index(before.key) if before is not None and before.key in keys else 0
        self.list.setCurrentIndex(self.model.index(place))
        self._show()

    def restore(self) -> None:
        """Save what this version says; the versions after it stay in the list."""
        version = self.version
        if version is not None:
            wanted = version.record
            self._desk.write(lambda: restoring.restore(self._desk, wanted), self._restored, self._host.fail)

    # ---- building

    def _build(self) -> None:
        self.list = kit.RecordList()
        self.list.setAccessibleName("版本")
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.sheet = kit.ScrollPage()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self.sheet)
        split.setChildrenCollapsible(False)
        split.setSizes([theme.px(320), theme.px(560)])
        self.why = kit.label("", role="small", wrap=True)
        self.restore_button = kit.Button("還原這一版", "primary", "undo")
        self.restore_button.clicked.connect(self.restore)
        close = kit.Button("關閉")
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.why, 1)
        row.addWidget(close)
        row.addWidget(self.restore_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(16), theme.px(16), theme.px(16), theme.px(16))
        box.setSpacing(theme.px(12))
        title = reading.said(
            self._form, self._form.field(self._form.title_field), self._now(), self._desk.codes
        )
        box.addWidget(
            kit.label(f"歷史　{title.splitlines()[0] if title else ''}".strip(), role="section", wrap=True)
        )
        box.addWidget(split, 1)
        box.addLayout(row)

    def _now(self) -> Record:
        return self._desk.record(self._id) or Record(self._id, self._form.key)

    # ---- showing

    def _show(self) -> None:
        while (item := self.sheet.body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        version = self.version
        if version is not None:
            self._write(version)
        self.sheet.body.addStretch(1)
        self._gate(version)

    def _write(self, version: Version) -> None:
        self.sheet.add(kit.label(version.step, role="strong"))
        told = "　".join(part for part in (when(version), version.word, version.note) if part)
        if told:
            self.sheet.add(kit.label(told, role="muted", wrap=True))
        self._write_receipt(version)
        changes = self._changes(version)
        for change in changes:
            self.sheet.add(change)
        if not changes:
            self.sheet.add(kit.label("內容沒有變。", role="muted"))
        pairs = reading.pairs(self._form, version.record, self._desk.profile, self._desk.codes)
        files = reading.files(self._form, version.record, self._desk.profile)
        shown = [pair for pair in pairs if not pair.missing]
        shown += [reading.Pair(label, file.name) for label, file in files]
        if shown:
            self.sheet.add(PairsCard("這一版的內容", shown))

    def _write_receipt(self, version: Version) -> None:
        """The school's word for this step, once it has given it."""
        receipt = signed.newest(self._desk, self._id, intent=version.key)
        if receipt is None:
            return
        intent = receipt.intent
        button = kit.Button("看收據", "link", "certificate")
        button.clicked.connect(lambda: self._go_to_receipt(intent))
        row = QHBoxLayout()
        row.addWidget(kit.label(signed.received(receipt), role="small", wrap=True), 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(row)
        self.sheet.add(holder)

    def _go_to_receipt(self, intent: str) -> None:
        self.reject()
        self._host.go("signed_receipts", intent)

    def _changes(self, version: Version) -> list[Change]:
        made = []
        for field in self._desk.profile.fields(self._form):
            before, after = (self._words(field.key, one) for one in (version.before, version.record))
            if before != after:
                made.append(Change(field.label, before, after))
        return made

    def _words(self, key: str, record: Record) -> str:
        field = self._form.field(key)
        if isinstance(field, FileSlot):
            file = record.files.get(key)
            return file.name if file is not None else ""
        return reading.said(self._form, field, record, self._desk.codes)

    def _gate(self, version: Version | None) -> None:
        record = self._now()
        verdict = self._desk.may(Action.SAVE, record)
        same = version is None or history.same_content(version.record, record)
        self.restore_button.setEnabled(not same and bool(verdict))
        why = "這就是現在的內容。" if same else "還原之後，現在的內容也會留在歷史裡。"
        if isinstance(verdict, Refused) and not same:
            why = verdict.text
        self.why.setText(why)
        self.restore_button.setToolTip(why)
        self.restore_button.setAccessibleDescription(why)

    def _restored(self, result: object) -> None:
        lost = result[1] if isinstance(result, tuple) else ()
        if lost:
            names = "、".join(f"「{name}」" for name in lost)
            self._host.say(f"文字已還原；檔案{names}已經不在了，保留現在的檔案。", "warning")
        else:
            self._host.say("已還原。", "success")

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or self._id in changes.records:
            self.reload()


def when(version: Version) -> str:
    """The time of a version, in this computer's zone."""
    if version.at is None:
        return ""
    here = version.at.astimezone()
    return f"{here.year} 年 {here.month} 月 {here.day} 日 {here:%H:%M}"


def open_history(host: Host, record: Record, parent: QWidget) -> HistoryDialog:
    """Show the history in front of the window, without stopping anything."""
    dialog = HistoryDialog(host, record, parent)
    dialog.open()
    return dialog


def _row(one: Version) -> Row:
    at = reading.moment(stamp(one.at)) if one.at is not None else ""
    second = " · ".join(part for part in (one.step if at else "", one.word) if part)
    return Row(one.key, at or one.step, second, payload=one)


def _html(step: differences.Step) -> str:
    words = escape(step.text).replace("\n", "<br>")
    if step.kind not in MARKS:
        return words
    ground, line = MARKS[step.kind]
    ink = theme.current().hex("text")
    style = f"background-color:{theme.current().hex(ground)};color:{ink};text-decoration:{line}"
    return f'<span style="{style}">{words}</span>'
