"""Builds the parts and joins them; the only place that does, and then it has nothing to do."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from desktop import theme
from desktop.clock import Clock
from desktop.threads import Lane
from desktop.views.brand import mark_icon
from desktop.views.sign_in import SignInPage
from domain.errors import LichengError

if TYPE_CHECKING:
    from desktop.desk import Desk

LEAST = QSize(1024, 640)


class Application(QObject):
    """One window at a time: the sign-in, or the desk of the person who is in."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home = home
        self.home.mkdir(parents=True, exist_ok=True)
        self.clock = Clock()
        self.door = Lane("door", self)
        self.window: QMainWindow | None = None
        self.page: SignInPage | None = None
        self.desk: object | None = None
        self._settings = QSettings(str(home / "look.ini"), QSettings.Format.IniFormat)
        self._farewell: QWidget | None = None
        QApplication.setWindowIcon(mark_icon())
        self.apply_look(
            str(self._settings.value("mode", "system")), float(str(self._settings.value("scale", "1.0")))
        )

    def show_sign_in(self) -> None:
        """The first thing anybody sees; what is heavy is fetched after it is painted."""
        window = QMainWindow()
        window.setWindowTitle("歷程 Licheng")
        window.setMinimumSize(LEAST)
        window.resize(roomy())
        self.page = SignInPage(self._known())
        self.page.wanted.connect(self.sign_in)
        window.setCentralWidget(self.page)
        self._replace(window)

    def sign_in(self, url: str, login: str, password: str, otp: str = "", old: str = "") -> None:
        """Let the person in; the window shows why not otherwise."""
        from desktop import sessions  # noqa: PLC0415 - SQLAlchemy costs 0.4 s; only after the first paint

        if self.page is not None:
            self.page.set_busy(True)
        job = lambda: sessions.sign_in(self.home, url, login, password, otp, old)  # noqa: E731 - read where it runs
        self.door.start(job, self._let_in, self._kept_out)

    def sign_out(self) -> None:
        """Close the desk; the vault is locked again."""
        self._close_desk()
        self.show_sign_in()

    def apply_look(self, mode: str, scale: float) -> None:
        """Light, dark or as the system; the size of everything."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, mode, scale)
        self._settings.setValue("mode", mode)
        self._settings.setValue("scale", scale)

    def close(self) -> None:
        """Leave in order: what is being written is finished first."""
        self._close_desk()
        self.door.close()
        if self.window is not None:
            self.window.close()

    def _let_in(self, opening: object) -> None:
        from desktop import sessions  # noqa: PLC0415 - as above
        from desktop.operations import records  # noqa: PLC0415 - as above
        from desktop.views.main_window import MainWindow  # noqa: PLC0415 - the pages wait for a signed-in person

        if not isinstance(opening, sessions.Opening):
            raise TypeError(type(opening))
        desk = sessions.desk_for(opening, self.clock)
        self.desk = desk
        self._settings.setValue("last", desk.identity.url + " " + desk.identity.login)
        desk.write(lambda: records.rescue(desk))
        window = MainWindow(desk)
        window.resize(roomy())
        window.left.connect(lambda: self._say_farewell(desk) if self.desk is desk else None)
        window.signed_out.connect(self.sign_out)
        window.look_changed.connect(self.apply_look)
        self._replace(window)
        desk.sync_now()
        if opening.recovery:
            window.show_recovery(opening.recovery)

    def _kept_out(self, error: Exception) -> None:
        if self.page is None:
            raise error
        self.page.set_busy(False)
        if not isinstance(error, LichengError):
            self.page.say(f"登入時遇到沒有料到的問題（{type(error).__name__}），請再試一次。")
            raise error
        self.page.say(str(error))
        if error.code == "old_password":
            self.page.ask_old_password()
        if error.code == "otp_required":
            self.page.ask_otp()

    def _known(self) -> tuple[tuple[str, str, str], ...]:
        from desktop.store import labels  # noqa: PLC0415 - only once there is a window to fill

        last = str(self._settings.value("last", ""))
        known = sorted((one for _, one in labels.accounts(self.home)), key=lambda one: one.account)
        known.sort(key=lambda one: f"{one.url} {one.account}" != last)
        return tuple((label.school, label.url, label.account) for label in known)

    def _say_farewell(self, desk: "Desk") -> None:
        """The person closes the window while the school lacks something: one line says so and goes by itself."""
        if self.window is not None and (desk.unsent_count() or desk.sync_facts().uploads):
            from desktop.views.farewell import Farewell  # noqa: PLC0415 - on the way out only

            self._farewell = Farewell(desk, self.window)
            self._farewell.show()

    def _replace(self, window: QMainWindow) -> None:
        old, self.window = self.window, window
        window.show()
        if old is not None:
            old.close()
            old.deleteLater()

    def _close_desk(self) -> None:
        """The window goes first: what is open in it is saved, and nothing reads a closed store."""
        close: Callable[[], None] | None = getattr(self.desk, "close", None)
        self.desk = None
        if close is not None:
            if self.window is not None:
                self.window.close()
            close()


def roomy() -> QSize:
    """The size of a new window: what every screen was drawn for, or what this display has if that is enough."""
    wanted, there = QSize(1280, 800), QGuiApplication.primaryScreen().availableSize()
    fits = wanted.boundedTo(there)
    return fits if fits.expandedTo(LEAST) == fits else wanted
