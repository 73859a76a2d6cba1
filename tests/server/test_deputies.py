"""A deputy at the school's door: within the days, outside of them, and never a deputy's deputy."""

import pytest

from domain import intents
from domain.intents import Action, Intent
from server.services.publishing import no_longer_teach, teach
from tests.server.campus import Campus, new_id, pdf

DAYS = ("2026-02-20", "2026-02-21")
"""The school's clock stands at the 20th, 16:00 in Taipei."""


def naming(
    teacher: str, deputy: str, course: str = "", days: tuple[str, str] = DAYS, record: str = ""
) -> Intent:
    values = {
        "teacher": teacher,
        "deputy": deputy,
        "course": course,
        "start_date": days[0],
        "end_date": days[1],
    }
    d = intents.save({key: (None, value) for key, value in values.items() if value})
    return Intent(new_id(), Action.SAVE, record or new_id(), "deputy", d)


def about(campus: Campus, action: Action, record: str, who: str) -> Intent:
    seen = campus.record(who, record).content_hash
    return Intent(new_id(), action, record, "deputy", intents.seen(seen))


@pytest.fixture
def sent(campus: Campus) -> str:
    """An outcome of amy's that waits for 陳老師, whole."""
    outcome = campus.submitted(pdf("deputy"))
    campus.send("amy", pdf("deputy"))
    return outcome


def named(campus: Campus, by: str = "chen", **more) -> str:
    told = naming("chen", "dou", **more)
    result = campus.one(by, told)
    assert result.status == "applied", result.sentence
    return told.record


def queue(campus: Campus, who: str) -> set[str]:
    scopes = campus.pull(who).scopes
    return set(campus.rows(who, "crs:chinese")) if "crs:chinese" in scopes else set()


def certify(campus: Campus, who: str, outcome: str):
    return campus.one(who, campus.act(Action.CERTIFY, outcome))


def test_that_a_deputy_reads_and_decides_within_the_days_and_signs_in_whose_stead(campus, sent):
    assert queue(campus, "dou") == set()
    named(campus)
    assert sent in queue(campus, "dou")
    assert certify(campus, "dou", sent).status == "applied"
    told = campus.record("amy", sent)
    assert (told.state, told.srv["decided_by"]) == ("passed", "竇老師（代理 陳老師）")


def test_that_the_days_are_whole_days_of_the_schools_own_time(campus, sent):
    named(campus, days=("2026-02-21", "2026-02-21"))
    refused = certify(campus, "dou", sent)
    assert (refused.reason, "還沒開始" in refused.sentence) == ("deputy_not_yet", True)
    assert queue(campus, "dou") == set()
    campus.clock.forward(hours=8)
    assert sent in queue(campus, "dou")
    campus.clock.forward(hours=24)
    refused = certify(campus, "dou", sent)
    assert refused.reason == "deputy_over"
    assert "代理 陳老師 的期間（2 月 21 日）已經結束" in refused.sentence
    assert queue(campus, "dou") == set()


def test_that_one_course_opens_that_course_only(campus):
    teach(campus.office, "physics", ["chen"])
    named(campus, course="chinese")
    assert {"crs:chinese", "crs:maths"} == {s for s in campus.pull("dou").scopes if s.startswith("crs:")}


def test_that_an_appointment_follows_what_the_teacher_teaches(campus):
    record = named(campus)
    teach(campus.office, "physics", ["chen"])
    assert campus.record("dou", record).srv["courses"] == ["chinese", "physics"]
    assert "crs:physics" in campus.pull("dou").scopes
    no_longer_teach(campus.office, "physics", "chen")
    assert "crs:physics" not in campus.pull("dou").scopes


def test_that_nobody_passes_on_what_they_only_stand_in_for(campus, sent):
    named(campus)
    refused = campus.one("dou", naming("dou", "chen", course="chinese"))
    assert refused.reason == "deputy_own_course"
    onwards = naming("dou", "chen")
    assert campus.one("dou", onwards).status == "applied"
    assert campus.record("chen", onwards.record).srv["courses"] == ["maths"]


@pytest.mark.parametrize(
    ("who", "told", "reason"),
    [
        ("dou", naming("chen", "dou"), "forbidden"),
        ("amy", naming("amy", "dou"), "forbidden"),
        ("chen", naming("chen", "chen"), "deputy_oneself"),
        ("chen", naming("chen", "amy"), "deputy_no_teacher"),
        ("chen", naming("chen", "admin"), "deputy_no_teacher"),
        ("chen", naming("chen", "nobody"), "deputy_no_teacher"),
        ("chen", naming("chen", "dou", course="maths"), "deputy_own_course"),
        ("chen", naming("chen", "dou", days=("2026-02-10", "2026-02-19")), "deputy_past"),
        ("chen", naming("chen", "dou", days=("2026-02-22", "2026-02-21")), "incomplete"),
        ("chen", naming("chen", "dou", days=("", "2026-02-21")), "incomplete"),
    ],
)
def test_that_what_makes_no_appointment_is_refused_with_why(campus, who, told, reason):
    result = campus.one(who, told)
    assert (result.status, result.reason) == ("rejected", reason)
    assert result.sentence


def test_that_the_office_may_name_a_deputy_for_a_teacher_who_is_ill(campus, sent):
    record = named(campus, by="admin")
    assert sent in queue(campus, "dou")
    assert campus.record("chen", record).text("deputy") == "dou"
    assert record in campus.rows("admin", "staff")


def test_that_whoever_is_named_can_decline_and_nobody_else_can(campus, sent):
    record = named(campus)
    assert campus.record("dou", record).srv["teacher_name"] == "陳老師"
    assert campus.one("chen", about(campus, Action.DECLINE, record, "chen")).reason == "forbidden"
    assert campus.one("dou", about(campus, Action.DECLINE, record, "dou")).status == "applied"
    assert campus.record("chen", record).state == "declined"
    assert queue(campus, "dou") == set()
    assert certify(campus, "dou", sent).reason == "deputy_declined"


def test_that_an_appointment_taken_back_is_over_at_once(campus, sent):
    record = named(campus)
    assert campus.one("dou", about(campus, Action.DELETE, record, "dou")).reason == "forbidden"
    assert campus.one("chen", about(campus, Action.DELETE, record, "chen")).status == "applied"
    assert queue(campus, "dou") == set()
    assert certify(campus, "dou", sent).reason == "missing"


def test_that_others_do_not_hear_of_an_appointment(campus):
    record = named(campus)
    for who in ("amy", "ben"):
        assert record not in campus.rows(who)
        about_it = Intent(new_id(), Action.DECLINE, record, "deputy", intents.seen("0" * 64))
        assert campus.one(who, about_it).reason == "missing"
