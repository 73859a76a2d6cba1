"""A school of real size, made small here: everything in it is as the school's own services leave it."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from demo.great.build import build
from demo.great.papers import town
from server.db import tables
from server.services import late
from server.services.checking import doctor, verify
from server.services.office import Office, open_office
from server.services.progress import progress
from server.settings import Settings

TODAY = date(2026, 3, 10)
QUIET = frozenset({"held_late"})
"""What the doctor tells of any school with late acts."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("great")
    build(folder, 24, TODAY)
    office = open_office(Settings(folder=folder))
    yield office
    office.close()


def states(office: Office, form: str) -> Counter[str]:
    query = select(tables.record.c.state).where(tables.record.c.form == form)
    return Counter(office.database.read(lambda conn: conn.scalars(query).all()).result())


def test_that_it_has_work_in_every_state(office: Office) -> None:
    assert {"draft", "pending", "passed"} <= set(states(office, "course_outcome"))
    assert states(office, "inquiry")["reported"]
    told = progress(office)
    assert sum(one.pending for one in told.courses) > 0
    assert sum(one.picked_outcomes for one in told.students) > 0
    assert any(one.consent_outcome for one in told.students)
    assert late.listed(office)


def test_that_every_version_is_in_the_history_without_a_gap(office: Office) -> None:
    h, r = tables.history.c, tables.record.c
    lines = Counter(office.database.read(lambda conn: conn.scalars(select(h.rec)).all()).result())
    found = office.database.read(lambda conn: conn.execute(select(r.id, r.ver)).all()).result()
    assert {row.id: row.ver for row in found} == dict(lines)


def test_that_the_doctor_finds_nothing_wrong(office: Office) -> None:
    found = [*verify(office, deep=True), *doctor(office)]
    assert [one.sentence for one in found if one.code not in QUIET] == []


def test_that_the_same_size_makes_the_same_people() -> None:
    assert town(60) == town(60)
    assert len({one.account for one in town(1200).students}) == 1200
    assert len([one for one in town(1200).staff if one.account.startswith("t")]) == 90


def test_that_nothing_is_made_twice(office: Office, tmp_path: Path) -> None:
    ids = office.database.read(lambda conn: conn.scalars(select(tables.record.c.id)).all()).result()
    assert len(ids) == len(set(ids))
