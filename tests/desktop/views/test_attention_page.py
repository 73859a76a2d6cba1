"""需要處理: fields side by side, differences marked, files and locks, refusals read and put away."""

from __future__ import annotations

import pytest
from attrs import evolve
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QAbstractButton, QScrollArea

from demo import hands
from desktop import theme
from desktop.models import attention, differences, disputes
from desktop.operations import records
from desktop.views.record_files import png_of
from tests.desktop.views import desks, screens
from tests.desktop.views.disputes import OURS, THEIRS, disputed, show, words
from tests.desktop.views.test_accessibility import controls


def test_that_differences_are_marked_by_character_and_by_word():
    left, right = differences.compare("量測轉速與電壓", "量測 rpm 與電壓")
    assert [piece.text for piece in left if piece.changed] == ["轉速"]
    assert [piece.text for piece in right if piece.changed] == [" rpm "]
    assert "".join(piece.text for piece in right) == "量測 rpm 與電壓"
    same, _ = differences.compare(OURS, OURS)
    assert [piece.changed for piece in same] == [False]


def test_that_a_refusal_is_told_and_put_away(qtbot, open_desk):
    host = open_desk("student", [desks.school(), *desks.WINDOWS, desks.competition(80, desks.STUDENT)])
    held = host.desk.record(desks.identity(80))
    records.save(host.desk, held, {"award": (held.text("award"), "特優")})
    intent = host.desk.unsent()[0].intent
    host.desk.store.set_aside(
        intent.id, "bad_request", "送出的內容格式不正確。請更新程式；資料仍保留在這台電腦。"
    )
    page = show(qtbot, host.desk)
    shown = words(page)
    assert "請更新程式" in shown
    assert "特優" in shown
    page.footer.open.click()
    assert page.host.went == [("competition", held.id)]
    page.footer.away.click()
    qtbot.waitUntil(lambda: page.shelf.currentIndex() == 1)


def test_that_an_empty_page_says_so(qtbot, open_desk):
    page = show(qtbot, open_desk("student", [desks.school()]).desk)
    assert "沒有需要處理" in words(page)
    assert not page.footer.isVisible()


@pytest.fixture
def dispute(open_desk):
    """A desk with an outcome whose text and file are in dispute."""
    physics = desks.enrolment(50, owner=desks.STUDENT)
    record = evolve(desks.outcome(60, physics, "draft"), values={"summary": OURS})
    host = open_desk("student", [desks.school(), *desks.WINDOWS, physics, record])
    file = desks.attachment(b"%PDF-other", "探究與實作報告_修訂版.pdf")
    disputed(host.desk, record, {"summary": THEIRS, "files/document_file": file.as_json()})
    return host


def test_that_the_page_is_walked_by_keyboard_and_cuts_no_word(qtbot, qapp, dispute):
    theme.apply(qapp, "light", 1.5)
    with screens.shown(dispute.desk, 1024, 640) as window:
        window.go("attention", desks.identity(60))
        window.page("attention").cards["summary"].weave()
        hands.live(0.05)
        for one in controls(window):
            spoken = QAccessible.queryAccessibleInterface(one)
            assert isinstance(one, QScrollArea) or spoken.text(QAccessible.Text.Name).strip(), one
        for one in window.page("attention").findChildren(QAbstractButton):
            if one.isVisible() and one.text():
                room = one.width() - (one.iconSize().width() if not one.icon().isNull() else 0)
                assert one.fontMetrics().horizontalAdvance(one.text()) <= room, one.text()
    theme.apply(qapp, "light", 1.0)


def test_that_a_file_can_be_chosen_and_its_other_version_stays_reachable(qtbot, dispute):
    page = show(qtbot, dispute.desk)
    card = page.cards["files/document_file"]
    assert not card.weave_button.isVisible()
    assert "探究與實作報告_修訂版.pdf" in words(page)
    page.choose_all(True)
    page.confirm()
    qtbot.waitUntil(lambda: not dispute.desk.conflicts())
    record = dispute.desk.record(desks.identity(60))
    assert record.files["document_file"].name == "探究與實作報告_修訂版.pdf"
    assert "探究與實作報告.pdf" in [entry.file.name for entry in disputes.settled(dispute.desk) if entry.file]
    page.show_item(attention.PAST)
    qtbot.waitUntil(lambda: "探究與實作報告.pdf" in words(page))
    assert dispute.desk.sync_facts().conflicts == 0


def test_that_a_picture_in_dispute_is_seen_small(qtbot, open_desk):
    physics = desks.enrolment(50, owner=desks.STUDENT)
    data = big_picture()
    ours = desks.attachment(data, "校內科展獎狀.png", "image/png")
    record = evolve(desks.outcome(60, physics, "draft"), files={"document_file": ours})
    host = open_desk("student", [desks.school(), *desks.WINDOWS, physics, record])
    host.desk.blobs.adopt_bytes(data)
    theirs = desks.attachment(b"elsewhere", "還沒下載.png", "image/png")
    disputed(host.desk, record, {"files/document_file": theirs.as_json()})
    page = show(qtbot, host.desk)
    sides = page.cards["files/document_file"].sides
    qtbot.waitUntil(lambda: sides[""].shown._thumbnail.picture is not None)
    picture = sides[""].shown._thumbnail.picture
    assert (picture.width(), picture.height()) == (192, 96)
    assert [side.shown._thumbnail.picture for device, side in sides.items() if device] == [None]


def big_picture() -> bytes:
    image = QImage(1600, 800, QImage.Format.Format_RGB32)
    image.fill(0x2E7D32)
    return png_of(image)


def test_that_two_names_of_one_file_are_told_apart_from_two_files(qtbot, dispute):
    record = dispute.desk.record(desks.identity(60))
    held = record.files["document_file"]
    disputed(dispute.desk, record, {"files/document_file": {**held.as_json(), "name": "另一個名字.pdf"}}, 101)
    page = show(qtbot, dispute.desk)
    assert page.cards["files/document_file"].dispute.same_content
    assert not page.cards.get("summary")


def test_that_a_sent_record_only_lets_go(qtbot, open_desk):
    physics = desks.enrolment(50, owner=desks.STUDENT)
    record = evolve(desks.outcome(60, physics, "pending"), values={"summary": OURS})
    host = open_desk("student", [desks.school(), *desks.WINDOWS, physics, record])
    disputed(host.desk, record, {"summary": THEIRS})
    page = show(qtbot, host.desk)
    sides = page.cards["summary"].sides
    assert not sides["dev-2"].button.isEnabled()
    assert "認證中" in sides["dev-2"].button.toolTip()
    assert sides[""].button.isEnabled()
    assert not page.cards["summary"].weave_button.isVisible()
    assert not page.footer.mine.isVisible()
    page.choose_all(False)
    page.confirm()
    qtbot.waitUntil(lambda: not host.desk.conflicts())
    assert THEIRS in [entry.lost for entry in disputes.settled(host.desk)]
