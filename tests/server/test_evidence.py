"""Evidence about deadlines: when the school was there, a longer window, a code that was told before the end."""

import hashlib
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.commitment import code_of
from domain.errors import BadInput
from server.app import Embedded
from server.cli import main
from server.db import tables
from server.services import checking, extending, late
from server.services.uptime import Heart, outages
from tests.server.campus import DEADLINE, Campus, pdf

MINUTE = timedelta(minutes=1)


def there(campus: Campus, since: datetime, until: datetime) -> None:
    """The school runs from since to until, with a beat a minute."""
    campus.clock.now = since
    heart = Heart(campus.office)
    while campus.clock.now <= until:
        heart.beat()
        campus.clock.now += MINUTE


def test_that_a_long_absence_before_the_end_is_told_with_a_new_end(campus: Campus) -> None:
    campus.window()
    there(campus, DEADLINE - timedelta(minutes=150), DEADLINE - timedelta(minutes=90))
    there(campus, DEADLINE - timedelta(minutes=45), DEADLINE + MINUTE)
    [one] = outages(campus.office)
    assert one.minutes == 44
    assert one.proposed == DEADLINE + timedelta(hours=1)
    [told] = [found for found in checking.doctor(campus.office) if found.code == "outage"]
    assert "window extend outcome_submit --until 2026-03-01T01:00+0800 --year 114" in told.sentence


def test_that_a_short_absence_and_the_time_before_the_first_beat_say_nothing(campus: Campus) -> None:
    campus.window()
    campus.clock.now = DEADLINE
    assert outages(campus.office) == ()
    there(campus, DEADLINE - timedelta(minutes=60), DEADLINE - timedelta(minutes=30))
    there(campus, DEADLINE - timedelta(minutes=20), DEADLINE + MINUTE)
    assert outages(campus.office) == ()


def test_that_an_absence_that_lasts_is_told_before_the_end(campus: Campus) -> None:
    campus.window()
    there(campus, DEADLINE - timedelta(minutes=150), DEADLINE - timedelta(minutes=90))
    campus.clock.now = DEADLINE - timedelta(minutes=60)
    assert [one.minutes for one in outages(campus.office)] == [29]


def test_that_a_window_is_extended_with_a_reason_and_only_forward(campus: Campus) -> None:
    campus.window()
    later = DEADLINE + timedelta(hours=12)
    [record] = extending.extend(campus.office, "outcome_submit", "114", later, "主機停機")
    assert (record.text("closes_at"), record.text("printed")) == ("2026-03-01T04:00:00Z", "")
    assert record.srv["extended"]["reason"] == "主機停機"
    assert record.ver == 2
    campus.clock.now = DEADLINE
    campus.submitted(pdf())
    for until, year, reason, code in (
        (DEADLINE, "114", "早", "not_later"),
        (later + MINUTE, "113", "無", "no_window"),
        (later + MINUTE, "114", " ", "no_reason"),
    ):
        with pytest.raises(BadInput) as told:
            extending.extend(campus.office, "outcome_submit", year, until, reason)
        assert told.value.code == code


def held(campus: Campus, told_at: datetime | None) -> tuple[str, late.Late]:
    campus.window()
    made = campus.outcome(file=pdf())
    campus.one("amy", made)
    told = campus.submit(made.record)
    code = code_of(hashlib.sha256(told.encode()).hexdigest())
    if told_at is not None:
        campus.clock.now = told_at
        late.note(campus.office, code.lower().replace("-", ""), "amy")
    campus.clock.now = DEADLINE + timedelta(days=1)
    assert campus.one("amy", told).status == "held_late"
    [one] = late.listed(campus.office)
    return code, one


@pytest.mark.parametrize(("early", "in_time"), [(timedelta(hours=1), True), (timedelta(hours=-1), False)])
def test_that_a_code_told_before_the_end_is_evidence_and_grants_nothing(
    campus: Campus, early: timedelta, in_time: bool
) -> None:
    code, one = held(campus, DEADLINE - early)
    assert (one.code, one.in_time, bool(one.noted_at)) == (code, in_time, True)


def test_that_without_a_code_there_is_no_evidence(campus: Campus) -> None:
    _, one = held(campus, None)
    assert (one.noted_at, one.in_time) == ("", False)


def test_that_a_code_counts_from_its_first_telling_and_a_slip_is_refused(campus: Campus) -> None:
    code = code_of(hashlib.sha256(b"x").hexdigest())
    assert late.note(campus.office, code, "amy") == code
    campus.clock.forward(days=1)
    late.note(campus.office, code, "amy")
    noted = campus.office.database.read(lambda conn: conn.execute(tables.noted_code.select()).all()).result()
    assert [datetime.fromisoformat(one.at).astimezone(UTC).day for one in noted] == [20]
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    for text, account in ((wrong, "amy"), (code, "nobody"), ("", "amy")):
        with pytest.raises(BadInput):
            late.note(campus.office, text, account)


def test_that_a_school_that_serves_writes_down_that_it_is_there(school: Embedded) -> None:
    def beats() -> list[tuple[str, str]]:
        found = school.office.database.read(lambda conn: conn.execute(tables.uptime.select()).all()).result()
        return [(one.since, one.last) for one in found]

    eventually(lambda: len(beats()) == 1)


def eventually(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to hold")


def test_that_the_office_writes_down_codes_and_extends_at_its_own_machine(
    local: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> int:
        return main([*words, "--dir", str(local), "--json"])

    code = code_of(hashlib.sha256(b"x").hexdigest())
    assert run("late", "note", code, "--account", "amy") == 0
    assert run("late", "note", code[:-1], "--account", "amy") == 3
    assert run("window", "set", "outcome_submit", "--closes", "2026-03-01T00:00", "--year", "114") == 0
    longer = ("window", "extend", "outcome_submit", "--year", "114", "--reason", "停電", "--until")
    assert run(*longer, "2026-03-01T12:00") == 0
    assert run(*longer, "2026-02-01T12:00") == 3
    assert run(*longer, "明天") == 3
    lines = capsys.readouterr().out.splitlines()
    assert json.loads(lines[3])["closes_at"] == "2026-03-01T04:00:00Z"
