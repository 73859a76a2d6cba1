"""After a deletion: it can be taken back as long as only this computer knows of it, else begun anew."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.models.entry_list import quoted
from desktop.operations import records, undoing
from desktop.views import kit, undo
from desktop.views.host import Host
from desktop.views.record_menu import copy_and_open
from desktop.views.undo import PATIENCE_MS, UNDO
from domain.errors import LichengError
from domain.forms import FORMS
from domain.intents import Action
from domain.lifecycle import SENT_BACK
from domain.records import Record
from domain.refusals import Refused

AGAIN = "新增一份相同內容"
GONE = "學校端與這台電腦的這筆紀錄都會移除。"
KEEP_TO_RESEND = "要重送的話請修改內容，不要刪除：過了上傳期限，刪除後就不能再新增。"
NEVER_AGAIN = "上傳期限已過：刪除之後就不能再新增，請確定不再重送。"


def consequence(desk: Desk, record: Record) -> str:
    """What deleting means; of one that came back, that it may not be made again (SA §4-1 注意 3)."""
    if record.state not in SENT_BACK:
        return GONE
    school, facts = desk.school(), desk.facts(record)
    window = school.window("outcome_submit", facts.school_year, facts.grade)
    over = window is not None and window.closed(school.now)
    return NEVER_AGAIN if over else KEEP_TO_RESEND


def delete(host: Host, record: Record, gone: Callable[[], None]) -> None:
    """Delete the record, shut what showed it, and say so, with a way back."""

    def deleted(_: object) -> None:
        gone()
        _tell(host, record)

    host.desk.write(
        lambda: records.delete(host.desk, record),
        deleted,
        host.fail,
        wait_ms=PATIENCE_MS,
    )


def ask_and_delete(host: Host, page: QWidget, chosen: Sequence[Record], gone: Callable[[], None]) -> None:
    """Several at once, if every one of them may go and the person means it."""
    verdicts = host.desk.may_each(Action.DELETE, chosen)
    why = next((one for one in verdicts if isinstance(one, Refused)), None)
    if why is not None:
        host.say(f"選到的 {len(chosen)} 筆裡有不能刪除的：{why.text}", "warning")
        return
    text = f"要刪除選到的 {len(chosen)} 筆嗎？"
    consequence = "學校端與這台電腦的這些紀錄都會移除；之後在「最近刪除」還看得到。"
    if kit.ConfirmDialog.ask(page, "刪除紀錄", text, "刪除", danger=True, consequence=consequence):
        delete_all(host, chosen, gone)


def delete_all(host: Host, chosen: Sequence[Record], gone: Callable[[], None]) -> None:
    """Delete several at once: one sentence, and one way back for all of them."""

    def deleted(result: object) -> None:
        gone()
        if isinstance(result, Changes):
            undo.offer(host, result.said)

    host.desk.write(lambda: records.delete_all(host.desk, chosen), deleted, host.fail, wait_ms=PATIENCE_MS)


def _tell(host: Host, record: Record) -> None:
    words = f"已刪除{quoted(FORMS[record.form], record)}。"
    if undoing.waiting_delete(host.desk, record.id):
        host.offer(words, UNDO, lambda: _undo(host, record))
    else:
        host.offer(words, AGAIN, lambda: copy_and_open(host, record, same_year=True))


def _undo(host: Host, record: Record) -> None:
    host.desk.write(
        lambda: undoing.undelete(host.desk, record.id),
        lambda _: _back(host, record),
        lambda error: _too_late(host, record, error),
    )


def _back(host: Host, record: Record) -> None:
    host.go(record.form, record.id)
    host.say(f"已復原{quoted(FORMS[record.form], record)}。", "success")


def _too_late(host: Host, record: Record, error: Exception) -> None:
    if isinstance(error, LichengError):
        host.offer(error.sentence, AGAIN, lambda: copy_and_open(host, record, same_year=True))
    else:
        host.fail(error)
