"""The pages of a PDF with what Qt's own view lacks: matches and selected text drawn over them, a mouse that selects.

It asks for the texts of the pages it shows as soon as the mouse or the keyboard is on them, not before.
"""

from PySide6.QtCore import QBasicTimer, QEvent, QPointF, QRectF, Qt, QTimerEvent, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QApplication, QWidget

from desktop import theme
from desktop.preview.hits import Hits
from desktop.preview.picking import Picking, Spot
from desktop.preview.sheets import Sheets
from desktop.preview.texts import Texts

FAINT, STRONG, PICKED = 0.38, 0.45, 0.30
ROLL_MS, ROLL = 40, 24


class PageView(QPdfView):
    """Draws and listens; what is found and what is selected is kept by others."""

    picked = Signal()
    menu_wanted = Signal(object)  # QPoint on the screen

    def __init__(self, texts: Texts, hits: Hits, picking: Picking, parent: QWidget) -> None:
        super().__init__(parent)
        self.texts, self.hits, self.picking = texts, hits, picking
        self.sheets = Sheets(self)
        self._pressed: tuple[int, QPointF] | None = None
        self._fixed: tuple[Spot, Spot] | None = None
        self._point = QPointF()
        self._unit = "sign"
        self._double = 0
        self._awake = False
        self._roll = QBasicTimer()
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        hits.changed.connect(self.viewport().update)
        hits.moved.connect(self.reveal)
        texts.came.connect(self._came)

    def sleep(self) -> None:
        """Another file is shown, or none: its texts are not wanted yet."""
        self._awake, self._pressed, self._fixed = False, None, None
        self._roll.stop()
        self.viewport().unsetCursor()

    def wake(self) -> None:
        """From now on the texts of what is shown are kept at hand."""
        self._awake = True
        self.texts.want(self.sheets.shown())

    def reveal(self) -> None:
        """Scroll to the current match."""
        if (at := self.hits.span) is not None and (page := self.texts.page(at[0])) is not None:
            self.sheets.reveal(at[0], page.rects(*at[1])[0])
        self.viewport().update()

    def reveal_moving(self) -> None:
        """Scroll to where the selection was moved to by keys."""
        if (spot := self.picking.moving) is not None and (page := self.texts.page(spot[0])) is not None:
            rects = page.rects(*page.line(min(spot[1], len(page.text))))
            if rects:
                self.sheets.reveal(spot[0], rects[0])
        self.viewport().update()

    # -- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._awake:
            self.texts.want(self.sheets.shown())
        if not self.hits.needle and self.picking.ends is None:
            return
        with QPainter(self.viewport()) as painter:
            for number in self.sheets.shown():
                if self.texts.page(number) is not None:
                    self._draw(painter, number)

    def _draw(self, painter: QPainter, number: int) -> None:
        current = self.hits.span
        for span in self.hits.on(number):
            if current != (number, span):
                self._fill(painter, number, span, theme.color("found", FAINT))
        if (picked := self.picking.on(number)) is not None:
            self._fill(painter, number, picked, theme.color("picked", PICKED))
        if current is not None and current[0] == number:
            painter.setPen(QPen(theme.color("found_now"), 1.5))
            for rect in self._fill(painter, number, current[1], theme.color("found_now", STRONG)):
                painter.drawRect(rect)

    def _fill(self, painter: QPainter, number: int, span: tuple[int, int], colour: QColor) -> list[QRectF]:
        page = self.texts.page(number)
        rects = [self.sheets.placed(number, box) for box in page.rects(*span)] if page is not None else []
        for rect in rects:
            painter.fillRect(rect, colour)
        return rects

    # -- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or self.sheets.at(event.position()) < 0:
            return
        self.wake()
        third = event.timestamp() - self._double < QApplication.doubleClickInterval()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.picking.fixed is not None:
            self._begin(event, "sign", (self.picking.fixed, self.picking.fixed))
        else:
            self._begin(event, "line" if third and self._double else "sign")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.sheets.at(event.position()) >= 0:
            self._double = event.timestamp()
            self._begin(event, "word")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseMoveEvent(event)
            self._hover(event.position())
            return
        self._point = event.position()
        self._drag()
        outside = not 0 <= self._point.y() < self.viewport().height()
        if outside and not self._roll.isActive():
            self._roll.start(ROLL_MS, self)
        elif not outside:
            self._roll.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._roll.stop()
        held, self._pressed, self._fixed = self._pressed, None, None
        if held is None or self.picking.ends is None:  # a click: perhaps on a link
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def enterEvent(self, event: QEvent) -> None:
        super().enterEvent(event)  # type: ignore[arg-type]  # it is a QEnterEvent
        self.wake()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.wake()

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() != self._roll.timerId():
            super().timerEvent(event)
            return
        bar, below = self.verticalScrollBar(), self._point.y() >= self.viewport().height()
        bar.setValue(bar.value() + theme.px(ROLL) * (1 if below else -1))
        self._drag()

    def _begin(self, event: QMouseEvent, unit: str, fixed: tuple[Spot, Spot] | None = None) -> None:
        self._point, self._unit, self._fixed = event.position(), unit, fixed
        number = self.sheets.at(self._point)
        x, y, _ = self.sheets.shares(number, self._point)
        self._pressed = (number, QPointF(x, y))
        if fixed is None:
            self.picking.clear()
        self._drag()

    def _drag(self) -> None:
        """Select from where the button went down to where the mouse is, as soon as both pages are read."""
        if self._pressed is None or self.sheets.at(self._point) < 0:
            return
        if self._fixed is None:
            number, there = self._pressed
            self._fixed = self._unit_at(
                number, there.x(), there.y(), self.sheets.shares(number, self._point)[2]
            )
        number = self.sheets.at(self._point)
        moving = self._unit_at(number, *self.sheets.shares(number, self._point))
        if self._fixed is not None and moving is not None:
            back = moving[0] < self._fixed[0]
            self.picking.between(self._fixed[1 if back else 0], moving[0 if back else 1])
            self.picked.emit()
        self.viewport().update()

    def _unit_at(self, number: int, x: float, y: float, ratio: float) -> tuple[Spot, Spot] | None:
        page = self.texts.page(number)
        if page is None:
            self.texts.want([number])
            return None
        gap = page.nearest(x, y, ratio)[0]
        if self._unit == "sign":
            return (number, gap), (number, gap)
        under = page.under(x, y, gap)
        first, last = page.word(under) if self._unit == "word" else page.line(under)
        return (number, first), (number, last)

    def _hover(self, point: QPointF) -> None:
        """An I-beam over text; Qt's own hand over links."""
        number = self.sheets.at(point)
        page = self.texts.page(number) if number >= 0 else None
        link = self.cursor().shape() == Qt.CursorShape.PointingHandCursor
        on_text = page is not None and page.nearest(*self.sheets.shares(number, point))[1]
        if on_text and not link:
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        else:
            self.viewport().unsetCursor()

    def _came(self, _numbers: list[int]) -> None:
        self._drag()
        self.viewport().update()
