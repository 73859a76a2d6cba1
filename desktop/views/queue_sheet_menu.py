"""The queue as a worksheet: out to be filled in elsewhere, and back in with a look at every row before it counts."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from desktop import theme
from desktop.models.certify_queue import Work
from desktop.operations import queue_sheet
from desktop.operations.queue_sheet import Planned
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.trial_table import TrialTable
from desktop.views.undo import PATIENCE_MS

HEADINGS = ("學生", "填了什麼", "試算結果")
KIND = "xlsx"


class QueueSheetMenu(kit.Button):
    """Signal imported(planned, decided): what the worksheet decided."""

    imported = Signal(object, object)

    def __init__(self, host: Host, shown: Callable[[], Sequence[Work]]) -> None:
        super().__init__("工作表", "secondary", "list")
        self._host = host
        self._desk = host.desk
        self._shown = shown
        self.setToolTip("把清單匯出成 Excel 工作表，填好再匯入")
        menu = QMenu(self)
        menu.addAction(theme.icon("download"), "匯出工作表…", self.ask_and_export)
        menu.addAction(theme.icon("upload"), "匯入填好的工作表…", self.ask_and_import)
        self.setMenu(menu)

    def ask_and_export(self) -> None:
        works = self._shown()
        if not works:
            self._host.say("清單裡沒有成果可以匯出。", "warning")
            return
        day = self._desk.clock.here().astimezone()
        path = self._host.ask_where_to_save("匯出工作表", f"認證清單_{day:%Y%m%d}.{KIND}")
        if path is not None:
            path = path if path.suffix.lower() == f".{KIND}" else path.with_name(f"{path.name}.{KIND}")
            self.export_to(path, works)

    def export_to(self, path: Path, works: Sequence[Work]) -> None:
        pairs = [(work.record, work.enrolment) for work in works]
        self._desk.hands.start(
            partial(queue_sheet.export, self._desk, pairs, path),
            lambda count: self._host.say(
                f"已匯出 {count} 件到「{path.name}」。填好「決定」再匯入。", "success"
            ),
            self._host.fail,
        )

    def ask_and_import(self) -> None:
        path = self._host.ask_for_file("匯入填好的工作表", (KIND,))
        if path is not None:
            self.import_from(path)

    def import_from(self, path: Path) -> None:
        """Look at the worksheet, show what it comes to, and decide after a yes."""
        self._desk.hands.start(partial(queue_sheet.plan, self._desk, path), self._planned, self._host.fail)

    def _planned(self, planned: tuple[Planned, ...]) -> None:
        if not planned:
            self._host.say("工作表裡沒有填「決定」的列。", "warning")
        elif SheetDialog.agreed(self.window(), planned):
            self._desk.write(
                partial(queue_sheet.apply, self._desk, planned),
                lambda result: self.imported.emit(planned, result),
                self._host.fail,
                wait_ms=PATIENCE_MS,
            )


class SheetDialog(kit.ConfirmDialog):
    """Every filled row with what will become of it; rows that cannot be taken are skipped, and said why."""

    def __init__(self, parent: QWidget | None, planned: Sequence[Planned]) -> None:
        will = sum(1 for one in planned if one.decision is not None)
        left = len(planned) - will
        text = f"填了 {len(planned)} 列，會照著決定 {will} 件" + (f"，略過 {left} 列。" if left else "。")
        super().__init__(parent, "匯入工作表", text, f"決定 {will} 件")
        self.setMinimumWidth(theme.px(640))
        self.setMaximumWidth(theme.px(760))
        rows = sorted(planned, key=lambda one: one.decision is not None)
        self.table = TrialTable(rows, HEADINGS)
        self.add_detail(self.table)
        self.confirm_button.setEnabled(bool(will))

    @classmethod
    def agreed(cls, parent: QWidget | None, planned: Sequence[Planned]) -> bool:
        box = cls(parent, planned)
        answer = box.exec()
        box.deleteLater()
        return answer == QDialog.DialogCode.Accepted
