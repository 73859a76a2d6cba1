"""Every row of the table runs from end to end with small sizes, so that the harness does not rot.

Nothing here asserts how long anything takes; what was carried, found and counted is compared by the rows themselves.
"""

import random
import shutil

import pytest

from benchmarks import papers, window
from benchmarks.figures import SHARE, Fact, facts_table, span
from benchmarks.processes import Unmeasured
from benchmarks.row import FLOOR, OURS, Asked, Row, at_once, take
from benchmarks.rows import ROWS
from derive.inspect import inspect
from domain.attachments import HEAD, TAIL, sniff
from domain.kinds import Kind

pytestmark = pytest.mark.qt
AWAY = {"startup", "deadline"}  # the first has a test of its own, the second needs PostgreSQL and nginx


@pytest.mark.slow
@pytest.mark.parametrize("key", [key for key in ROWS if key not in AWAY])
def test_that_a_row_runs_and_our_side_is_measured(key, qapp, tmp_path):
    taken = take(ROWS[key], Asked(quick=True, peers=False, home=tmp_path), 1)
    assert not taken.missing
    assert any(one.side == OURS for one in (*taken.figures, *taken.facts))
    promised = {one.measure for one in (*taken.figures, *taken.facts) if one.goal is not None}
    assert promised == set(ROWS[key].goals)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.skipif(shutil.which("nginx", path="/usr/sbin:/usr/bin") is None, reason="nginx is not installed")
def test_that_the_night_of_a_deadline_runs_without_an_error(qapp, tmp_path):
    taken = take(ROWS["deadline"], Asked(quick=True, home=tmp_path), 1)
    assert not taken.missing
    assert [one.value.high for one in taken.facts if one.measure == "errors"] == [0, 0]


@pytest.mark.parametrize(("make", "kind"), [(papers.document, Kind.PDF), (papers.picture, Kind.JPG)])
def test_that_the_files_of_the_work_are_real_ones_of_the_promised_size(make, kind):
    content = make(300_000, random.Random(1))
    assert abs(len(content) - 300_000) < 1_000
    assert sniff(content[:HEAD], content[-TAIL:], len(content)).kind is kind
    assert inspect(content, kind) is None


def test_that_the_sizes_come_to_the_total_and_are_the_same_each_time():
    drawn = papers.sizes(200, 200_000_000)
    assert drawn == papers.sizes(200, 200_000_000)
    assert abs(sum(drawn) - 200_000_000) < 2_000_000
    assert min(drawn) >= papers.SMALLEST
    assert max(drawn) <= papers.LARGEST


def test_that_a_row_that_cannot_be_opened_is_said_to_be_ours():
    def absent(_asked):
        raise Unmeasured("no disk here")

    taken = take(Row(key="x", how="", sides=absent), Asked(), 1)
    assert taken.missing == {OURS: "no disk here"}


def test_that_a_goal_belongs_to_our_ratio_to_the_floor_and_to_nobody_elses():
    sides = {name: lambda: {"carry": 2.0, "bytes": 7.0} for name in (FLOOR, OURS, "peer")}
    row = Row(
        key="x",
        how="",
        sides=lambda _asked: at_once(sides),
        goals={"carry": 1.5, "bytes": 8},
        units={"bytes": "bytes"},
    )
    taken = take(row, Asked(), 1)
    assert [(one.side, one.against) for one in taken.figures if one.goal] == [(OURS, FLOOR)]
    assert {one.measure for one in taken.figures} == {"carry"}
    assert [one.side for one in taken.facts if one.goal] == [OURS]


def test_that_the_table_says_whether_a_promise_is_kept():
    def fact(value, unit, goal):
        return Fact(measure="m", side=OURS, value=span([value]), unit=unit, rounds=1, goal=goal)

    assert "<= 30 kept" in facts_table([fact(29, "ms", 30)])
    assert "<= 30 MISSED" in facts_table([fact(31, "ms", 30)])
    assert ">= 1 MISSED" in facts_table([fact(0.99, SHARE, 1.0)])


def test_that_a_run_has_one_application(qapp):
    assert window.application() is qapp
