"""A day with an hour, in the school's zone; what it gives is the instant in UTC. An end reads as the day before it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import theme
from desktop.views import kit
from desktop.views.kit.dates import UNREADABLE
from domain import moments

NO_DAY, NO_HOUR = "有時間但沒有日期，請選日期", "時間請寫成 17:00 的樣子"


class MomentEdit(QWidget):
    """`edited` carries the instant or ""; `problem` says what cannot be read."""

    edited = Signal(str)

    def __init__(self, name: str = "", end: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._end = end
        self._problem = ""
        self._value = ""
        self.day = kit.DateEdit(f"{name}日期")
        self.clock = kit.LineEdit("24:00" if end else "00:00")
        self.clock.setAccessibleName(f"{name}時間")
        self.clock.setAccessibleDescription("24 小時制，例如 17:00；留白就算整天")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.day, 1)
        row.addWidget(self.clock)
        self.setFocusProxy(self.day)
        self.day.edited.connect(lambda _: self._tell())
        self.day.problem_changed.connect(lambda _: self._tell())
        self.clock.edited.connect(lambda _: self._tell())
        theme.follow(self._fit)

    @property
    def problem(self) -> str:
        """Also of half a day, which is no fault while it is typed: nobody hears of it before they ask."""
        half = self.day.text().strip() and not self.day.value()
        return self._problem or (UNREADABLE if half else "")

    def value(self) -> str:
        return self._value

    def set_value(self, text: str) -> bool:
        if text == self._value and (text or self._problem):
            return True
        if self.day.composing or self.clock.composing:
            return False
        day, clock = moments.written(text, self._end)
        self._value = text
        self.day.set_value(day)
        self.clock.set_value(clock)
        self._problem = ""
        return True

    def _fit(self) -> None:
        self.clock.setFixedWidth(theme.px(84))

    def _tell(self) -> None:
        before = (self._value, self._problem)
        self._value, self._problem = self._read()
        if (self._value, self._problem) != before:
            self.edited.emit(self._value)

    def _read(self) -> tuple[str, str]:
        day, clock = self.day.value(), self.clock.value().strip()
        if not day and self.day.text().strip():
            return self._value, self.day.problem
        if not day:
            return "", NO_DAY if clock else ""
        try:
            return moments.kept(day, clock, self._end), ""
        except ValueError:
            return self._value, NO_HOUR
