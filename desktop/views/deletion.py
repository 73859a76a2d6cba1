"""After a deletion: it can be taken back as long as only this computer knows of it, else begun anew."""

from collections.abc import Callable

from desktop.models.entry_list import quoted
from desktop.operations import records, undoing
from desktop.views.host import Host
from desktop.views.record_menu import copy_and_open
from domain.errors import LichengError
from domain.forms import FORMS
from domain.records import Record

PATIENCE_MS = 8000
"""So long the deletion stays here by itself, while the word 復原 stands on the screen."""
AGAIN = "新增一份相同內容"


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


def _tell(host: Host, record: Record) -> None:
    words = f"已刪除{quoted(FORMS[record.form], record)}。"
    if undoing.waiting_delete(host.desk, record.id):
        host.offer(words, "復原", lambda: _undo(host, record))
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
