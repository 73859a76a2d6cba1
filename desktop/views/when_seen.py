"""Pages that nobody looks at do no work: what changes meanwhile is told once, when the page is shown again."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from desktop.bus import Bus
from desktop.changes import Changes


class WhenSeen(QObject):
    """Passes the bus on to a page: at once, or, after the page was shown and hidden again, when it is next shown."""

    def __init__(self, page: QWidget, bus: Bus, tell: Callable[[Changes], None]) -> None:
        super().__init__(page)
        self._page = page
        self._tell = tell
        self._missed = Changes()
        self._hidden = False
        bus.changed.connect(self._on_changed)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self._hidden = True
        elif event.type() == QEvent.Type.Show:
            self._hidden = False
            missed, self._missed = self._missed, Changes()
            if missed:
                self._tell(missed)
        return False

    def _on_changed(self, changes: Changes) -> None:
        if self._hidden:
            self._missed |= changes
        else:
            self._tell(changes)
