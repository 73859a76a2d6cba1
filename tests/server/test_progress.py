"""How far the year is: counted from the records, for the office alone."""

import httpx
import pytest

from domain import intents
from domain.intents import Action, Intent
from server.app import Embedded
from server.services.progress import progress
from server.services.publishing import set_school
from tests.server.campus import PASSWORD, Campus, SchoolClock, know_enrolments, new_id, pdf


def of_course(campus: Campus, course: str):  # type: ignore[no-untyped-def]
    return next(one for one in progress(campus.office).courses if one.course == course)


def of_student(campus: Campus, account: str):  # type: ignore[no-untyped-def]
    return next(one for one in progress(campus.office).students if one.account == account)


def test_that_a_course_says_how_many_wait_since_when_and_whose_they_are(campus: Campus) -> None:
    campus.submitted(pdf("a"))
    campus.clock.forward(days=1)
    campus.submitted(pdf("b"), "ben")
    course = of_course(campus, "chinese")
    assert (course.pending, course.decided, course.students) == (2, 0, 2)
    assert (course.teachers, course.oldest) == (["陳老師"], "2026-02-20T08:00:00Z")
    assert of_course(campus, "maths").pending == 0


def test_that_a_decided_outcome_waits_no_more(campus: Campus) -> None:
    campus.send("amy", pdf("a"))
    record = campus.submitted(pdf("a"))
    campus.one("chen", campus.act(Action.CERTIFY, record))
    course = of_course(campus, "chinese")
    assert (course.pending, course.decided, course.oldest) == (0, 1, "")
    assert of_student(campus, "amy").passed == 1
    assert of_student(campus, "ben").passed == 0


def test_that_picks_and_consent_are_counted_by_student(campus: Campus) -> None:
    campus.send("amy", pdf("a"))
    record = campus.submitted(pdf("a"))
    campus.one("chen", campus.act(Action.CERTIFY, record))
    assert campus.one("amy", campus.act(Action.SELECT, record)).status == "applied"
    d = intents.consent("outcome", "114", "0" * 64)
    campus.one("amy", Intent(new_id(), Action.CONSENT, new_id(), "consent", d))
    amy, ben = of_student(campus, "amy"), of_student(campus, "ben")
    assert (amy.picked_outcomes, amy.consent_outcome, amy.consent_diverse) == (1, True, False)
    assert (ben.picked_outcomes, ben.consent_outcome) == (0, False)


def test_that_another_school_year_is_not_counted(campus: Campus) -> None:
    campus.submitted(pdf("a"))
    set_school(campus.office, {"school_year": "115"})
    assert progress(campus.office).courses == []


@pytest.mark.parametrize("who", ["amy", "chen"])
def test_that_for_others_the_address_is_not_there(
    school: Embedded, client: httpx.Client, clock: SchoolClock, who: str
) -> None:
    know_enrolments(Campus(school.office, clock))
    told = client.post("/v1/session", json={"account": who, "password": PASSWORD, "device": "pc"}).json()
    mine = {"Authorization": f"Bearer {told['access']}"}
    there, nowhere = (
        client.get("/v1/office/progress", headers=mine),
        client.get("/v1/office/no", headers=mine),
    )
    assert (there.status_code, there.json()) == (nowhere.status_code, nowhere.json())
    assert there.status_code == 404
