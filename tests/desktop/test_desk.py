"""What a desk knows: counted once, told again when something changed, rescued after a crash."""

from desktop.operations import records
from domain.forms import FORMS
from domain.intents import Action
from tests.desktop.views import desks, screens


def test_that_what_was_typed_before_a_crash_becomes_a_draft(tmp_path, qapp):
    desk = desks.make(tmp_path, desks.STUDENT, "student", "林小宇", screens.small_school())
    new = records.blank(desk, FORMS["course_outcome"], screens.COURSE)
    records.autosave(desk, new, {"summary": (None, "寫到一半")})
    records.rescue(desk)
    found = desk.record(new.id)
    assert (found.text("summary"), found.parent, found.state) == ("寫到一半", screens.COURSE, "draft")
    assert desk.store.edited() == ()
    desk.close()


def test_that_keystrokes_of_a_record_that_exists_wait_for_its_form(tmp_path, qapp):
    desk = desks.make(tmp_path, desks.STUDENT, "student", "林小宇", screens.small_school())
    held = desk.record(screens.HOLES)
    records.autosave(desk, held, {"award": (held.text("award"), "特優")})
    records.rescue(desk)
    assert desk.record(screens.HOLES).text("award") == held.text("award")
    assert [(e.field, e.value) for e in desk.unsaved(screens.HOLES)] == [("award", "特優")]
    desk.close()


def test_that_a_rule_sees_a_change_at_once(tmp_path, qapp):
    desk = desks.make(tmp_path, desks.STUDENT, "student", "林小宇", screens.small_school())
    record = desk.record(screens.WHOLE)
    assert desk.may(Action.DELETE, record)
    desk.clock.offset += desks.timedelta(days=400)
    assert not desk.may(Action.DELETE, record)
    desk.close()


def test_that_where_a_file_is_is_told_truly(tmp_path, qapp):
    desk = desks.make(tmp_path, desks.STUDENT, "student", "林小宇", screens.small_school())
    record = desk.record(screens.WHOLE)
    held = record.files["document_file"]
    assert desk.file_words(record, held)[0] == "還沒下載到這台電腦"
    mine = screens.own_file(desk)
    desk.store.note_blob(mine.sha256, mine.size, mine.mime, "staged")
    assert "等待上傳" in desk.file_words(record, mine)[0]
    assert desk.file_words(record, None) == ("", "neutral")
    desk.close()
