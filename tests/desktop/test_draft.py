"""A draft: what was there, what was typed, and what comes from elsewhere meanwhile."""

from attrs import evolve

from derive import resources
from desktop.models.draft import Draft
from domain.forms import FORMS
from domain.records import Attachment, Record

COMPETITION = FORMS["competition"]
RECORD = Record(
    "r1", "competition", "s1", state="editable", values={"competition_name": "科展", "award": "優等"}
)


def draft(record: Record = RECORD, fresh: bool = False) -> Draft:
    return Draft(COMPETITION, record, resources.profile("senior-high"), resources.codelists(), fresh)


def test_that_only_what_differs_is_a_change() -> None:
    made = draft()
    made.set("award", "特優")
    made.set("competition_name", "科展")
    assert made.changes() == {"award": ("優等", "特優")}


def test_that_typing_the_old_value_back_leaves_nothing_to_save() -> None:
    made = draft()
    made.set("award", "特優")
    made.set("award", "優等")
    assert not made.dirty


def test_that_an_emptied_field_and_an_absent_one_are_the_same() -> None:
    made = draft()
    assert not made.set("event_category", "")
    assert made.changes() == {}


def test_that_changes_are_in_the_spelling_that_is_kept() -> None:
    made = draft()
    made.set("award", "  特優\u0301 ")
    ((_, kept),) = made.changes().values()
    assert kept == "特優\u0301"


def test_that_what_is_typed_during_a_save_stays_a_change() -> None:
    made = draft()
    made.set("award", "特優")
    sent = made.changes()
    made.set("award", "特優獎")
    made.saved(sent)
    assert made.changes() == {"award": ("特優", "特優獎")}


def test_that_words_from_elsewhere_appear_and_typed_words_stay() -> None:
    made = draft()
    made.set("award", "特優")
    shown = made.rebase(evolve(RECORD, values={"competition_name": "全國科展", "award": "佳作"}))
    assert shown == {"competition_name"}
    assert made.value("award") == "特優"
    assert made.changes() == {"award": ("優等", "特優")}, "the school must learn that 佳作 was not seen"


def test_that_words_typed_on_after_a_save_start_from_what_was_saved() -> None:
    made = draft()
    made.set("award", "特優")
    sent = made.changes()
    made.set("award", "特優獎")
    made.saved(sent)
    made.rebase(evolve(RECORD, values={**RECORD.values, "award": "佳作"}))
    assert made.changes() == {"award": ("特優", "特優獎")}


def test_that_an_edit_of_an_earlier_session_keeps_what_it_was_typed_over() -> None:
    made = draft(evolve(RECORD, values={**RECORD.values, "award": "佳作"}))
    made.restore("award", "優等", "特優")
    assert made.changes() == {"award": ("優等", "特優")}


def test_that_a_save_that_failed_keeps_what_was_seen() -> None:
    made = draft()
    made.set("award", "特優")
    before, sent = made.base, made.changes()
    made.saved(sent)
    made.not_saved(before, sent, fresh=False)
    assert made.changes() == sent


def test_that_a_draft_with_holes_says_what_is_missing_in_words() -> None:
    sentences = [p.sentence for p in draft().missing() if p.severity == "error"]
    assert any("證明文件" in sentence for sentence in sentences)
    assert any("內容簡述" in sentence for sentence in sentences)


def test_that_a_file_fills_its_slot() -> None:
    made = draft()
    made.with_file("document_file", Attachment("ab" * 32, 10, "獎狀.jpg", "image/jpeg"))
    assert "document_file" not in {p.field_key for p in made.missing()}
    made.with_file("document_file", None)
    assert "document_file" in {p.field_key for p in made.missing()}
