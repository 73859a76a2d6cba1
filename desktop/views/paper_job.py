"""A paper in the making: how far it is, a way to stop it, and afterwards where it lies."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.models.entry_list import cut
from desktop.operations import papers
from desktop.operations.packing import Cancel as Stop, Progress
from desktop.threads import Cancel
from desktop.views import kit
from desktop.views.host import Host
from domain.errors import LichengError

Make = Callable[[Path, Progress, Stop], papers.Bound]
NAME, NAMED = 24, 5


class PaperJob(QWidget):
    """`start` begins one; one at a time. Signals: changed() when it begins or ends, finished(path or "")."""

    changed = Signal()
    finished = Signal(str)
    _moved = Signal(int, int, str)

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._path = Path()
        self._cancel = Cancel()
        self.row: kit.ProgressRow | None = None
        self._build()
        self._moved.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        return self.row is not None

    def start(self, path: Path, make: Make) -> None:
        """Have the paper made on the hands and put there."""
        if self.running:
            return
        self._path, self._cancel = path, Cancel()
        cancel, tell = self._cancel, self._moved.emit
        self.result.hide()
        self.banner.dismiss()
        self.row = kit.ProgressRow(f"製作 {cut(path.name, NAME)}")
        self.row.cancelled.connect(self.cancel)
        self.row.set_progress(0, 0, "準備中…")
        self._rows.addWidget(self.row)
        self.changed.emit()
        self._host.desk.hands.start(lambda: make(path, tell, cancel), self._done, self._failed)

    def cancel(self) -> None:
        self._cancel.set()
        if self.row is not None:
            self.row.set_progress(0, 0, "取消中…")

    def _show_progress(self, done: int, total: int, name: str) -> None:
        if self.row is not None and not self._cancel():
            self.row.set_progress(done, total, f"{done}／{total}　{cut(name, NAME)}" if total else name)

    def _done(self, bound: papers.Bound) -> None:
        self._end()
        self.outcome.setText(f"PDF 做好了，共 {bound.pages} 頁。")
        self.place.setText(str(self._path))
        count = len(bound.left_out)
        told = [f"有 {count} 個附件沒有放進去，PDF 裡寫了原因：", *bound.left_out[:NAMED]]
        self.left_out.setText("\n".join([*told, *(["…"] if count > NAMED else [])]))
        self.left_out.setVisible(bool(count))
        self.result.show()
        kit.announce(self, self.outcome.text())
        self.finished.emit(str(self._path))

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, papers.Cancelled):
            self._host.say("已取消，沒有留下不完整的檔案。")
        elif isinstance(error, LichengError):
            self.banner.say("danger", str(error))
        else:
            self._host.fail(error)
        self.finished.emit("")

    def _end(self) -> None:
        if self.row is not None:
            self._rows.removeWidget(self.row)
            self.row.hide()
            self.row.deleteLater()
            self.row = None
        self.changed.emit()

    def _open(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _build(self) -> None:
        self.banner = kit.Banner(closable=True)
        self._rows = QVBoxLayout()
        self.result = kit.Card()
        self.outcome = kit.label("", role="strong", wrap=True)
        self.place = kit.label("", role="small", wrap=True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.left_out = kit.label("", role="small", tone="warning", wrap=True)
        head = QHBoxLayout()
        head.addWidget(kit.IconLabel("success", "success", 20))
        head.addWidget(self.outcome, 1)
        self.result.body.addLayout(head)
        for part in (self.place, self.left_out):
            self.result.add(part)
        foot = QHBoxLayout()
        for text, icon, target in (
            ("打開 PDF", "external", lambda: self._path),
            ("開啟資料夾", "folder", lambda: self._path.parent),
        ):
            button = kit.Button(text, "secondary", icon)
            button.clicked.connect(lambda _=False, target=target: self._open(target()))
            foot.addWidget(button)
        foot.addStretch(1)
        self.result.body.addLayout(foot)
        self.result.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(12))
        box.addWidget(self.banner)
        box.addLayout(self._rows)
        box.addWidget(self.result)
