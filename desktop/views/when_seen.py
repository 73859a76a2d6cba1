"""Pages that nobody looks at do no work: what changes meanwhile is read once, when the page is shown again."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from desktop.bus import Bus
from desktop.changes import Changes


class WhenSeen(QObject):
    """Calls `reload` for every change that `concerns` the page: now while it is visible, else when it is shown."""

    def __init__(
        self, page: QWidget, bus: Bus, concerns: Callable[[Changes], bool], reload: Callable[[], None]
    ) -> None:
        super().__init__(page)
        self._page = page
        self._concerns = concerns
        self._reload = reload
        self.stale = False
        bus.changed.connect(self._on_changed)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and self.stale:
            self.stale = False
            self._reload()
        return False

    def _on_changed(self, changes: Changes) -> None:
        if not self._concerns(changes):
            return
        if self._page.isVisible():
            self._reload()
        else:
            self.stale = True
