"""One record being edited: its form, its files, what the school said of it, and what may be done with it now.

Every pause in typing is kept at once (autosave) and becomes a draft save a moment later; nobody has to
press anything for their words to be safe.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.changes import Changes
from desktop.models.draft import Draft
from desktop.models.entry_list import title_of
from desktop.operations import records
from desktop.views import deletion, kit
from desktop.views.host import Host
from desktop.views.keeping import Keeping
from desktop.views.record_files import RecordFiles
from desktop.views.record_footer import RecordFooter, may_save
from desktop.views.record_menu import RecordMenu
from desktop.views.record_sheet import RecordSheet
from desktop.views.when_seen import WhenSeen
from domain.forms import Form
from domain.intents import Action
from domain.records import Attachment, Record
from domain.refusals import Refused, Verdict

SAVE_MS = 1500
RETRY_MS = 5000


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
        self.footer = RecordFooter(self.desk, self.form_spec)
        self._bind_footer()
        self.sheet = RecordSheet(self.host, self.form_spec, self.draft, self.footer)
        self.title, self.pill, self.dates = self.sheet.title, self.sheet.pill, self.sheet.dates
        self.conflicts, self.banner, self.form = self.sheet.conflicts, self.sheet.banner, self.sheet.form
        self.form.typed.connect(self._on_typed)
        self._keep = Keeping(self.desk, self.form, lambda: self.draft, self)
        self.form.file_opened.connect(self._open_file)
        self.form.file_removed.connect(self._remove_file)
        self.form.whole.connect(self._whole)
        self.files = RecordFiles(self, self.host, self.form, self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.sheet)

    def _bind_footer(self) -> None:
        self.delete_button, self.more_button = self.footer.delete_button, self.footer.more_button
        self.save_button, self.submit_button = self.footer.save_button, self.footer.submit_button
        self.more = RecordMenu(self.host, lambda: self.draft.record, self)
        self.more.aboutToShow.connect(self._refresh_more)
        for button, press in (
            (self.delete_button, self.delete),
            (self.more_button, self._open_more),
            (self.save_button, self.save_now),
            (self.submit_button, self.submit),
        ):
            button.clicked.connect(press)

    def _open_more(self) -> None:
        self.more.popup(self.more_button.mapToGlobal(QPoint(0, -self.more.sizeHint().height())))

    def _refresh_more(self) -> None:
        self.save_now()
        self.more.refresh(there=not self.draft.fresh)

    def _on_typed(self, _: str) -> None:
        self._keep.start()
        self._later.start(SAVE_MS)
        self._say_saved("輸入中…")
        self.sheet.show_title(self.draft.record)
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
        self.sheet.show_head(record)
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
        self.footer.follow_after(self.form)

    def _refresh_banner(self, record: Record, may_save: Verdict) -> None:
        lacking = self.desk.may(Action.SUBMIT, record) if self._tried else None
        self.banner.show_for(record, may_save, lacking, self.restored)

    def _refresh_actions(self) -> None:
        self.footer.show_for(self.draft.record, self.draft.fresh)

    def _may_save(self, record: Record) -> Verdict:
        return may_save(self.desk, record, self.draft.fresh)

    def _say_saved(self, text: str, tone: str = "muted") -> None:
        self.footer.say_saved(text, tone)

    def _timer(self, milliseconds: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer
