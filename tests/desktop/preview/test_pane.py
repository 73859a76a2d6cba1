"""The pane says something useful about every file it is given, and lets go of what it held."""

import io
import random

import pymupdf
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QSlider

from desktop import theme
from desktop.preview import picture, words

PDF, JPG, PNG = "application/pdf", "image/jpeg", "image/png"


def a_picture(size=(60, 40), colour="red", orientation=1, form="JPEG"):
    made, out = Image.new("RGB", size, colour), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    made.save(out, form, exif=exif)
    return out.getvalue()


def a_pdf(pages=3):
    made = pymupdf.open()
    for n in range(pages):
        made.new_page().insert_text((72, 72), f"page {n + 1}")
    return made.tobytes()


def test_that_a_pdf_is_shown_page_by_page(pane, qtbot):
    pane.show_bytes("報告.pdf", PDF, a_pdf(3))
    assert (pane.state, pane.kind, pane.sentence) == ("shown", "pdf", "")
    assert pane.viewer.page.text() == "1 / 3"
    qtbot.keyClick(pane.viewer.view, Qt.Key.Key_PageDown)
    qtbot.keyClick(pane.viewer.view, Qt.Key.Key_PageDown)
    qtbot.keyClick(pane.viewer.view, Qt.Key.Key_PageDown)
    assert pane.viewer.page.text() == "3 / 3"
    assert not pane.viewer.next.isEnabled()
    qtbot.keyClick(pane.viewer.view, Qt.Key.Key_PageUp)
    assert pane.viewer.page.text() == "2 / 3"


def test_that_the_page_really_gets_ink(pane, qtbot):
    made = pymupdf.open()
    made.new_page().draw_rect(pymupdf.Rect(100, 100, 500, 500), fill=(1, 0, 0))
    pane.show_bytes("紅.pdf", PDF, made.tobytes())

    def is_red():
        shot = pane.viewer.view.grab().toImage()
        found = shot.pixelColor(shot.width() // 2, shot.height() // 3)
        assert found.red() > 200
        assert found.green() < 60

    qtbot.waitUntil(is_red, timeout=5000)


def test_that_zoom_steps_start_from_what_is_seen(pane, qtbot):
    pane.show_bytes("報告.pdf", PDF, a_pdf(1))
    fitted = pane.viewer.zoom
    qtbot.keyClick(pane, Qt.Key.Key_Plus)
    assert pane.viewer.zoom == pytest.approx(fitted * 1.25)
    qtbot.keyClick(pane, Qt.Key.Key_Minus)
    assert pane.viewer.zoom == pytest.approx(fitted)
    qtbot.mouseClick(pane.viewer.fit, Qt.MouseButton.LeftButton)
    assert pane.viewer.zoom == pytest.approx(fitted)


@pytest.mark.parametrize(
    ("key", "trouble"),
    [
        ("cut_pdf", words.PDF_DAMAGED),
        ("locked_pdf", words.PDF_LOCKED),
        ("page_named_pdf", words.WEB_PAGE),
        ("program_named_pdf", words.PROGRAM),
        ("docx_named_pdf", words.OFFICE),
        ("empty_pdf", words.EMPTY),
    ],
)
def test_that_a_bad_pdf_is_refused_with_what_to_do(pane, sample, qtbot, key, trouble):
    name, data = sample(key)
    said = []
    pane.refused.connect(said.append)
    pane.show_bytes(name, PDF, data)
    qtbot.waitUntil(lambda: pane.state == "refused", timeout=5000)
    assert said == [trouble.sentence]
    assert pane.sentence == trouble.sentence
    assert pane.viewer is None


def test_that_a_page_tree_that_loops_is_damaged_and_not_a_blank_page(pane):
    loop = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF\n"
    )
    pane.show_bytes("loop.pdf", PDF, loop)
    assert (pane.state, pane.sentence) == ("refused", words.PDF_DAMAGED.sentence)


@pytest.mark.qt_log_ignore("failed to load page", extend=True)
def test_that_random_changes_in_a_pdf_are_shown_or_refused_and_never_raise(pane):
    whole, dice = a_pdf(2), random.Random(7)
    states = set()
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 12)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        pane.show_bytes("x.pdf", PDF, bytes(data))
        states.add(pane.state)
        assert pane.state == "shown" or pane.sentence
    assert states <= {"shown", "refused"}


def test_that_a_picture_stands_upright(pane):
    pane.show_bytes("照片.jpg", JPG, a_picture((60, 40), orientation=6))
    assert (pane.state, pane.kind) == ("shown", "image")
    shown = pane.viewer.canvas.image
    assert (shown.width(), shown.height()) == (40, 60)


def test_that_a_png_under_a_jpg_name_is_shown_by_its_content(pane):
    pane.show_bytes("圖.jpg", JPG, a_picture(form="PNG"))
    assert (pane.state, pane.kind) == ("shown", "image")


def test_that_a_large_picture_fits_and_zooms(pane, qtbot):
    pane.show_bytes("大.png", PNG, a_picture((2000, 1000), form="PNG"))
    seen = pane.viewer.area.viewport().size()
    drawn = pane.viewer.canvas.target()
    assert drawn.width() <= seen.width()
    assert drawn.height() <= seen.height()
    fitted = pane.viewer.canvas.zoom
    qtbot.keyClick(pane.viewer.area, Qt.Key.Key_Plus)
    assert pane.viewer.canvas.zoom == pytest.approx(fitted * 1.25)
    pane.resize(900, 600)
    assert pane.viewer.canvas.zoom == pytest.approx(fitted * 1.25)
    qtbot.keyClick(pane.viewer.area, Qt.Key.Key_0)
    assert pane.viewer.canvas.zoom > fitted * 1.5


def test_that_a_picture_too_large_for_memory_is_refused_before_it_is_decoded(pane, monkeypatch):
    monkeypatch.setattr(picture, "LIMIT", 60 * 40 * 4 - 1)
    pane.show_bytes("巨.jpg", JPG, a_picture((60, 40)))
    assert (pane.state, pane.sentence) == ("refused", words.PICTURE_HUGE.sentence)


def test_that_a_damaged_picture_is_refused(pane):
    pane.show_bytes("壞.png", PNG, a_picture((60, 40), form="PNG")[:30])
    assert (pane.state, pane.sentence) == ("refused", words.PICTURE_DAMAGED.sentence)


@pytest.mark.qt_log_ignore("Corrupt JPEG data", extend=True)
def test_that_a_photograph_cut_short_is_shown_with_a_warning(pane, sample):
    name, data = sample("cut_jpg")
    pane.show_bytes(name, JPG, data)
    assert pane.state == "shown"
    assert pane._notice.isVisible()
    pane.show_bytes("好.jpg", JPG, a_picture())
    assert not pane._notice.isVisible()


@pytest.mark.parametrize(("data", "trouble"), [(b"", words.EMPTY), (b"\x00\x01hello", words.UNKNOWN)])
def test_that_what_is_no_file_of_ours_is_refused(pane, data, trouble):
    pane.show_bytes("什麼.bin", "application/octet-stream", data)
    assert (pane.state, pane.sentence) == ("refused", trouble.sentence)


def test_that_clear_lets_go_of_the_bytes(pane):
    pane.show_bytes("報告.pdf", PDF, a_pdf(1))
    viewer = pane.viewer
    pane.clear()
    assert (pane.state, pane.viewer, viewer.pages) == ("nothing", None, 0)
    pane.show_bytes("照片.jpg", JPG, a_picture())
    canvas = pane.viewer.canvas
    pane.clear()
    assert canvas.image.isNull()


def test_that_progress_is_said_and_ends_with_the_file(pane):
    pane.show_progress("從學校下載中…", 10)
    pane.show_progress("從學校下載中…", 60)
    assert (pane.state, pane.sentence) == ("progress", "從學校下載中…")
    pane.show_bytes("照片.jpg", JPG, a_picture())
    assert (pane.state, pane.sentence) == ("shown", "")


def test_that_a_reason_from_outside_does_not_stand_under_the_name_of_another_file(pane):
    pane.show_bytes("照片.jpg", JPG, a_picture())
    pane.refuse("這個檔案還沒下載到這台電腦。", "連上學校同步後就能預覽。")
    assert (pane.state, pane.sentence) == ("refused", "這個檔案還沒下載到這台電腦。")
    assert not pane._name.isVisible()
    pane.show_bytes("壞.pdf", PDF, b"")
    assert pane._name.isVisible()


def test_that_a_copy_is_offered_only_when_allowed_and_a_file_is_there(pane, qtbot):
    assert not pane._copy.isVisible()
    pane.set_copy_allowed(True)
    assert not pane._copy.isVisible()
    pane.show_bytes("照片.jpg", JPG, a_picture())
    with qtbot.waitSignal(pane.copy_wanted):
        qtbot.mouseClick(pane._copy, Qt.MouseButton.LeftButton)


def test_that_a_long_name_is_elided_in_the_middle_and_stays_whole_for_a_screen_reader(pane):
    name = "很" * 120 + ".pdf"
    pane.show_bytes(name, PDF, a_pdf(1))
    assert pane.width() == 480
    assert pane._name.accessibleName() == name


def test_that_every_control_has_a_name(pane):
    pane.set_copy_allowed(True)
    for name, mime, data in (("a.pdf", PDF, a_pdf(2)), ("a.jpg", JPG, a_picture())):
        pane.show_bytes(name, mime, data)
        for control in [*pane.findChildren(QAbstractButton), *pane.findChildren(QSlider)]:
            assert control.accessibleName() or control.text(), control


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_that_sentences_are_whole_in_a_narrow_pane(pane, qapp, mode, scale):
    theme.apply(qapp, mode, scale)
    pane.resize(320, 500)
    pane.show_bytes("下載.pdf", PDF, b"<html>login</html>")
    for label in (pane._note.sentence, pane._note.remedy):
        assert label.height() >= label.heightForWidth(label.width())
    theme.apply(qapp, "light", 1.0)
