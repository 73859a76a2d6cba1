"""Manual 000, 4-2, 6-11 and 8-1: agree, pick, unpick, locked, sent, opened again for corrections; and the backup."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from PySide6.QtTest import QTest

from demo import hands, roster
from demo.hands import answering, choosing_file, wait
from demo.school import Place, build, enrolment_id
from demo.stage import Actor, Town
from desktop import sessions
from desktop.clock import Clock
from desktop.operations import attachments, records as operations
from desktop.views.backup_page import BackupPage
from desktop.views.selection_page import SelectionPage
from domain.fields import FileSlot
from domain.forms import FORMS
from domain.intents import Action
from domain.records import Record
from domain.windows import stamp
from server.services import acting
from server.services.publishing import publish, set_school
from tests.server.campus import pdf

pytestmark = [pytest.mark.story, pytest.mark.slow, pytest.mark.qt]

WORKS = ("木作小凳", "校園地圖", "電子琴")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return build(tmp_path_factory.mktemp("picking") / "school")


@pytest.fixture
def student(qapp, ready: Place, tmp_path: Path) -> Iterator[Actor]:
    town = Town(ready)
    town.connect()
    actor = Actor("s1", tmp_path / "home", town)
    actor.start()
    actor.enter(first=True)
    actor.sync_until(lambda: actor.desk.school().settings.school_year, "學校設定")
    yield actor
    actor.leave()
    town.stop()


def year_of(actor: Actor) -> str:
    return str(actor.desk.school().settings.school_year)


def write(actor: Actor, folder: Path, form: str, parent: str = "", **values: str) -> Record:
    """A record with its file, as the form's page would make it; chapter 4-1 and 6-8 do that by hand."""
    desk = actor.desk
    record = operations.blank(desk, FORMS[form], parent)
    operations.save(desk, record, {key: (None, value) for key, value in values.items()})
    slot = FORMS[form].field("document_file")
    assert isinstance(slot, FileSlot)
    path = folder / f"{record.id[-6:]}.pdf"
    path.write_bytes(pdf(record.id))
    taken = attachments.take(desk, slot, path)
    operations.set_file(desk, desk.record(record.id), "document_file", taken)
    return desk.record(record.id)


def works(actor: Actor, folder: Path) -> list[Record]:
    values = {"year_term": f"{year_of(actor)}-1", "completed_on": "2025-12-20", "description": "自己做的。"}
    return [write(actor, folder, "work", work_name=name, **values) for name in WORKS]


def open_picks(actor: Actor, key: str) -> SelectionPage:
    page = actor.go(key)
    assert isinstance(page, SelectionPage)
    return page


def agree(page: SelectionPage) -> None:
    assert page.shelf.currentIndex() == 0
    assert not page.consent.send_button.isEnabled()
    hands.click(page.consent.check)
    hands.click(page.consent.send_button)
    wait(lambda: page.shelf.currentIndex() == 1, "同意之後的清單")


def confirm(actor: Actor, page: SelectionPage) -> None:
    hands.click(page.confirm_button)
    wait(lambda: not page.ballot.changes(), "勾選存好")
    actor.settle()


def row(page: SelectionPage, record: Record) -> int:
    found = page.model.row_of(record.id)
    assert found >= 0
    return found


def at_school(actor: Actor, record: Record) -> str:
    actor.sync_until(lambda: not actor.desk.sync_facts().unsent, "送到學校")
    return next(one.selection for one in actor.town.records(record.form) if one.id == record.id)


def test_that_diverse_records_are_picked_counted_unpicked_locked_sent_and_corrected(
    student: Actor, tmp_path: Path
) -> None:
    first, second, third = works(student, tmp_path)
    set_school(student.town.office, {"diverse_cap": "2"})
    student.sync_until(lambda: student.desk.school().settings.diverse_cap == 2, "上限")
    student.town.cut()
    page = open_picks(student, "diverse_selection")
    assert hands.says(page.consent, "保證所附證明文件真實")
    agree(page)
    assert hands.says(page.header, f"{year_of(student)} 學年度")
    assert page.chip.isVisible()
    assert hands.says(page.footer, "已勾 0／上限 2")
    hands.tick_row(page.list, row(page, first))
    assert hands.says(page.footer, "已勾 1／上限 2")
    hands.click_row(page.list, row(page, first))
    hands.press(page.detail, "預覽")
    wait(lambda: page.preview.pane.state == "shown", "再看一次檔案")
    for one in (second, third):
        hands.tick_row(page.list, row(page, one))
    assert hands.says(page.footer, "超過 1 件")
    assert not page.confirm_button.isEnabled()
    hands.tick_row(page.list, row(page, third))
    confirm(student, page)
    student.town.connect()
    assert at_school(student, first) == "picked"
    hands.tick_row(page.list, row(page, second))
    confirm(student, page)
    assert at_school(student, second) == "none"

    office, year = student.town.office, year_of(student)
    assert len(acting.picks(office, "lock", "diverse", year, "s1")) == 1
    student.sync_until(lambda: student.desk.record(first.id).selection == "locked", "鎖定")
    hands.live(0.05)
    hands.tick_row(page.list, row(page, first))
    assert page.ballot.changes() == {}
    assert page.model.lines[row(page, first)].pill == "學校已鎖定"
    acting.picks(office, "submitted", "diverse", year, "s1")
    student.sync_until(lambda: student.desk.record(first.id).selection == "submitted", "已提交")
    hands.click_row(page.list, row(page, first))
    assert hands.says(page.detail, "已送交國教署")

    acting.picks(office, "reopen", "diverse", year, "s1")
    student.sync_until(lambda: student.desk.record(first.id).selection == "reopened", "開放更正")
    hands.live(0.05)
    assert not student.desk.may(Action.SAVE, student.desk.record(first.id))
    hands.tick_row(page.list, row(page, first))
    confirm(student, page)
    assert at_school(student, first) == "none"
    set_school(office, {"diverse_cap": "10"})


def test_that_outcomes_are_picked_by_year_and_only_those_that_passed(
    student: Actor, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    parent = enrolment_id("s1", "bio")
    passed = write(student, tmp_path, "course_outcome", parent, summary="向光性實驗")
    waiting = write(student, tmp_path, "course_outcome", parent, summary="還沒送出")
    operations.submit(student.desk, student.desk.record(passed.id))
    student.sync_until(lambda: not student.desk.sync_facts().unsent, "送出認證")
    _certify(student, passed)
    student.sync_until(lambda: student.desk.record(passed.id).state == "passed", "認證通過")
    student.town.cut()
    page = open_picks(student, "outcome_selection")
    if page.shelf.currentIndex() == 0:
        agree(page)
    assert page.chip.isVisible()
    assert [name for name, _ in page.ballot.groups()] == [f"{year_of(student)} 學年度"]
    assert page.model.row_of(waiting.id) < 0
    name = student.desk.record(passed.id).files["document_file"].name
    place = page.list.file_place(row(page, passed), name)
    QTest.mouseClick(page.list.viewport(), hands.LEFT, pos=place)
    wait(lambda: page.preview.pane.state == "shown", "再看一次檔案")
    hands.tick_row(page.list, row(page, passed))
    assert hands.says(page.footer, "已勾 1／上限 6")
    confirm(student, page)
    student.again()
    page = open_picks(student, "outcome_selection")
    assert page.ballot.ticked() == {passed.id}
    student.town.connect()
    assert at_school(student, passed) == "picked"

    shut(student, request, "outcome_select", "receipt_modify")
    student.sync_until(lambda: not student.desk.may(Action.DESELECT, student.desk.record(passed.id)), "截止")
    nothing_can_be_ticked(page, passed)


def shut(student: Actor, request: pytest.FixtureRequest, *kinds: str) -> None:
    """Those windows closed a minute ago, until the test is over."""
    town = student.town
    windows = [one for one in town.records("window") if one.text("kind") in kinds]
    assert len(windows) == len(kinds)
    over = stamp(datetime.now(UTC) - timedelta(minutes=1))
    publish(town.office, [evolve(w, values={**w.values, "closes_at": over, "printed": ""}) for w in windows])
    request.addfinalizer(lambda: publish(town.office, [evolve(one, ver=0) for one in windows]))


def nothing_can_be_ticked(page: SelectionPage, record: Record) -> None:
    hands.live(0.05)
    hands.tick_row(page.list, row(page, record))
    assert page.ballot.changes() == {}
    assert "截止" in page.banner.text


def test_that_no_diverse_record_is_picked_after_the_deadline(
    student: Actor, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    work = works(student, tmp_path)[0]
    page = open_picks(student, "diverse_selection")
    if page.shelf.currentIndex() == 0:
        agree(page)
    student.sync_until(lambda: not student.desk.sync_facts().unsent, "送到學校")
    shut(student, request, "diverse_select", "receipt_modify")
    student.sync_until(lambda: not student.desk.may(Action.SELECT, student.desk.record(work.id)), "截止")
    nothing_can_be_ticked(page, work)


def _certify(student: Actor, record: Record) -> None:
    """The teacher's word, given at the school's door by the course's own teacher."""
    opening = sessions.sign_in(student.home.parent / "teacher", student.town.place.url, "t1", roster.PASSWORD)
    desk = sessions.desk_for(opening, Clock())
    try:
        report = sessions.post(desk)
        assert report.ok, report.sentence
        _, refused = operations.decide(desk, [desk.record(record.id)], Action.CERTIFY)
        assert refused == ()
        assert sessions.post(desk).ok
    finally:
        desk.close()


def test_that_a_backup_is_chosen_by_year_term_and_kind_and_blank_means_everything(
    student: Actor, tmp_path: Path
) -> None:
    write(
        student, tmp_path, "work",
        year_term=f"{year_of(student)}-1", work_name="水彩", completed_on="2025-11-11", description="寫生。",
    )  # fmt: skip
    student.town.cut()
    page = student.go("backup")
    assert isinstance(page, BackupPage)
    everything = _export(student, page, tmp_path / "all.zip")
    assert any(name.startswith("作品成果/") for name in everything)
    assert any(name.startswith("校內幹部/") for name in everything)
    hands.choose(page.year, year_of(student))
    wait(lambda: page.term.findData("1") >= 0, "那一年有的學期")
    hands.choose(page.term, "1")
    hands.choose(page.kind, "work")
    some = _export(student, page, tmp_path / "some.zip")
    folders = {name.partition("/")[0] for name in some if "/" in name}
    assert folders == {"作品成果"}
    assert any(name.endswith(".xlsx") for name in some)
    assert any(name.endswith(".pdf") for name in some)


def _export(student: Actor, page: BackupPage, target: Path) -> list[str]:
    ended: list[str] = []
    page.finished.connect(ended.append)
    wait(page.export_button.isEnabled, "備份可以開始")
    with answering(choosing_file(target), "存檔視窗"):
        hands.press(page, "匯出 EXCEL 清單(含附件)")
    wait(lambda: ended, "備份完成", 30)
    page.finished.disconnect(ended.append)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        return archive.namelist()
