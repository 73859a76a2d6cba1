"""The side menu's memory: which groups the person closed, and what is new behind an entry."""

from PySide6.QtCore import QObject, QTimer

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.models import notices
from desktop.views import kit

FOLDED = "ui.menu.folded"


class MenuKeeper(QObject):
    """Where the menu has no line for announcements, the first screen tells of them."""

    def __init__(self, desk: Desk, nav: kit.SideNav, line: str) -> None:
        super().__init__(nav)
        self._desk = desk
        self._nav = nav
        self._line = line
        nav.fold(key for key in desk.noted(FOLDED).split(",") if key)
        nav.folding_changed.connect(self._remember)
        desk.bus.changed.connect(self._on_changed)
        QTimer.singleShot(0, self, self._tell)  # the window is shown first

    def _remember(self) -> None:
        self._desk.note(FOLDED, ",".join(sorted(self._nav.folded)))

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or notices.FORM in changes.forms:
            self._tell()

    def _tell(self) -> None:
        count = len(notices.unread(self._desk))
        words = "則未讀" if self._line == notices.FORM else "則公告"
        self._nav.set_note(self._line, f"{count} {words}" if count else "", "accent")
