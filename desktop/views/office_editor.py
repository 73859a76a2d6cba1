"""One of the school's own records being written: kept on this computer while it is typed, put up at a button.

What the office writes binds everybody at once, so unlike a student's record nothing of it is saved by itself.
"""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.models.draft import Draft
from desktop.models.entry_list import quoted
from desktop.operations import office, records
from desktop.views import kit
from desktop.views.record_editor import RecordEditor
from desktop.views.record_footer import gate
from domain.intents import Action
from domain.merge import SLOT
from domain.records import Attachment, Record
from domain.refusals import Refused, Verdict

VERBS = {"announcement": "公布"}
UNSENT = "修改還沒有{verb}；已存在這台電腦"
TAKEN_DOWN = {
    "announcement": "大家的電腦下次同步後就看不到這則公告；學校的歷史裡還有。",
    "window": "大家的電腦下次同步後就不再受這個期間限制。沒有期間就沒有期限。",
}


class OfficeEditor(RecordEditor):
    """As the editor it is made of, but for when things are said to the school."""

    def publish(self) -> None:
        """Say it to the school now, or show what is still missing."""
        kit.commit_preedit()
        self._stop()
        if self._cannot_be_put_up():
            return
        draft, before, fresh = self.draft, self.draft.base, self.draft.fresh
        changes, files = draft.changes(), dict(self._new_files)
        draft.saved(changes)
        self._new_files.clear()

        def undo() -> None:
            draft.not_saved(before, changes, fresh)
            if self._shows(draft):
                self._new_files.update(files)

        original = self._begun_with if fresh else before
        self._write(lambda: office.put_up(self.desk, original, changes, files), undo)
        self.host.say(f"已在這台電腦{self._verb}，連上學校後大家就會看到。", "success")

    submit = publish

    def discard(self) -> None:
        """Back to what stands at the school; a new one is not begun after all."""
        self._stop()
        self.draft.forget()
        self._new_files.clear()
        self._act(partial(records.forget, self.desk, self.record_id), self._discarded)

    def delete(self) -> None:
        if self.draft.fresh:
            self.discard()
            return
        record = self.draft.record
        text = f"要取下{quoted(self.form_spec, record)}嗎？"
        consequence = TAKEN_DOWN.get(record.form, "")
        if kit.ConfirmDialog.ask(self, "取下", text, "取下", danger=True, consequence=consequence):
            base = self.desk.record(record.id) or record
            self._act(lambda: office.take_down(self.desk, base), self.closed.emit)

    def save_now(self) -> bool:
        """Keep what was typed on this computer; true: the record may be left."""
        kit.commit_preedit()
        self._stop()
        changes, base = self.draft.changes(), self.draft.base
        if changes:
            self.desk.write(lambda: records.autosave(self.desk, base, changes), None, self.host.fail)
        self._tell_unsent()
        return True

    def put_file(self, draft: Draft, slot: str, attachment: Attachment | None) -> None:
        held = draft.base.files.get(slot)
        before, base = held.sha256 if held else None, draft.base
        fresh = draft.fresh
        draft.with_file(slot, attachment)
        draft.fresh = fresh
        self.desk.write(
            lambda: office.keep_file(self.desk, base, slot, before, attachment), None, self.host.fail
        )
        if self._shows(draft):
            first = self._new_files[slot][0] if slot in self._new_files else before
            self._new_files[slot] = (first, attachment)
            self._refresh()
            self._tell_unsent()

    @property
    def unsent(self) -> bool:
        """Whether something here is not put up yet."""
        return self.draft.dirty or bool(self._new_files) or self.draft.fresh

    # ---- inside

    @property
    def _verb(self) -> str:
        return VERBS.get(self.form_spec.key, "儲存")

    def _begin(self, record: Record, fresh: bool) -> None:
        self._new_files: dict[str, tuple[str | None, Attachment | None]] = {}
        self._begun_with = record
        super()._begin(record, fresh)

    def _restore(self) -> bool:
        """Take up what was typed, and the files that were chosen, before the record was left."""
        for edit in self.desk.unsaved(self.record_id):
            if edit.field.startswith(SLOT):
                slot, fresh = edit.field.removeprefix(SLOT), self.draft.fresh
                file = Attachment(**edit.value) if edit.value else None
                self._new_files[slot] = (edit.before, file)
                self.draft.with_file(slot, file)
                self.draft.fresh = fresh
            else:
                self.draft.restore(edit.field, edit.before, edit.value)
        return self.draft.dirty or bool(self._new_files)

    def _cannot_be_put_up(self) -> bool:
        stops = [one for one in self.draft.missing() if one.severity == "error"]
        unread = [frame for frame in self.form.frames.values() if _unreadable(frame.editor)]
        if not stops and not unread:
            return False
        self.form.mark_missing()
        said = "、".join(
            dict.fromkeys([one.sentence for one in stops] + [one.label_text + "看不懂" for one in unread])
        )
        self.banner.say("warning", f"還不能{self._verb}：{said}。")
        kit.announce(self.banner, self.banner.text, urgent=True)
        return True

    def _discarded(self) -> None:
        record = self.desk.record(self.record_id)
        if record is None:
            self.closed.emit()
        else:
            self.show_record(record, fresh=False)

    def _take_over(self) -> None:
        """What others put up meanwhile shows; what is being written here stays."""
        record = self.desk.record(self.record_id)
        if record is not None and not self._writing:
            self.form.refresh(self.draft.rebase(record))
            for slot, (_, file) in self._new_files.items():
                self.draft.with_file(slot, file)
        self._refresh()

    def _bind_footer(self) -> None:
        super()._bind_footer()
        self.submit_button.setText(self._verb)
        self.submit_button.set_icon("check")
        self.save_button.setText("放棄修改")
        self.save_button.clicked.disconnect(self.save_now)
        self.save_button.clicked.connect(self.discard)
        for action in (self.more.copying, self.more.printing, self.more.signed):
            action.setVisible(False)

    def _refresh_actions(self) -> None:
        record = self.draft.record
        gate(self.submit_button, self._may_save(record))
        self.submit_button.setEnabled(self.submit_button.isEnabled() and self.unsent)
        self.submit_button.setVisible(True)
        self.save_button.setVisible(not self.draft.fresh)
        self.save_button.setEnabled(self.draft.dirty or bool(self._new_files))
        self.delete_button.setText("取消新增" if self.draft.fresh else "取下")
        verdict = self.desk.may(Action.DELETE, record)
        self.delete_button.setVisible(self.draft.fresh or _may_ever(verdict))

    def _on_typed(self, key: str) -> None:
        super()._on_typed(key)
        self._tell_unsent()

    def _tell_unsent(self) -> None:
        if self.draft.dirty or self._new_files:
            self._say_saved(UNSENT.format(verb=self._verb), "warning")
        else:
            self._say_saved("")

    def _saved(self, draft: Draft) -> None:
        super()._saved(draft)
        self._refresh_actions()


def _unreadable(editor: QWidget) -> bool:
    """Whether something stands in the field that is no answer: it must not go out as an empty one."""
    half = isinstance(editor, kit.DateEdit | kit.NumberEdit) and editor.text().strip() and not editor.value()
    return bool(half or getattr(editor, "problem", ""))


def _may_ever(verdict: Verdict) -> bool:
    return not (isinstance(verdict, Refused) and verdict.code == "forbidden")
