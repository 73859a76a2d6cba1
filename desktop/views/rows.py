"""What the lists of several screens share: the roles of a line, and rows that may be headings or blocked choices."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop import theme
from desktop.models.grouped import HEADING
from desktop.views import kit
from desktop.views.filed_rows import FiledDelegate, Index

ROLES = {
    "subtitle": int(kit.Role.SUBTITLE),
    "meta": int(kit.Role.META),
    "pill": int(kit.Role.PILL),
    "tone": int(kit.Role.TONE),
    "icon": int(kit.Role.ICON),
}


class HeadedDelegate(kit.RecordDelegate):
    """Rows of records under headings."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.data(HEADING):
            return QSize(theme.px(200), theme.px(40))
        return super().sizeHint(option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(HEADING):
            paint_heading(painter, QRect(option.rect), index)
        else:
            super().paint(painter, option, index)


class ChoiceDelegate(FiledDelegate):
    """Adds heading rows; a row that cannot be ticked keeps the place of the box and shows a lock in it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.data(HEADING):
            return QSize(theme.px(200), theme.px(40))
        return super().sizeHint(option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(HEADING):
            paint_heading(painter, QRect(option.rect), index)
            return
        super().paint(painter, option, index)
        if not self._checkable(index):
            box = self._check_rect(QRect(option.rect))
            theme.icon("lock", "muted", 16).paint(painter, box)

    def _left(self, rect: QRect, index: Index) -> int:
        left = super()._left(rect, index)
        return left if self._checkable(index) else left + theme.px(18 + 12)


def paint_heading(painter: QPainter, rect: QRect, index: Index) -> None:
    """A heading over the rows that follow, with a quiet word at its right."""
    painter.save()
    box = rect.adjusted(theme.px(16), theme.px(8), -theme.px(16), 0)
    quiet = str(index.data(kit.Role.META) or "")
    room = QFontMetrics(theme.font("small")).horizontalAdvance(quiet) + theme.px(8)
    painter.setFont(theme.font("strong"))
    painter.setPen(theme.color("text"))
    title = str(index.data(kit.Role.TITLE) or "")
    shown = QFontMetrics(theme.font("strong")).elidedText(
        title, Qt.TextElideMode.ElideRight, box.width() - room
    )
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("muted"))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, quiet)
    painter.restore()
