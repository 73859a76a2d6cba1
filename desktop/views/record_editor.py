"""One record being edited: its form, its files, what the school said of it, and what may be done with it now.

Every pause in typing is kept at once (autosave) and becomes a draft save a moment later; nobody has to
press anything for their words to be safe. Buttons follow domain.rules and say why when they are grey.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop import theme
from desktop.changes import Changes
from desktop.models import reading
from desktop.models.draft import Draft
from desktop.models.entry_list import status_of, title_of
from desktop.operations import records
from desktop.views import deletion, kit
from desktop.views.conflict_banner import ConflictBanner
from desktop.views.host import Host
from desktop.views.keeping import Keeping
from desktop.views.record_banner import RecordBanner
from desktop.views.record_files import RecordFiles
from desktop.views.record_form import RecordForm
from desktop.views.record_menu import RecordMenu
from desktop.views.when_seen import WhenSeen
from domain.forms import Form
from domain.intents import Action
from domain.lifecycle import SENT_BACK
from domain.records import Attachment, Record
from domain.refusals import CLOSED, Allowed, Refused, Verdict

SAVE_MS = 1500
RETRY_MS = 5000
LOW = 420


class RecordEditor(QWidget):
    """Signals: preview_wanted(Attachment), closed(). One editor shows the records of a form one after another.

    What the Writer says of a record that is no longer shown changes nothing on the screen.
    """

    preview_wanted = Signal(object)
    closed = Signal()

    def __init__(self, host: Host, form: Form, record: Record, fresh: bool) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.form_spec = form
        self._later = self._timer(SAVE_MS, self.save_now)
        self._begin(record, fresh)
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self._refresh()

    def show_record(self, record: Record, fresh: bool) -> None:
        """Edit this one now; the one before must have been saved."""
        self._begin(record, fresh)
        self.form.show_draft(self.draft)
        self.files.show_busy()
        self._say_saved("")
        self._refresh()

    def _begin(self, record: Record, fresh: bool) -> None:
        self.record_id = record.id
        self.draft = Draft(self.form_spec, record, self.desk.profile, self.desk.codes, fresh)
        self.restored = self._restore()
        self._writing = 0
        self._tried = False

    # ---- saving

    def save_now(self) -> bool:
        """Hand what was typed, also what is being composed, to the Writer; true: the record may be left."""
        kit.commit_preedit()
        self._stop()
        self._save(self.draft.changes())
        return True

    def _save(self, changes: records.TypedChanges) -> None:
        if changes:
            draft, before, fresh = self.draft, self.draft.base, self.draft.fresh
            draft.saved(changes)
            undo = partial(draft.not_saved, before, changes, fresh)
            self._write(lambda: records.save(self.desk, before, changes), undo)

    def _write(self, job: Callable[[], Changes], undo: Callable[[], None] = lambda: None) -> None:
        """Until the Writer is done, what it will write is newer than what the store says."""
        draft = self.draft
        self._writing += 1
        self._say_saved("儲存中…")
        self.desk.write(job, lambda _: self._saved(draft), lambda error: self._not_saved(draft, undo, error))

    def _shows(self, draft: Draft) -> bool:
        return isValid(self) and self.draft is draft

    def _saved(self, draft: Draft) -> None:
        if self._shows(draft):
            self._writing -= 1
            self._say_saved(f"已存在這台電腦 · {self.desk.clock.here().astimezone():%H:%M}")
            self._take_over()

    def _not_saved(self, draft: Draft, undo: Callable[[], None], error: Exception) -> None:
        undo()
        self.host.fail(error)
        if self._shows(draft):
            self._writing -= 1
            self._say_saved("還沒有存好，內容仍在畫面上，稍後會再存一次", "danger")
            self._later.start(RETRY_MS)

    def _restore(self) -> bool:
        """Take up keystrokes that a crash kept from becoming a save."""
        for edit in self.desk.unsaved(self.record_id):
            self.draft.restore(edit.field, edit.before, edit.value)
        return self.draft.dirty

    def _stop(self) -> None:
        self._keep.stop()
        self._later.stop()

    # ---- acting

    def submit(self) -> None:
        self.save_now()
        record = self.draft.record
        verdict = self.desk.may(Action.SUBMIT, record)
        if isinstance(verdict, Refused):
            self._tried = True
            self.form.mark_missing()
            self._refresh_banner(record, self._may_save(record))
            kit.announce(self.banner, verdict.text, urgent=True)
            return
        certifier = self.desk.profile.certifier
        agreed = kit.ConfirmDialog.ask(
            self,
            "送出認證",
            f"「{title_of(self.form_spec, record)}」會送給{certifier}認證。",
            "送出認證",
            consequence=f"送出後就不能修改或刪除，除非{certifier}退回。",
        )
        if agreed:
            self._act(lambda: records.submit(self.desk, record), self._submitted)

    def _submitted(self) -> None:
        self.host.say("已在這台電腦送出，連上學校後會取得收件時間。", "success")
        self._refresh()

    def delete(self) -> None:
        """Take the record away; one that does not exist yet is simply not begun."""
        if self.draft.fresh:
            self._stop()
            self.draft.forget()
            self._act(lambda: records.forget(self.desk, self.record_id), lambda: None)
            self.closed.emit()
            return
        self.save_now()
        record = self.draft.record
        consequence = deletion.consequence(self.desk, record)
        title = title_of(self.form_spec, record)
        if kit.ConfirmDialog.ask(
            self, "刪除紀錄", f"要刪除「{title}」嗎？", "刪除", danger=True, consequence=consequence
        ):
            deletion.delete(self.host, record, self._gone(self.draft))

    def _gone(self, draft: Draft) -> Callable[[], None]:
        return lambda: self.closed.emit() if self._shows(draft) else None

    def _act(self, job: Callable[[], Changes], done: Callable[[], None]) -> None:
        """Write; `done` only when the same record is still shown."""
        draft = self.draft
        self.desk.write(job, lambda _: done() if self._shows(draft) else None, self.host.fail)

    # ---- files

    def put_file(self, draft: Draft, slot: str, attachment: Attachment | None) -> None:
        """The slot of this draft holds this file from now on, also when another record is shown by now."""
        shown = self._shows(draft)
        if shown:
            self._save(draft.changes())
        record = draft.base
        draft.with_file(slot, attachment)
        if not shown:
            self.desk.write(lambda: records.set_file(self.desk, record, slot, attachment))
            return
        self._write(lambda: records.set_file(self.desk, record, slot, attachment))
        self._refresh()

    def _remove_file(self, slot: str) -> None:
        self.put_file(self.draft, slot, None)

    def _open_file(self, slot: str) -> None:
        attachment = self.draft.record.files.get(slot)
        if attachment is not None:
            self.preview_wanted.emit(attachment)

    # ---- showing

    def _build(self) -> None:
        self.title = kit.ElidedLabel()
        self.title.setProperty("role", "section")
        self.pill = kit.StatusPill("")
        self.saved_line = kit.label("", role="small")
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self.title, 1)
        head.addWidget(self.pill)
        self.banner = RecordBanner(self.desk)
        self.dates = kit.label("", role="small", wrap=True)
        self.dates.setIndent(theme.px(8))
        self.conflicts = ConflictBanner(self.host)
        self.form = RecordForm(self.draft, self.desk.school(), self.desk.codes)
        self.form.typed.connect(self._on_typed)
        self._keep = Keeping(self.desk, self.form, lambda: self.draft, self)
        self.form.file_opened.connect(self._open_file)
        self.form.file_removed.connect(self._remove_file)
        self.form.whole.connect(self._whole)
        self.files = RecordFiles(self, self.host, self.form, self)
        head.setContentsMargins(theme.px(24), theme.px(12), theme.px(16), 0)
        self._told = QWidget()
        told = QVBoxLayout(self._told)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(theme.px(8))
        told.addWidget(self.dates)
        told.addWidget(self.conflicts)
        told.addWidget(self.banner)
        sheet = kit.Card()
        sheet.body.addLayout(head)
        sheet.body.addWidget(self.form, 1)
        sheet.body.addWidget(self._footer())
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(8), 0, 0, 0)
        box.addWidget(sheet)
        self._sheet = sheet
        self._place_told(False)
        theme.follow(self._fit)

    def _place_told(self, low: bool) -> None:
        """What is to be known of the record stands over the form, or scrolls with it where there is little room."""
        self._low = low
        if low:
            self.form.body.insertWidget(0, self._told)
            self._told.setContentsMargins(0, 0, 0, 0)
        else:
            self._sheet.body.insertWidget(1, self._told)
            self._told.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < theme.px(LOW)
        if low != self._low:
            self._place_told(low)

    def _footer(self) -> kit.StickyFooter:
        self.footer = kit.StickyFooter()
        self.delete_button = kit.Button("刪除", "danger-ghost", "trash")
        self.delete_button.clicked.connect(self.delete)
        self.footer.add_left(self.delete_button)
        self.more_button = kit.IconButton("dots", "更多")
        self.more = RecordMenu(self.host, lambda: self.draft.record, self)
        self.more.aboutToShow.connect(self._refresh_more)
        self.more_button.clicked.connect(self._open_more)
        self.footer.add_left(self.more_button)
        self.save_button = kit.Button("存檔", "secondary")
        self.save_button.clicked.connect(self.save_now)
        self.footer.add_action(self.save_button)
        self.submit_button = kit.Button("送出認證", "primary", "send")
        self.submit_button.clicked.connect(self.submit)
        self.footer.add_action(self.submit_button)
        return self.footer

    def _open_more(self) -> None:
        self.more.popup(self.more_button.mapToGlobal(QPoint(0, -self.more.sizeHint().height())))

    def _refresh_more(self) -> None:
        self.save_now()
        self.more.refresh(there=not self.draft.fresh)

    def _on_typed(self, _: str) -> None:
        self._keep.start()
        self._later.start(SAVE_MS)
        self._say_saved("輸入中…")
        self.title.setText(title_of(self.form_spec, self.draft.record))
        self._refresh_actions()

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or self.record_id in changes.records:
            self._take_over()
        elif changes:
            self._refresh()

    def _take_over(self) -> None:
        """Show what the store holds now; typed edits stay."""
        record = self.desk.record(self.record_id)
        if record is not None and not self._writing:
            self.form.refresh(self.draft.rebase(record))
        self._refresh()

    def _refresh(self) -> None:
        record = self.draft.record
        self.title.setText(title_of(self.form_spec, record))
        pill, tone = status_of(record, self.desk.pending(record.id), len(self.desk.conflicts(record.id)))
        self.pill.set(pill, tone)
        self.pill.setVisible(bool(pill))
        told = reading.certification(record) if self.form_spec.group == "outcome" else ""
        self.dates.setText(told)
        self.dates.setVisible(bool(told))
        may_save = self._may_save(record)
        self.form.set_read_only(not may_save)
        self.files.set_enabled(bool(may_save))
        self._show_files(record)
        self.conflicts.show_for(record.id)
        self._refresh_banner(record, may_save)
        self._refresh_actions()

    def _show_files(self, record: Record) -> None:
        for key, panel in self.form.slots_so_far.items():
            file = record.files.get(key)
            original = self.desk.original_of(file) if file is not None else None
            panel.show_file(file, *self.desk.file_words(record, file), self.files.enabled, original)

    def _whole(self) -> None:
        """The last field is there: its place is before the buttons, also for the Tab key."""
        if self.desk.closed:
            return  # the person has left while it was being made
        self._show_files(self.draft.record)
        self.files.watch()
        before: QWidget = self.form
        for button in (self.delete_button, self.more_button, self.save_button, self.submit_button):
            QWidget.setTabOrder(before, button)
            before = button

    def _refresh_banner(self, record: Record, may_save: Verdict) -> None:
        lacking = self.desk.may(Action.SUBMIT, record) if self._tried else None
        self.banner.show_for(record, may_save, lacking, self.restored)

    def _refresh_actions(self) -> None:
        record = self.draft.record
        may_submit = self.desk.may(Action.SUBMIT, record)
        self._gate(self.submit_button, may_submit)
        self.submit_button.setVisible(self.form_spec.group == "outcome" and not _too_late(record, may_submit))
        self._gate(self.save_button, self._may_save(record))
        if self.draft.fresh:
            self._gate(self.delete_button, Allowed())
        else:
            self._gate(self.delete_button, self.desk.may(Action.DELETE, record))
        self.delete_button.setText("取消新增" if self.draft.fresh else "刪除")

    def _may_save(self, record: Record) -> Verdict:
        """What came back and cannot be sent any more is not mended either (SA §4-1 7-2)."""
        may_submit = self.desk.may(Action.SUBMIT, record)
        if _too_late(record, may_submit):
            return may_submit
        return self.desk.may(Action.SAVE, record, absent=self.draft.fresh)

    def _gate(self, button: kit.Button, verdict: Verdict) -> None:
        """Grey with the reason; a button that would only lack something stays usable and says what."""
        lacking = isinstance(verdict, Refused) and verdict.code == "incomplete"
        button.setEnabled(bool(verdict) or lacking)
        why = verdict.text if isinstance(verdict, Refused) else ""
        button.setToolTip(why)
        button.setAccessibleDescription(why)

    def _say_saved(self, text: str, tone: str = "muted") -> None:
        self.footer.set_text(text, tone)
        if tone == "danger" or (text and self.save_button.hasFocus()):  # who pressed it wants to hear
            kit.announce(self.footer, text, urgent=tone == "danger")

    def _timer(self, milliseconds: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    def _fit(self) -> None:
        """The form's own margins are enough; the sheet only lends its rounded edge."""
        self._sheet.body.setContentsMargins(1, theme.px(4), 1, theme.px(4))
        self._sheet.body.setSpacing(0)


def _too_late(record: Record, may_submit: Verdict) -> bool:
    return record.state in SENT_BACK and isinstance(may_submit, Refused) and may_submit.code == CLOSED
