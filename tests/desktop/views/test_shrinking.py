"""A file that does not fit, on the screen: refused with a way out, compared, chosen, attached; or let go."""

import multiprocessing
import random

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from demo import hands, sample_bad, sample_heavy, sample_pictures
from desktop.operations.fitting import Fitting
from desktop.views.shrink_dialog import ShrinkDialog
from domain.shrinking import Choice
from tests.desktop.views import screens

DOC, FILM = "document_file", "media_file"


@pytest.fixture
def visit(open_desk):
    return open_desk("student", screens.small_school())


@pytest.fixture
def desk(visit):
    return visit.desk


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return tmp_path_factory.mktemp("heavy")


@pytest.fixture(scope="module")
def heavy(shelf):
    return sample_bad.heavy_pdf(shelf / "報告.pdf")


@pytest.fixture(scope="module")
def heic(shelf):
    return sample_heavy.telephone_heic(shelf / "IMG_1.HEIC", sample_pictures.bench_photo(shelf / "s.jpg"))


def workers():
    """The processes that make files fit; the desk's own reader is none of them."""
    return [one for one in multiprocessing.active_children() if one.name == "licheng-shrinking"]


def message(panel) -> str:
    return panel._message.text()


def refuse(desk, editor, path, slot=DOC):
    """Drop the file; the slot that refused it."""
    hands.drop(editor, path)
    screens.settle(desk)
    return editor.form.slots[slot]


def begin(desk, window, panel) -> ShrinkDialog:
    """Press the way out; the dialog that comes."""
    hands.reveal(panel.help_button)
    hands.click(panel.help_button)
    hands.wait(lambda: window.findChildren(ShrinkDialog), "縮小檔案的視窗")
    return window.findChildren(ShrinkDialog)[-1]


def ready(dialog: ShrinkDialog) -> None:
    hands.wait(lambda: dialog.result_shown is not None or dialog.trouble.isVisible(), "縮小完成", 60)


def idle(desk) -> bool:
    return not desk.bench.waiting and not workers()


def test_that_a_file_too_large_is_refused_with_a_way_out_and_then_attached(desk, qtbot, heavy):
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        panel = refuse(desk, editor, heavy)
        assert "超過上限 4 MB" in message(panel)
        assert panel.help_button.text() == "縮小到 4 MB 以內"
        dialog = begin(desk, window, panel)
        assert not dialog.isModal()
        assert not dialog.accept_button.isEnabled()
        ready(dialog)
        assert dialog.before.text.startswith("4.1 MB")
        assert dialog.before.look.empty is dialog.after.look.empty is False
        assert "3 頁" in dialog.after.text
        assert dialog.changes.text()
        hands.click(dialog.accept_button)
        hands.wait(lambda: editor.draft.record.files.get(DOC), "檔案放好")
        screens.settle(desk)
        kept = desk.record(screens.HOLES).files[DOC]
        assert kept.name == "報告.pdf"
        assert kept.size <= 4 * 1024 * 1024
        assert desk.blobs.read_all(desk.original_of(kept).sha256) == heavy.read_bytes()
        assert "原始檔「報告.pdf」" in panel.original_name.text()
        assert message(panel) == ""
        assert not panel.help_button.isVisible()
        hands.wait(lambda: idle(desk), "工作程序結束")
        assert not desk.findChildren(Fitting)


def test_that_one_file_too_large_does_not_keep_the_others_out(desk, qtbot, heavy, shelf):
    film = sample_heavy.telephone_film(shelf / "film.mov")
    song = screens.write_pdf(shelf, "ok.pdf")
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        hands.drop(editor, film, song)
        screens.settle(desk)
        assert editor.form.slots[FILM].help_button.text() == "轉成 MP4"
        assert editor.draft.record.files[DOC].name == "ok.pdf"


def test_that_an_iphones_photograph_finds_its_slot_and_becomes_a_jpg(desk, qtbot, heic):
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        panel = refuse(desk, editor, heic)
        assert "HEIC" in message(panel)
        assert panel.help_button.text() == "轉成 JPG"
        dialog = begin(desk, window, panel)
        ready(dialog)
        assert "拍攝地點" in dialog.changes.text()
        hands.click(dialog.accept_button)
        hands.wait(lambda: editor.draft.record.files.get(DOC), "檔案放好")
        assert editor.draft.record.files[DOC].name == "IMG_1.jpg"


def test_that_cancelling_midway_ends_the_worker_and_leaves_nothing(desk, qtbot, heic, shelf, tmp_path):
    scan = sample_heavy.scanned_report(shelf / "scan.pdf", pages=3, quality=97)
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        before = set(desk.blobs.hashes())
        dialog = begin(desk, window, refuse(desk, editor, scan))
        hands.wait(lambda: not dialog.before.look.empty, "原本的畫面", 60)
        assert dialog.after.look.empty
        assert workers()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        hands.wait(lambda: idle(desk), "工作程序結束")
        screens.settle(desk)
        assert set(desk.blobs.hashes()) == before
        assert DOC not in editor.draft.record.files
        assert not window.findChildren(ShrinkDialog)
        assert not desk.findChildren(Fitting)


def test_that_closing_the_window_midway_ends_the_worker(open_desk, qtbot, shelf):
    desk = open_desk("student", screens.small_school()).desk
    scan = sample_heavy.scanned_report(shelf / "scan2.pdf", pages=3, quality=97)
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        begin(desk, window, refuse(desk, editor, scan))
        hands.wait(workers, "工作程序開始")
    desk.close()
    assert not workers()


def test_that_another_quality_is_made_anew_and_the_first_is_kept(desk, qtbot, heic):
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        dialog = begin(desk, window, refuse(desk, editor, heic))
        ready(dialog)
        clear = dialog.result_shown
        dialog.choose(Choice.SMALL.value)
        assert not dialog.accept_button.isEnabled()
        ready(dialog)
        dialog.choose(Choice.CLEAR.value)
        assert dialog.result_shown is clear
        assert dialog.accept_button.isEnabled()
        dialog.reject()
        hands.wait(lambda: idle(desk), "工作程序結束")


def test_that_the_person_goes_on_writing_meanwhile_and_elsewhere(desk, qtbot, heavy):
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        dialog = begin(desk, window, refuse(desk, editor, heavy))
        hands.write(editor.form.frames["description"].editor, "小組三人。")
        ready(dialog)
        screens.edit(window, "competition", screens.WHOLE)
        dialog.accept()
        screens.settle(desk)
        hands.wait(lambda: DOC in desk.record(screens.HOLES).files, "檔案放到原來那一筆")
        screens.settle(desk)
        assert desk.record(screens.HOLES).text("description") == "小組三人。"
        assert desk.record(screens.WHOLE).files[DOC].name == "獎狀.pdf"


def test_that_what_cannot_be_made_to_fit_is_said_and_nothing_can_be_added(desk, qtbot, shelf):
    path = shelf / "cut.heic"
    path.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(4000))
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        dialog = begin(desk, window, refuse(desk, editor, path))
        ready(dialog)
        assert "不完整或已損壞" in dialog.trouble.text
        assert not dialog.accept_button.isEnabled()
        assert dialog.cancel_button.text() == "關閉"
        hands.click(dialog.cancel_button)
        hands.wait(lambda: idle(desk), "工作程序結束")


def test_that_a_pasted_picture_too_large_is_offered_too(desk, qtbot):
    noise = random.Random(1).randbytes(2400 * 1400 * 4)
    picture = QImage(noise, 2400, 1400, QImage.Format.Format_RGB32).copy()
    data = QMimeData()
    data.setImageData(picture)
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        assert editor.files.paste(data)
        screens.settle(desk)
        dialog = begin(desk, window, editor.form.slots[DOC])
        ready(dialog)
        hands.click(dialog.accept_button)
        hands.wait(lambda: editor.draft.record.files.get(DOC), "檔案放好")
        assert editor.draft.record.files[DOC].mime == "image/jpeg"


def test_that_the_original_is_saved_out_again(visit, qtbot, heavy, tmp_path):
    desk = visit.desk
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        panel = refuse(desk, editor, heavy)
        dialog = begin(desk, window, panel)
        ready(dialog)
        dialog.accept()
        hands.wait(lambda: editor.draft.record.files.get(DOC), "檔案放好")
        screens.settle(desk)
        visit.save_to.append(tmp_path / "原始.pdf")
        editor.files._host = visit
        hands.press(panel, "另存原始檔")
        screens.settle(desk)
        assert (tmp_path / "原始.pdf").read_bytes() == heavy.read_bytes()
        assert visit.said[-1] == ("原始檔已另存到「原始.pdf」。", "success")


def test_that_both_sides_move_together_by_mouse_and_keys(desk, qtbot, heavy):
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        dialog = begin(desk, window, refuse(desk, editor, heavy))
        ready(dialog)
        hands.click(dialog.near_button)
        look = dialog.before.look
        QTest.keyClick(look, Qt.Key.Key_Down)
        assert look._centre == dialog.after.look._centre != QPointF(0.5, 0.5)
        was = QPointF(look._centre)
        QTest.mousePress(look, hands.LEFT, pos=look.rect().center())
        QTest.mouseMove(look, look.rect().center() * 0.5)
        QTest.mouseRelease(look, hands.LEFT)
        assert look._centre == dialog.after.look._centre != was
        dialog.reject()
        hands.wait(lambda: idle(desk), "工作程序結束")


def test_that_every_control_of_the_dialog_has_a_name(desk, qtbot, heavy):
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        dialog = begin(desk, window, refuse(desk, editor, heavy))
        ready(dialog)
        for control in (dialog.qualities, dialog.before, dialog.before.look, dialog.after.look):
            assert control.accessibleName()
        dialog.reject()
        hands.wait(lambda: idle(desk), "工作程序結束")
