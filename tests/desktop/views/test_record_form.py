"""Files in a form: chosen, dropped, pasted; refused in words without a trace; where they are is the truth."""

import pytest
from attrs import evolve
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest

from demo import hands, samples
from tests.desktop.views import desks, screens
from tests.desktop.views.screens import DRAFT, HOLES, WHOLE


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    return samples.make_bad(tmp_path_factory.mktemp("bad"))


@pytest.fixture
def desk(open_desk):
    return open_desk("student", screens.small_school()).desk


@pytest.fixture
def window(desk, qtbot):
    with screens.shown(desk) as made:
        yield made


def vault_files(desk, tmp_path):
    return sorted(path for path in (tmp_path / "blobs").rglob("*") if path.is_file())


def card(editor, slot="document_file"):
    return editor.form.slots[slot]


def test_that_a_dropped_file_fills_the_slot_of_its_kind_and_tells_where_it_is(desk, window, tmp_path):
    editor = screens.edit(window, "competition", HOLES)
    hands.drop(editor, screens.write_pdf(tmp_path, "獎狀.pdf"))
    screens.settle(desk)
    held = desk.record(HOLES).files["document_file"]
    assert held.name == "獎狀.pdf"
    assert desk.blobs.has(held.sha256)
    assert hands.says(card(editor), "已存在這台電腦，等待上傳")


def test_that_the_button_asks_for_the_kinds_that_fit(desk, window, tmp_path, monkeypatch):
    asked = []
    path = screens.write_pdf(tmp_path, "選的.pdf")
    monkeypatch.setattr(window, "ask_for_file", lambda title, kinds: asked.append((title, kinds)) or path)
    editor = screens.edit(window, "competition", HOLES)
    hands.click(card(editor)._button)
    screens.settle(desk)
    assert desk.record(HOLES).files["document_file"].name == "選的.pdf"
    assert "pdf" in asked[0][1]
    assert "mp3" not in asked[0][1]


def test_that_several_files_go_each_to_its_place_and_the_rest_is_told(desk, window, tmp_path, bad):
    good = samples.GOOD["melody"][1](tmp_path / "訪談.mp3")
    word = tmp_path / "反思.docx"
    word.write_bytes(b"PK")
    editor = screens.edit(window, "competition", HOLES)
    one, two = screens.write_pdf(tmp_path, "一.pdf"), screens.write_pdf(tmp_path, "二.pdf")
    hands.drop(editor, one, good, two, word)
    screens.settle(desk)
    files = desk.record(HOLES).files
    assert {slot: file.name for slot, file in files.items()} == {
        "document_file": "一.pdf",
        "media_file": "訪談.mp3",
    }
    assert hands.says(window, "「二.pdf」沒有放進來")
    assert hands.says(window, "「反思.docx」不是可以上傳的檔案")


def test_that_a_file_never_pushes_another_out_unasked(desk, window, tmp_path):
    editor = screens.edit(window, "competition", WHOLE)
    new = screens.write_pdf(tmp_path, "新的.pdf")
    with screens.answering("取消"):
        hands.drop(editor, new)
    screens.settle(desk)
    assert desk.record(WHOLE).files["document_file"].name == "獎狀.pdf"
    with screens.answering("換成新的檔案"):
        hands.drop(editor, new)
    screens.settle(desk)
    assert desk.record(WHOLE).files["document_file"].name == "新的.pdf"


def test_that_every_bad_file_is_refused_in_words_and_leaves_nothing_behind(desk, window, tmp_path, bad):
    before = vault_files(desk, tmp_path)
    editor = screens.edit(window, "competition", HOLES)
    for path in (path for key, path in bad.items() if key != "png_named_jpg"):
        slot = "media_file" if path.suffix in (".mp3", ".mp4") else "document_file"
        card(editor, slot).say("")
        hands.drop(editor, path)
        screens.settle(desk)
        sentence = card(editor, slot)._message.text()
        assert len(sentence) > 8, path.name
        assert card(editor, slot)._message.isVisible()
    assert desk.record(HOLES).files == {}
    assert vault_files(desk, tmp_path) == before
    assert desk.unsent() == ()


def test_that_a_good_picture_with_the_wrong_ending_is_taken_under_the_right_one(desk, window, bad):
    editor = screens.edit(window, "competition", HOLES)
    hands.drop(editor, bad["png_named_jpg"])
    screens.settle(desk)
    held = desk.record(HOLES).files["document_file"]
    assert (held.name, held.mime) == ("概念圖.png", "image/png")


def test_that_a_file_reaches_its_record_when_another_is_opened_meanwhile(desk, window, tmp_path):
    page = screens.open_page(window, "competition", HOLES)
    hands.drop(page.editor, screens.write_pdf(tmp_path, "慢慢來.pdf"))
    page.open_record(WHOLE)
    screens.settle(desk)
    assert desk.record(HOLES).files["document_file"].name == "慢慢來.pdf"
    assert desk.record(WHOLE).files["document_file"].name == "獎狀.pdf"


def test_that_a_file_reaches_its_record_when_the_form_is_closed_meanwhile(desk, window, tmp_path):
    page = screens.open_page(window, "competition", HOLES)
    hands.drop(page.editor, screens.write_pdf(tmp_path, "慢慢來.pdf"))
    page.close_record()
    hands.live(0.05)
    screens.settle(desk)
    assert desk.record(HOLES).files["document_file"].name == "慢慢來.pdf"


def test_that_a_file_alone_begins_a_new_record(desk, window, tmp_path):
    editor = screens.begin(window, "competition")
    hands.drop(editor, screens.write_pdf(tmp_path, "獎狀.pdf"))
    screens.settle(desk)
    made = desk.record(editor.record_id)
    assert made.files["document_file"].name == "獎狀.pdf"
    assert made.text("year_term") == "114-1"


@pytest.fixture
def clipboard(qapp):
    """Left empty: what Python made must not be in it when the process ends, Qt would destroy it too late."""
    yield QGuiApplication.clipboard()
    QGuiApplication.clipboard().clear()


def test_that_a_screenshot_is_pasted_into_the_document_slot(desk, window, clipboard):
    editor = screens.edit(window, "competition", HOLES)
    picture = QImage(320, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    content = QMimeData()
    content.setImageData(picture)
    clipboard.setMimeData(content)
    box = editor.form.frames["award"].editor
    box.setFocus()
    QTest.keyClick(box, hands.Qt.Key.Key_V, hands.Qt.KeyboardModifier.ControlModifier)
    screens.settle(desk)
    held = desk.record(HOLES).files["document_file"]
    assert held.mime == "image/png"
    assert held.name.startswith("貼上的圖片")


def test_that_pasted_words_are_still_words(desk, window, clipboard):
    editor = screens.edit(window, "competition", HOLES)
    words = QMimeData()
    words.setText("特優")
    clipboard.setMimeData(words)
    box = editor.form.frames["award"].editor
    box.setFocus()
    hands.clear(box)
    QTest.keyClick(box, hands.Qt.Key.Key_V, hands.Qt.KeyboardModifier.ControlModifier)
    assert box.value() == "特優"
    assert desk.record(HOLES).files == {}


def test_that_the_line_under_a_file_tells_the_truth(desk, window):
    editor = screens.edit(window, "competition", WHOLE)
    assert hands.says(card(editor), "還沒下載到這台電腦")
    file = screens.own_file(desk)
    record = desk.record(WHOLE)
    desks.hear(desk, [evolve(record, ver=2, files={"document_file": file})], 100)
    assert hands.says(card(editor), "學校已收到")


def test_that_a_file_is_taken_out_again(desk, window):
    editor = screens.edit(window, "competition", WHOLE)
    hands.press(card(editor), "移除 獎狀.pdf")
    screens.settle(desk)
    assert desk.record(WHOLE).files == {}
    assert hands.says(card(editor), "以內")


def test_that_a_locked_record_takes_no_files(desk, window, tmp_path):
    editor = screens.edit(window, "course_outcome", screens.PENDING)
    assert not editor.acceptDrops()
    editor.files.paste(QMimeData())
    assert not card(editor)._button.isEnabled()


def test_that_values_from_elsewhere_appear_in_every_kind_of_field(desk, window):
    editor = screens.edit(window, "competition", WHOLE)
    record = desk.record(WHOLE)
    new = {"competition_level": "2", "result_date": "2025-11-11", "award": "金牌", "year_term": "114-2"}
    desks.hear(desk, [evolve(record, ver=2, values={**record.values, **new})], 100)
    assert {key: editor.form.frames[key].editor.value() for key in new} == new


def test_that_the_same_form_shows_one_record_after_another(desk, window):
    page = screens.open_page(window, "course_outcome", DRAFT)
    form = page.editor.form
    page.open_record(screens.FAILED)
    assert page.editor.form is form
    assert form.frames["summary"].editor.value() == desk.record(screens.FAILED).text("summary")
    assert page.editor.draft.changes() == {}
