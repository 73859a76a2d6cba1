"""和學校核對: is everything here as it is at the school? What is not is named, and mended when the person says so."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop import theme
from desktop.operations import comparing
from desktop.operations.comparing import Compared
from desktop.threads import Cancel
from desktop.views import kit
from desktop.views.host import Host
from domain.errors import LichengError

SHOWN = 8
WHAT = "逐筆比對紀錄，並確認送出的檔案都在學校；也會讀一遍這台電腦上的每個檔案。要連上學校。"


class CompareCard(kit.Card):
    """Signal finished: a comparison has ended, however."""

    finished = Signal()
    _moved = Signal(int, int, str)

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._desk = host.desk
        self._cancel = Cancel()
        self._mending = False
        self.found: Compared | None = None
        self.job: kit.ProgressRow | None = None
        self._build()
        self._moved.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        if self._desk.courier is not None:
            self._desk.courier.returned.connect(self._on_returned)

    def compare(self) -> None:
        """Begin; one at a time."""
        if self.job is not None:
            return
        self._cancel, self.found = Cancel(), None
        self.banner.dismiss()
        self.list.hide()
        self.mend_button.hide()
        self.job = kit.ProgressRow("和學校核對")
        self.job.cancelled.connect(self.cancel)
        self.job.set_progress(0, 0, "連線中…")
        self._jobs.addWidget(self.job)
        self.button.setEnabled(False)
        cancel, moved, desk = self._cancel, self._moved.emit, self._desk
        desk.hands.start(
            lambda: comparing.compare(desk, True, moved, lambda: cancel() or desk.closed),
            self._done,
            self._failed,
        )

    def cancel(self) -> None:
        self._cancel.set()
        if self.job is not None:
            self.job.set_progress(0, 0, "取消中…")

    def mend(self) -> None:
        """Fetch and send again what differs, then look once more."""
        found = self.found
        if found is None:
            return
        self.mend_button.setEnabled(False)
        self._mending = True
        self._desk.write(
            lambda: comparing.mend(self._desk, found), lambda _: self._desk.sync_now(), self._host.fail
        )

    def _on_returned(self, report: object) -> None:
        if self._mending and getattr(report, "ok", False):
            self._mending = False
            self.compare()

    def _show_progress(self, done: int, total: int, what: str) -> None:
        if self.job is not None and not self._cancel():
            self.job.set_progress(done, total, f"{what}　{done}／{total}" if total else f"{what}…")

    def _done(self, found: Compared) -> None:
        self._end()
        self.found = found
        told = comparing.lines(self._desk, found)
        self.mend_button.setVisible(bool(told))
        self.mend_button.setEnabled(True)
        if told:
            self.banner.say("warning", f"有 {len(told)} 項和學校不一致。")
            rest = [f"還有 {len(told) - SHOWN} 項"] if len(told) > SHOWN else []
            self.list.setText("\n".join([*told[:SHOWN], *rest]))
            self.list.show()
        else:
            self.banner.say("success", f"{found.records} 筆紀錄、{found.files} 個檔案都和學校一致。")
        if found.lacking and not told:
            self.list.setText(f"另有 {found.lacking} 個檔案還沒下載到這台電腦。")
            self.list.show()
        kit.announce(self, self.banner.text)
        self.finished.emit()

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, comparing.Cancelled):
            self._host.say("已停止核對，沒有改動任何資料。")
        elif isinstance(error, LichengError):
            self.banner.say("danger", str(error))
        else:
            self._host.fail(error)
        self.finished.emit()

    def _end(self) -> None:
        self.button.setEnabled(True)
        if self.job is not None:
            self._jobs.removeWidget(self.job)
            self.job.hide()
            self.job.deleteLater()
            self.job = None

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(kit.label(WHAT, role="muted", wrap=True), 1)
        self.button = kit.Button("開始核對", "secondary", "compare")
        self.button.clicked.connect(self.compare)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self._jobs = QVBoxLayout()
        self.body.addLayout(self._jobs)
        self.banner = kit.Banner(closable=True)
        self.add(self.banner)
        self.list = kit.label("", role="small", wrap=True)
        self.list.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list.hide()
        self.add(self.list)
        self.mend_button = kit.Button("修好並同步", "primary", "sync")
        self.mend_button.clicked.connect(self.mend)
        self.mend_button.hide()
        self.body.addWidget(self.mend_button, 0, Qt.AlignmentFlag.AlignLeft)
