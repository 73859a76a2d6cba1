"""Work of the office that takes a while: how far it is, a way to stop it, and what went wrong with it, in one strip."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import theme
from desktop.models.entry_list import cut
from desktop.operations.packing import Cancel as Stop, Cancelled, Progress
from desktop.threads import Cancel
from desktop.views import kit
from desktop.views.host import Host
from domain.errors import LichengError

Work = Callable[[Progress, Stop], Any]
NAME = 28


class JobStrip(QWidget):
    """`start` begins one; one at a time, on the hands. Signals: changed() when one begins or ends, ended()."""

    changed = Signal()
    _moved = Signal(int, int, str)

    def __init__(self, host: Host, cancelled: str) -> None:
        super().__init__()
        self._host = host
        self._cancelled = cancelled
        self._cancel = Cancel()
        self.row: kit.ProgressRow | None = None
        self.banner = kit.Banner(closable=True)
        self._rows = QVBoxLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(self.banner)
        box.addLayout(self._rows)
        self._moved.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        return self.row is not None

    def start(self, title: str, work: Work, done: Callable[[Any], None]) -> None:
        if self.running:
            return
        desk, cancel, tell = self._host.desk, Cancel(), self._moved.emit
        self._cancel = cancel
        self.banner.dismiss()
        self.row = kit.ProgressRow(title)
        self.row.cancelled.connect(self.cancel)
        self.row.set_progress(0, 0, "準備中…")
        self._rows.addWidget(self.row)
        self.changed.emit()
        desk.hands.start(
            lambda: work(tell, lambda: cancel() or desk.closed),
            lambda made: self._ended(lambda: done(made)),
            lambda error: self._ended(lambda: self.fail(error)),
        )

    def cancel(self) -> None:
        self._cancel.set()
        if self.row is not None:
            self.row.set_progress(0, 0, "取消中…")

    def fail(self, error: Exception) -> None:
        """Told where the work was begun; it stays until it is closed or the work begins anew."""
        if isinstance(error, Cancelled):
            self._host.say(self._cancelled)
        elif isinstance(error, LichengError):
            self.banner.say("danger", str(error))
            kit.announce(self.banner, self.banner.text, urgent=True)
        else:
            self._host.fail(error)

    def _show_progress(self, done: int, total: int, name: str) -> None:
        if self.row is not None and not self._cancel():
            self.row.set_progress(done, total, f"{done}／{total}　{cut(name, NAME)}" if total else name)

    def _ended(self, then: Callable[[], None]) -> None:
        if self.row is not None:
            self._rows.removeWidget(self.row)
            self.row.hide()
            self.row.deleteLater()
            self.row = None
        then()
        self.changed.emit()
