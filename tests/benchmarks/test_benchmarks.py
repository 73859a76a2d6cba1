"""The benchmark gives every side the same work, counts honestly, and says so when a side cannot be measured.

Nothing here asserts how long anything takes.
"""

import json
import sys

import pytest

from benchmarks import ours, startup, workload
from benchmarks.figures import compare, steadiness, table, write_json
from benchmarks.floor import one_body
from benchmarks.processes import Unmeasured, drain, line_with, running
from benchmarks.rounds import FLOOR, interleave
from domain.fields import Text
from domain.forms import FORMS

ROUNDS = [
    {"floor": {"push": 0.1}, "ours": {"push": 0.2}},
    {"floor": {"push": 0.2}, "ours": {"push": 0.8}},
    {"floor": {"push": 0.1}, "ours": {"push": 0.3}},
]


def test_that_the_records_are_the_same_each_time_and_have_the_promised_shape():
    work = workload.records()
    assert work == workload.records()
    assert len({record["id"] for record in work}) == 1_000
    assert all(set(record) == set(workload.FIELDS) for record in work)
    assert len(workload.FIELDS) == 15
    assert 850 < workload.text_bytes(work) < 1_050


def test_that_our_form_can_hold_every_value_of_the_workload():
    form = FORMS[workload.FORM]
    limits = {field.key: field.limit for field in form.fields if isinstance(field, Text)}
    keys = {field.key for field in form.fields}
    for record in workload.records(50):
        values = workload.values(record)
        assert set(values) <= keys
        assert all(len(values[key]) <= limit for key, limit in limits.items())


def test_that_the_floor_carries_the_records_both_ways():
    push, pull = one_body.push_and_pull(workload.records(30))
    assert push > 0
    assert pull > 0


def test_that_the_bare_window_says_when_it_was_painted():
    measured = startup.first_paint(startup.bare_window())
    assert set(measured) == {"first_paint", "processor"}


def test_that_a_program_that_fails_is_reported_with_its_last_words(tmp_path):
    log = tmp_path / "log"
    command = [sys.executable, "-c", "raise SystemExit('no school here')"]
    with running(command, log) as program, pytest.raises(Unmeasured, match="no school here"):
        line_with(program, "ready", log)


def test_that_a_program_is_ended_when_its_block_ends(tmp_path):
    with running(
        [sys.executable, "-c", "import time; print('ready', flush=True); time.sleep(600)"], tmp_path / "log"
    ) as it:
        line_with(it, "ready", tmp_path / "log")
    assert it.poll() is not None


def test_that_a_side_that_cannot_be_measured_is_named_and_stops_no_other():
    def absent():
        raise Unmeasured("not installed here")

    rounds, missing = interleave(
        {FLOOR: lambda: {"push": 1.0}, "ours": lambda: {"push": 2.0}, "anki": absent}, 3
    )
    assert missing == {"anki": "not installed here"}
    assert [set(each) for each in rounds] == [{"floor", "ours"}] * 3


def test_that_the_sides_take_turns_between_floors_and_the_first_round_is_not_counted():
    calls = []

    def side(name):
        def measure():
            calls.append(name)
            return {"push": 1.0}

        return measure

    rounds, _ = interleave({name: side(name) for name in (FLOOR, "ours", "anki")}, 2)
    assert len(rounds) == 2
    assert calls == [
        *(FLOOR, "ours", FLOOR, "anki", FLOOR),
        *(FLOOR, "anki", FLOOR, "ours", FLOOR),
        *(FLOOR, "ours", FLOOR, "anki", FLOOR),
    ]


def test_that_a_ratio_is_taken_round_by_round():
    (figure,) = compare(ROUNDS, "ours", "floor")
    assert (figure.ratio.low, figure.ratio.median, figure.ratio.high) == pytest.approx((2.0, 3.0, 4.0))
    assert figure.rounds == 3


def test_that_only_rounds_with_both_sides_count():
    assert compare(ROUNDS, "ours", "anki") == []
    (figure,) = compare([*ROUNDS[:2], {"floor": {"push": 9.0}}], "ours", "floor")
    assert figure.rounds == 2


def test_that_the_json_has_a_line_for_each_figure_with_its_machine(tmp_path):
    figures = [*steadiness(ROUNDS, "floor"), *compare(ROUNDS, "ours", "floor")]
    write_json(tmp_path / "figures.jsonl", figures, {"push": "how it was measured"})
    lines = [
        json.loads(line) for line in (tmp_path / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [(line["side"], line["against"]) for line in lines] == [("floor", "its median"), ("ours", "floor")]
    assert lines[1]["ratio"]["median"] == pytest.approx(3.0)
    assert lines[1]["machine"]["cores"]
    assert "x 3 [2-4]" in table(figures)


def test_that_a_record_that_arrived_changed_is_no_result():
    work = workload.records(3)
    held = {record["id"]: workload.values(record) for record in work}
    ours.verify(work, held)
    held[work[0]["id"]] = {**workload.values(work[0]), "description": "別的"}
    with pytest.raises(Unmeasured, match="1 of 3"):
        ours.verify(work, held)


def test_that_a_talkative_server_is_not_stopped_by_a_full_pipe(tmp_path):
    done = tmp_path / "done"
    loud = "print('ready', flush=True); print('x' * 300_000, flush=True)"
    words = f"import pathlib; {loud}; pathlib.Path({str(done)!r}).touch()"
    with running([sys.executable, "-c", words], tmp_path / "log") as program:
        line_with(program, "ready", tmp_path / "log")
        drain(program)
        assert program.wait(20) == 0
    assert done.exists()
