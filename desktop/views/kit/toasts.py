"""Short news at the bottom right of a window: goes by itself, unless it is an error; never more than three."""

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop import theme
from desktop.views.kit.announce import announce
from desktop.views.kit.buttons import IconButton, RingButton
from desktop.views.kit.labels import IconLabel, label
from desktop.views.kit.messages import TONE_ICONS

MOST = 3
_MARKS = {"danger": "toast_danger", "success": "toast_success", "warning": "toast_warning"}
FLOOR = 104  # above the status line and a page's footer, whose buttons must stay in reach
BRIEF, WITH_ACTION = 4000, 8000  # milliseconds


class Toast(QFrame):
    acted = Signal()
    gone = Signal(QObject)

    def __init__(self, text: str, tone: str, action: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.text, self.tone = text, tone
        self.setAccessibleName(text)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = label(text, wrap=True)
        self.action: QPushButton = RingButton(action)
        self.action.setVisible(bool(action))
        close = IconButton("close", "關閉訊息")
        close.setIcon(theme.icon("close", "toast_text", 16))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(8), theme.px(8))
        row.setSpacing(theme.px(10))
        row.addWidget(IconLabel(TONE_ICONS[tone], _MARKS.get(tone, "toast_text")))
        row.addWidget(words, 1)
        row.addWidget(self.action)
        row.addWidget(close)
        self.setFixedWidth(theme.px(420))
        self._life = QTimer(self, singleShot=True, interval=WITH_ACTION if action else BRIEF)
        self._life.timeout.connect(self.leave)
        self.action.clicked.connect(self._act)
        close.clicked.connect(self.leave)
        self.resume()

    @property
    def stays(self) -> bool:
        """Errors wait for the person."""
        return self.tone == "danger"

    def resume(self) -> None:
        if not self.stays:
            self._life.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._life.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.resume()
        super().leaveEvent(event)

    def leave(self) -> None:
        self._life.stop()
        self.hide()
        self.gone.emit(self)

    def _act(self) -> None:
        self.acted.emit()
        self.leave()


class ToastHost(QObject):
    """One per window. `say` shows a toast and has it read aloud."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: list[Toast] = []
        window.installEventFilter(self)

    @property
    def toasts(self) -> tuple[Toast, ...]:
        return tuple(self._shown)

    def say(
        self, text: str, tone: str = "info", action: str = "", on_action: Callable[[], None] | None = None
    ) -> Toast:
        while len(self._shown) >= MOST:
            self._oldest_that_may_go().leave()
        toast = Toast(text, tone, action, self._window)
        toast.gone.connect(self._forget)
        if on_action:
            toast.acted.connect(on_action)
        self._shown.append(toast)
        toast.resize(toast.width(), max(theme.px(50), toast.heightForWidth(toast.width())))
        self._place(fresh=toast)
        toast.show()
        toast.raise_()
        announce(self._window, text, urgent=toast.stays)
        return toast

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _oldest_that_may_go(self) -> Toast:
        return next((toast for toast in self._shown if not toast.stays), self._shown[0])

    def _forget(self, toast: Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
        toast.deleteLater()
        self._place()

    def _place(self, fresh: Toast | None = None) -> None:
        edge, gap = theme.px(20), theme.px(8)
        bottom = self._window.height() - theme.px(FLOOR)
        for toast in reversed(self._shown):
            spot = QPoint(self._window.width() - toast.width() - edge, bottom - toast.height())
            if toast is fresh and theme.current().motion(160):
                self._slide_in(toast, spot)
            else:
                toast.move(spot)
            bottom = spot.y() - gap

    def _slide_in(self, toast: Toast, spot: QPoint) -> None:
        slide = QPropertyAnimation(toast, b"pos", toast)
        slide.setDuration(theme.current().motion(160))
        slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        slide.setStartValue(spot + QPoint(0, theme.px(16)))
        slide.setEndValue(spot)
        toast.move(spot + QPoint(0, theme.px(16)))
        slide.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)
