"""What must hold of every history, once it is quiet (sync.md 3.17)."""

import hashlib
from typing import Any

from sqlalchemy import func, select

from domain import intents, lifecycle
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.mutators import GRANTED, REFUSED_LATE
from domain.records import Record
from domain.scopes import SCHOOL, account_scope, course_scope, scopes_of
from server.db import rows, tables
from server.services.replaying import OVERTAKEN
from tests.simulator.people import NEWER
from tests.simulator.school import PEOPLE, SimSchool

H, I = tables.history, tables.intent  # noqa: E741 - the table of intents
TERMINAL = frozenset({"applied", "merged", "noop", "rejected", "held_late"})


def check(school: SimSchool, devices: list[Any], restored: bool = False) -> tuple[int, int]:
    """Raises AssertionError; how many acts still wait, how many were overtaken, after a restore."""
    records = [rows.record_of(row) for row in school.rows(select(tables.record))]
    bodies = {row.id: row for row in school.rows(select(I))}
    waiting = [one.id for one in bodies.values() if one.waiting]
    overtaken = [one.id for one in bodies.values() if one.reason == OVERTAKEN]
    assert restored or not (waiting or overtaken), (
        f"{waiting} wait, {overtaken} gave way to what was never lost"
    )
    for device in devices:
        converged(school, device, records)
        outbox_is_settled(device, bodies)
        nothing_typed_is_lost(school, device, bodies)
        files_are_here(device)
    each_intent_acted_once(school)
    every_step_was_legal(school, bodies)
    deadlines_hold(school, bodies)
    files_are_verified(school, records)
    return len(waiting), len(overtaken)


def converged(school: SimSchool, device: Any, records: list[Record]) -> None:
    """INV-4: what a copy holds is what the school holds in its scopes, with the conflicts of its owner."""
    granted = {SCHOOL, account_scope(device.account)}
    if PEOPLE[device.account] == "teacher":
        taught = tables.course_teacher
        mine = select(taught.c.course).where(taught.c.account == device.account)
        granted |= {course_scope(row.course) for row in school.rows(mine)}
    course = {one.id: one.text("course") for one in records if one.form == "enrolment"}
    mine = {}
    for one in records:
        of_course = one.text("course") if one.form == "enrolment" else course.get(one.parent, "")
        if scopes_of(one, of_course) & granted:
            mine[one.id] = one
    if PEOPLE[device.account] == "administrator":
        scopes, members = school.members(device.account)
        stands = {rec for (scope, rec), (_, present) in members.items() if present and scope in scopes}
        mine = {one.id: one for one in records if one.id in stands}
    held = {row[0] for row in device.store.base_rows()}
    assert held == set(mine), f"{device.name} holds {held ^ set(mine)} too many or too few"
    for one in mine.values():
        base = device.store.base(one.id)
        assert _plain(base) == _plain(one), f"{device.name} differs in {one.id}:\n{base}\n{one}"
        work = device.store.record(one.id)
        assert _plain(work) == _plain(one), f"{device.name} shows another {one.id} than it holds"
    conflicts = [c for row in school.rows(select(tables.conflict)) if (c := row) and mine.get(row.rec)]
    theirs = {(c.rec, c.field, c.device): c.value for c in conflicts if mine[c.rec].owner == device.account}
    here = {(c.record, c.field, c.device): c.value for c in device.store.conflicts()}
    assert here == theirs, f"{device.name}: conflicts differ"


def outbox_is_settled(device: Any, bodies: dict[str, Any]) -> None:
    """INV-2: every intent ended in one word, the same on both sides, over the same bytes."""
    for said in device.store.journal():
        told = bodies.get(said.intent.id)
        assert told is not None, f"the school never heard of {said.intent.id} ({said.status})"
        assert told.reason != "internal", f"the school stumbled over {said.intent.id}"
        assert said.status in TERMINAL, f"{said.intent.id} ended as {said.status}"
        assert said.status == told.status, f"{said.intent.id}: here {said.status}, there {told.status}"
        assert said.body == told.body, f"{said.intent.id}: other bytes there"
        assert said.receipt, f"{said.intent.id} has no receipt"
        assert said.receipt == told.receipt


def nothing_typed_is_lost(school: SimSchool, device: Any, bodies: dict[str, Any]) -> None:
    """INV-3: what was typed is in the record's history, waited as a conflict, or lies in a kept body on both sides.

    After a restore an act that the school had accepted may find the record changed by somebody who did not know of
    it: the school's word stands, the act is overtaken, and its body is kept on both sides.
    """
    lines = {row.intent: row for row in school.rows(select(H))}
    for said in device.store.journal():
        if said.status not in ("applied", "merged"):
            continue
        line = lines.get(said.intent.id)
        if line is None and (bodies[said.intent.id].waiting or bodies[said.intent.id].reason == OVERTAKEN):
            continue
        assert line is not None, f"{said.intent.id} was {said.status}, but left no line of history"
        if said.intent.action is Action.SAVE and said.status == "applied":
            for key, value in _typed(said.intent):
                assert key == NEWER or _of(line, key) == value, (
                    f"{said.intent.id}: {key} was applied, but is not in its version"
                )
    last: dict[tuple[str, str], object] = {}
    for record, key, value in device.hand.said:
        last[record, key] = value
    told = {(s.intent.record, key): value for s in device.store.journal() for key, value in _words(s.intent)}
    stood = {
        (row.rec, key, _of(row, key))
        for row in school.rows(select(H))
        for key in (*row._mapping["values"], *(f"files/{slot}" for slot in row.files))
    }
    for (record, key), value in last.items():
        said = told.get((record, key), value) == value or (record, key, value) in stood
        assert said or not value, f"{device.name}: {value} at {key} of {record} was never said"


def files_are_here(device: Any) -> None:
    """What a copy shows can be opened; what the office only counts has no place on its desk."""
    if PEOPLE[device.account] == "administrator":
        return
    for entry in device.store.records(deleted=False):
        for file in entry.record.files.values():
            assert device.blobs.has(file.sha256), f"{device.name} lacks {file.sha256}"
            whole = hashlib.sha256(device.blobs.content[file.sha256]).hexdigest() == file.sha256
            assert whole, f"{device.name} holds a rotten {file.sha256}"


def each_intent_acted_once(school: SimSchool) -> None:
    """INV-1, INV-6: one intent, one version; and versions without a gap."""
    twice = (
        select(H.c.intent, func.count()).where(H.c.intent != "").group_by(H.c.intent).having(func.count() > 1)
    )
    assert not school.rows(twice), "an intent acted twice"
    for row in school.rows(
        select(H.c.rec, func.count().label("n"), func.max(H.c.ver).label("top")).group_by(H.c.rec)
    ):
        assert row.n == row.top, f"history of {row.rec} has a gap"


def every_step_was_legal(school: SimSchool, bodies: dict[str, Any]) -> None:
    """INV-8, INV-9, INV-11 and the law of the merge, read from history alone."""
    before: dict[str, Any] = {}
    alive: dict[str, Any] = {}
    newest: dict[str, str] = {}
    for line in school.rows(select(H).order_by(H.c.rec, H.c.ver)):
        if line.intent:
            intent = intents.decode(bodies[line.intent].body)
            overdue = line.at < newest.get(line.rec, "")
            _legal(line, before.get(line.rec), intent, overdue)
            if intent.action is Action.RESTORE:
                _came_back_as_it_was(line, alive[line.rec])
        before[line.rec] = line
        newest[line.rec] = max(line.at, newest.get(line.rec, ""))
        if line.state != lifecycle.DELETED:
            alive[line.rec] = line


def _came_back_as_it_was(line: Any, old: Any) -> None:
    """INV-12: what was deleted is there again, and is no more than it was."""
    assert (line.state, line.content_hash) == (old.state, old.content_hash), (
        f"{line.rec} came back as another"
    )
    assert _said_of(line) == _said_of(old), f"other things are said of {line.rec} than before it was deleted"


def _said_of(line: Any) -> dict[str, Any]:
    """What the school says of it, without what it counts: files may have come meanwhile."""
    return {key: value for key, value in line.srv.items() if key not in ("blobs_pending", "late")}


def _legal(line: Any, old: Any, intent: Intent, overdue: bool) -> None:
    """overdue: it was here before what stands in the record, and came back after it, when the school was restored."""
    form = FORMS[intent.form]
    group = form.key if form.key in lifecycle.TABLES else form.group
    chosen = intent.action in lifecycle.SELECTION_ACTIONS
    here = (
        (old.srv.get("selection", "none") if old else "none") if chosen else (old.state if old else "absent")
    )
    there = line.srv.get("selection", "none") if chosen else line.state
    steps = lifecycle.transitions(group, intent.action)
    passed_again = intent.action is Action.SUBMIT and there == "passed"
    legal = passed_again or any(here in one.start and there == one.end for one in steps)
    assert legal, f"{intent.action} brought {line.rec} from {here} to {there}"
    assert old is None or old.owner == line.owner
    if "content_hash" in intent.d and old is not None:
        assert old.content_hash == intent.d["content_hash"], f"{intent.action} of content that was not seen"
    if intent.action is Action.SAVE:
        _only_what_was_named(line, old, intent, overdue)
    elif intent.action is not Action.RESOLVE and old is not None:
        assert old.content_hash == line.content_hash, f"{intent.action} changed content"


def _only_what_was_named(line: Any, old: Any, intent: Intent, overdue: bool) -> None:
    """A field changes only from what its writer saw; first to arrive stays, also when it comes back second."""
    values = old._mapping["values"] if old else {}
    new = line._mapping["values"]
    for key in {*values, *new}:
        was, now = values.get(key), new.get(key)
        if was == now:
            continue
        change = intent.d["f"].get(key)
        assert change is not None, f"a save changed {key}, which it does not name"
        assert overdue or (change["from"] or None) == was, (
            f"a save overwrote {key}, which its writer had not seen"
        )
        assert (change["to"] or None) == now


def deadlines_hold(school: SimSchool, bodies: dict[str, Any]) -> None:
    """INV-10: what was sent in time is what the network delivered in time, whatever the clocks at home said.

    In time is before the end that was in force then, or came into force later; late counts when the office says so.
    """
    granted = {
        intents.decode(one.body).d["intent"]
        for one in bodies.values()
        if one.action == Action.GRANT and one.status == "applied"
    }
    for one in bodies.values():
        at = school.arrived[one.id]
        ends = [end for since, end in school.deadlines if since <= at][-1:]
        ends += [end for since, end in school.deadlines if since > at]
        assert one.status != "held_late" or at >= min(ends), f"{one.id} was in time and is held as late"
        sent = one.action == Action.SUBMIT and one.status == "applied"
        on_time = at < max(ends) or (one.reason == GRANTED and one.id in granted)
        assert on_time or not sent, f"{one.id} came after the deadline and was sent"


def promises_are_kept(devices: list[Any], promised: set[str]) -> None:
    """3.6: what was signed as done stays done, also when it comes back after the deadline.

    Unless it had come late, was granted, and the office of the restored school says no this time.
    """
    for device in devices:
        for said in device.store.journal():
            kept = said.intent.id not in promised or said.status in ("applied", "merged", "noop")
            kept = kept or said.reason == REFUSED_LATE
            assert kept, f"{said.intent.id} was accepted once and is {said.status} now"


def files_are_verified(school: SimSchool, records: list[Record]) -> None:
    """INV-13: every file that a record names, or that an earlier version of it named, lies there whole.

    A school that was set back without a word may have lost a file that came just before, of an earlier version: no
    copy had a mark from after it, and none is asked.
    """
    now = {file.sha256 for record in records for file in record.files.values()}
    verified = {row.sha256: row.size for row in school.rows(select(tables.blob))}
    for record in records:
        assert not record.srv.get("blobs_pending"), f"{record.id} still waits for files"
    for sha256 in {row.sha256 for row in school.rows(select(tables.rec_blob))}:
        if sha256 not in verified and sha256 not in now and school.counts["went_back"]:
            continue
        assert sha256 in verified, f"{sha256} was named and never came"
        data = b"".join(school.office.final.read(sha256, 0, verified[sha256]))
        assert hashlib.sha256(data).hexdigest() == sha256


def _plain(record: Record | None) -> Any:
    if record is None:
        return None
    files = {slot: one.as_json() for slot, one in record.files.items()}
    facts = (record.form, record.owner, record.parent, record.state, record.ver, record.deleted)
    return facts, dict(record.values), files, dict(record.srv), dict(record.unknown)


def _typed(intent: Intent) -> list[tuple[str, Any]]:
    """(field, value) of a save, a file by its hash."""
    fields = [(key, change["to"] or None) for key, change in intent.d["f"].items()]
    put = [(f"files/{one['slot']}", one["sha256"]) for one in intent.d["att"]["put"]]
    return [*fields, *put, *((f"files/{one['slot']}", None) for one in intent.d["att"]["del"])]


def _words(intent: Intent) -> list[tuple[str, Any]]:
    return _typed(intent) if intent.action is Action.SAVE else []


def _of(line: Any, key: str) -> Any:
    if key.startswith("files/"):
        return line.files.get(key.removeprefix("files/"), {}).get("sha256")
    return line._mapping["values"].get(key)
