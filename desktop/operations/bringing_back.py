"""A deleted record is had again: unsaid while only this computer knows, else restored, at worst begun anew."""

from attrs import frozen

from desktop.changes import Changes
from desktop.desk import Desk, Said
from desktop.operations import copies, records, undoing
from domain import intents
from domain.errors import LichengError, NotAllowed
from domain.intents import Action
from domain.mutators import HELD
from domain.records import Record
from domain.refusals import CLOSED, Allowed, Refused, Verdict

UNSAY, RESTORE, COPY = "unsay", "restore", "copy"
UNABLE = frozenset({"bad_request", "unknown_form", "missing", "internal"})
"""The school cannot restore this record, today or tomorrow; what it says of rules may be different next time."""
WAITING = Refused(
    "held_late", "復原已經送到學校，因為逾時先收存，還沒有生效。", "學校准許之後，這筆會自己回來。"
)


@frozen
class Way:
    """How the record comes back, and whether it may. why: why not as itself, "" when it does."""

    kind: str
    verdict: Verdict
    why: str = ""


def last_word(desk: Desk, record_id: str) -> Said | None:
    """The newest deletion or restoring of it that this computer has said."""
    acts = (Action.DELETE, Action.RESTORE)
    said = reversed(desk.journal(record_id))
    return next((one for one in said if one.intent is not None and one.intent.action in acts), None)


def waits_for_school(word: Said | None) -> bool:
    """Whether a restoring of it came late, and the school has not decided."""
    return word is not None and _restoring(word) and word.status == HELD


def way(desk: Desk, record: Record) -> Way:
    word = last_word(desk, record.id)
    if word is not None and not _restoring(word) and undoing.is_here_alone(word):
        return Way(UNSAY, Allowed())
    if word is not None and _restoring(word) and (word.reason in UNABLE or word.status == "aside"):
        return Way(COPY, copies.may_copy(desk, record, same_year=True), word.sentence)
    verdict = desk.may(Action.RESTORE, record)
    late = isinstance(verdict, Refused) and verdict.code == CLOSED
    return Way(RESTORE, WAITING if late and waits_for_school(word) else verdict)


def bring_back(desk: Desk, record_id: str) -> tuple[Changes, str, Way]:
    """What changed, the id under which it is there again, and the way it took. NotAllowed when there is none."""
    record = desk.record(record_id)
    if record is None:
        raise NotAllowed("missing", "這台電腦沒有這筆紀錄。", "請先同步，再試一次。")
    if not record.deleted:
        return Changes(), record.id, Way(RESTORE, Allowed())
    chosen = way(desk, record)
    if isinstance(chosen.verdict, Refused):
        raise NotAllowed(chosen.verdict.code, chosen.verdict.sentence, chosen.verdict.remedy)
    if chosen.kind == COPY:
        changes, made = copies.copy(desk, record, same_year=True)
        return changes, made.id, chosen
    if chosen.kind == UNSAY:
        try:
            return undoing.undelete(desk, record.id), record.id, chosen
        except LichengError:  # it has just left: then it is restored
            chosen = Way(RESTORE, Allowed())
    said = intents.seen(record.content_hash)
    return records.act(desk, record, Action.RESTORE, said), record.id, chosen


def _restoring(word: Said) -> bool:
    return word.intent is not None and word.intent.action is Action.RESTORE
