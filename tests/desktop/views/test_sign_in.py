"""The first screen: says what is missing, what went wrong, and remembers who was here."""

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow

from demo import hands
from desktop import theme
from desktop.views.sign_in import SignInPage

KNOWN = (("範例高級中學", "http://one", "s1"), ("另一所高中", "http://two", "s2"))


def shown(qtbot, known=(), width=1024, height=640):
    page = SignInPage(known)
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    page.activateWindow()
    hands.wait(page.isActiveWindow, "登入頁在最前面")
    page.asked = []
    page.wanted.connect(lambda *words: page.asked.append(words))
    return page


def test_that_holes_are_named_before_anything_is_asked(qtbot):
    page = shown(qtbot)
    hands.click(page.button)
    assert page.asked == []
    assert hands.says(page, "請填寫學校網址、帳號、密碼")


def test_that_the_account_that_was_here_needs_only_its_password(qtbot):
    page = shown(qtbot, KNOWN)
    assert not page.url_row.isVisible()
    page.password.setText("秘密")
    hands.QTest.keyClick(page.password, hands.Qt.Key.Key_Return)
    assert page.asked == [("http://one", "s1", "秘密", "", "")]


def test_that_another_account_can_be_chosen_or_typed(qtbot):
    page = shown(qtbot, KNOWN)
    hands.choose(page.account, "1")
    page.password.setText("x")
    hands.click(page.button)
    hands.choose(page.account, "")
    assert page.url_row.isVisible()
    assert page.asked[0][:2] == ("http://two", "s2")


def test_that_what_the_school_asks_for_besides_appears_when_it_does(qtbot):
    page = shown(qtbot, KNOWN)
    assert not page.otp_row.isVisible()
    page.ask_otp()
    page.ask_old_password()
    page.password.setText("x")
    page.otp.set_value("123456")
    page.old.setText("舊")
    hands.click(page.button)
    assert page.asked[0][3:] == ("123456", "舊")


def test_that_it_cannot_be_pressed_twice_while_it_works(qtbot):
    page = shown(qtbot, KNOWN)
    page.set_busy(True)
    assert not page.button.isEnabled()
    page.say("密碼不對。")
    page.set_busy(False)
    assert page.button.isEnabled()
    assert hands.says(page, "密碼不對")


def test_that_large_letters_scroll_instead_of_cutting_the_fields(qtbot, qapp):
    theme.apply(qapp, "light", 1.5)
    page = shown(qtbot)
    page.say("密碼不對，這台電腦上的資料沒有開啟。請再試一次，注意大小寫與輸入法。")
    page.ask_otp()
    page.ask_old_password()
    hands.live(0.05)
    boxes = (page.url, page.login, page.password, page.otp, page.old, page.button)
    tall = [box.height() >= box.sizeHint().height() for box in boxes]
    theme.apply(qapp, "light", 1.0)
    assert all(tall)


@pytest.mark.parametrize(
    ("known", "first"), [((("範例高級中學", "http://x", "s1"),), "password"), ((), "url")]
)
def test_that_the_keyboard_waits_where_something_is_to_be_typed(qtbot, known, first):
    window = QMainWindow()
    qtbot.addWidget(window)
    page = SignInPage(known)
    window.setCentralWidget(page)
    window.show()
    window.activateWindow()
    hands.wait(window.isActiveWindow, "登入視窗在最前面")
    assert QApplication.focusWidget() is getattr(page, first)
