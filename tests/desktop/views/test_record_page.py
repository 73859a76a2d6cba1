"""List, form and preview side by side: what is shown, what makes room for what, and what hidden pages do."""

import time

import pytest
from attrs import evolve
from PySide6.QtGui import QFontMetrics

from demo import hands
from desktop import theme
from desktop.views.filed_rows import short_name
from tests.desktop.views import desks, screens
from tests.desktop.views.screens import HOLES, WHOLE


@pytest.fixture
def desk(open_desk):
    return open_desk("student", screens.small_school()).desk


def test_that_a_file_is_previewed_beside_the_form_and_shut_again(desk, qtbot):
    record = desk.record(WHOLE)
    desks.hear(desk, [evolve(record, ver=2, files={"document_file": screens.own_file(desk)})], 100)
    with screens.shown(desk, 1440, 900) as window:
        page = screens.open_page(window, "competition", WHOLE)
        hands.press(page.editor.form.slots["document_file"], "預覽")
        hands.wait(lambda: page.preview.pane.state == "shown", "預覽")
        assert page.shelf.isVisible()
        hands.press(page.preview, "關閉預覽")
        assert not page.preview.isVisible()


def test_that_a_file_that_is_not_here_is_said_instead_of_shown(desk, qtbot):
    with screens.shown(desk) as window:
        page = screens.open_page(window, "competition", WHOLE)
        hands.press(page.editor.form.slots["document_file"], "預覽")
        assert page.preview.pane.state == "refused"
        assert "還沒下載" in page.preview.pane.sentence


def test_that_a_narrow_window_gives_up_the_list_for_the_preview_only(desk, qtbot):
    with screens.shown(desk, 1024, 640) as window:
        page = screens.open_page(window, "competition", WHOLE)
        assert page.shelf.isVisible()
        hands.press(page.editor.form.slots["document_file"], "預覽")
        assert not page.shelf.isVisible()
        assert page.detail.isVisible()
        hands.press(page.preview, "關閉預覽")
        assert page.shelf.isVisible()


def test_that_large_letters_in_a_small_window_lead_to_the_form_and_back(desk, qtbot, qapp):
    theme.apply(qapp, "light", 1.5)
    with screens.shown(desk, 1024, 640) as window:
        page = screens.open_page(window, "competition", WHOLE)
        assert not page.shelf.isVisible()
        hands.press(page, "回到清單")
        assert page.shelf.isVisible()
        assert page.editor is None
        assert not page.to_list.isVisible()
    theme.apply(qapp, "light", 1.0)


@pytest.mark.parametrize(("width", "height", "scale"), [(1280, 800, 1.0), (1024, 640, 1.0), (1024, 640, 1.5)])
def test_that_the_chief_act_is_always_whole_on_the_screen(desk, qtbot, qapp, width, height, scale):
    theme.apply(qapp, "light", scale)
    with screens.shown(desk, width, height) as window:
        editor = screens.edit(window, "course_outcome", screens.DRAFT)
        for button in (editor.submit_button, editor.save_button, editor.delete_button, window.indicator):
            corner = button.mapTo(window, button.rect().bottomRight())
            assert window.rect().contains(corner)
            assert button.visibleRegion().boundingRect().size() == button.size()
    theme.apply(qapp, "light", 1.0)


def test_that_an_empty_page_says_how_to_begin(desk, qtbot):
    with screens.shown(desk) as window:
        page = screens.open_page(window, "licence")
        assert hands.says(page, "還沒有檢定證照")
        assert not page.detail.isVisible()
        hands.press(page, "新增檢定證照")
        assert page.detail.isVisible()
        assert page.editor.draft.fresh


def test_that_a_new_record_is_not_marked_as_another_in_the_list(desk, qtbot):
    with screens.shown(desk) as window:
        page = screens.open_page(window, "competition", WHOLE)
        assert page.list.currentIndex().row() == page.model.row_of(WHOLE)
        page.add()
        assert not page.list.currentIndex().isValid()
        assert not page.list.selectedIndexes()


def test_that_a_page_nobody_looks_at_reads_the_news_when_it_is_shown(desk, qtbot):
    with screens.shown(desk) as window:
        page = screens.open_page(window, "competition")
        window.go("home")
        record = desk.record(HOLES)
        renamed = {**record.values, "competition_name": "改了名字"}
        desks.hear(desk, [evolve(record, ver=2, values=renamed)], 100)
        titles = lambda: [line.title for line in page.model.lines]  # noqa: E731 - read twice
        assert "改了名字" not in titles()
        window.go("competition")
        assert "改了名字" in titles()


def test_that_two_hundred_records_do_not_make_the_window_wait(open_desk, qtbot):
    """Generous bounds for a busy computer; the figures of a calm one are a fifth of them."""
    many = [desks.competition(1000 + n, desks.STUDENT) for n in range(200)]
    desk = open_desk("student", [desks.school(), *desks.WINDOWS, *many]).desk
    with screens.shown(desk) as window:
        page = screens.open_page(window, "competition", many[0].id)
        box = page.editor.form.frames["award"].editor
        assert _longest(lambda n: page.open_record(many[n + 1].id), 5) < 0.4
        box.setFocus()
        assert _longest(lambda _: hands.QTest.keyClick(box, "a"), 5) < 0.15
        changed = [evolve(one, ver=2, values={**one.values, "award": "特優"}) for one in many]
        touched = desk.store.apply(desks.reply(changed, 1000))
        assert _longest(lambda _: desk._touched(touched), 1) < 0.8


def _longest(act, times):
    worst = 0.0
    for n in range(times):
        hands.live(0.01)
        began = time.perf_counter()
        act(n)
        hands.QApplication.processEvents()
        worst = max(worst, time.perf_counter() - began)
    return worst


def test_that_a_file_name_without_room_keeps_its_suffix_whole(qtbot):
    letters = QFontMetrics(theme.font("small"))
    room = letters.horizontalAdvance("校內….jpg") + 4
    assert short_name("校內科展獎狀.jpg", letters, room).endswith("….jpg")
    assert short_name("獎狀.jpg", letters, 500) == "獎狀.jpg"
