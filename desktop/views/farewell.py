"""Said when the window has closed while the school lacks something: it is sent if it can be, or stays safe here."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop import theme
from desktop.desk import Desk
from desktop.status import span
from desktop.views import kit

STAYS_MS, DONE_MS = 2500, 900
SAFE = "都存在這台電腦，下次開啟會接著送"


class Farewell(QFrame):
    """One line in the middle of the screen. While the post is on its way it waits for it; leaving is one key away.

    The program ends with it.
    """

    def __init__(self, desk: Desk, near: QWidget) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("popover", True)
        self.setWindowTitle("歷程 Licheng")
        self._desk = desk
        self._near = near
        self._words = kit.label("")
        self.leave_button = kit.Button("直接離開")
        self.leave_button.clicked.connect(self.close)
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(self.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        row.setSpacing(theme.px(12))
        row.addWidget(kit.IconLabel("cloud-up", "accent", 20))
        row.addWidget(self._words)
        row.addWidget(self.leave_button)
        desk.status_changed.connect(self._look)
        desk.sync_now()
        self._look()

    @property
    def sentence(self) -> str:
        return self._words.text()

    def _look(self) -> None:
        """Say where things stand now, and go when there is nothing to wait for."""
        left, courier = self._left(), self._desk.courier
        going = courier is not None and courier.condition.running and not courier.paused
        if not left:
            self._say("都送到學校了。", DONE_MS)
        elif going and courier is not None:
            seconds = courier.condition.seconds_left
            about = f"（約 {span(seconds)}）" if seconds else ""
            self._say(f"還有 {left} 件正在送往學校{about}。也可以直接離開：{SAFE}。", 0)
        else:
            self._say(f"還有 {left} 件還沒送到學校，{SAFE}。", STAYS_MS)

    def _left(self) -> int:
        facts = self._desk.sync_facts()
        return facts.uploads + self._desk.unsent_count()

    def _say(self, sentence: str, for_ms: int) -> None:
        if sentence != self.sentence:
            self._words.setText(sentence)
            self.setAccessibleName(sentence)
            kit.announce(self, sentence)
            self.adjustSize()
            self.move(self._near.geometry().center() - self.rect().center())
        self.leave_button.setVisible(not for_ms)
        if not for_ms:
            self._end.stop()
        elif not self._end.isActive():
            self._end.start(for_ms)
