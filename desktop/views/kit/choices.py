"""Choosing: a combo box by code, a check box as a field, a segmented control. The wheel never changes a value."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from desktop import theme
from desktop.views.kit.buttons import RingButton
from desktop.views.kit.labels import repolish

Options = Sequence[tuple[str, str]]


class ComboBox(QComboBox):
    """`value()` is a code. A code that left the list is still shown, so that nothing is lost by looking."""

    edited = Signal(str)

    def __init__(
        self,
        options: Options = (),
        placeholder: str = "請選擇",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.currentIndexChanged.connect(self._mark_empty)
        self.activated.connect(self._activated)
        self._told = ""
        self._listed = False
        self.set_options(options)

    def showPopup(self) -> None:
        """The list is made when it is first opened: most never are."""
        if not self._listed:
            self._listed = True
            self.setView(QListView(self))
            self.setItemDelegate(QStyledItemDelegate(self))
        super().showPopup()

    def set_options(self, options: Options) -> None:
        kept = self.value()
        self.blockSignals(True)
        self.clear()
        for code, text in options:
            self.addItem(text, code)
        self.setCurrentIndex(-1)
        self.blockSignals(False)
        self.set_value(kept)

    def value(self) -> str:
        found = self.currentData()
        return found if isinstance(found, str) else ""

    def set_value(self, code: str) -> bool:
        index = self.findData(code) if code else self.findData("")
        if index < 0 and code:
            self.addItem(f"{code}（已不在選單）", code)
            index = self.count() - 1
        self._told = code
        self.setCurrentIndex(index)
        self._mark_empty()
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls instead

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does, but a choice too long for the box ends in … and has a tool tip."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter, style = QStylePainter(self), QStyle.ComplexControl.CC_ComboBox
        painter.drawComplexControl(style, option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(style, option, part, self).width() - theme.px(4)
        if self.currentIndex() < 0:
            option.currentText = self.placeholderText()
        whole = self.currentText()
        shown = QFontMetrics(self.font()).elidedText(whole, Qt.TextElideMode.ElideRight, room)
        if whole and shown != whole:
            option.currentText = shown
        self.setToolTip(whole if shown != whole else "")
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _activated(self) -> None:
        if self.value() != self._told:
            self._told = self.value()
            self.edited.emit(self._told)

    def _mark_empty(self) -> None:
        empty = not self.value()
        if self.property("empty") != empty:
            self.setProperty("empty", empty)
            repolish(self)


class CheckField(QCheckBox):
    """A yes or no with the same manner as the other editors, but a bool."""

    edited = Signal(bool)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.clicked.connect(self.edited)

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, on: bool) -> bool:
        self.setChecked(on)
        return True


class SegmentedControl(QFrame):
    """A few exclusive choices in one strip; arrow keys move along it. `changed` speaks for the person only."""

    changed = Signal(str)

    def __init__(self, options: Options, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._keys: list[str] = []
        self._row = QHBoxLayout(self)
        for key, text in options:
            button = _Segment(text, self)
            self._group.addButton(button, len(self._keys))
            self._keys.append(key)
            self._row.addWidget(button)
        self._group.idClicked.connect(self._clicked)
        if self._keys:
            self.select(self._keys[0])
        theme.follow(self._fit)

    @property
    def value(self) -> str:
        return self._keys[self._group.checkedId()] if self._keys else ""

    def select(self, key: str) -> None:
        self._group.button(self._keys.index(key)).setChecked(True)

    def set_label(self, key: str, text: str) -> None:
        self._group.button(self._keys.index(key)).setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        target = self._group.checkedId() + step
        if step and 0 <= target < len(self._keys):
            button = self._group.button(target)
            button.setFocus(Qt.FocusReason.TabFocusReason)
            button.click()
            return
        super().keyPressEvent(event)

    def _clicked(self, position: int) -> None:
        self.changed.emit(self._keys[position])

    def _fit(self) -> None:
        edge = theme.px(2)
        self._row.setContentsMargins(edge, edge, edge, edge)
        self._row.setSpacing(theme.px(2))


class _Segment(RingButton):
    """Keeps the width of its bold form, so that choosing moves nothing."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        from_bold = QFontMetrics(theme.font("strong")).horizontalAdvance(self.text()) + theme.px(30)
        return QSize(max(hint.width(), from_bold), hint.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)
