"""A day typed or picked: understands the years of the Republic and of the West, keeps an ISO string or nothing."""

import re
import unicodedata
from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QMenu, QWidget, QWidgetAction

from desktop import theme
from desktop.views.kit.labels import label
from desktop.views.kit.texts import LineEdit

ROC_OFFSET = 1911
UNREADABLE = "看不懂這個日期，請寫成 2026-02-28 或 115/2/28"
_SPLIT = re.compile(r"^(?:民國)?(\d{2,4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_RUN = re.compile(r"^(\d{3,4})(\d{2})(\d{2})$")


def parse_day(text: str) -> date | None:
    """A day from 2026-02-28, 2026/2/28, 115/2/28, 民國115年2月28日, 20260228 or 1150228."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    found = _SPLIT.match(plain) or _RUN.match(plain)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year if year >= ROC_OFFSET else year + ROC_OFFSET, month, day)
    except ValueError:
        return None


def roc_words(day: date) -> str:
    return f"民國 {day.year - ROC_OFFSET}/{day.month}/{day.day}"


class DateEdit(LineEdit):
    """`edited` carries ISO or ""; unreadable text stays on the screen, counts as "", and `problem` explains it."""

    problem_changed = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        self._first: date | None = None
        self._last: date | None = None
        self._value, self._problem = "", ""
        super().__init__("選擇日期", parent)
        self.setAccessibleName(name)
        self.setAccessibleDescription("可輸入 2026-02-28 或 115/2/28，按 Alt+向下鍵開啟月曆")
        self._roc = label("", "small")
        self._roc.setParent(self)
        self._roc.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._pick = self.add_side("calendar", "開啟月曆")
        self._pick.clicked.connect(self.open_calendar)
        self.editingFinished.connect(self._tidy)
        self.live.connect(self._show_roc)
        theme.follow(self._retint)

    @property
    def problem(self) -> str:
        return self._problem

    def value(self) -> str:
        return self._value

    def set_value(self, text: str) -> bool:
        if text == self._value and self.text().strip():
            return True  # nothing new, and unreadable typing is the person's to mend
        if self.composing:
            return False
        self._value = text
        done = super().set_value(text)
        self._judge()
        return done

    def set_range(self, first: str, last: str) -> None:
        """ISO days, "" for no limit; the calendar keeps to them and a typed day outside is a problem."""
        self._first = date.fromisoformat(first) if first else None
        self._last = date.fromisoformat(last) if last else None
        self._judge()

    def open_calendar(self) -> None:
        menu = QMenu(self)
        calendar = Calendar(menu)
        chosen = parse_day(self.text()) or date.today()  # noqa: DTZ011 - the wall calendar of the person
        calendar.setSelectedDate(_qdate(chosen))
        if self._first:
            calendar.setMinimumDate(_qdate(self._first))
        if self._last:
            calendar.setMaximumDate(_qdate(self._last))
        calendar.activated.connect(self._picked)
        calendar.clicked.connect(self._picked)
        calendar.activated.connect(menu.close)
        calendar.clicked.connect(menu.close)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + theme.px(2))))
        calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if (down or event.key() == Qt.Key.Key_F4) and not self.isReadOnly():
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_roc()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ReadOnlyChange and hasattr(self, "_pick"):
            self._pick.setVisible(not self.isReadOnly())

    def _tell(self, text: str) -> None:
        day = parse_day(text)
        iso = day.isoformat() if day else ""
        if iso != self._value:
            self._value = iso
            self.edited.emit(iso)
        if day or not text.strip():  # half a day is no fault yet: complaints wait for the end of editing
            self._judge()

    def _picked(self, day: QDate) -> None:
        self.setText(date(day.year(), day.month(), day.day()).isoformat())
        self.setFocus()

    def _tidy(self) -> None:
        day = parse_day(self.text())
        if day and self.text() != day.isoformat():
            super().set_value(day.isoformat())
        self._judge()

    def _judge(self) -> None:
        day = parse_day(self.text())
        said = ""
        if self.text().strip() and day is None:
            said = UNREADABLE
        elif day and self._first and day < self._first:
            said = f"請選擇 {self._first.isoformat()} 以後的日期"
        elif day and self._last and day > self._last:
            said = f"請選擇 {self._last.isoformat()} 以前的日期"
        if said != self._problem:
            self._problem = said
            self.problem_changed.emit(said)

    def _show_roc(self, text: str) -> None:
        day = parse_day(text)
        self._roc.setText(roc_words(day) if day else "")
        self._place_roc()

    def _place_roc(self) -> None:
        size = self._roc.sizeHint()
        right = self.width() - (theme.px(36) if not self.isReadOnly() else theme.px(10))
        words = self.fontMetrics().horizontalAdvance(self.text())
        fits = right - size.width() > words + theme.px(22)
        self._roc.setVisible(bool(self._roc.text()) and fits)
        self._roc.setGeometry(
            right - size.width(), (self.height() - size.height()) // 2, size.width(), size.height()
        )

    def _retint(self) -> None:
        self._place_sides()
        self._place_roc()


class Calendar(QCalendarWidget):
    """One month in the words of Taiwan, Sunday first, weekends quiet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.Taiwan))
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
        self.setMinimumSize(theme.px(320), theme.px(276))
        theme.follow(self._ink)

    def _ink(self) -> None:
        head = QTextCharFormat()
        head.setForeground(theme.color("muted"))
        head.setBackground(theme.color("surface"))
        self.setHeaderTextFormat(head)
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(weekday, QTextCharFormat())


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
