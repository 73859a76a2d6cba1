"""The office at its own computer, a student and a teacher at theirs, and a real school between them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo import hands
from desktop.models import late as late_model, office as model, picks
from desktop.models.picks import Wanted
from desktop.operations import attachments, audit, inquiries, keeping, late, office, progress, records
from domain import intents
from domain.errors import LichengError
from domain.forms import FORMS
from domain.intents import Action
from domain.people import Role
from domain.records import Record
from server.services import purging
from server.services.accounts import NewAccount
from server.services.publishing import publish
from tests.desktop.conftest import PASSWORD, STUDENT, TEACHER
from tests.desktop.views import screens
from tests.desktop.views.computers import Computer, computer
from tests.server.campus import pdf

OFFICE = "office"


@pytest.fixture(scope="module")
def staffed(qapp, campus, tmp_path_factory):
    """The school with its office; its workers run since before any test."""
    campus.school.doorkeeper.add([NewAccount(OFFICE, "吳明德", Role.ADMINISTRATOR, PASSWORD)])
    with computer(campus, tmp_path_factory.mktemp("first"), OFFICE) as first:
        first.sync()
        announced(first, title="開學", body="歡迎。")
        first.sync()
    return campus


@pytest.fixture
def pair(staffed, tmp_path) -> Iterator[tuple[Computer, Computer]]:
    """The office's computer and the student's."""
    with (
        computer(staffed, tmp_path / "office", OFFICE) as desk,
        computer(staffed, tmp_path / "student", STUDENT) as student,
    ):
        for each in (desk, student):
            each.sync()
        yield desk, student


def announced(at: Computer, **values: str) -> str:
    """An announcement with a file, put up at the office's computer."""
    form = FORMS["announcement"]
    file = attachments.take_bytes(at.desk, form.field("document_file"), "時間表.pdf", pdf("時間表"))
    new = office.blank(at.desk, form, {**model.begun(at.desk, form.key), **values})
    office.put_up(at.desk, new, {}, {"document_file": (None, file)})
    return new.id


def test_that_an_announcement_written_offline_reaches_the_student_with_its_file(pair):
    desk, student = pair
    record = announced(desk, title="選課說明會", body="週五。")
    assert student.desk.record(record) is None
    desk.sync()
    student.sync()
    there = student.desk.record(record)
    assert (there.text("title"), there.owner) == ("選課說明會", "")
    file = there.files["document_file"]
    assert student.desk.blobs.read_all(file.sha256) == pdf("時間表")
    office.take_down(desk.desk, desk.desk.record(record))
    desk.sync()
    student.sync()
    assert record not in [entry.record.id for entry in student.desk.entries("announcement")]


def test_that_a_window_set_at_the_office_closes_the_door_for_the_student(pair):
    desk, student = pair
    form = FORMS["other_performance"]
    assert student.desk.may(Action.SAVE, records.blank(student.desk, form), absent=True)
    values = {"zone": "Asia/Taipei", "kind": "diverse_edit", "closes_at": "2020-01-01T16:00:00Z"}
    new = office.blank(desk.desk, FORMS["window"], values)
    office.put_up(desk.desk, new, {}, {})
    desk.sync()
    student.sync()
    verdict = student.desk.may(Action.SAVE, records.blank(student.desk, form), absent=True)
    assert verdict.code == "closed"
    office.take_down(desk.desk, desk.desk.record(new.id))
    desk.sync()
    student.sync()
    assert student.desk.may(Action.SAVE, records.blank(student.desk, form), absent=True)


def test_that_two_administrators_find_what_came_second(staffed, pair, tmp_path):
    desk, _ = pair
    record = announced(desk, title="說明會", body="週五。")
    desk.sync()
    with computer(staffed, tmp_path / "second", OFFICE) as second:
        second.sync()
        office.put_up(desk.desk, desk.desk.record(record), {"title": ("說明會", "說明會改期")}, {})
        office.put_up(second.desk, second.desk.record(record), {"title": ("說明會", "說明會延期")}, {})
        desk.sync()
        second.sync()
        desk.sync()
        for each in (desk, second):
            assert each.desk.record(record).text("title") == "說明會改期"
            assert [one.value for one in each.desk.conflicts(record)] == ["說明會延期"]


def _picked(staffed, pair, tmp_path):
    """A passed outcome that the student has just picked, and its file."""
    desk, student = pair
    blank = records.blank(student.desk, FORMS["course_outcome"], staffed.enrolment)
    file = attachments.take_bytes(
        student.desk, FORMS["course_outcome"].field("document_file"), "報告.pdf", pdf("勾選")
    )
    records.set_file(student.desk, blank, "document_file", file)
    records.save(student.desk, student.desk.record(blank.id), {"summary": (None, "寫完了")})
    records.submit(student.desk, student.desk.record(blank.id))
    student.sync()
    with computer(staffed, tmp_path / "teacher", TEACHER) as teacher:
        teacher.sync()
        records.decide(teacher.desk, [teacher.desk.record(blank.id)], Action.CERTIFY)
        teacher.sync()
    student.sync()
    desk.sync()
    assert desk.desk.record(blank.id) is None, "the office sees nothing before it is picked"
    records.choose(student.desk, {blank.id: True})
    student.sync()
    desk.sync()
    return blank, file


def test_that_a_pick_is_locked_at_the_office_without_its_file(staffed, pair, tmp_path):
    desk, student = pair
    blank, file = _picked(staffed, pair, tmp_path)
    found = picks.every(desk.desk, Wanted(year="114"))
    assert blank.id in [one.id for one in found]
    assert not desk.desk.blobs.has(file.sha256)
    assert desk.desk.store.wanted() == ()
    office.act_each(desk.desk, [one for one in found if one.id == blank.id], Action.LOCK)
    desk.sync()
    student.sync()
    assert student.desk.record(blank.id).selection == "locked"
    refused = student.desk.may(Action.DESELECT, student.desk.record(blank.id))
    assert refused.code == "selection_locked"


def test_that_a_question_is_answered_from_the_office(pair):
    desk, student = pair
    inquiries.ask(student.desk, "licence", "請增列 Linux 證照")
    student.sync()
    desk.sync()
    [asked] = [entry.record for entry in desk.desk.entries("inquiry", states="reported")]
    office.answer(desk.desk, asked, "已增列。")
    desk.sync()
    student.sync()
    told = student.desk.record(asked.id)
    assert (told.state, told.srv["report"]["reply"]) == ("processed", "已增列。")


def test_that_what_came_late_is_tried_and_granted_at_the_office_and_the_student_hears_by_itself(pair):
    desk, student = pair
    values = {"zone": "Asia/Taipei", "kind": "diverse_edit", "closes_at": "2020-01-01T16:00:00Z"}
    window = office.blank(desk.desk, FORMS["window"], values)
    draft = records.blank(student.desk, FORMS["other_performance"])
    records.save(student.desk, draft, {"activity_name": (None, "路跑")})
    office.put_up(desk.desk, window, {}, {})
    desk.sync()
    student.sync()
    assert [one.status for one in student.desk.inbox()] == ["held_late"]
    desk.sync()
    [item] = late_model.items(desk.desk)
    assert (item.record.text("account"), item.evidence) == (student.desk.actor.id, {"none"})
    assert late.try_out(desk.desk, [item.record]).against == {item.record.id: ""}
    late.say(desk.desk, [item.record], Action.GRANT, "校內停電")
    desk.sync()
    student.sync()
    student.sync()
    assert student.desk.record(draft.id).text("activity_name") == "路跑"
    assert student.desk.record(draft.id).srv["late"]["reason"] == "校內停電"
    desk.sync()
    assert late_model.items(desk.desk) == ()
    assert late_model.items(desk.desk, decided=True)[0].pill == "准予補做"
    office.take_down(desk.desk, desk.desk.record(window.id))
    desk.sync()


def test_that_the_progress_is_the_schools_own_and_is_kept_for_later(pair):
    desk, _ = pair
    told = progress.ask(desk.desk)
    desk.desk.writer.wait(lambda: None)
    assert told.fresh
    assert [one.account for one in told.progress.students] == [STUDENT]
    assert progress.kept(desk.desk) == progress.Told(told.progress, fresh=False)


def test_that_every_act_is_read_from_the_school_with_its_receipt_and_taken_along(staffed, pair, tmp_path):
    desk, _ = pair
    announced(desk, title="說明會", body="週五。")
    desk.sync()
    with screens.shown(desk.desk) as window:
        page = screens.open_page(window, "admin_audit")
        screens.settle(desk.desk)
        assert page.note.text().startswith("由學校")
        assert page.view.grid.rows[0].cells[2].text in ("查閱操作紀錄", "儲存")
        hands.write(page.text, "說明會")
        hands.click(page.find_button)
        screens.settle(desk.desk)
        key = next(row.key for row in page.view.grid.rows if row.cells[2].text == "儲存")
        told = audit.detail(desk.desk, key)
        assert told.after["title"] == "說明會"
        assert audit.signed(desk.desk, told) is True
        with screens.answering("關閉") as said:
            page.show_act(key)
            hands.wait(lambda: said, "內容")
        assert any("簽章正確" in one for one in said)
        window.ask_where_to_save = lambda title, name: tmp_path / name
        page.export()
        screens.settle(desk.desk)
    assert [path.suffix for path in tmp_path.glob("*.xlsx")] == [".xlsx"]


def test_that_quota_caps_resending_and_consent_set_at_the_office_are_the_students_rules(staffed, pair):
    desk, student = pair
    settings = desk.desk.entries("school")[0].record
    before = {key: settings.values.get(key) for key in ("outcome_quota", "outcome_cap", "diverse_cap")}
    wanted = {"outcome_quota": "1", "outcome_cap": "4", "diverse_cap": "7", "consent_diverse": "我同意。"}
    changes = {key: (settings.values.get(key), value) for key, value in wanted.items()}
    changes["resubmission_open"] = (settings.values.get("resubmission_open"), True)
    office.put_up(desk.desk, settings, changes, {})
    desk.sync()
    student.sync()
    here = student.desk.school().settings
    assert (here.outcome_quota, here.outcome_cap, here.diverse_cap) == (1, 4, 7)
    assert (here.resubmission_open, here.consent_diverse) == (True, "我同意。")
    there = [e.record for e in student.desk.entries("course_outcome", parent=staffed.enrolment)]
    while len(there) < 1:
        made = records.blank(student.desk, FORMS["course_outcome"], staffed.enrolment)
        records.save(student.desk, made, {"summary": (None, "第一篇")})
        there.append(made)
    more = records.blank(student.desk, FORMS["course_outcome"], staffed.enrolment)
    assert student.desk.may(Action.SAVE, more, absent=True).code == "quota"
    settings = desk.desk.entries("school")[0].record
    back = {key: (settings.values.get(key), value) for key, value in before.items()}
    office.put_up(desk.desk, settings, {**back, "consent_diverse": ("我同意。", None)}, {})
    desk.sync()
    student.sync()
    assert student.desk.school().settings.outcome_quota != 1


def test_that_a_lock_is_taken_back_and_a_correction_is_opened_for_the_student(staffed, pair, tmp_path):
    desk, student = pair
    blank, _ = _picked(staffed, pair, tmp_path)
    found = [one for one in picks.every(desk.desk, Wanted(year="114")) if one.id == blank.id]
    office.act_each(desk.desk, found, Action.LOCK)
    found = [desk.desk.record(blank.id)]
    office.act_each(desk.desk, found, Action.UNLOCK)
    desk.sync()
    student.sync()
    assert student.desk.record(found[0].id).selection == "picked"
    now = [desk.desk.record(found[0].id)]
    office.act_each(desk.desk, now, Action.LOCK)
    office.act_each(desk.desk, [desk.desk.record(found[0].id)], Action.REOPEN)
    desk.sync()
    student.sync()
    assert student.desk.record(found[0].id).selection == "reopened"


def test_that_who_has_left_is_asked_of_the_school_and_a_slip_removes_nobody(staffed, pair):
    desk, _ = pair
    values = {"name": "林怡君", "role": "student"}
    publish(staffed.school.office, [Record("", "person", STUDENT, values=values)])
    purging.note_leaving(staffed.school.office, "2020-06-10", [STUDENT])
    told = keeping.ask(desk.desk)
    assert [(one.account, bool(one.until)) for one in told.kept] == [(STUDENT, True)]
    with pytest.raises(LichengError, match="確認"):
        keeping.purge(desk.desk, [STUDENT], "保存期滿", "清除")
    purging.note_leaving(staffed.school.office, "", [STUDENT])
    assert keeping.ask(desk.desk).kept == []


def test_that_a_student_asking_for_the_trial_finds_nothing_there(pair):
    _, student = pair
    with pytest.raises(LichengError, match="沒有這個網址"):
        late.try_out(student.desk, [records.blank(student.desk, FORMS["licence"])])


def test_that_a_student_who_says_what_only_the_office_may_is_refused_and_nothing_happens(pair):
    desk, student = pair
    record = announced(desk, title="說明會", body="週五。")
    desk.sync()
    student.sync()
    d = intents.save({"title": ("說明會", "今天放假")})
    student.say(Action.SAVE, record, "announcement", d)
    student.sync()
    desk.sync()
    assert [one.reason for one in student.desk.inbox()] == ["forbidden"]
    assert desk.desk.record(record).text("title") == "說明會"
