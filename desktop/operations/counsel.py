"""What guides write: notes for themselves, words to a student, drafts of such words; each is one intent."""

from collections.abc import Sequence

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import records
from domain.errors import NotAllowed
from domain.forms import FORMS
from domain.intents import Action
from domain.moments import local_day
from domain.records import Record, Value
from domain.refusals import Refused
from domain.rules import may

Words = dict[str, str]


def note(desk: Desk, student: Words, text: str) -> Changes:
    """A note that nobody else reads. student: account and name, see `about`."""
    day = local_day(desk.clock.school()).isoformat()
    return _write(desk, "counseling_note", {**student, "written_on": day, "text": text})


def comment(
    desk: Desk, student: Words, text: str, record: Record | None = None, subject: str = ""
) -> Changes:
    """Words that the student reads, about one record or about nothing in particular."""
    concern = {"record": record.id, "subject": subject} if record is not None else {}
    return _write(desk, "counsel_comment", {**student, **concern, "text": text})


def draft(desk: Desk, told: Sequence[tuple[Words, str]]) -> Changes:
    """Drafted words to several students; one to the same student is written over. Nobody is told."""
    kept = {one.record.text("student"): one.record for one in desk.entries("reminder")}
    done = Changes()
    for student, text in told:
        before = kept.get(student["student"])
        if before is None:
            done |= _write(desk, "reminder", {**student, "text": text})
        elif before.text("text") != text:
            done |= records.save(desk, before, {"text": (before.text("text"), text)})
    return done


def say_all(desk: Desk, told: Sequence[tuple[Words, str]]) -> Changes:
    """Words to several students at once, each their own."""
    kept = {one.record.text("student"): one.record for one in desk.entries("reminder")}
    done = Changes()
    for student, text in told:
        done |= comment(desk, student, text)
        draft_of = kept.get(student["student"])
        if draft_of is not None:
            done |= records.delete(desk, draft_of)
    return done


def say(desk: Desk, drafts: Sequence[Record]) -> Changes:
    """The drafts as words to their students; a draft that was said is gone."""
    done = Changes()
    for one in drafts:
        done |= comment(desk, {key: one.text(key) for key in ("student", "student_name")}, one.text("text"))
        done |= records.delete(desk, one)
    return done


def consult(desk: Desk, record: Record, values: Words, fresh: bool) -> Changes:
    """A consultation as it is to be. fresh: the school has none of that id yet."""
    if fresh:
        return _write(desk, record.form, values, record)
    changed: dict[str, tuple[Value, Value]] = {
        key: (record.values.get(key), text or None)
        for key, text in values.items()
        if text != record.text(key)
    }
    return records.save(desk, record, changed)


def about(account: str, name: str) -> Words:
    """How a record names its student."""
    return {"student": account, "student_name": name}


def _write(desk: Desk, form: str, values: Words, begun: Record | None = None) -> Changes:
    made = begun or records.blank(desk, FORMS[form])
    changes: dict[str, tuple[Value, Value]] = {key: (None, text) for key, text in values.items() if text}
    wanted = Record(made.id, form, made.owner, state=made.state, values=values)
    verdict = may(desk.actor, Action.SAVE, wanted, desk.school(), desk.facts(wanted), absent=True)
    if isinstance(verdict, Refused):
        raise NotAllowed(verdict.code, verdict.sentence, verdict.remedy)
    return records.save(desk, made, changes)
