"""Where each page lies in a QPdfView, which does not tell: the same sums as its own, below each other and centred."""

from bisect import bisect_right

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdfWidgets import QPdfView

from derive.pages import Box


class Sheets:
    """Page rectangles in the view's own length, and the way from shares of a page to the screen and back."""

    def __init__(self, view: QPdfView) -> None:
        self._view = view
        self._points: list[QSizeF] = []
        self._for: tuple[object, ...] = ()
        self._rects: list[QRect] = []
        self._tops: list[int] = []

    def forget(self) -> None:
        """Another document, or none: the sizes of its pages are asked for when somebody wants them."""
        self._points, self._for = [], ()

    def rects(self) -> list[QRect]:
        """Each page's place, wherever the view is scrolled to."""
        view, document = self._view, self._view.document()
        if not self._points:
            self._points = [document.pagePointSize(n) for n in range(document.pageCount())]
        now = (view.zoomMode(), view.zoomFactor(), view.viewport().width(), len(self._points))
        if now != self._for:
            self._for = now
            self._rects = self._laid_out()
            self._tops = [one.top() for one in self._rects]
        return self._rects

    def shown(self) -> range:
        """The pages of which something is on the screen."""
        rects = self.rects()
        if not rects:
            return range(0)
        top = self._offset().y()
        first = max(0, bisect_right(self._tops, top) - 1)
        return range(first, bisect_right(self._tops, top + self._view.viewport().height()))

    def at(self, point: QPointF) -> int:
        """The page under or above a point of the screen; -1 without pages."""
        self.rects()
        return min(max(0, bisect_right(self._tops, point.y() + self._offset().y()) - 1), len(self._tops) - 1)

    def shares(self, page: int, point: QPointF) -> tuple[float, float, float]:
        """The point of the screen as shares of the page, and the page's height by its width."""
        rect, there = self.rects()[page], point + QPointF(self._offset())
        wide, tall = max(1, rect.width()), max(1, rect.height())
        return (there.x() - rect.left()) / wide, (there.y() - rect.top()) / tall, tall / wide

    def placed(self, page: int, box: Box) -> QRectF:
        """A box of the page on the screen."""
        rect, (left, top, right, bottom) = QRectF(self.rects()[page]), box
        wide, tall = rect.width(), rect.height()
        corner = rect.topLeft() + QPointF(left * wide, top * tall) - QPointF(self._offset())
        return QRectF(corner, QSizeF((right - left) * wide, (bottom - top) * tall))

    def reveal(self, page: int, box: Box) -> None:
        """Scroll so that the box is on the screen; not at all when it is."""
        placed, seen = self.placed(page, box), self._view.viewport().rect()
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        edge = min(24, seen.height() // 8)
        if placed.top() < edge or placed.bottom() > seen.height() - edge:
            down.setValue(down.value() + round(placed.top() - seen.height() / 3))
        if placed.left() < edge or placed.right() > seen.width() - edge:
            across.setValue(across.value() + round(placed.center().x() - seen.width() / 2))

    def _offset(self) -> QPoint:
        return QPoint(self._view.horizontalScrollBar().value(), self._view.verticalScrollBar().value())

    def _laid_out(self) -> list[QRect]:
        view, sizes = self._view, [self._size(points) for points in self._points]
        margins = view.documentMargins()
        widest = max((size.width() for size in sizes), default=0) + margins.left() + margins.right()
        room, y = max(widest, view.viewport().width()), margins.top()
        rects = []
        for size in sizes:
            rects.append(QRect(QPoint((room - size.width()) // 2, y), size))
            y += size.height() + view.pageSpacing()
        return rects

    def _size(self, points: QSizeF) -> QSize:
        view = self._view
        dots = QGuiApplication.primaryScreen().logicalDotsPerInch() / 72.0
        if view.zoomMode() == QPdfView.ZoomMode.Custom:
            return (points * dots * view.zoomFactor()).toSize()
        margins, natural = view.documentMargins(), (points * dots).toSize()
        room = view.viewport().width() - margins.left() - margins.right()
        return natural * (room / max(1, natural.width()))
