"""Renders the whole kit to PNG: `python -m desktop.views.kit.gallery OUT_DIR`. Light and dark, 100 % and 150 %.

For eyes, not for programs: what looks wrong here looks wrong in every screen.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.views import kit
from desktop.views.kit import specimens


def _page() -> QWidget:
    window = QWidget()
    nav, rail = kit.SideNav(specimens.NAV), kit.SideNav(specimens.NAV)
    nav.select("fill")
    nav.set_note("comp", "待補", "warning")
    rail.set_collapsed(True)
    rail.select("fill")
    left, right = QVBoxLayout(), QVBoxLayout()
    header = kit.PageHeader(
        "課程學習成果",
        "114 學年度第 1 學期，還可以上傳 2 件",
        (kit.Button("匯入檔案", icon="upload"), kit.Button("新增成果", "primary", "plus")),
    )
    for widget in (header, specimens.buttons(), specimens.messages(), specimens.files()):
        left.addWidget(widget)
    left.addStretch(1)
    right.addWidget(specimens.fields())
    right.addWidget(specimens.record_list(dense=False, checkable=True))
    right.addWidget(specimens.record_list(dense=True, checkable=False))
    right.addStretch(1)
    columns = QHBoxLayout()
    columns.setContentsMargins(theme.px(24), theme.px(24), theme.px(24), theme.px(24))
    columns.setSpacing(theme.px(24))
    columns.addLayout(left, 1)
    columns.addLayout(right, 1)
    footer = kit.StickyFooter()
    footer.set_text("已勾 4／上限 6", "accent")
    footer.add_action(kit.Button("先存草稿"))
    footer.add_action(kit.Button("送出勾選", "primary"))
    middle = QVBoxLayout()
    middle.setSpacing(0)
    middle.addLayout(columns, 1)
    middle.addWidget(footer)
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(nav)
    row.addWidget(rail)
    row.addLayout(middle, 1)
    window.resize(theme.px(1500), theme.px(1240))
    return window


def _extras() -> QWidget:
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(theme.px(24), theme.px(24), theme.px(24), theme.px(24))
    column.setSpacing(theme.px(16))
    empty = kit.Card()
    empty.add(kit.EmptyState("star", "還沒有紀錄。把獎狀照片拖進來就能開始", "新增多元表現", "看範例"))
    tabs = QTabWidget()
    tabs.addTab(specimens.table(), "清單")
    tabs.addTab(QWidget(), "歷史")
    calendar = kit.Calendar()
    calendar.setFixedSize(theme.px(320), theme.px(280))
    ask = kit.ConfirmDialog(
        window,
        "重設同步資料？",
        "這台電腦會重新下載全部紀錄。",
        "重設",
        True,
        "尚未上傳的 3 件草稿會一併刪除，無法復原。",
        "重設同步",
    )
    ask.setWindowFlags(Qt.WindowType.Widget)
    ask.setFixedWidth(theme.px(460))
    top, bottom = QHBoxLayout(), QHBoxLayout()
    top.addWidget(empty, 1)
    top.addWidget(tabs, 1)
    bottom.addWidget(calendar)
    bottom.addWidget(ask)
    focused = kit.Button("鍵盤焦點", "primary")
    second = kit.Button("鍵盤焦點")
    bottom.addWidget(specimens.row(focused, second))
    column.addLayout(top)
    column.addLayout(bottom)
    column.addStretch(1)
    window.resize(theme.px(1200), theme.px(860))
    host = kit.ToastHost(window)
    host.say("已刪除 3 件多元表現", "info", "復原")
    host.say("沒有存成：磁碟空間不足，請清出 200 MB 後再試", "danger")
    second.setObjectName("focused")
    return window


def render(app: QApplication, folder: Path) -> list[Path]:
    """Write every page in every look; answers the files."""
    written = []
    theme.current().reduced_motion = True
    for mode in ("light", "dark"):
        for percent in (100, 150):
            theme.apply(app, mode, percent / 100)
            for name, build in (("kit", _page), ("extras", _extras)):
                window = build()
                window.show()
                window.activateWindow()
                app.processEvents()
                for focused in window.findChildren(kit.Button, "focused"):
                    focused.setFocus(Qt.FocusReason.TabFocusReason)
                app.processEvents()
                path = folder / f"{name}-{mode}-{percent}.png"
                window.grab().save(str(path))
                written.append(path)
                window.close()
                window.deleteLater()
    return written


def main() -> int:
    if len(sys.argv) != 2:
        sys.stderr.write("usage: python -m desktop.views.kit.gallery OUT_DIR\n")
        return 2
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(app, QApplication):
        for path in render(app, folder):
            sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
