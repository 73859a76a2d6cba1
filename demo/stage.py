"""The stage of the story: one school that can vanish from the network, and the people with a computer each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from attrs import define, field
from PySide6.QtTest import QTest

from demo import hands, roster
from demo.hands import wait
from demo.school import Place
from desktop.app import Application
from desktop.desk import Desk
from desktop.views.main_window import MainWindow
from domain.errors import Offline
from domain.records import Record
from server.app import Embedded
from server.db import rows
from server.services.office import Office
from sync.http import hello

T = TypeVar("T")


class Town:
    """The school's host and the way to it. Offline means that nothing listens: a connection is refused."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._school: Embedded | None = None

    @property
    def online(self) -> bool:
        return self._school is not None

    def connect(self) -> None:
        if self._school is None:
            self._school = self.place.open()
            self._school.start()
            hello(self.place.url)

    def cut(self) -> None:
        """From here on a connection is refused; raises when it is not."""
        self.stop()
        try:
            hello(self.place.url)
        except Offline:
            return
        raise AssertionError("學校主機還在，並沒有離線")

    def stop(self) -> None:
        if self._school is not None:
            self._school.stop()
            self._school = None

    @property
    def office(self) -> Office:
        assert self._school is not None
        return self._school.office

    def records(self, *forms: str) -> tuple[Record, ...]:
        """What stands in the school's own database."""
        found = self.office.database.read(lambda conn: rows.of_forms(conn, forms)).result()
        return tuple(record for record in found if not record.deleted)


@define
class Actor:
    """A person at a computer of their own: a home folder and, while it is open, the application."""

    account: str
    home: Path
    town: Town
    app: Application | None = None
    shots: list[Path] = field(factory=list)

    def start(self) -> None:
        """Open the program: the sign-in stands there."""
        self.app = Application(self.home)
        self.app.show_sign_in()
        self.look("light")

    def enter(self, *, first: bool = False, password: str = roster.PASSWORD) -> None:
        """Type what the sign-in asks for, and press 登入."""
        assert self.app is not None
        assert self.app.page is not None
        page = self.app.page
        if first:
            hands.write(page.url, self.town.place.url)
            hands.write(page.login, self.account)
        hands.write(page.password, password)
        if first:
            with hands.answering(hands.pressing("我抄好了"), "復原碼"):
                hands.click(page.button)
                wait(lambda: self._inside, "登入")
        else:
            hands.click(page.button)
            wait(lambda: self._inside, "登入")
        self.settle()

    @property
    def _inside(self) -> bool:
        return self.app is not None and isinstance(self.app.window, MainWindow)

    @property
    def window(self) -> MainWindow:
        assert self.app is not None
        assert isinstance(self.app.window, MainWindow)
        return self.app.window

    @property
    def desk(self) -> Desk:
        return self.window.desk

    def leave(self) -> None:
        """Close the program, as the window's cross does."""
        if self.app is not None:
            left, self.app = self.app, None
            left.close()
            if left.window is not None:
                left.window.deleteLater()
            left.deleteLater()
            hands.live(0.02)

    def again(self) -> None:
        """Close the program and open it again; the password unlocks what is here."""
        self.leave()
        self.start()
        self.enter()

    def settle(self, seconds: float = hands.PATIENCE) -> None:
        """Wait until nothing is being written."""
        desk = self.desk
        wait(lambda: not (desk.writer.waiting or desk.hands.waiting), "寫入完成", seconds)

    def sync(self, seconds: float = 30.0) -> None:
        """Press F5's twin and wait until the courier is back."""
        desk, courier = self.desk, self.desk.courier
        back: list[object] = []
        assert courier is not None
        wait(lambda: not courier.condition.running, "前一次同步結束", seconds)
        courier.returned.connect(back.append)
        desk.sync_now()
        wait(lambda: back or courier.condition.state == "failed", "同步完成", seconds)
        courier.returned.disconnect(back.append)
        self.settle()

    def sync_until(self, holds: Callable[[], object], what: str) -> None:
        """Sync until the condition holds, at most four times."""
        for _ in range(4):
            self.sync()
            if holds():
                return
        raise hands.Missed(f"同步之後還是沒有：{what}（{self.desk.status().sentence}）")

    def go(self, key: str) -> Any:
        """Click the line of the menu; returns its page."""
        nav = self.window.nav
        if not nav._model.find(key).isValid():
            return self._go_by_person_menu(key)
        index = nav._model.find(key)
        nav.tree.scrollTo(index)
        rect = nav.tree.visualRect(index)
        if not rect.isValid():
            raise hands.Missed(f"選單裡看不到 {key}")
        QTest.mouseClick(nav.tree.viewport(), hands.LEFT, pos=rect.center())
        hands.live(0.05)
        if nav.current != key:
            raise hands.Missed(f"選單沒有換到 {key}")
        return self.window.work.currentWidget()

    def _go_by_person_menu(self, key: str) -> Any:
        """Some profiles keep a page in the menu behind the person's name."""
        mine = self.desk.profile.account_menu_of(self.desk.actor.role.value)
        label = next((item.label for item in mine if item.key == key), "")
        found = [one for one in self.window.person.menu().actions() if label and one.text() == label]
        if not found:
            raise hands.Missed(f"選單裡看不到 {key}")
        found[0].trigger()
        hands.live(0.05)
        return self.window.work.currentWidget()

    def look(self, mode: str, scale: float = 1.0) -> None:
        """Light or dark, and how large."""
        assert self.app is not None
        self.app.apply_look(mode, scale)
        hands.live(0.05)

    def shot(self, path: Path) -> None:
        assert self.app is not None
        assert self.app.window is not None
        self.shots.append(hands.picture(self.app.window, path))
