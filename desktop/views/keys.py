"""The keys that work everywhere in the window, and the sheet (Ctrl+/) that lists them with those of single pages."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QGridLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.views import kit
from desktop.views.course_page import CoursePage
from desktop.views.record_page import RecordPage

SHEET = (
    ("到處都可以", (
        ("Ctrl+N", "新增一筆"), ("Ctrl+S", "馬上存檔"), ("Ctrl+F", "搜尋全部"), ("Ctrl+K", "指令"),
        ("Ctrl+Z", "復原剛才的刪除、勾選或認證"), ("F5", "立即同步"), ("F6", "到下一區"),
        ("Shift+F6", "回上一區"), ("Ctrl+/", "這張快速鍵表"),
    )),
    ("紀錄的清單", (
        ("↑ ↓", "上一筆、下一筆"), ("Enter", "打開"), ("Shift+↑ ↓", "一次選好幾筆"), ("Delete", "刪除選到的"),
    )),
    ("預覽裡的 PDF", (
        ("Ctrl+F", "在這份 PDF 裡找"), ("F3", "下一個；Shift+F3 上一個"), ("Ctrl+Shift+C", "複製找到的整句"),
        ("Ctrl+A", "全選文字"), ("Ctrl+C", "複製選取的文字"), ("Shift+← →", "選長一點、短一點"),
    )),
    ("填寫", (("Tab", "下一欄"), ("Ctrl+V", "貼上截圖，成為附檔"), ("Ctrl+Z", "取消剛才打的字"))),
)  # fmt: skip


def install(window: QWidget, keys: dict[str, Callable[[], object]]) -> None:
    """Each key does its act wherever the keyboard is in this window."""
    for key, act in keys.items():
        QShortcut(QKeySequence(key), window, act)


def begin_new(page: QWidget | None) -> bool:
    """A new record on the page that is open; false where nothing can be begun."""
    found = page.outcomes if isinstance(page, CoursePage) else page
    if not isinstance(found, RecordPage):
        return False
    found.add()
    return True


def next_pane(nav: QWidget, page: QWidget | None, way: int = 1) -> None:
    """The keyboard goes from the menu to the list, to the form, and round again; way -1: the other way round."""
    found = page.outcomes if isinstance(page, CoursePage) and page.outcomes is not None else page
    areas = found.panes() if isinstance(found, RecordPage) else [found]
    panes = [nav, *(area for area in areas if area is not None and area.isVisible())]
    held = QApplication.focusWidget()
    nowhere = -1 if way > 0 else len(panes)
    here = next((n for n, pane in enumerate(panes) if held is not None and pane.isAncestorOf(held)), nowhere)
    for step in range(1, len(panes) + 1):
        first = _first_stop(panes[(here + way * step) % len(panes)])
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def _first_stop(pane: QWidget) -> QWidget | None:
    inside = [pane, *pane.findChildren(QWidget)]
    return next(
        (
            one
            for one in inside
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled()
        ),
        None,
    )


class KeySheet(QDialog):
    """All keys on one page; Esc shuts it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("快速鍵")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = kit.ScrollPage()
        page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrow keys scroll it in a low window
        page.setAccessibleName("快速鍵")
        box = page.body
        box.setSpacing(theme.px(12))
        for title, keys in SHEET:
            box.addWidget(kit.label(title, role="section"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(theme.px(24))
            grid.setVerticalSpacing(theme.px(6))
            grid.setColumnMinimumWidth(0, theme.px(110))
            grid.setColumnStretch(1, 1)
            for row, (key, words) in enumerate(keys):
                grid.addWidget(kit.label(key, role="strong"), row, 0)
                grid.addWidget(kit.label(words), row, 1)
            box.addLayout(grid)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(page)
        tall = page.body.sizeHint().height() + theme.px(8)
        self.resize(theme.px(400), min(tall, parent.window().height() - theme.px(32)))


def show_sheet(window: QWidget) -> KeySheet:
    sheet = KeySheet(window)
    sheet.open()
    return sheet
