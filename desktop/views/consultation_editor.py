"""One 課程諮詢紀錄 being written. What is typed is kept on this computer at once; 「儲存」 sends it to the school."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.models import consultations
from desktop.models.entry_list import quoted
from desktop.operations import counsel, records
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.student_picker import StudentPicker
from domain.fields import Text
from domain.guidance import named_together, students_named
from domain.moments import local_day
from domain.records import Record
from domain.rules import missing

FORM = consultations.FORM
PAUSE_MS = 600
PLAIN = ("consultation_type", "held_on", "periods", "topic", "content")


class ConsultationEditor(QWidget):
    """Signals: saved(id), closed()."""

    saved = Signal(str)
    closed = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.record: Record | None = None
        self.fresh = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self._filling = False
        self._build()

    def begin(self) -> None:
        """A new one, held today."""
        blank = records.blank(self.desk, FORM)
        self._show(blank, True)
        self._set("held_on", local_day(self.desk.clock.school()).isoformat())
        self._set("consultation_type", "1")

    def show_record(self, record: Record) -> None:
        """One that stands, with what was typed and not saved laid over it."""
        self._show(record, False)

    @property
    def values(self) -> counsel.Words:
        """Everything as it stands in the form."""
        kit.commit_preedit()
        plain = {key: str(self.editors[key].value()) for key in PLAIN}  # type: ignore[attr-defined]  # kit editors
        chosen, record = self.picker.chosen, self.record
        students = named_together(chosen)
        names = "、".join(chosen.values())
        if record is not None and students == record.text("students"):
            names = record.text("student_names")  # as they were called on that day
        return {**plain, "students": students, "student_names": names}

    @property
    def dirty(self) -> bool:
        """Whether something is not saved."""
        record = self.record
        if record is None:
            return False
        written = {key: text for key, text in self.values.items() if key != "held_on" or not self.fresh}
        if self.fresh:
            return any(text for key, text in written.items() if key != "consultation_type")
        return any(text != record.text(key) for key, text in written.items())

    def save(self) -> bool:
        """To the school; false when something is missing, which is then said."""
        record, values = self.record, self.values
        if record is None:
            return True
        wanted = Record(record.id, FORM.key, record.owner, state=record.state, values=_held(values))
        lacks = missing(wanted, FORM, self.desk.school())
        unread = [key for key in ("held_on", "periods") if self.editors[key].problem]  # type: ignore[attr-defined]  # the same
        if lacks or unread:
            told = [one.sentence for one in lacks] + [f"{FORM.field(key).label}看不懂" for key in unread]
            self.banner.say("warning", f"還不能儲存：{'、'.join(dict.fromkeys(told))}。")
            kit.announce(self.banner, self.banner.text, urgent=True)
            return False
        self._pause.stop()
        fresh, desk = self.fresh, self.desk
        self.fresh = False
        desk.write(
            lambda: counsel.consult(desk, record, values, fresh),
            lambda _: self._saved(record.id),
            partial(self._failed, fresh),
        )
        return True

    def delete(self) -> None:
        record = self.record
        if record is None:
            return
        if self.fresh:
            self.record = None
            self.desk.write(partial(records.forget, self.desk, record.id), lambda _: self.closed.emit())
            return
        text = f"要刪除{quoted(FORM, record)}嗎？"
        if kit.ConfirmDialog.ask(
            self, "刪除紀錄", text, "刪除", danger=True, consequence="學校的歷史裡還有。"
        ):
            self.record = None
            self.desk.write(
                partial(records.delete, self.desk, record), lambda _: self.closed.emit(), self.host.fail
            )

    # ---- inside

    def _show(self, record: Record, fresh: bool) -> None:
        self._keep()
        self.record, self.fresh = record, fresh
        typed = {edit.field: str(edit.value or "") for edit in self.desk.unsaved(record.id)}
        held = {key: typed.get(key, record.text(key)) for key in (*PLAIN, "students", "student_names")}
        self._filling = True
        for key in PLAIN:
            self._set(key, held[key])
        accounts = students_named(Record("", FORM.key, values={"students": held["students"]}))
        names = held["student_names"].split("、")
        known = {one.account: one.name for one in consultations.choices(self.desk)}
        self.picker.offer(consultations.choices(self.desk))
        self.picker.choose(
            {one: known.get(one) or (names[n] if n < len(names) else one) for n, one in enumerate(accounts)}
        )
        self._filling = False
        self.banner.dismiss()
        self.delete_button.setText("取消新增" if fresh else "刪除")
        self._say_kept()

    def _set(self, key: str, text: str) -> None:
        self.editors[key].set_value(text)  # type: ignore[attr-defined]  # kit editors share it

    def _typed(self) -> None:
        if not self._filling:
            self._pause.start()
            self._say_kept()

    def _keep(self) -> None:
        """Keystrokes on this computer's disk, so that nothing ends them."""
        self._pause.stop()
        record = self.record
        if record is None or not self.dirty:
            return
        changes = {
            key: (record.values.get(key), text or None)
            for key, text in self.values.items()
            if text != record.text(key)
        }
        self.desk.write(partial(records.autosave, self.desk, record, changes), None, self.host.fail)

    def _say_kept(self) -> None:
        self.kept.setText("還沒儲存；已存在這台電腦" if self.dirty else "")

    def _saved(self, record: str) -> None:
        self.record = self.desk.record(record) or self.record
        self.banner.dismiss()
        self._say_kept()
        self.delete_button.setText("刪除")
        self.host.say("已儲存，連上學校後教務處讀得到。", "success")
        self.saved.emit(record)

    def _failed(self, fresh: bool, error: Exception) -> None:
        self.fresh = fresh
        self.host.fail(error)

    # ---- building

    def _build(self) -> None:
        kinds = [(one.code, one.label) for one in self.desk.codes["consultation_type"].entries]
        self.picker = StudentPicker()
        self.picker.edited.connect(self._typed)
        self.editors: dict[str, QWidget] = {
            "consultation_type": kit.ComboBox(kinds, name="諮詢方式"),
            "held_on": kit.DateEdit("日期"),
            "periods": kit.NumberEdit(places=1, maximum="20", unit="節"),
            "topic": kit.LineEdit("例如：高二選組與課程規劃"),
            "content": kit.TextArea(lines=8),
        }
        form = kit.ScrollPage()
        self.banner = kit.Banner()
        form.add(self.banner)
        short = QWidget()
        row = QHBoxLayout(short)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        for key in ("consultation_type", "periods"):
            row.addWidget(self._framed(key), 1, Qt.AlignmentFlag.AlignTop)
        for part in (self._framed("held_on"), short, self._framed("topic")):
            form.add(part)
        self.students = kit.FieldFrame("參加學生", self.picker, required=True)
        form.add(self.students)
        form.add(self._framed("content"))
        form.add(kit.label(FORM.notes[0], role="small", wrap=True))
        form.body.addStretch(1)
        self.kept = kit.label("", role="small", tone="warning")
        self.footer = kit.StickyFooter()
        self.delete_button = kit.Button("刪除", "danger-ghost", "trash")
        self.delete_button.clicked.connect(self.delete)
        self.save_button = kit.Button("儲存", "primary", "check")
        self.save_button.clicked.connect(self.save)
        for part in (self.kept, self.delete_button, self.save_button):
            self.footer.add_action(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(8), 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(form, 1)
        box.addWidget(self.footer)

    def _framed(self, key: str) -> QWidget:
        field, editor = FORM.field(key), self.editors[key]
        editor.setAccessibleName(field.label)
        editor.edited.connect(lambda *_: self._typed())  # type: ignore[attr-defined]  # kit editors share it
        limit = field.limit if isinstance(field, Text) else 0
        return kit.FieldFrame(field.label, editor, field.required, field.hint, limit)


def _held(values: counsel.Words) -> counsel.Words:
    return {key: text for key, text in values.items() if text}
