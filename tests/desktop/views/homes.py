"""A signed-in student at a computer, with a real school behind it."""

from pathlib import Path

from attrs import field, frozen

from demo import hands
from desktop import sessions
from desktop.clock import Clock
from desktop.desk import Desk
from sync import http
from tests.desktop.conftest import PASSWORD, STUDENT, Campus

NEW = "雨後的 corn field"


@frozen
class Home:
    """A computer with a signed-in student, and its school."""

    campus: Campus
    folder: Path
    desk: Desk
    recovery: str
    open: list[Desk] = field(factory=list)

    def elsewhere(self, name: str, password: str = PASSWORD, otp: str = "") -> Desk:
        """The same student at another computer."""
        there = sessions.sign_in(self.folder / name, self.campus.url, STUDENT, password, otp)
        desk = sessions.desk_for(there, Clock())
        self.open.append(desk)
        return desk

    def sign_in(self, password: str, otp: str = "") -> None:
        """At the school alone; raises what it says."""
        http.sign_in(self.campus.url, STUDENT, password, "another", otp)


def shown(qtbot, page):
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    page.activateWindow()
    hands.wait(page.isActiveWindow, "頁面在最前面")
    return page


def idle(page) -> None:
    hands.wait(lambda: not page.busy, "學校回答了")
    hands.live(0.01)
