"""The windows of a school as bars over its months: one row a window, today as a line. Opened by a click or by Enter."""

from datetime import date

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import theme
from desktop.models.office import Span
from domain.moments import month_days

ROW, HEAD, BAR, NAMES = 44, 36, 14, 250
TONES = {"success": "accent", "neutral": "control"}


class WindowCalendar(QWidget):
    """`chosen` carries the id of a window. Keyboard: up, down, Enter."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans: tuple[Span, ...] = ()
        self._months = (date.min, date.max)
        self._today = date.min
        self._row = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("作業期間月曆")
        theme.follow(self._fit)

    def show_spans(self, spans: tuple[Span, ...], months: tuple[date, date], today: date) -> None:
        self._spans, self._months, self._today = spans, months, today
        self._row = min(self._row, max(0, len(spans) - 1))
        self._tell()
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(760), theme.px(HEAD + ROW * len(self._spans)) + 2)

    def bar_of(self, row: int) -> QRect:
        """Where the bar of that window lies; outside of the months it is empty."""
        span = self._spans[row]
        first, last = self._months
        start = self._x(max(first, span.first or first))
        past = min(last, date.fromordinal(span.last.toordinal() + 1)) if span.last else last
        top = theme.px(HEAD + ROW * row + (ROW - BAR) / 2)
        end = self._x(past)
        return QRect(start, top, max(0, end - start), theme.px(BAR))

    # ---- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_months(painter)
            for row in range(len(self._spans)):
                self._paint_row(painter, row)
            self._paint_today(painter)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y() - theme.px(HEAD)) // max(1, theme.px(ROW))
        if event.position().y() >= theme.px(HEAD) and 0 <= row < len(self._spans):
            self._row = row
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and 0 <= self._row + step < len(self._spans):
            self._row += step
            self._tell()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._spans:
            self._open()
        else:
            super().keyPressEvent(event)

    # ---- painting

    def _paint_months(self, painter: QPainter) -> None:
        first, last = self._months
        painter.setFont(theme.font("small"))
        month = first
        while month < last:
            _, after = month_days(month.year, month.month)
            left, right = self._x(month), self._x(after)
            painter.setPen(theme.color("divider"))
            painter.drawLine(left, 0, left, self.height())
            painter.setPen(theme.color("muted"))
            words = (
                f"{month.year} 年 {month.month} 月"
                if month in (first,) or month.month == 1
                else f"{month.month} 月"
            )
            letters, room = QFontMetrics(painter.font()), right - left - theme.px(8)
            words = next(
                (one for one in (words, f"{month.month} 月") if letters.horizontalAdvance(one) <= room),
                str(month.month),
            )
            place = QRect(left + theme.px(6), 0, right - left - theme.px(6), theme.px(HEAD))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
            month = after

    def _paint_row(self, painter: QPainter, row: int) -> None:
        span, top = self._spans[row], theme.px(HEAD + ROW * row)
        painter.setPen(theme.color("divider"))
        painter.drawLine(0, top, self.width(), top)
        if row == self._row and self.hasFocus():
            painter.setPen(theme.color("focus"))
            painter.drawRoundedRect(
                self.rect().adjusted(1, top + 1, -2, top + theme.px(ROW) - self.height() - 1), 4, 4
            )
        room = theme.px(NAMES) - theme.px(16)
        for text, role, font, y in (
            (span.window.label, "text", "base", 4),
            (f"{span.whom} · {span.pill}", "muted", "small", 22),
        ):
            painter.setPen(theme.color(role))
            painter.setFont(theme.font(font))
            cut = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(
                QRect(theme.px(8), top + theme.px(y), room, theme.px(18)), Qt.AlignmentFlag.AlignVCenter, cut
            )
        bar = self.bar_of(row)
        if bar.width():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(TONES.get(span.tone, "control")))
            painter.drawRoundedRect(bar, theme.px(4), theme.px(4))
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_today(self, painter: QPainter) -> None:
        x = self._x(self._today)
        painter.setPen(theme.color("danger"))
        painter.drawLine(x, theme.px(HEAD) - theme.px(6), x, self.height())

    def _x(self, day: date) -> int:
        first, last = self._months
        left = theme.px(NAMES)
        room = self.width() - left - theme.px(8)
        return left + room * (day - first).days // max(1, (last - first).days)

    # ---- inside

    def _open(self) -> None:
        self.chosen.emit(self._spans[self._row].record.id)

    def _tell(self) -> None:
        if self._spans:
            span = self._spans[self._row]
            told = f"{span.window.label}，{span.whom}，{span.pill}，{span.words}"
            self.setAccessibleDescription(told)

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()
