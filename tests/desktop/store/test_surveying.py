"""Counting a caseload: what belongs to whom, and what is here for no other reason."""

import msgspec
from attrs import evolve

from desktop.store.knowing import Knowing
from desktop.store.opening import memory_store
from domain.people import Actor, Role
from tests.desktop.views import caseloads, desks

COURSE, CLASS = "crs:物理", "cls:高一仁"
TEACHER = Actor(desks.TEACHER, Role.TEACHER, "王小明")


def held():
    """A teacher's copy: one outcome of a course, one of the class, one of both."""
    store = memory_store(desks.TEACHER)
    joined = [desks.enrolment(number, 0, caseloads.account(0)) for number in (11, 12, 13)]
    sent = [desks.outcome(20 + number, one) for number, one in enumerate(joined)]
    taught = desks.reply([joined[0], sent[0], joined[2], sent[2]], 0, COURSE)
    guided = desks.reply([caseloads.person(0), joined[1], sent[1], joined[2], sent[2]], 10, CLASS)
    store.apply(both_scopes(taught, guided))
    return store, [one.id for one in sent]


def both_scopes(one, other):
    return msgspec.structs.replace(one, scopes={**one.scopes, **other.scopes})


def test_that_what_a_teacher_also_teaches_is_not_only_looked_at():
    store, (taught, guided, both) = held()
    knowing = Knowing(store, TEACHER)
    assert knowing.only_guided([taught, guided, both]) == {guided}
    facts = [knowing.facts(store.record(one), 0, {}).teaches for one in (taught, guided, both)]
    assert facts == [True, False, True]
    assert knowing.guided == {caseloads.account(0)}
    store.close()


def test_that_a_student_guides_nobody_whatever_is_here():
    store, sent = held()
    knowing = Knowing(store, Actor(desks.STUDENT, Role.STUDENT, "林小宇"))
    assert knowing.guided == knowing.only_guided(sent) == frozenset()
    store.close()


def test_that_a_survey_counts_the_year_and_leaves_out_what_is_deleted():
    store = memory_store(caseloads.COUNSELOR)
    gone = evolve(desks.competition(900, caseloads.account(1)), deleted=True)
    last_year = desks.competition(901, caseloads.account(1), year="113-2")
    store.apply(desks.reply([*caseloads.caseload(2), gone, last_year], 0, CLASS))
    needs = {"competition": (("description",), ("document_file",))}
    found = {
        one.account: one for one in store.survey(caseloads.COUNSELOR, "114", needs, frozenset({"picked"}))
    }
    assert set(found) == {caseloads.account(0), caseloads.account(1)}
    one = found[caseloads.account(1)]
    assert (one.courses, one.sent, one.diverse, one.whole) == (3, 2, 1, 1)
    assert one.outcomes == {"pending": 1, "failed": 1}
    assert one.receipts == {"confirmed": 1, "open": 1}
    store.close()
