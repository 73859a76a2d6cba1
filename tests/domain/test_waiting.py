"""What is unsent and must meet a deadline: the one that ends first counts, and only while it is open."""

from datetime import timedelta

from domain import intents
from domain.intents import Action, Intent
from domain.waiting import Deadline, first_deadline
from tests.domain.ourschool import CLOSES, NOW, new_id, school, window

SENT = Intent(new_id(), Action.SUBMIT, new_id(), "course_outcome", intents.submission("a" * 64, {}))
PICKED = Intent(new_id(), Action.SELECT, new_id(), "competition", intents.seen("a" * 64))
TYPED = Intent(new_id(), Action.SAVE, new_id(), "course_outcome", intents.save({}))


def test_that_the_deadline_of_what_is_unsent_counts():
    known = school("senior-high", window("outcome_submit"))
    assert first_deadline([SENT], known) == Deadline("課程學習成果上傳及送出認證", CLOSES)
    assert first_deadline([PICKED], known) is None
    assert first_deadline([], known) is None


def test_that_the_first_of_several_deadlines_counts():
    earlier = CLOSES - timedelta(days=2)
    known = school("senior-high", window("outcome_submit"), window("diverse_select", earlier))
    assert first_deadline([SENT, PICKED], known) == Deadline("多元表現勾選", earlier)


def test_that_a_draft_of_an_outcome_meets_no_deadline():
    assert first_deadline([TYPED], school("senior-high", window("outcome_submit"))) is None


def test_that_what_is_over_alarms_nobody_any_more():
    over = school("senior-high", window("outcome_submit", NOW - timedelta(seconds=1)))
    assert first_deadline([SENT], over) is None
