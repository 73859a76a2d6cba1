"""What the office writes: settings, windows, announcements. Who may, what must be whole, what comes second."""

import pytest
from attrs import evolve

from domain import intents
from domain.intents import Action, Intent
from domain.mutators import APPLIED, MERGED, NOOP, REJECTED, project
from domain.records import Attachment, Record
from domain.rules import may
from tests.domain.ourschool import ADMIN, AMY, CHEN, COUNSELOR, do, new_id, say, school, write

OTHERS = (AMY, CHEN, COUNSELOR)
SETTINGS = {"name": "範例高中", "profile": "senior-high", "school_year": "114", "diverse_cap": "10"}
WINDOW = {"kind": "outcome_submit", "zone": "Asia/Taipei", "closes_at": "2026-02-28T16:00:00Z"}
NOTICE = {"title": "選課說明會", "body": "週五下午一點。", "published_on": "2026-02-20"}
VALUES = {"school": SETTINGS, "window": WINDOW, "announcement": NOTICE}
POSTED = ("window", "announcement")


def standing(form: str) -> Record:
    return Record(new_id(), form, state="current", ver=1, values=VALUES[form], srv={"source": "school"})


def fresh(form: str, **values: str) -> Intent:
    d = intents.save({key: (None, value) for key, value in {**VALUES[form], **values}.items() if value})
    return Intent(new_id(), Action.SAVE, new_id(), form, d)


@pytest.mark.parametrize("form", VALUES)
@pytest.mark.parametrize("actor", OTHERS)
@pytest.mark.parametrize("action", [Action.SAVE, Action.DELETE, Action.RESOLVE])
def test_that_nobody_but_the_office_writes_what_is_the_schools(form, actor, action):
    assert may(actor, action, standing(form), school()).code == "forbidden"
    assert do(actor, fresh(form), None, school()).reason == "forbidden"


@pytest.mark.parametrize("form", POSTED)
def test_that_the_office_writes_changes_and_takes_down(form):
    new = do(ADMIN, fresh(form), None, school())
    assert new.status == APPLIED
    assert (new.record.owner, new.record.state, new.record.srv["source"]) == ("", "current", "school")
    key = "printed" if form == "window" else "body"
    changed = do(ADMIN, write(new.record, **{key: "改過了"}), new.record, school())
    assert (changed.status, changed.record.text(key)) == (APPLIED, "改過了")
    gone = do(ADMIN, say(Action.DELETE, changed.record), changed.record, school())
    assert (gone.status, gone.record.deleted) == (APPLIED, True)
    assert do(ADMIN, say(Action.DELETE, gone.record), gone.record, school()).status == NOOP


@pytest.mark.parametrize("form", POSTED)
def test_that_the_copy_hopes_for_what_the_school_does(form):
    said = fresh(form)
    hoped, done = project(said, None, ADMIN), do(ADMIN, said, None, school()).record
    assert (hoped.owner, hoped.state, hoped.values) == (done.owner, done.state, done.values)
    assert project(say(Action.DELETE, done), done, ADMIN).deleted


def test_that_there_is_one_record_of_settings_and_it_stays():
    assert do(ADMIN, fresh("school"), None, school()).reason == "missing"
    here = standing("school")
    assert may(ADMIN, Action.DELETE, here, school()).code == "forbidden"
    assert do(ADMIN, write(here, diverse_cap="8"), here, school()).record.text("diverse_cap") == "8"


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ("window", {"kind": ""}),
        ("window", {"closes_at": "二月底"}),
        ("window", {"opens_at": "2026-03-01T00:00:00Z"}),
        ("window", {"zone": "Asia/Taihoku"}),
        ("announcement", {"title": ""}),
        ("announcement", {"expires_on": "2026-02-19"}),
        ("announcement", {"body": "長" * 5001}),
        ("school", {"school_year": "1140"}),
        ("school", {"name": ""}),
    ],
)
def test_that_what_is_not_whole_is_not_put_up(form, wrong):
    here = standing(form)
    outcome = do(ADMIN, write(here, **wrong), here, school())
    assert (outcome.status, outcome.reason) == (REJECTED, "incomplete")
    if form != "school":
        assert do(ADMIN, fresh(form, **wrong), None, school()).reason == "incomplete"


def test_that_a_window_may_be_for_every_year_and_grade():
    assert do(ADMIN, fresh("window"), None, school()).status == APPLIED
    assert do(ADMIN, fresh("window", school_year="114", grade="3"), None, school()).status == APPLIED


def test_that_two_administrators_do_not_overwrite_each_other():
    here = standing("announcement")
    mine, theirs = write(here, title="說明會改期"), write(here, title="說明會延期", body="改到週一。")
    first = do(ADMIN, mine, here, school()).record
    second = do(ADMIN, theirs, first, school(), device="office")
    assert (second.status, second.record.text("title")) == (MERGED, "說明會改期")
    assert second.record.text("body") == "改到週一。", "what nobody else touched is taken"
    assert [(one.field, one.value) for one in second.put] == [("title", "說明會延期")]
    d = intents.resolution("title", ("office",), "說明會改期", "說明會延期")
    told = Intent(new_id(), Action.RESOLVE, here.id, "announcement", d)
    assert do(ADMIN, told, second.record, school()).record.text("title") == "說明會延期"
    assert do(CHEN, told, second.record, school()).reason == "forbidden"


def test_that_words_for_what_was_taken_down_wait_beside_it():
    gone = evolve(standing("announcement"), deleted=True)
    outcome = do(ADMIN, write(gone, title="別的標題"), gone, school())
    assert (outcome.status, outcome.reason, len(outcome.put)) == (REJECTED, "deleted", 1)


def test_that_an_announcement_keeps_its_file():
    file = Attachment("a" * 64, 1000, "時間表.pdf", "application/pdf")
    said = fresh("announcement")
    with_file = evolve(said, d=intents.with_file(dict(said.d), "document_file", None, file))
    assert do(ADMIN, with_file, None, school()).record.files == {"document_file": file}
    assert project(with_file, None, ADMIN).files == {"document_file": file}
