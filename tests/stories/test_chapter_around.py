"""Manual 000, chapters 1, 2, 8-2 and 9: signing in and out, the window, the manual, the announcements."""

import pytest

from demo import hands, roster
from desktop.views.kit.nav_model import NOTE
from desktop.views.sign_in import SignInPage
from tests.stories import chapters

pytestmark = [pytest.mark.story, pytest.mark.qt]


@pytest.fixture
def inside(student):
    chapters.sign_in(student)
    return student


def test_that_account_and_password_lead_in_and_signing_out_leads_back(inside):
    window = inside.window
    window.person.menu().actions()[-1].trigger()
    hands.wait(lambda: isinstance(inside.app.page, SignInPage) and inside.app.page.isVisible(), "sign-in")
    inside.town.cut()
    inside.enter()
    assert inside.desk.actor.id == "s1"


def test_that_the_window_names_the_school_and_the_person_and_opens_its_menus(inside):
    window = inside.window
    assert roster.SCHOOL_NAME in window.school.text()
    assert "林怡君" in window.person.text()
    assert "登出" in [action.text() for action in window.person.menu().actions()]
    tree, group = window.nav.tree, window.nav._model.find("courses")
    hands.QTest.mouseClick(tree.viewport(), hands.LEFT, pos=tree.visualRect(group).center())
    assert not tree.isExpanded(group)
    inside.settle()
    inside.again()
    tree, group = inside.window.nav.tree, inside.window.nav._model.find("courses")
    assert not tree.isExpanded(group)
    hands.QTest.mouseClick(tree.viewport(), hands.LEFT, pos=tree.visualRect(group).center())
    assert inside.go("course_outcome").isVisible()
    home = inside.go("home")
    assert hands.says(home, roster.ANNOUNCEMENTS[0][0])


def test_that_the_manual_is_searched_and_taken_away_as_pdf_without_a_school(inside, tmp_path):
    inside.town.cut()
    page = inside.go("manual")
    hands.write(page.box.findChild(hands.QLineEdit) or page.box, "取消認證")
    hands.wait(lambda: "找到" in page.header._subtitle.text(), "found")
    target = tmp_path / "手冊.pdf"
    with hands.answering(hands.choosing_file(target), "save dialog"):
        hands.click(page.pdf_button)
    hands.wait(lambda: hands.says(page.job, "PDF 做好了"), "saved", 60)
    assert target.read_bytes().startswith(b"%PDF")


def test_that_an_announcement_and_its_attachment_are_read_and_saved_without_a_school(inside, tmp_path):
    inside.sync_until(lambda: not inside.desk.store.wanted(), "files")
    inside.town.cut()
    note = inside.window.nav._model.find("announcement")
    assert note.data(NOTE) == f"{len(roster.ANNOUNCEMENTS)} 則未讀"
    page = inside.go("announcement")
    inside.settle()
    assert hands.says(page.detail, roster.ANNOUNCEMENTS[0][1][:20])
    chapters.previewed(page, page.detail)
    target = tmp_path / "日程.pdf"
    with hands.answering(hands.choosing_file(target), "save dialog"):
        hands.press(page.preview, "另存一份")
    inside.settle()
    assert target.read_bytes().startswith(b"%PDF")
    inside.again()
    note = inside.window.nav._model.find("announcement")
    assert note.data(NOTE) == f"{len(roster.ANNOUNCEMENTS) - 1} 則未讀"
