"""縮小檔案: before and after side by side, three qualities, what was changed; attached only when the person says so.

It stands beside the window and stops nobody from writing on. Closing it ends the work and leaves nothing behind.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.desk import Desk
from desktop.operations.fitting import Fitting
from desktop.shrinking.outcome import Shrunk, Side
from desktop.views import kit
from desktop.views.shrink_sides import SidePane
from domain.attachments import readable_size
from domain.errors import LichengError
from domain.shrinking import Choice, Offer

WIDTH, HEIGHT = 900, 680


class ShrinkDialog(QDialog):
    """chosen(bytes, Shrunk): attach this, and keep what it was made from."""

    chosen = Signal(object, object)

    def __init__(self, desk: Desk, name: str, data: bytes, offer: Offer, parent: QWidget) -> None:
        super().__init__(parent)
        self._offer, self._size = offer, len(data)
        self._fitting = Fitting(desk, data, offer)
        self._choice = Choice.CLEAR
        self._over = False
        self.setWindowTitle("縮小檔案" if offer.too_large else "轉換檔案")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        kit.fit(self, WIDTH, HEIGHT)
        self._build(name)
        self._fitting.moved.connect(self._show_progress)
        self._fitting.seen.connect(self._show_before)
        self._fitting.made.connect(self._show_made)
        self._fitting.failed.connect(self._show_failed)
        self.finished.connect(self._end)
        self.destroyed.connect(self._fitting.stop)
        self.choose(self._choice.value)

    @property
    def result_shown(self) -> Shrunk | None:
        """What 加入 would attach now."""
        return self._fitting.results.get(self._choice)

    def choose(self, key: str) -> None:
        """Make it in this quality; what was made before is shown at once."""
        self._choice = Choice(key)
        self.qualities.select(key)
        self.trouble.dismiss()
        self.cancel_button.setText("取消")
        self.accept_button.setEnabled(False)
        self.changes.setText("")
        self.after.clear(waiting="縮小中…" if self._offer.too_large else "轉換中…")
        self.work.set_progress(0, 0, "準備中…")
        self.work.show()
        self._fitting.want(self._choice)

    def accept(self) -> None:
        shrunk = self.result_shown
        if shrunk is not None:
            self.chosen.emit(self._fitting.data, shrunk)
            super().accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._end()
        super().closeEvent(event)

    # ---- what the worker says

    def _show_progress(self, share: float, words: str) -> None:
        self.work.set_progress(round(share * 100), 100, words)

    def _show_before(self, side: Side) -> None:
        self.before.show_side(side)
        self.near_button.setEnabled(not self.before.look.empty)

    def _show_made(self, choice: Choice) -> None:
        shrunk = self._fitting.results[choice]
        self.qualities.set_label(choice.value, f"{choice.label} {readable_size(shrunk.after.size)}")
        if choice is not self._choice:
            return
        self.work.hide()
        self.after.show_side(shrunk.after)
        self.changes.setText(f"{'；'.join(shrunk.changes)}。")
        self.accept_button.setEnabled(True)
        self.accept_button.setFocus()
        kit.announce(self, f"縮小後 {self.after.text}。{self.changes.text()}")

    def _show_failed(self, choice: Choice, error: Exception) -> None:
        if choice is not self._choice:
            return
        self.work.hide()
        words = (
            str(error) if isinstance(error, LichengError) else "縮小時發生問題，檔案沒有變動。請再試一次。"
        )
        self.after.clear()
        if self.before.look.empty:
            self.before.clear(readable_size(self._size))
        self.trouble.say("danger", words)
        self.cancel_button.setText("關閉")

    def _end(self) -> None:
        if not self._over:
            self._over = True
            self.destroyed.disconnect(self._fitting.stop)
            self._fitting.stop()

    # ---- building

    def _build(self, name: str) -> None:
        self.before, self.after = SidePane("原本"), SidePane("縮小後" if self._offer.too_large else "轉換後")
        self.before.clear(readable_size(self._size), "準備畫面…")
        self.before.look.moved.connect(self.after.look.set_centre)
        self.after.look.moved.connect(self.before.look.set_centre)
        sides = QHBoxLayout()
        sides.setSpacing(theme.px(16))
        sides.addWidget(self.before, 1)
        sides.addWidget(self.after, 1)
        self.work = kit.ProgressRow("處理檔案", cancellable=False)
        self.trouble = kit.Banner()
        self.changes = kit.label("", wrap=True)
        box = QVBoxLayout(self)
        edge = theme.px(20)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(theme.px(12))
        title = kit.ElidedLabel(f"{self._offer.label}：{name}")
        title.setProperty("role", "section")
        box.addWidget(title)
        limit = readable_size(self._offer.limit)
        told = f"這個欄位的上限是 {limit}。原始檔會加密留在這台電腦，之後可以另存，不會上傳。"
        box.addWidget(kit.label(told, role="small", wrap=True))
        box.addLayout(self._choices())
        box.addLayout(sides, 1)
        box.addWidget(self.work)
        box.addWidget(self.trouble)
        box.addWidget(self.changes)
        box.addLayout(self._foot())

    def _choices(self) -> QHBoxLayout:
        self.qualities = kit.SegmentedControl([(one.value, one.label) for one in Choice], "畫質")
        self.qualities.changed.connect(self.choose)
        self.near_button = kit.Button("放大比較", "secondary", "zoom-in")
        self.near_button.setCheckable(True)
        self.near_button.setEnabled(False)
        self.near_button.toggled.connect(self._set_near)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.qualities)
        row.addStretch(1)
        row.addWidget(self.near_button)
        return row

    def _set_near(self, near: bool) -> None:
        self.near_button.setText("看整頁" if near else "放大比較")
        for pane in (self.before, self.after):
            pane.look.set_near(near)

    def _foot(self) -> QHBoxLayout:
        self.cancel_button = kit.Button("取消")
        self.cancel_button.clicked.connect(self.reject)
        self.accept_button = kit.Button("加入這個檔案", "primary", "check")
        self.accept_button.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.accept_button)
        return row
