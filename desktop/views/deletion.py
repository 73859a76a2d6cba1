"""Deleting records, what that means, and having one back: unsaid, restored, or at worst begun anew."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.models.entry_list import quoted
from desktop.operations import bringing_back, records
from desktop.operations.bringing_back import Way
from desktop.threads import Failed
from desktop.views import kit, undo
from desktop.views.host import Host
from desktop.views.undo import ON_ITS_WAY, PATIENCE_MS, UNDO
from domain.forms import FORMS
from domain.intents import Action
from domain.lifecycle import SENT_BACK
from domain.records import Record
from domain.refusals import Refused

GONE = "學校端與這台電腦都會移除；之後可以在「最近刪除」復原。"
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
    consequence = "學校端與這台電腦都會移除；之後可以在「最近刪除」復原。"
    if kit.ConfirmDialog.ask(page, "刪除紀錄", text, "刪除", danger=True, consequence=consequence):
        delete_all(host, chosen, gone)


def delete_all(host: Host, chosen: Sequence[Record], gone: Callable[[], None]) -> None:
    """Delete several at once: one sentence, and one way back for all of them."""

    def deleted(result: object) -> None:
        gone()
        if isinstance(result, Changes):
            undo.offer(host, result.said)

    host.desk.write(lambda: records.delete_all(host.desk, chosen), deleted, host.fail, wait_ms=PATIENCE_MS)


def bring_back(host: Host, record: Record, failed: Failed | None = None) -> None:
    """Have the deleted record again, show it, and say in which way it came back."""

    def back(result: object) -> None:
        if isinstance(result, tuple):
            _, here, way = result
            show = partial(host.go, record.form, here)
            QTimer.singleShot(0, host.desk, show)  # what was listening has just drawn itself anew
            host.say(_came_back(record, way), "success")

    job = partial(bringing_back.bring_back, host.desk, record.id)
    host.desk.write(job, back, failed or host.fail)


def _tell(host: Host, record: Record) -> None:
    host.offer(f"已刪除{quoted(FORMS[record.form], record)}。", UNDO, lambda: bring_back(host, record))


def _came_back(record: Record, way: Way) -> str:
    named = quoted(FORMS[record.form], record)
    match way.kind:
        case "copy":
            return f"不能復原{named}：{way.why}已用同樣的內容新增一筆。"
        case "restore":
            return f"已復原{named}。{ON_ITS_WAY}"
    return f"已復原{named}。"
