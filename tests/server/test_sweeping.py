"""Files that nobody names any more, at the school: what goes, what never goes, and who may be faster."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Lock, Thread

import pytest
from sqlalchemy import Connection, select

from domain import intents
from domain.intents import Action, Intent
from server.db import rows, tables
from server.services import checking, purging
from server.services.sweeping import GRACE, QUIET, sweep
from server.services.uploading import WrongOffset
from tests.server.campus import Campus, attachment, new_id, pdf
from tests.server.test_purging import _know

A_MOMENT = timedelta(seconds=1)


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _gone_after_a_while(campus: Campus) -> tuple[str, ...]:
    """What two rounds remove, the second a week after the first."""
    campus.clock.now += QUIET + A_MOMENT
    assert sweep(campus.office).removed == ()
    campus.clock.now += GRACE + A_MOMENT
    return sweep(campus.office).removed


def test_that_a_file_nobody_named_goes_after_a_month_and_a_week(campus: Campus) -> None:
    data = pdf("never named")
    campus.send("amy", data)
    assert sweep(campus.office) == sweep(campus.office)
    assert _gone_after_a_while(campus) == (_sha(data),)
    assert campus.office.final.size(_sha(data)) is None
    assert checking.verify(campus.office) == []


def test_that_whatever_a_version_of_a_record_names_stays(campus: Campus) -> None:
    first, second = pdf("first"), pdf("second")
    campus.send("amy", first)
    draft = campus.outcome(file=first)
    campus.one("amy", draft)
    campus.send("amy", second)
    gone = intents.seen(campus.record("amy", draft.record).content_hash)
    deleted = Intent(new_id(), Action.DELETE, draft.record, "course_outcome", gone)
    assert campus.one("amy", deleted).status == "applied"
    assert _gone_after_a_while(campus) == (_sha(second),)
    assert campus.office.final.size(_sha(first)) == len(first)


def test_that_sending_it_again_saves_a_condemned_file(campus: Campus) -> None:
    data = pdf("sent twice")
    campus.send("amy", data)
    campus.clock.now += QUIET + A_MOMENT
    assert sweep(campus.office).condemned == 1
    campus.clock.now += GRACE
    campus.send("ben", data)
    campus.clock.now += GRACE
    assert sweep(campus.office).removed == ()
    assert campus.office.final.size(_sha(data)) == len(data)


def test_that_naming_it_in_time_saves_it_and_naming_it_too_late_asks_for_it(campus: Campus) -> None:
    data, late = pdf("in time"), pdf("too late")
    campus.send("amy", data)
    campus.send("amy", late)
    campus.clock.now += QUIET + A_MOMENT
    assert sweep(campus.office).condemned == 2
    assert campus.one("amy", campus.outcome(file=data)).missing == []
    campus.clock.now += GRACE + A_MOMENT
    assert sweep(campus.office).removed == (_sha(late),)
    assert campus.one("amy", campus.outcome(file=late)).missing == [_sha(late)]


def test_that_a_stray_file_without_a_row_goes_too(campus: Campus) -> None:
    stray = campus.office.incoming.path("", "a" * 64)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"the school died between the file and its row")
    campus.office.final.publish("a" * 64, stray)
    assert sweep(campus.office).condemned == 1
    campus.clock.now += GRACE + A_MOMENT
    assert sweep(campus.office).removed == ("a" * 64,)


def test_that_the_files_of_who_was_purged_go_a_week_later_unless_somebody_else_has_them(
    campus: Campus,
) -> None:
    alone, shared = pdf("alone"), pdf("shared")
    _know(campus.office)
    for who in ("amy", "ben"):
        campus.send(who, shared)
        campus.submitted(shared, who)
    campus.send("amy", alone)
    campus.submitted(alone, "amy", "maths")
    purging.note_leaving(campus.office, "2020-06-10", ["amy"])
    purging.purge(campus.office, purging.Order(("amy",), "保存期滿", "admin", "清除1人"))
    assert _gone_after_a_while(campus) == (_sha(alone),)
    assert campus.office.final.size(_sha(shared)) == len(shared)


@contextmanager
def _naming(campus: Campus, data: bytes) -> Iterator[Event]:
    """Somebody who has seen that the file is here, and has not committed yet; the event lets them go on."""
    go_on, there = Event(), Event()

    def work(conn: Connection) -> None:
        assert rows.held(conn, "amy", [_sha(data)])
        there.set()
        assert go_on.wait(20)
        conn.execute(tables.rec_blob.insert(), [{"rec": "r", "ver": 1, "slot": "s", "sha256": _sha(data)}])

    future = campus.office.database.write(work)
    assert there.wait(20)
    try:
        yield go_on
    finally:
        go_on.set()
        future.result()


def test_that_a_removal_waits_for_whoever_is_just_naming_the_file(campus: Campus) -> None:
    data = pdf("just being named")
    campus.send("amy", data)
    campus.clock.now += QUIET + A_MOMENT
    sweep(campus.office)
    campus.clock.now += GRACE + A_MOMENT
    swept: list[str] = []
    with _naming(campus, data) as go_on:
        sweeping = Thread(target=lambda: swept.extend(sweep(campus.office).removed))
        sweeping.start()
        sweeping.join(0.3)
        assert sweeping.is_alive()
        assert campus.office.final.size(_sha(data)) == len(data)
        go_on.set()
        sweeping.join(20)
    assert swept == []
    assert campus.office.final.size(_sha(data)) == len(data)


@pytest.mark.parametrize("rounds", [25])
def test_that_sweeping_beside_sending_and_naming_loses_no_file_that_is_named(
    campus: Campus, rounds: int
) -> None:
    """Weeks go by between sending and naming, not in the middle of an upload; what is missing is sent again."""
    files = [pdf(f"file {n}") for n in range(4)]
    done, sending = Event(), Lock()

    def attach() -> None:
        try:
            for n in range(rounds):
                data = files[n % len(files)] + b"%d" % (n // len(files))
                with sending:
                    _sent(campus, data)
                for _ in range(3):
                    said = Intent(new_id(), Action.SAVE, new_id(), "competition", _with_file(data))
                    if not campus.one("amy", said).missing:
                        break
                    with sending:
                        _sent(campus, data)
        finally:
            done.set()

    attaching = Thread(target=attach)
    attaching.start()
    removed = 0
    while not done.is_set():
        with sending:
            campus.clock.now += QUIET / 2
        removed += len(sweep(campus.office).removed)
    attaching.join()
    pending = [one for one in campus.rows("amy").values() if one.files and not one.srv.get("blobs_pending")]
    named = {file["sha256"] for one in pending for file in one.files.values()}
    assert len(named) > rounds // 2
    assert all(campus.office.final.size(sha) for sha in named)
    held = campus.office.database.read(
        lambda conn: set(conn.scalars(select(tables.holder.c.sha256).where(tables.holder.c.account == "amy")))
    ).result()
    assert named <= held


def _sent(campus: Campus, data: bytes) -> None:
    """Sent again from the beginning when a sweep was faster."""
    for _ in range(20):
        try:
            campus.send("amy", data)
        except WrongOffset:
            continue
        return


def _with_file(data: bytes) -> dict[str, object]:
    d = intents.save({"competition_name": (None, "科展")})
    return dict(intents.with_file(d, "document_file", None, attachment(data)))
