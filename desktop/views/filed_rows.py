"""Rows of records with the names of their files under them; a click on a name previews the file (SA §6-n 3, 4)."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from desktop import theme
from desktop.models.entry_list import RECORD
from desktop.views import kit
from desktop.views.host import kind_of
from desktop.views.kit import paint
from desktop.views.kit.files import KIND_ICONS
from domain.records import Attachment, Record

Index = QModelIndex | QPersistentModelIndex

LINE, ROW = 26, 60
MARK = 16


class FiledDelegate(kit.RecordDelegate):
    """Adds a line with the files, each as far as its name is wide."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(200), theme.px(ROW + LINE if _files(index) else ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        words = QRect(rect.left(), rect.top(), rect.width(), theme.px(ROW))
        painter.save()
        self._paint_ground(painter, option, rect)
        if self._checkable(index):
            state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
            usable = bool(option.state & QStyle.StateFlag.State_Enabled)
            paint.check_box(painter, self._check_rect(words), state, usable)
        self._paint_content(painter, words, index, bool(option.state & QStyle.StateFlag.State_Enabled))
        for place, attachment in self.places(rect, index):
            self._paint_file(painter, place, attachment)
        painter.restore()

    def places(self, rect: QRect, index: Index) -> Iterator[tuple[QRect, Attachment]]:
        """Where each file's name stands in the row."""
        left, files = rect.left() + self._left(rect, index), _files(index)
        room = (rect.right() - theme.px(16) - left) // max(len(files), 1)
        letters = QFontMetrics(theme.font("small"))
        top = rect.top() + theme.px(ROW - 8)
        for one in files:
            wanted = theme.px(MARK + 4) + letters.horizontalAdvance(one.name) + 2
            width = min(wanted, room - theme.px(12))
            yield QRect(left, top, width, theme.px(LINE)), one
            left += width + theme.px(12)

    @staticmethod
    def _check_rect(rect: QRect) -> QRect:
        """Beside the words, not beside the files."""
        words = QRect(rect.left(), rect.top(), rect.width(), min(rect.height(), theme.px(ROW)))
        return kit.RecordDelegate._check_rect(words)

    @staticmethod
    def _paint_file(painter: QPainter, place: QRect, attachment: Attachment) -> None:
        side = theme.px(MARK)
        box = QRect(place.left(), place.top() + (place.height() - side) // 2, side, side)
        paint.icon(painter, box, KIND_ICONS.get(kind_of(attachment), "file"), "accent_text")
        font = theme.font("small")
        painter.setFont(font)
        painter.setPen(theme.color("accent_text"))
        words = place.adjusted(side + theme.px(4), 0, 0, 0)
        shown = short_name(attachment.name, QFontMetrics(font), words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)


def short_name(name: str, letters: QFontMetrics, width: int) -> str:
    """As much of the name as there is room for; its suffix stays whole."""
    stem, dot, suffix = name.rpartition(".")
    if letters.horizontalAdvance(name) <= width or not stem:
        return letters.elidedText(name, Qt.TextElideMode.ElideRight, width)
    room = width - letters.horizontalAdvance(dot + suffix)
    return letters.elidedText(stem, Qt.TextElideMode.ElideRight, max(room, 0)) + dot + suffix


class FiledList(kit.RecordList):
    """file_clicked(Attachment): somebody wants to see it; the row itself is not opened then."""

    file_clicked = Signal(object)

    def __init__(self, delegate: FiledDelegate | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._filed = delegate or FiledDelegate(parent=self)
        self._filed.setParent(self)
        self._pressed: Attachment | None = None
        self.setItemDelegate(self._filed)
        self.setUniformItemSizes(False)

    def file_at(self, place: QPoint) -> Attachment | None:
        """The file whose name stands there."""
        index = self.indexAt(place)
        if not index.isValid():
            return None
        found = self._filed.places(self.visualRect(index), index)
        return next((one for box, one in found if box.contains(place)), None)

    def file_place(self, row: int, name: str) -> QPoint:
        """Where to click for that file of the row; ValueError when the row has no such file."""
        index = self.model().index(row, 0)
        self.scrollTo(index)
        for box, one in self._filed.places(self.visualRect(index), index):
            if one.name == name:
                return box.center()
        raise ValueError(f"no file {name} in row {row}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self.file_at(event.position().toPoint()) if left else None
        if self._pressed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif self.file_at(event.position().toPoint()) == pressed:
            self.file_clicked.emit(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        found = self.file_at(event.position().toPoint())
        pointing, plain = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(pointing if found else plain)
        self.viewport().setToolTip(f"預覽「{found.name}」" if found else "")


def _files(index: Index) -> tuple[Attachment, ...]:
    record = index.data(RECORD)
    return tuple(record.files.values()) if isinstance(record, Record) else ()
