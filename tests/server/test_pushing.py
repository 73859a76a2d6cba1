"""What becomes of acts when they arrive: once, in order, judged by the school's clock, never lost."""

import hashlib

import pytest
from msgspec import Raw

from domain import intents
from domain.intents import Action, Intent
from server.db import tables
from server.services import deciding
from server.services.publishing import set_school
from sync import wire
from tests.server.campus import DEADLINE, Campus, attachment, new_id, pdf


def test_that_a_repeated_push_changes_nothing_and_answers_the_same(campus: Campus) -> None:
    made = campus.outcome()
    first = campus.push("amy", made)
    again = campus.push("amy", made)
    assert first.results == again.results
    assert first.results[0].status == "applied"
    assert campus.rows("amy")[made.record].ver == 1
    campus.do("amy", campus.edit(made.record, "summary", "我學會了閱讀。", "改寫"))
    assert campus.one("amy", made) == first.results[0]


def test_that_an_id_used_for_other_bytes_is_told_apart(campus: Campus) -> None:
    made = campus.outcome()
    campus.one("amy", made)
    other = Intent(made.id, Action.SAVE, made.record, made.form, intents.save({"summary": (None, "別的")}))
    assert campus.one("amy", other).status == "reused"
    assert campus.rows("amy")[made.record].values["summary"] == "我學會了閱讀。"


def test_that_the_value_that_came_second_becomes_a_conflict_and_blocks_submission(campus: Campus) -> None:
    made = campus.outcome(file=pdf())
    campus.one("amy", made)
    campus.one("amy", campus.edit(made.record, "summary", "我學會了閱讀。", "甲"), device="home")
    late = campus.one("amy", campus.edit(made.record, "summary", "我學會了閱讀。", "乙"), device="school")
    assert late.status == "merged"
    row = campus.rows("amy")[made.record]
    assert row.values["summary"] == "甲"
    assert [one.value for one in row.conflicts] == ["乙"]
    assert campus.one("amy", campus.submit(made.record)).reason == "conflicts_open"
    chosen = Intent(
        new_id(),
        Action.RESOLVE,
        made.record,
        "course_outcome",
        intents.resolution("summary", ("school",), "甲", "乙"),
    )
    assert campus.one("amy", chosen).status == "applied"
    assert campus.rows("amy")[made.record].conflicts == []
    assert campus.one("amy", campus.submit(made.record)).status == "applied"


def test_that_a_teacher_certifies_only_what_was_seen(campus: Campus) -> None:
    data = pdf()
    record = campus.submitted(data)
    campus.send("amy", data)
    seen = campus.act(Action.CERTIFY, record)
    other = Intent(new_id(), Action.CERTIFY, record, "course_outcome", intents.decision("0" * 64))
    assert campus.one("chen", other).reason == "stale"
    assert campus.one("chen", seen).status == "applied"
    assert campus.rows("amy")[record].state == "passed"
    assert campus.one("chen", campus.act(Action.CERTIFY, record)).status == "noop"


def test_that_nothing_is_certified_before_its_files_are_here(campus: Campus) -> None:
    data = pdf()
    record = campus.submitted(data)
    assert campus.rows("amy")[record].srv["blobs_pending"] == 1
    assert campus.one("chen", campus.act(Action.CERTIFY, record)).reason == "blob_missing"
    campus.send("amy", data)
    assert "blobs_pending" not in campus.rows("amy")[record].srv
    assert campus.one("chen", campus.act(Action.CERTIFY, record)).status == "applied"


def test_that_a_submission_names_the_files_the_school_still_needs(campus: Campus) -> None:
    data = pdf()
    made = campus.outcome(file=data)
    assert campus.one("amy", made).missing == [hashlib.sha256(data).hexdigest()]


@pytest.mark.parametrize(("early", "status"), [(1, "applied"), (0, "held_late"), (-1, "held_late")])
def test_that_the_deadline_itself_is_too_late(campus: Campus, early: int, status: str) -> None:
    campus.window()
    made = campus.outcome(file=pdf())
    campus.one("amy", made)
    told = campus.submit(made.record)
    campus.clock.now = DEADLINE
    campus.clock.forward(seconds=-early)
    result = campus.one("amy", told)
    assert result.status == status
    assert campus.rows("amy")[made.record].state == ("pending" if status == "applied" else "draft")
    kept = campus.office.database.read(
        lambda conn: conn.execute(tables.intent.select().where(tables.intent.c.id == told.id)).one()
    ).result()
    assert kept.body == told.encode()


def test_that_a_window_of_another_year_gates_nothing(campus: Campus) -> None:
    campus.window(year="113")
    campus.clock.now = DEADLINE
    campus.submitted(pdf())


def test_that_the_quota_of_a_course_holds(campus: Campus) -> None:
    results = campus.do("amy", *[campus.outcome() for _ in range(4)])
    assert [one.status for one in results] == ["applied"] * 3 + ["rejected"]
    assert results[3].reason == "quota"
    assert "3" in results[3].sentence


def test_that_the_cap_and_the_consent_are_asked_at_selection(campus: Campus) -> None:
    set_school(campus.office, {"consent_outcome": "我同意"})
    passed = []
    for number in range(3):
        data = pdf(str(number))
        record = campus.submitted(data)
        campus.send("amy", data)
        assert campus.one("chen", campus.act(Action.CERTIFY, record)).status == "applied"
        passed.append(record)
    assert campus.one("amy", campus.act(Action.SELECT, passed[0])).reason == "no_consent"
    agreed = Intent(
        new_id(),
        Action.CONSENT,
        new_id(),
        "consent",
        intents.consent("outcome", "114", hashlib.sha256("我同意".encode()).hexdigest()),
    )
    assert campus.one("amy", agreed).status == "applied"
    results = [campus.one("amy", campus.act(Action.SELECT, record)) for record in passed]
    assert [one.status for one in results] == ["applied", "applied", "rejected"]
    assert results[2].reason == "cap"


def test_that_a_foreign_record_is_answered_like_an_absent_one(campus: Campus) -> None:
    record = campus.submitted(pdf())
    foreign = campus.act(Action.CERTIFY, record)
    absent = Intent(new_id(), Action.CERTIFY, new_id(), "course_outcome", foreign.d)
    answers = []
    for told in (foreign, absent):
        result = campus.one("dou", told)
        answers.append((result.status, result.reason, result.sentence, result.ver, result.missing))
    assert answers[0] == answers[1]
    assert answers[0][:2] == ("rejected", "missing")
    assert campus.one("ben", campus.edit(record, "summary", "我學會了閱讀。", "x")).reason == "missing"


def test_that_a_fault_of_ours_costs_one_intent_only(campus: Campus, monkeypatch: pytest.MonkeyPatch) -> None:
    real = deciding.perform

    def faulty(intent: Intent, record: object, context: object) -> object:
        if intent.form == "competition":
            raise ZeroDivisionError("a bug in a rule")
        return real(intent, record, context)  # type: ignore[arg-type]

    monkeypatch.setattr(deciding, "perform", faulty)
    bad = Intent(new_id(), Action.SAVE, new_id(), "competition", intents.save({"name": (None, "數學")}))
    results = campus.do("amy", campus.outcome(), bad, campus.outcome())
    assert [one.status for one in results] == ["applied", "rejected", "applied"]
    assert results[1].reason == "internal"


def test_that_bytes_that_are_no_intent_stop_nothing_else(campus: Campus) -> None:
    good = campus.outcome()
    spaced = wire.PushItem(Raw(campus.outcome().encode().replace(b":", b": ", 1)))
    shapeless = Intent(new_id(), Action.SAVE, new_id(), "competition", {"f": {"name": "數學"}})
    unsigned = Intent(new_id(), Action.SAVE, new_id(), "course_outcome", campus.outcome(summary="a\x00b").d)
    results = campus.push("amy", spaced, shapeless, unsigned, good).results
    assert [one.reason for one in results] == ["bad_request"] * 3 + [""]
    assert all(one.sentence for one in results[:3])


def test_that_fields_of_a_newer_program_are_carried_along(campus: Campus) -> None:
    made = campus.outcome(mood_2030="開心")
    assert campus.one("amy", made).status == "applied"
    row = campus.rows("amy")[made.record]
    assert row.unknown == {"mood_2030": "開心"}
    assert "mood_2030" not in row.values
    campus.one("amy", campus.edit(made.record, "summary", "我學會了閱讀。", "改寫"))
    assert campus.rows("amy")[made.record].unknown == {"mood_2030": "開心"}


def test_that_a_late_edit_of_a_locked_record_is_kept_beside_it(campus: Campus) -> None:
    record = campus.submitted(pdf())
    result = campus.one("amy", campus.edit(record, "summary", "我學會了閱讀。", "再想想"), device="home")
    assert (result.status, result.reason) == ("rejected", "locked_pending")
    assert [one.value for one in campus.rows("amy")[record].conflicts] == ["再想想"]


def test_that_what_was_passed_once_passes_again_unchanged(campus: Campus) -> None:
    data = pdf()
    record = campus.submitted(data)
    campus.send("amy", data)
    campus.one("chen", campus.act(Action.CERTIFY, record))
    again = campus.submitted(data)
    assert campus.rows("amy")[again].state == "passed"
    assert campus.rows("amy")[again].srv["restored_pass"] is True


def test_that_a_receipt_is_signed_over_bytes_and_time(campus: Campus) -> None:
    made = campus.outcome()
    result = campus.one("amy", made)
    parts = wire.receipt_parts(result.receipt)
    assert parts is not None
    signature, recv_at, status, ver = parts
    assert (recv_at, status, ver) == (result.recv_at, "applied", 1)
    sha = hashlib.sha256(made.encode()).hexdigest()
    keys = campus.office.keys
    assert keys.signed(wire.receipt_bytes(made.id, sha, recv_at, status, ver), signature)
    assert not keys.signed(wire.receipt_bytes(made.id, sha, "2026-02-01T00:00:00Z", status, ver), signature)


def test_that_a_file_with_a_hostile_name_is_refused(campus: Campus) -> None:
    bad = attachment(pdf(), name="../../etc/passwd")
    d = intents.with_file(intents.save({}, campus.enrolments["amy/chinese"]), "document_file", None, bad)
    assert (
        campus.one("amy", Intent(new_id(), Action.SAVE, new_id(), "course_outcome", d)).reason
        == "bad_request"
    )


def test_that_the_file_of_a_word_that_waits_beside_the_record_is_asked_for(campus: Campus) -> None:
    """Refused is not lost: also when the school had the file once and has let it go since nobody named it."""
    made = campus.outcome(file=pdf("first"))
    campus.one("amy", made)
    campus.one("amy", campus.submit(made.record))
    late = campus.save(made, "summary", "too late", pdf("beside"))
    answer = campus.one("amy", late, device="second")
    assert (answer.status, answer.reason) == ("rejected", "locked_pending")
    assert answer.missing == [attachment(pdf("beside")).sha256]
    campus.send("amy", pdf("beside"))
    again = campus.one("amy", campus.save(made, "summary", "later still", pdf("beside")), device="second")
    assert again.missing == []
