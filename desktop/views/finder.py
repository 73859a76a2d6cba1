"""Search over everything: the box in the head of the window, and under it what was found while typing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop import theme
from desktop.models.rows import ROW, Row, Rows
from desktop.views import kit

WIDTH, ROOM, HEIGHT = 240, 560, 60
MOST_SHOWN = 7
ROLES = {
    "subtitle": kit.Role.SUBTITLE,
    "meta": kit.Role.META,
    "pill": kit.Role.PILL,
    "tone": kit.Role.TONE,
    "icon": kit.Role.ICON,
}


class RowPopup(QFrame):
    """A list in front of the window that leaves the keyboard to the box above it. chosen(Row)."""

    chosen = Signal(object)

    def __init__(self, name: str, window: QWidget, box: QWidget | None = None) -> None:
        super().__init__(window)
        self.setProperty("popover", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        self.setAccessibleName(name)
        self.model = Rows(ROLES, self)
        self.list = kit.RecordList()
        self.list.setAccessibleName(name)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("frameless", True)
        self.list.setModel(self.model)
        self.list.clicked.connect(self._choose)
        self.note = kit.label("", role="small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(8))
        column.setSpacing(theme.px(4))
        if box is not None:
            column.addWidget(box)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        self.hide()

    def fill(self, rows: tuple[Row, ...], note: str) -> None:
        """Show these, the first one chosen."""
        self.model.replace(rows)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.list.setVisible(bool(rows))
        if rows:
            self.list.setCurrentIndex(self.model.index(0))

    def step(self, by: int) -> None:
        """Choose another line; at the end it begins anew."""
        count = self.model.rowCount()
        if count:
            row = (self.list.currentIndex().row() + by) % count
            self.list.setCurrentIndex(self.model.index(row))
            kit.announce(self.list, str(self.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)))

    def key(self, event: QKeyEvent) -> bool:
        """Keys of the box that mean the list; true when it was one."""
        match event.key():
            case Qt.Key.Key_Down:
                self.step(1)
            case Qt.Key.Key_Up:
                self.step(-1)
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                self.step(MOST_SHOWN if event.key() == Qt.Key.Key_PageDown else -MOST_SHOWN)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._choose(self.list.currentIndex())
            case _:
                return False
        return True

    def _choose(self, index: QModelIndex) -> None:
        row = index.data(ROW) if index.isValid() else None
        if isinstance(row, Row):
            self.chosen.emit(row)


class Finder(QObject):
    """chosen(Row): the person wants to see this one. look(text) finds. used(bool): whether the box is in use."""

    chosen = Signal(object)
    used = Signal(bool)

    def __init__(self, window: QWidget, look: Callable[[str], tuple[Row, ...]]) -> None:
        super().__init__(window)
        self._window = window
        self._look = look
        self._before: QWidget | None = None
        self.box = kit.SearchBox("搜尋全部")
        self.box.setToolTip("搜尋所有紀錄、檔名和 PDF 裡的文字（Ctrl+F）")
        self.box.searched.connect(self.search)
        self.box.installEventFilter(self)
        self.popup = RowPopup("搜尋結果", window)
        self.popup.chosen.connect(self._take)
        window.installEventFilter(self)
        theme.follow(self._fit)

    def start(self) -> None:
        """Ready to type; what was searched before is marked, so that typing replaces it."""
        held = QApplication.focusWidget()
        self._before = held if held is not self.box else self._before
        self.used.emit(True)
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()
        if self.box.value().strip():
            self.search(self.box.value())

    def search(self, text: str) -> None:
        if not text.strip():
            self.popup.hide()
            return
        rows = self._look(text)
        note = f"找到 {len(rows)} 筆。" if rows else "找不到。可以少打幾個字，或換個說法。"
        self.popup.fill(rows, note if len(rows) < 50 else "只列出前 50 筆，可以再多打幾個字。")
        kit.announce(self.box, note)
        self._place()
        self.popup.show()
        self.popup.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if event.type() == QEvent.Type.Resize and self.popup.isVisible():
                self._place()
            return False
        if event.type() == QEvent.Type.FocusOut:
            self.popup.hide()
            self.used.emit(False)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.popup.hide()
            self.box.clear()
            there = self._before is not None and isValid(self._before) and self._before.isVisible()
            back = self._before if there and self._before is not None else self._window
            back.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.popup.isHidden():
            self.search(self.box.value())
            return True
        return self.popup.isVisible() and self.popup.key(event)

    def _take(self, row: Row) -> None:
        self.popup.hide()
        self.chosen.emit(row)

    def _place(self) -> None:
        """Under the box, inside the window."""
        width = min(theme.px(ROOM), self._window.width() - theme.px(32))
        shown = min(self.popup.model.rowCount(), MOST_SHOWN)
        height = shown * theme.px(HEIGHT) + theme.px(52 if shown else 40)
        corner = self.box.mapTo(self._window, QPoint(0, self.box.height() + theme.px(4)))
        left = max(theme.px(16), min(corner.x(), self._window.width() - width - theme.px(16)))
        room = self._window.height() - corner.y() - theme.px(48)
        self.popup.setGeometry(left, corner.y(), width, min(height, room))

    def _fit(self) -> None:
        self.box.setFixedWidth(theme.px(WIDTH))
