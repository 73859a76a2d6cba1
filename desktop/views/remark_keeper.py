"""Keeps what a certifier writes beside the outcomes it is about, in memory at once and on disk a moment later."""

from PySide6.QtCore import QObject, QTimer

from desktop.desk import Desk
from desktop.models import remarks
from desktop.models.remarks import Remark
from desktop.views.remark_panel import RemarkPanel

SOON_MS = 300


class RemarkKeeper(QObject):
    """`aimed`: the outcomes that the panel is about now."""

    def __init__(self, desk: Desk, panel: RemarkPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._panel = panel
        self._remarks = remarks.read(desk)
        self._saved = self._remarks.text()
        self.aimed: frozenset[str] = frozenset()
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.save)

    @property
    def remark(self) -> Remark:
        """What was begun for the outcomes aimed at."""
        return self._remarks.of(self.aimed)

    def aim(self, outcomes: frozenset[str], writing: bool) -> bool:
        """The panel is about these from now on; false when it was already."""
        if outcomes == self.aimed:
            return False
        self.keep(writing)
        self._remarks.carry(self.aimed, outcomes)
        self.aimed = outcomes
        return True

    def keep(self, writing: bool) -> None:
        """Take over what stands in the panel, when it is open."""
        if writing:
            self._remarks.keep(self.aimed, self._panel.remark)
            self._soon.start()

    def given(self, outcomes: frozenset[str]) -> None:
        """The remark was sent with a decision."""
        self._remarks.given(outcomes)
        self.save()

    def save(self) -> None:
        self._soon.stop()
        text = self._remarks.text()
        if text != self._saved:
            self._saved = text
            self._desk.note(remarks.KEY, text)
