"""What was written last year begins this year's record, with its files, and only when a record may be begun."""

import pytest
from attrs import evolve

from demo import hands
from desktop.operations import copies
from tests.desktop.views import desks, screens

OLD = desks.identity(85)


@pytest.fixture
def desk(open_desk):
    old = desks.competition(85, desks.STUDENT, year="113-2")
    return open_desk("student", [*screens.small_school(), old]).desk


def copy_of(desk, window, key, record):
    page = screens.open_page(window, key, record)
    page.editor.more.aboutToShow.emit()
    page.editor.more.copying.trigger()
    screens.settle(desk)
    opened = window.page(key)
    return (opened.outcomes if key == "course_outcome" else opened).editor


def test_that_a_copy_holds_the_words_dates_and_files_of_this_year(desk, qtbot):
    before = desk.record(OLD)
    with screens.shown(desk) as window:
        editor = copy_of(desk, window, "competition", OLD)
        copied = desk.record(editor.record_id)
        assert copied.id != OLD
        assert copied.values == {**before.values, "year_term": "114-2"}
        assert copied.files == before.files
        assert copied.ver == 0
        assert not copied.srv.get("selection")
        assert desk.record(OLD) == before
        assert window.toasts.toasts


def test_that_words_not_yet_saved_are_in_the_copy(desk, qtbot):
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", OLD)
        screens.commit(editor.form.frames["award"].editor, "特優")
        copied = copy_of(desk, window, "competition", OLD)
        assert "特優" in desk.record(copied.record_id).text("award")


def test_that_the_list_offers_it_too(desk, qtbot):
    with screens.shown(desk) as window:
        page = screens.open_page(window, "competition")
        menu = page.menu_of(page.model.index(page.model.row_of(OLD)))
        menu.copying.trigger()
        screens.settle(desk)
        assert page.editor.record_id not in (OLD, "")
        assert page.editor.form.frames["year_term"].editor.value() == "114-2"
        assert page.menu_of(page.model.index(-1)) is None


def test_that_an_outcome_is_copied_into_its_course_only_while_the_course_has_room(desk, qtbot):
    with screens.shown(desk) as window:
        editor = screens.edit(window, "course_outcome", screens.DRAFT)
        editor.more.aboutToShow.emit()
        assert not editor.more.copying.isEnabled()
        assert "3" in editor.more.copying.toolTip()
        roomy = evolve(desk.record(screens.COURSE), ver=2)
        roomy = evolve(roomy, values={**roomy.values, "quota": "9"})
        desks.hear(desk, [roomy], 100)
        copied = copy_of(desk, window, "course_outcome", screens.DRAFT)
        assert desk.record(copied.record_id).parent == screens.COURSE
        assert desk.record(copied.record_id).state == "draft"


def test_that_what_the_school_wrote_about_a_record_is_not_copied(desk, qtbot):
    made = copies.copy_of(desk, desk.record(screens.PASSED))
    assert (made.state, made.srv, made.ver) == ("draft", {}, 0)


def test_that_a_new_record_cannot_be_copied_before_it_exists(desk, qtbot):
    with screens.shown(desk) as window:
        editor = screens.begin(window, "competition")
        editor.more.aboutToShow.emit()
        assert not editor.more.copying.isEnabled()
        hands.live(0.01)
