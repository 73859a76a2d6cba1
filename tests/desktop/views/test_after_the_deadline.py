"""Each of the ten forms of 多元表現 once the school's window is shut: to be read, and with the reason why no more."""

import pytest

from demo import hands
from domain.forms import DIVERSE
from domain.intents import Action
from domain.records import Record
from domain.refusals import Refused
from tests.desktop.views import desks, screens

DAY = "4 月 11 日（六）24:00"
RECORD = desks.identity(83)


@pytest.fixture
def over(open_desk):
    def make(form, days):
        shut = desks.window(14, "diverse_edit", days, printed=DAY)
        mine = Record(RECORD, form.key, desks.STUDENT, state="editable", values={"year_term": "114-1"})
        rest = [one for one in desks.WINDOWS if one.text("kind") != "diverse_edit"]
        return open_desk("student", [desks.school(), shut, *rest, mine]).desk

    return make


@pytest.mark.parametrize("form", DIVERSE, ids=lambda form: form.key)
def test_that_nothing_of_a_form_can_be_changed_after_the_deadline_and_it_says_why(over, qtbot, form):
    desk = over(form, -1)
    mine = desk.record(RECORD)
    for action in (Action.SAVE, Action.DELETE):
        verdict = desk.may(action, mine)
        assert isinstance(verdict, Refused)
        assert all(words in verdict.text for words in ("多元表現填寫", DAY))
    with screens.shown(desk) as window:
        editor = screens.edit(window, form.key, RECORD)
        page = window.page(form.key)
        assert DAY in editor.banner.text
        assert editor.form.frames["description"].editor.isReadOnly()
        assert not hands.named_button(editor, "選擇檔案").isEnabled()
        for button in (editor.save_button, editor.delete_button, page.add_button):
            assert not button.isEnabled()
            assert DAY in button.toolTip()


@pytest.mark.parametrize("form", DIVERSE, ids=lambda form: form.key)
def test_that_the_same_form_can_be_changed_while_the_window_is_open(over, qtbot, form):
    desk = over(form, 1)
    with screens.shown(desk) as window:
        editor = screens.edit(window, form.key, RECORD)
        assert not editor.form.frames["description"].editor.isReadOnly()
        assert hands.named_button(editor, "選擇檔案").isEnabled()
        assert editor.delete_button.isEnabled()
        assert window.page(form.key).add_button.isEnabled()
