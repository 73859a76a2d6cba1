"""The way in and the own account, at a real school: first run, unlock, refusals, recovery code, password, codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QMainWindow, QWidget

from demo import hands
from desktop import sessions
from desktop.clock import Clock
from desktop.views.sign_in import SignInPage
from tests.desktop.conftest import PASSWORD, STUDENT, open_campus
from tests.desktop.views import screens
from tests.fakes.mailbox import mailbox
from tests.shots import people

Scenes = Iterator[tuple[str, QWidget]]


def door(folder: Path) -> Scenes:
    """In front of the desk."""
    yield from _sign_in("sign-in-first", ())
    one, more = ("範例高級中學", "http://x", "s110001"), (people.LONG_SCHOOL, "http://x", "s110002")
    yield from _sign_in("sign-in-known", (one, more))
    yield from _sign_in("sign-in-long", (more,), "帳號或密碼不正確。請再試一次；連續錯五次會暫停十分鐘。")
    yield from _sign_in(
        "sign-in-error-offline", (), "連不上學校主機，第一次登入需要網路。請檢查網址與網路後再試。"
    )
    yield from _sign_in("sign-in-error-otp", (one,), "這個帳號開啟了兩階段驗證，請輸入驗證碼。", "otp")
    yield from _sign_in("sign-in-error-old", (one,), "密碼在別處改過了，請輸入舊密碼或復原碼。", "old")
    yield from _sign_in("sign-in-busy", (one,), "", "busy")


def _sign_in(name: str, known: tuple[tuple[str, str, str], ...], said: str = "", more: str = "") -> Scenes:
    page = SignInPage(known)
    if said:
        page.say(said)
    if more == "otp":
        page.ask_otp()
    if more == "old":
        page.ask_old_password()
    page.set_busy(more == "busy")
    window = QMainWindow()
    window.setCentralWidget(page)
    window.show()
    window.activateWindow()
    hands.live(0.05)
    yield name, window
    window.close()
    window.deleteLater()


def account(folder: Path) -> Scenes:
    """修改密碼、兩階段驗證、修改 Email, each step of them, and the school down."""
    with mailbox() as box:
        campus = open_campus(folder / "school", box.url)
        opening = sessions.sign_in(folder / "home", campus.url, STUDENT, PASSWORD)
        desk = sessions.desk_for(opening, Clock())
        with screens.shown(desk) as window:
            yield from _steps(window)
            campus.school.stop()
            for key in ("change_password", "two_step", "change_email"):
                window.go(key)
                page = window.page(key)
                hands.wait(lambda page=page: not page.busy, "學校回答了")
                if key == "change_password":
                    page.submit()
                elif key == "two_step":
                    page.reload()
                else:
                    page.address.set_value("me@example.org")
                    page.send()
                hands.wait(lambda page=page: not page.busy, "學校回答了")
                yield f"{key}-error", window
        desk.close()


def _steps(window: QWidget) -> Scenes:
    for key in ("change_password", "two_step", "change_email"):
        window.go(key)
        page = window.page(key)
        hands.wait(lambda page=page: not page.busy, "學校回答了")
        yield f"{key}-full", window
    page.address.set_value("a.very.long.mail.address.of.a.student@mail.portfolio.school.edu.tw")
    page.send()
    hands.wait(lambda: not page.busy, "學校回答了")
    yield "change_email-code-full", window
    window.go("two_step")
    page = window.page("two_step")
    hands.wait(lambda: not page.busy, "學校回答了")
    page.begin(PASSWORD)
    hands.wait(lambda: not page.busy, "學校回答了")
    yield "two_step-setup-full", window
    page._confirmed(tuple(f"{n:04d}-ABCD-{n:04d}" for n in range(1001, 1011)))
    yield "two_step-spare-full", window
    page.spare.set_codes(())
