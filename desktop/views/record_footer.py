"""The buttons under a record and the word on its saving. They follow domain.rules and say why when they are grey."""

from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.views import kit
from domain.forms import Form
from domain.intents import Action
from domain.lifecycle import SENT_BACK
from domain.records import Record
from domain.refusals import CLOSED, Allowed, Refused, Verdict


class RecordFooter(kit.StickyFooter):
    """What is pressed is the editor's business; whether it can be is said here."""

    def __init__(self, desk: Desk, form: Form) -> None:
        super().__init__()
        self._desk = desk
        self._form = form
        self.delete_button = kit.Button("刪除", "danger-ghost", "trash")
        self.add_left(self.delete_button)
        self.more_button = kit.IconButton("dots", "更多")
        self.add_left(self.more_button)
        self.save_button = kit.Button("存檔", "secondary")
        self.add_action(self.save_button)
        self.submit_button = kit.Button("送出認證", "primary", "send")
        self.add_action(self.submit_button)

    def follow_after(self, widget: QWidget) -> None:
        """The place of the buttons is after the widget, also for the Tab key."""
        before = widget
        for button in (self.delete_button, self.more_button, self.save_button, self.submit_button):
            QWidget.setTabOrder(before, button)
            before = button

    def show_for(self, record: Record, fresh: bool) -> None:
        """Which of the buttons can be pressed now. fresh: the record exists nowhere yet."""
        may_submit = self._desk.may(Action.SUBMIT, record)
        gate(self.submit_button, may_submit)
        self.submit_button.setVisible(self._form.group == "outcome" and not _too_late(record, may_submit))
        gate(self.save_button, may_save(self._desk, record, fresh))
        gate(self.delete_button, Allowed() if fresh else self._desk.may(Action.DELETE, record))
        self.delete_button.setText("取消新增" if fresh else "刪除")

    def say_saved(self, text: str, tone: str = "muted") -> None:
        self.set_text(text, tone)
        if tone == "danger" or (text and self.save_button.hasFocus()):  # who pressed it wants to hear
            kit.announce(self, text, urgent=tone == "danger")


def may_save(desk: Desk, record: Record, fresh: bool) -> Verdict:
    """What came back and cannot be sent any more is not mended either (SA §4-1 7-2)."""
    may_submit = desk.may(Action.SUBMIT, record)
    if _too_late(record, may_submit):
        return may_submit
    return desk.may(Action.SAVE, record, absent=fresh)


def _too_late(record: Record, may_submit: Verdict) -> bool:
    return record.state in SENT_BACK and isinstance(may_submit, Refused) and may_submit.code == CLOSED


def gate(button: kit.Button, verdict: Verdict) -> None:
    """Grey with the reason; a button that would only lack something stays usable and says what."""
    lacking = isinstance(verdict, Refused) and verdict.code == "incomplete"
    button.setEnabled(bool(verdict) or lacking)
    why = verdict.text if isinstance(verdict, Refused) else ""
    button.setToolTip(why)
    button.setAccessibleDescription(why)
