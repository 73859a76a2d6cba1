"""從備份還原或匯入: choose or drop a ZIP, see what would come of it, let it be done, see what was done."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from derive.lists import Note
from desktop import theme
from desktop.operations import import_planning, importing
from desktop.operations.import_plan import Imported, Plan
from desktop.operations.packing import Progress
from desktop.threads import Cancel
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.import_preview import ImportPreview, Remarks
from domain.errors import LichengError

ABOUT = "這個程式的備份，或學校原來系統「我的備份」下載的 ZIP。先看會新增什麼，按下匯入才會寫入。"


class ImportCard(kit.Card):
    """`look_at` reads a ZIP without asking which. Signal changed when what it shows has changed for good."""

    changed = Signal()
    _moved = Signal(int, int, str)

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.job: kit.ProgressRow | None = None
        self.preview: ImportPreview | None = None
        self.result: QWidget | None = None
        self._path = Path()
        self._cancel = Cancel()
        self._build()
        self._moved.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    # ---- choosing

    def ask(self) -> None:
        """Which ZIP?"""
        path = self.host.ask_for_file("選擇備份 ZIP", ("zip",))
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path) -> None:
        """Read the ZIP and show what importing would do; writes nothing."""
        if self.job is not None:
            return
        self._path = path
        self.banner.dismiss()
        self._clear()
        self._run(
            f"讀取 {path.name}",
            lambda tell, stop: import_planning.plan(self.desk, path, tell, stop),
            self._show_plan,
        )

    # ---- doing

    def cancel(self) -> None:
        self._cancel.set()
        if self.job is not None:
            self.job.set_progress(0, 0, "取消中…")

    def _carry_out(self, copies: bool) -> None:
        if self.preview is None or self.job is not None:
            return
        plan, path = self.preview.plan, self._path
        self._clear()
        self._run(
            f"匯入 {path.name}",
            lambda tell, stop: importing.carry_out(self.desk, path, plan, tell, stop, copies),
            lambda done: self._show_result(done, plan.remarks()),
        )

    def _run(
        self, title: str, work: Callable[[Progress, Callable[[], bool]], Any], done: Callable[[Any], None]
    ) -> None:
        cancel = self._cancel = Cancel()
        desk, tell = self.desk, self._moved.emit
        self.job = kit.ProgressRow(title)
        self.job.cancelled.connect(self.cancel)
        self.job.set_progress(0, 0, "準備中…")
        self._put(self.job)
        self.choose_button.setEnabled(False)
        desk.hands.start(
            lambda: work(tell, lambda: cancel() or desk.closed),
            lambda made: self._ended(lambda: done(made)),
            lambda error: self._ended(lambda: self._failed(error)),
        )

    def _ended(self, then: Callable[[], None]) -> None:
        if self.job is not None:
            self._drop(self.job)
            self.job = None
        self.choose_button.setEnabled(True)
        then()
        self.changed.emit()

    def _show_progress(self, done: int, total: int, name: str) -> None:
        if self.job is not None and not self._cancel():
            self.job.set_progress(done, total, f"{done}／{total}")
            self.job.setToolTip(name)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, importing.Stopped):
            self.host.say("已取消，沒有匯入任何紀錄。")
        elif isinstance(error, LichengError):
            self.banner.say("danger", f"{self._path.name}：{error}")
        else:
            self.host.fail(error)

    # ---- showing

    def _show_plan(self, plan: Plan) -> None:
        self.preview = ImportPreview(self._path, plan, self.desk.profile)
        self.preview.accepted.connect(self._carry_out)
        self.preview.declined.connect(self._clear)
        self._put(self.preview)
        kit.announce(self, self.preview.headline.text())

    def _show_result(self, done: Imported, left: Sequence[Note]) -> None:
        self.desk.bus.tell(importing.changes(done))
        if done.changed and self.desk.courier is not None:
            self.desk.courier.nudge()
        self.result = _Result(done, left)
        self._put(self.result)
        kit.announce(self, self.result.outcome.text())

    def _clear(self) -> None:
        for part in (self.preview, self.result):
            if part is not None:
                self._drop(part)
        self.preview = self.result = None

    def _put(self, part: QWidget) -> None:
        self.place.addWidget(part)
        part.show()

    def _drop(self, part: QWidget) -> None:
        self.place.removeWidget(part)
        part.hide()
        part.deleteLater()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(kit.IconLabel("upload", "muted", 24), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(kit.label("把 ZIP 檔拖到這裡，或按右邊的按鈕", role="strong", wrap=True))
        words.addWidget(kit.label(ABOUT, role="small", wrap=True))
        row.addLayout(words, 1)
        self.choose_button = kit.Button("選擇 ZIP 檔", "secondary", "folder")
        self.choose_button.clicked.connect(self.ask)
        row.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self.banner = kit.Banner(closable=True)
        self.add(self.banner)
        self.place = QVBoxLayout()
        self.body.addLayout(self.place)
        self.overlay = kit.DropOverlay(self, "放開以查看這個備份", ("zip",), "ZIP")
        self.overlay.dropped.connect(lambda paths: self.look_at(Path(paths[0])))
        self.overlay.refused.connect(lambda _: self.banner.say("danger", "這裡只收 ZIP 檔。"))


class _Result(QWidget):
    """What was done; what could not be, with the reason. left: what was not to be taken from the beginning."""

    def __init__(self, done: Imported, left: Sequence[Note]) -> None:
        super().__init__()
        whole = not done.stopped
        self.outcome = kit.label(_outcome(done), role="strong", wrap=True)
        kept = "已存在這台電腦，接著會自動送到學校。" if done.changed else ""
        again = "" if whole else f"{done.stopped}已匯入的都保留；再選一次同一個 ZIP，會從這裡接著匯入。"
        tone = "success" if whole and not done.failed else "warning"
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(kit.IconLabel(tone, tone, 24), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.px(4))
        words.addWidget(self.outcome)
        for text in filter(None, (again, kept)):
            words.addWidget(kit.label(text, role="small", wrap=True))
        row.addLayout(words, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(12))
        box.addLayout(row)
        if done.failed:
            box.addWidget(Remarks(done.failed, "後來不能匯入的 {} 筆"))
        if left:
            box.addWidget(Remarks(left))


def _outcome(done: Imported) -> str:
    if done.stopped:
        return f"只匯入了一部分：{len(done.changed)} 筆紀錄、{done.files} 個檔案"
    return f"匯入完成：{len(done.changed)} 筆紀錄、{done.files} 個檔案"
