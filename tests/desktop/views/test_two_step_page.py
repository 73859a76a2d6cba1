"""兩階段驗證 with a real school and any authenticator."""

from datetime import UTC, datetime

import pyotp
import pytest
from PySide6.QtGui import QGuiApplication

from demo import hands
from desktop import sessions
from desktop.operations import account
from desktop.views import qr
from desktop.views.two_step_page import TwoStepPage
from domain.errors import Locked
from sync.effects import AuthRequired
from tests.desktop.conftest import PASSWORD, STUDENT
from tests.desktop.views import desks, screens
from tests.desktop.views.homes import NEW, idle, shown


def opened(qtbot, home) -> TwoStepPage:
    page = shown(qtbot, TwoStepPage(desks.Visit(home.desk)))
    idle(page)
    return page


def digits(secret: str) -> str:
    """What an authenticator shows, where the last digits were not used a moment ago."""
    return pyotp.TOTP(secret).at(datetime.now(UTC), counter_offset=1)


def turn_on(page: TwoStepPage, code=lambda secret: pyotp.TOTP(secret).now()) -> str:
    """Through the page as a person does; the secret."""
    page.off.password.setText(PASSWORD)
    hands.click(page.off.button)
    idle(page)
    secret = page.setup.secret.text().replace(" ", "")
    hands.write(page.setup.code, code(secret))
    hands.click(page.setup.button)
    idle(page)
    return secret


def test_that_the_second_step_is_turned_on_and_asked_for_at_the_next_computer(home, qtbot):
    page = opened(qtbot, home)
    assert page.off.isVisible()
    secret = turn_on(page)
    codes = page.spare.codes
    assert len(codes) == 10
    assert all(hands.says(page, code) for code in codes)
    with pytest.raises(AuthRequired, match="兩階段驗證") as asked:
        home.sign_in(PASSWORD)
    assert asked.value.code == "otp_required"
    home.sign_in(PASSWORD, codes[0])
    home.elsewhere("laptop", otp=digits(secret))
    hands.click(page.spare.done)
    idle(page)
    assert page.on.isVisible()
    assert hands.says(page, "還有 9 組")
    assert not hands.says(page, codes[1])


def test_that_wrong_digits_turn_nothing_on(home, qtbot):
    page = opened(qtbot, home)
    turn_on(page, lambda secret: "000000")
    assert hands.says(page, "驗證碼不正確")
    assert page.setup.isVisible()
    home.sign_in(PASSWORD)
    hands.press(page, "先不要開啟")
    idle(page)
    assert page.off.isVisible()
    assert page.setup.secret.text() == ""


def test_that_it_is_turned_off_with_password_and_code(home, qtbot):
    page = opened(qtbot, home)
    turn_on(page)
    code = page.spare.codes[0]
    hands.click(page.spare.done)
    idle(page)
    hands.click(page.on.button)
    assert hands.says(page, "請填寫目前的密碼")
    page.on.password.setText(PASSWORD)
    hands.write(page.on.code, code)
    hands.click(page.on.button)
    idle(page)
    assert hands.says(page, "兩階段驗證已關閉")
    home.sign_in(PASSWORD)


def test_that_the_spare_codes_can_be_copied(home, qtbot):
    page = opened(qtbot, home)
    turn_on(page)
    hands.press(page, "複製")
    assert QGuiApplication.clipboard().text().splitlines() == list(page.spare.codes)
    QGuiApplication.clipboard().clear()


def test_that_the_picture_says_what_the_secret_says(home, qtbot):
    page = opened(qtbot, home)
    page.off.password.setText(PASSWORD)
    hands.click(page.off.button)
    idle(page)
    secret = page.setup.secret.text().replace(" ", "")
    uri = pyotp.TOTP(secret, name=STUDENT, issuer="範例高級中學").provisioning_uri()
    picture = page.setup.picture.pixmap().toImage()
    rows = qr.matrix(uri)
    size = picture.width() // len(rows)
    seen = [
        bytes(picture.pixelColor(x * size + 1, y * size + 1).red() for x in range(len(rows)))
        for y in range(len(rows))
    ]
    assert seen == list(rows)
    assert "金鑰" in page.setup.picture.accessibleName()
    assert secret[:4] in page.setup.secret.accessibleName()


def test_that_the_page_tells_when_the_school_cannot_be_asked_and_tries_again(open_desk, qtbot):
    page = shown(qtbot, TwoStepPage(open_desk("student", screens.small_school())))
    idle(page)
    assert hands.says(page, "要連上學校才能做")
    assert page.again.isVisible()


def test_that_a_password_changed_elsewhere_and_a_second_step_go_together(home, qtbot):
    """The code is asked for once the old password has opened what is here, and is not used up before."""
    home.elsewhere("laptop").close()
    home.open.clear()
    page = opened(qtbot, home)
    turn_on(page)
    spare = page.spare.codes[0]
    account.change_password(home.desk, PASSWORD, NEW)
    laptop = home.folder / "laptop"
    with pytest.raises(sessions.OldPassword):
        sessions.sign_in(laptop, home.campus.url, STUDENT, NEW, spare)
    with pytest.raises(Locked):
        sessions.sign_in(laptop, home.campus.url, STUDENT, NEW, spare, old="不是這個")
    with pytest.raises(AuthRequired) as asked:
        sessions.sign_in(laptop, home.campus.url, STUDENT, NEW, old=PASSWORD)
    assert asked.value.code == "otp_required"
    sessions.sign_in(laptop, home.campus.url, STUDENT, NEW, spare, old=PASSWORD).opened.close()
    sessions.sign_in(laptop, home.campus.url, STUDENT, NEW).opened.close()
