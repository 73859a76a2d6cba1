"""Ctrl+K: a box in the upper middle of the window that finds pages, commands and records by a few letters."""

import json
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop import theme
from desktop.desk import Desk
from desktop.models import palette
from desktop.models.palette import Command
from desktop.models.rows import Row
from desktop.views import kit
from desktop.views.finder import RowPopup

WIDTH, SHARE, HEIGHT, TOP = 600, 0.8, 400, 56
RECENT = "ui.recent"
RECORDS = 20


class Palette(QObject):
    """commands: asked for each time it opens. look(text, limit): records. open_record(Row): the person wants one."""

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        commands: Callable[[], tuple[Command, ...]],
        look: Callable[[str, int], tuple[Row, ...]],
        open_record: Callable[[Row], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._make = commands
        self._look = look
        self._open_record = open_record
        self._commands: tuple[Command, ...] = ()
        self._recent = _loaded(desk.noted(RECENT))
        self._before: QWidget | None = None
        self.box = kit.LineEdit("要做什麼？打幾個字，例如「新增競賽」")
        self.box.setAccessibleName("指令")
        self.box.edited.connect(self.show_for)
        self.popup = RowPopup("指令清單", window, self.box)
        self.popup.list.set_dense(True)
        self.popup.chosen.connect(self._run)
        self.box.installEventFilter(self)
        window.installEventFilter(self)

    @property
    def shown(self) -> bool:
        return self.popup.isVisible()

    def open(self) -> None:
        """Show it, or hide it when it is there."""
        if self.shown:
            self.close()
            return
        self._before = QApplication.focusWidget()
        kit.commit_preedit()
        self._commands = self._make()
        self.box.clear()
        self.show_for("")
        self._place()
        self.popup.show()
        self.popup.raise_()
        self.box.setFocus(Qt.FocusReason.PopupFocusReason)

    def close(self) -> None:
        """Hide it; the keyboard goes back to where it was."""
        before, self._before = self._before, None
        self.popup.hide()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_for(self, query: str) -> None:
        """Commands that are meant, then records that say it."""
        rows = [_row(one) for one in palette.chosen(query, self._commands, self._recent)]
        if query.strip():
            rows += self._look(query, RECORDS)
        note = "" if rows else "沒有符合的指令、畫面或紀錄。"
        self.popup.fill(tuple(rows[: palette.MOST]), note)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.shown:
            return False
        if watched is self._window:
            if event.type() == QEvent.Type.Resize:
                self._place()
        elif event.type() == QEvent.Type.FocusOut:
            self._before = None
            self.popup.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
            return self.popup.key(event)
        return False

    def _run(self, row: Row) -> None:
        self.close()
        if not isinstance(row.payload, Command):
            self._open_record(row)
            return
        self._recent = palette.remember(self._recent, row.payload.key)
        kept = json.dumps(self._recent)
        self._desk.note(RECENT, kept)
        row.payload.run()

    def _place(self) -> None:
        width = min(int(self._window.width() * SHARE), theme.px(WIDTH))
        height = min(theme.px(HEIGHT), self._window.height() - theme.px(TOP) - theme.px(40))
        left = (self._window.width() - width) // 2
        self.popup.setGeometry(left, theme.px(TOP), width, height)


def _row(one: Command) -> Row:
    return Row(f"command {one.key}", one.title, one.group, one.shortcut, icon=one.icon, payload=one)


def _loaded(text: str) -> tuple[str, ...]:
    try:
        return tuple(str(one) for one in json.loads(text or "[]"))
    except (ValueError, TypeError):
        return ()
