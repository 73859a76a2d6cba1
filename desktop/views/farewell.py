"""What is said when the window has closed: where the work that the school does not have yet is. Goes by itself."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop import theme
from desktop.views import kit

STAYS_MS = 2500


class Farewell(QFrame):
    """One line in the middle of the screen; a click sends it away at once. The program ends with it."""

    def __init__(self, unsent: int, near: QWidget) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("popover", True)
        self.sentence = f"還有 {unsent} 件還沒送到學校，都存在這台電腦；下次開啟會接著送。"
        self.setWindowTitle("歷程 Licheng")
        self.setAccessibleName(self.sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        row.addWidget(kit.IconLabel("cloud-up", "accent", 20))
        row.addWidget(kit.label(self.sentence))
        self.adjustSize()
        self.move(near.geometry().center() - self.rect().center())
        QTimer.singleShot(STAYS_MS, self, self.close)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close()
