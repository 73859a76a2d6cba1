"""需要處理 with two real computers and a real school: either decides, both agree, nothing is lost."""

from __future__ import annotations

import pytest
from attrs import evolve
from PySide6.QtWidgets import QLabel

from desktop.models import attention, disputes
from desktop.operations import attachments, conflicts, records
from desktop.views.dispute_card import WOVEN
from desktop.views.pages import reachable
from desktop.views.record_editor import RecordEditor
from desktop.views.sync_popover import SyncPopover
from domain import intents
from domain.forms import FORMS
from domain.intents import Action
from domain.records import Attachment, Record
from server.services.publishing import set_school
from tests.desktop.views.computers import Computer, computer
from tests.desktop.views.disputes import OURS, THEIRS, idle, show, visit
from tests.server.campus import pdf


@pytest.fixture(scope="module")
def running(qapp, campus, tmp_path_factory):
    """The school with room for many outcomes; its workers run since before any test."""
    set_school(campus.school.office, {"outcome_quota": "99"})
    with computer(campus, tmp_path_factory.mktemp("first")) as first:
        form = FORMS["other_performance"]
        file = attachments.take_bytes(first.desk, form.field("document_file"), "證明.pdf", pdf("first"))
        records.set_file(first.desk, records.blank(first.desk, form), "document_file", file)
        first.sync()
    return campus


@pytest.fixture
def pair(running, tmp_path):
    """Two computers of one student."""
    with computer(running, tmp_path / "a") as one, computer(running, tmp_path / "b") as two:
        for each in (one, two):
            each.sync()
        yield one, two, running


def outcome(one: Computer, enrolment: str, text: str = "初稿") -> str:
    blank = records.blank(one.desk, FORMS["course_outcome"], enrolment)
    records.save(one.desk, blank, {"summary": (None, text)})
    return blank.id


def write(one: Computer, record: str, key: str, text: str | None) -> None:
    held = one.desk.record(record)
    records.save(one.desk, held, {key: (held.values.get(key), text)})


def in_conflict(one: Computer, two: Computer, enrolment: str) -> str:
    """A record whose summary both computers wrote while the other could not know."""
    record = outcome(one, enrolment)
    one.sync()
    two.sync()
    write(one, record, "summary", OURS)
    write(two, record, "summary", THEIRS)
    one.sync()
    two.sync()
    one.sync()
    return record


def test_that_the_second_computer_decides_and_both_hold_the_same(qtbot, pair):
    one, two, campus = pair
    record = in_conflict(one, two, campus.enrolment)
    page = show(qtbot, two.desk)
    page.open_record(record)
    card = page.cards["summary"]
    assert [side.version.who for side in card.sides.values()] == ["這台電腦", "學校現在的內容"]
    page.choose_all(True)
    assert page.footer.confirm.text() == "保留我的版本"
    page.confirm()
    qtbot.waitUntil(lambda: not two.desk.conflicts(record))
    assert "歷史" in page.host.said[-1][0]
    two.sync()
    one.sync()
    held = [computer.desk.record(record) for computer in (one, two)]
    assert [each.text("summary") for each in held] == [THEIRS, THEIRS]
    assert held[0].content_hash == held[1].content_hash
    assert one.desk.conflicts() == two.desk.conflicts() == ()


def test_that_the_first_computer_may_decide_too_and_keeps_what_it_did_not_choose(qtbot, pair):
    one, two, campus = pair
    record = in_conflict(one, two, campus.enrolment)
    page = show(qtbot, one.desk)
    page.open_record(record)
    assert next(iter(page.cards["summary"].sides.values())).version.who == "另一台電腦"
    page.choose_all(False)
    assert page.footer.confirm.text() == "保留學校版本"
    page.confirm()
    qtbot.waitUntil(lambda: not one.desk.conflicts(record))
    assert THEIRS in [entry.lost for entry in disputes.settled(one.desk)]
    one.sync()
    two.sync()
    assert two.desk.record(record).text("summary") == OURS
    assert two.desk.conflicts(record) == ()


def test_that_sending_waits_for_the_decision(qtbot, pair):
    one, two, campus = pair
    record = in_conflict(one, two, campus.enrolment)
    file = Attachment("0" * 64, 10, "報告.pdf", "application/pdf")
    held = evolve(two.desk.record(record), files={"document_file": file})
    verdict = two.desk.may(Action.SUBMIT, held)
    assert verdict.code == "conflicts_open"
    page = show(qtbot, two.desk)
    page.open_record(record)
    page.choose_all(True)
    page.confirm()
    qtbot.waitUntil(lambda: not two.desk.conflicts(record))
    assert two.desk.may(Action.SUBMIT, evolve(two.desk.record(record), files=held.files))


def test_that_the_school_refuses_what_is_sent_before_the_decision_and_takes_it_after(pair):
    one, two, campus = pair
    record = in_conflict(one, two, campus.enrolment)
    slot = FORMS["course_outcome"].field("document_file")
    file = attachments.take_bytes(two.desk, slot, "報告.pdf", pdf(record))
    records.set_file(two.desk, two.desk.record(record), slot.key, file)
    held = two.desk.record(record)
    two.say(Action.SUBMIT, record, held.form, intents.submission(held.content_hash, held.files))
    two.sync()
    assert [said.reason for said in two.desk.inbox()] == ["conflicts_open"]
    held = two.desk.record(record)
    (waiting,) = two.desk.conflicts(record)
    mine = conflicts.decision("summary", OURS, [(waiting.device, waiting.value)], THEIRS)
    conflicts.resolve(two.desk, held, [mine])
    records.submit(two.desk, two.desk.record(record))
    for each in (two, one):
        each.sync()
    assert [each.desk.record(record).state for each in (one, two)] == ["pending"] * 2
    assert one.desk.record(record).text("summary") == THEIRS


def test_that_texts_can_be_woven_together(qtbot, pair):
    one, two, campus = pair
    record = in_conflict(one, two, campus.enrolment)
    page = show(qtbot, two.desk)
    page.open_record(record)
    card = page.cards["summary"]
    card.weave()
    assert card.words.value() == THEIRS
    card.words.set_value("兩邊都有的文字")
    assert page.footer.confirm.text() == "使用合併後的內容"
    page.confirm()
    qtbot.waitUntil(lambda: not two.desk.conflicts(record))
    lost = [entry.lost for entry in disputes.settled(two.desk)]
    assert OURS in lost
    assert THEIRS in lost
    two.sync()
    one.sync()
    assert one.desk.record(record).text("summary") == "兩邊都有的文字"


def test_that_two_computers_deciding_differently_end_alike_and_are_told(pair):
    one, two, campus = pair
    record = in_conflict(one, two, campus.enrolment)
    for each, chosen in ((one, OURS + "甲"), (two, THEIRS)):
        held = each.desk.record(record)
        (waiting,) = each.desk.conflicts(record)
        decision = conflicts.decision(
            "summary", held.text("summary"), [(waiting.device, waiting.value)], chosen
        )
        conflicts.resolve(each.desk, held, [decision])
    one.sync()
    two.sync()
    one.sync()
    assert [each.desk.record(record).text("summary") for each in (one, two)] == [OURS + "甲"] * 2
    assert one.desk.conflicts(record) == two.desk.conflicts(record) == ()
    assert [said.reason for said in two.desk.inbox()] == ["stale"]
    (told,) = [item for item in attention.items(two.desk) if item.word]
    assert "選定內容" in told.line.title


def test_that_both_can_be_kept(qtbot, pair):
    one, two, _ = pair
    form = FORMS["competition"]
    blank = records.blank(one.desk, form)
    records.save(one.desk, blank, {"competition_name": (None, "科展"), "award": (None, "佳作")})
    one.sync()
    two.sync()
    write(one, blank.id, "award", "金牌")
    write(two, blank.id, "award", "銀牌")
    for each in (one, two):
        each.sync()
    page = show(qtbot, two.desk)
    page.open_record(blank.id)
    page.keep_both()
    qtbot.waitUntil(lambda: not two.desk.conflicts(blank.id))
    two.sync()
    one.sync()
    awards = sorted(entry.record.text("award") for entry in one.desk.entries("competition"))
    assert awards == ["金牌", "銀牌"]
    names = {entry.record.text("competition_name") for entry in one.desk.entries("competition")}
    assert names == {"科展"}


def test_that_a_change_to_a_deleted_record_can_be_let_go_of(qtbot, pair):
    one, two, _ = pair
    blank = records.blank(one.desk, FORMS["competition"])
    records.save(one.desk, blank, {"competition_name": (None, "會刪掉的")})
    one.sync()
    two.sync()
    records.delete(one.desk, one.desk.record(blank.id))
    write(two, blank.id, "competition_name", "改過的名字")
    for each in (one, two, one):
        each.sync()
    assert two.desk.conflicts(blank.id)
    page = show(qtbot, two.desk)
    page.open_record(blank.id)
    assert not page.footer.mine.isVisible()
    assert page.footer.both.isVisible()
    page.choose_all(False)
    page.confirm()
    qtbot.waitUntil(lambda: not two.desk.conflicts(blank.id))
    two.sync()
    one.sync()
    assert one.desk.conflicts(blank.id) == two.desk.conflicts(blank.id) == ()
    assert two.desk.record(blank.id).deleted


def test_that_the_editor_shows_a_line_with_a_way_to_the_decision(qtbot, pair):
    one, two, campus = pair
    record = in_conflict(one, two, campus.enrolment)
    host = visit(two.desk)
    editor = RecordEditor(host, FORMS["course_outcome"], two.desk.record(record), False)
    qtbot.addWidget(editor)
    editor.show()
    assert "1 個欄位在兩台電腦上寫得不一樣" in editor.conflicts.text
    editor.conflicts.acted.emit()
    assert host.went == [("attention", record)]
    popover = SyncPopover(two.desk, editor)
    assert "個欄位在兩台電腦上寫得不一樣" in "\n".join(one.text() for one in popover.findChildren(QLabel))
    assert reachable("attention", two.desk)


def test_that_nothing_can_be_decided_before_every_field_is_chosen(qtbot, pair):
    one, two, campus = pair
    record = in_conflict(one, two, campus.enrolment)
    page = show(qtbot, two.desk)
    page.open_record(record)
    assert not page.footer.confirm.isEnabled()
    assert "1 個欄位" in page.footer.confirm.toolTip()
    page.cards["summary"].weave()
    page.cards["summary"].words.set_value("寫到一半")
    blank = Record(two.desk.clock.new_id(), "competition", two.desk.actor.id, state="editable")
    two.desk.write(lambda: records.save(two.desk, blank, {"award": (None, "佳作")}))
    qtbot.waitUntil(idle(two.desk))
    assert page.cards["summary"].words.value() == "寫到一半"
    assert page.cards["summary"].chosen == WOVEN
