"""The pages about the own account, with a real school behind them."""

import pytest

from demo import hands
from desktop import sessions
from desktop.clock import Clock
from desktop.operations import access
from desktop.store import labels, vault
from desktop.views.email_page import EmailPage
from desktop.views.password_page import PasswordPage
from domain.errors import Locked
from tests.desktop.conftest import PASSWORD, STUDENT, open_campus
from tests.desktop.views import desks, screens
from tests.desktop.views.homes import NEW, idle, shown


def fill(page: PasswordPage, old: str, new: str, again: str = "") -> None:
    for box, text in ((page.old, old), (page.new, new), (page.again, again or new)):
        box.setText(text)


# ---- the password


def test_that_a_new_password_opens_the_school_and_this_computer(home, qtbot):
    page = shown(qtbot, PasswordPage(desks.Visit(home.desk)))
    fill(page, PASSWORD, NEW)
    hands.click(page.button)
    idle(page)
    assert hands.says(page, "密碼已經改好")
    assert page.old.text() == page.new.text() == page.again.text() == ""
    home.sign_in(NEW)
    vault.unlock(home.desk.folder, NEW)
    with pytest.raises(Locked):
        vault.unlock(home.desk.folder, PASSWORD)
    assert sessions.post(home.desk).ok


def test_that_another_computer_asks_for_the_old_password_once(home, qtbot):
    home.elsewhere("laptop").close()
    home.open.clear()
    page = shown(qtbot, PasswordPage(desks.Visit(home.desk)))
    fill(page, PASSWORD, NEW)
    hands.click(page.button)
    idle(page)
    laptop = home.folder / "laptop"
    with pytest.raises(sessions.OldPassword):
        sessions.sign_in(laptop, home.campus.url, STUDENT, NEW)
    sessions.sign_in(laptop, home.campus.url, STUDENT, NEW, old=PASSWORD).opened.close()
    sessions.sign_in(laptop, home.campus.url, STUDENT, NEW).opened.close()


def test_that_signing_in_again_with_the_new_password_changes_the_lock_too(home, qtbot):
    other = home.elsewhere("laptop")
    page = shown(qtbot, PasswordPage(desks.Visit(home.desk)))
    fill(page, PASSWORD, NEW)
    hands.click(page.button)
    idle(page)
    assert not sessions.post(other).ok
    access.renew(other, NEW)
    assert sessions.post(other).ok
    vault.unlock(other.folder, NEW)


def test_that_a_wrong_old_password_changes_nothing(home, qtbot):
    page = shown(qtbot, PasswordPage(desks.Visit(home.desk)))
    fill(page, "不是這個密碼", NEW)
    hands.click(page.button)
    idle(page)
    assert hands.says(page, "目前的密碼不正確")
    vault.unlock(home.desk.folder, PASSWORD)
    home.sign_in(PASSWORD)


def test_that_without_the_school_nothing_changes_and_the_page_says_so(home, qtbot):
    home.campus.school.stop()
    page = shown(qtbot, PasswordPage(desks.Visit(home.desk)))
    fill(page, PASSWORD, NEW)
    hands.click(page.button)
    idle(page)
    assert hands.says(page, "要連上學校才能做")
    vault.unlock(home.desk.folder, PASSWORD)


def test_that_a_lock_that_cannot_be_changed_is_told_apart_from_the_school(home, qtbot):
    page = shown(qtbot, PasswordPage(desks.Visit(home.desk)))
    slots = home.desk.folder / labels.SLOTS
    kept = slots.read_bytes()
    slots.write_bytes(b"{")
    fill(page, PASSWORD, NEW)
    hands.click(page.button)
    idle(page)
    assert hands.says(page, "學校的密碼已經改好")
    slots.write_bytes(kept)
    home.sign_in(NEW)


def test_that_the_page_helps_while_the_password_is_typed(open_desk, qtbot):
    page = shown(qtbot, PasswordPage(open_desk("student", screens.small_school())))
    hands.QTest.keyClicks(page.new, "short")
    assert hands.says(page, "密碼太短")
    page.new.setText("password123")
    assert hands.says(page, "太常見")
    page.new.setText(NEW)
    assert hands.says(page, "可以使用")
    page.again.setText(NEW[:3])
    assert not hands.says(page, "不一樣")
    page.again.setText("別的")
    hands.click(page.button)
    assert hands.says(page, "請填寫目前的密碼")
    assert hands.says(page, "不一樣")
    assert not page.busy


def test_that_another_recovery_code_is_shown_once_and_the_first_one_ends(home, qtbot):
    page = shown(qtbot, PasswordPage(desks.Visit(home.desk)))
    page.current.setText("不是這個")
    hands.click(page.recovery_button)
    idle(page)
    assert hands.says(page, "復原碼沒有更換")
    vault.unlock_with_recovery(home.desk.folder, home.recovery)
    page.current.setText(PASSWORD)
    with screens.answering("我抄好了") as said:
        hands.click(page.recovery_button)
    idle(page)
    code = next(text for text in said if text.count("-") == 6)
    vault.unlock_with_recovery(home.desk.folder, code)
    with pytest.raises(Locked):
        vault.unlock_with_recovery(home.desk.folder, home.recovery)


def test_that_the_pages_are_reached_from_the_menu_of_the_person(open_desk, qtbot):
    with screens.shown(open_desk("student", screens.small_school()).desk) as window:
        labels = [one.text() for one in window.person.menu().actions()]
        assert any("兩階段驗證" in one for one in labels)
        assert any("Email" in one for one in labels)
        assert "修改密碼" in labels
        window.go("change_password")
        assert isinstance(window.page("change_password"), PasswordPage)


# ---- the address


def test_that_a_new_address_is_taken_once_the_letter_was_read(home, box, qtbot):
    page = shown(qtbot, EmailPage(desks.Visit(home.desk)))
    idle(page)
    assert hands.says(page, "還沒有登記")
    hands.click(page.send_button)
    assert hands.says(page, "請填寫新的 Email")
    hands.write(page.address, "lin@example.com")
    hands.click(page.send_button)
    idle(page)
    assert hands.says(page, "驗證碼已寄到 lin@example.com")
    hands.write(page.code, "wrong")
    hands.click(page.confirm_button)
    idle(page)
    assert hands.says(page, "驗證碼不正確")
    page.code.set_value("")
    hands.write(page.code, box.code())
    hands.click(page.confirm_button)
    idle(page)
    assert hands.says(page, "Email 已改成 lin@example.com")
    assert page.now.text() == "lin@example.com"


def test_that_a_typing_error_is_told_and_can_be_mended(home, box, qtbot):
    page = shown(qtbot, EmailPage(desks.Visit(home.desk)))
    idle(page)
    for wrong, words in (("lin@example", "不是可以收信的"), ("nobody@example.com", "不接受這個地址")):
        box.closed.add("nobody@example.com")
        page.address.set_value(wrong)
        hands.click(page.send_button)
        idle(page)
        assert hands.says(page, words)
        assert page.address_card.isVisible()
    page.address.set_value("lin@example.com")
    hands.click(page.send_button)
    idle(page)
    hands.press(page, "換一個地址或重寄")
    assert page.address_card.isVisible()


def test_that_without_post_the_page_says_whom_to_ask(qtbot, qapp, tmp_path):
    campus = open_campus(tmp_path / "school")
    desk = sessions.desk_for(sessions.sign_in(tmp_path / "home", campus.url, STUDENT, PASSWORD), Clock())
    page = shown(qtbot, EmailPage(desks.Visit(desk)))
    idle(page)
    assert hands.says(page, "還沒有設定寄信")
    assert not page.send_button.isVisible()
    desk.close()
    campus.school.stop()
