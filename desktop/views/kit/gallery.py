"""Renders the whole kit to PNG: `python -m desktop.views.kit.gallery OUT_DIR`. Light and dark, 100 % and 150 %.

For eyes, not for programs: what looks wrong here looks wrong in every screen.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.views import kit

_NAV = (
    kit.NavItem("home", "首頁", "home"),
    kit.NavItem(
        "profile", "學生資料", "person", (kit.NavItem("basic", "基本資料"), kit.NavItem("auto", "自傳"))
    ),
    kit.NavItem(
        "outcome",
        "課程學習",
        "book",
        (kit.NavItem("fill", "學習成果填寫"), kit.NavItem("pick", "學習成果勾選")),
    ),
    kit.NavItem("cadre", "校內幹部", "badge"),
    kit.NavItem(
        "diverse",
        "多元表現",
        "star",
        (kit.NavItem("comp", "競賽參與紀錄"), kit.NavItem("serv", "服務學習紀錄")),
    ),
    kit.NavItem("receipt", "收訖明細", "inbox"),
    kit.NavItem("down", "下載專區", "download"),
)
_ROWS = (
    ("校園植物圖鑑：從氣候變遷談起", "生物 · 114-1 · 王小明老師", "認證中", "info", "2 分鐘前", "book"),
    ("探究與實作：地震預警系統", "地球科學 · 114-1 · 陳美惠老師", "認證通過", "success", "昨天", "book"),
    (
        "全國高級中等學校小論文寫作比賽得獎作品與心得",
        "競賽參與 · 2026-03-15",
        "需補件",
        "danger",
        "3/15",
        "trophy",
    ),
    ("社區長者數位共學志工", "服務學習 · 24 小時", "草稿", "neutral", "", "heart-hand"),
    ("全民英檢中級", "檢定證照 · 2025-11-02", "等待上傳", "warning", "11/2", "certificate"),
)


def _row(*widgets: QWidget) -> QWidget:
    ground = QWidget()
    layout = QHBoxLayout(ground)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(8))
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return ground


def _buttons() -> QWidget:
    card = kit.Card("按鈕與狀態")
    off = kit.Button("送出認證", "primary", "send")
    off.setEnabled(False)
    card.add(
        _row(
            kit.Button("送出認證", "primary", "send"),
            kit.Button("新增", "secondary", "plus"),
            kit.Button("取消", "ghost"),
            kit.Button("刪除", "danger", "trash"),
        )
    )
    card.add(
        _row(
            off,
            kit.Button("移除", "danger-ghost", "trash"),
            kit.Button("看範例", "link"),
            kit.IconButton("gear", "設定"),
        )
    )
    pills = (
        ("草稿", "neutral"),
        ("認證中", "info"),
        ("通過", "success"),
        ("快到期", "warning"),
        ("不通過", "danger"),
        ("已勾選", "accent"),
    )
    card.add(_row(*(kit.StatusPill(text, tone) for text, tone in pills)))
    segments = kit.SegmentedControl((("all", "全部 12"), ("draft", "草稿 3"), ("sent", "已送出 9")), "篩選")
    card.add(_row(segments))
    radio = QRadioButton("不通過")
    radio.setChecked(True)
    checked, third = kit.CheckField("勾選提交"), kit.CheckField("部分")
    checked.set_value(True)
    third.setTristate(True)
    third.setCheckState(Qt.CheckState.PartiallyChecked)
    locked = kit.CheckField("已鎖定")
    locked.set_value(True)
    locked.setEnabled(False)
    card.add(_row(checked, kit.CheckField("未勾"), third, locked, QRadioButton("通過"), radio))
    return card


def _fields() -> QWidget:
    card = kit.Card("表單")
    name, role, day, hours = (
        kit.LineEdit("例如：全國科展"),
        kit.ComboBox((("1", "個人參與"), ("2", "團體參與"))),
        kit.DateEdit(),
        kit.NumberEdit(unit="小時"),
    )
    name.set_value("探究與實作：地震預警系統")
    day.set_value("2026-02-28")
    hours.set_value("12.5")
    text = kit.TextArea("寫下你做了什麼、學到什麼", lines=4)
    text.set_value(
        "本次學習成果主要透過小組討論與實地觀察蒐集資料，並以圖表呈現分析結果。過程中遇到資料不足、時間分配等困難，經老師引導後調整研究方法，也學會與組員分工合作、互相提醒。"
    )
    late, wrong = kit.TextArea("", lines=2), kit.LineEdit()
    late.set_value("超過字數的內容")
    grid = QGridLayout()
    grid.setSpacing(theme.px(16))
    wrong_frame = kit.FieldFrame("證照字號", wrong, required=True)
    wrong_frame.set_error("請填寫證照字號，認證時會用到")
    grid.addWidget(kit.FieldFrame("名稱", name, required=True, limit=20), 0, 0, 1, 2)
    grid.addWidget(kit.FieldFrame("參與方式", role, required=True), 1, 0)
    grid.addWidget(kit.FieldFrame("日期", day, hint="可輸入 115/2/28"), 1, 1)
    grid.addWidget(kit.FieldFrame("時數", hours), 2, 0)
    grid.addWidget(wrong_frame, 2, 1)
    grid.addWidget(
        kit.FieldFrame("內容簡述", text, limit=90, hint="100 字以內，送出後老師看得到"), 3, 0, 1, 2
    )
    grid.addWidget(kit.FieldFrame("備註", late, limit=5), 4, 0, 1, 2)
    locked = kit.LineEdit()
    locked.set_value("王小明（唯讀）")
    locked.set_read_only(True)
    grid.addWidget(kit.FieldFrame("指導老師", locked), 5, 0)
    grid.addWidget(kit.FieldFrame("搜尋", kit.SearchBox("搜尋名稱、科目或內容")), 5, 1)
    card.body.addLayout(grid)
    return card


def _messages() -> QWidget:
    card = kit.Card("訊息")
    card.add(kit.Banner("danger", "不通過：請補上證明文件", "查看意見"))
    card.add(kit.Banner("warning", "還有 2 件成果沒有送出，3 天後截止", "前往", closable=True))
    card.add(kit.Banner("success", "已備份到這台電腦，可以安心離線"))
    card.add(kit.Banner("info", "這份紀錄在別台電腦也改過了，請選擇要保留的內容", "比較"))
    chips = []
    for text, left in (("勾選", 30 * 86400), ("送出認證", 5 * 86400 + 10800), ("多元表現", 5 * 3600)):
        chip = kit.CountdownChip()
        chip.set(text, left)
        chips.append(chip)
    card.add(_row(*chips))
    signs = []
    for kind, sentence in (
        ("ok", "已同步 · 2 分鐘前"),
        ("offline", "離線工作中"),
        ("attention", "需要處理 1 件"),
        ("uploading", "上傳中 2／5"),
    ):
        sign = kit.SyncIndicator()
        sign.set(kind, sentence)
        signs.append(sign)
    card.add(_row(*signs))
    job, done = kit.ProgressRow("上傳證明文件"), kit.ProgressRow("備份")
    job.set_progress(42, 100, "3.2 MB／7.6 MB · 約 20 秒")
    done.finish("完成，共 24 件")
    card.add(job)
    card.add(done)
    return card


def _files() -> QWidget:
    card = kit.Card("檔案")
    good = kit.FileCard("地震預警系統期末報告與實驗紀錄_最終版_王小明.pdf", "3.2 MB", "pdf")
    good.set_check("格式正確 · 3.2 MB · 已驗證可開啟")
    bad = kit.FileCard("成果影片.mp4", "12.4 MB", "video")
    bad.set_check("超過 10 MB，請壓縮或改用較短的片段", "danger")
    moving = kit.FileCard("獎狀.jpg", "1.8 MB", "image")
    moving.set_progress(60)
    for each in (good, bad, moving):
        card.add(each)
    target = QWidget()
    target.setFixedHeight(theme.px(120))
    overlay = kit.DropOverlay(target)
    overlay.setGeometry(0, 0, theme.px(560), theme.px(120))
    overlay.show()
    card.add(target)
    return card


def _model(checkable: bool) -> QStandardItemModel:
    model = QStandardItemModel()
    for number, (title, second, pill, tone, meta, icon) in enumerate(_ROWS):
        item = QStandardItem(title)
        for role, value in (
            (kit.Role.SUBTITLE, second), (kit.Role.PILL, pill), (kit.Role.TONE, tone),
            (kit.Role.META, meta), (kit.Role.ICON, icon),
            (int(Qt.ItemDataRole.AccessibleTextRole), kit.row_text(title, second, pill, meta)),
        ):  # fmt: skip
            item.setData(value, role)
        if checkable:
            item.setCheckable(True)
            item.setCheckState(Qt.CheckState.Checked if number % 2 else Qt.CheckState.Unchecked)
        model.appendRow(item)
    return model


def _list(dense: bool, checkable: bool) -> kit.RecordList:
    made = kit.RecordList(dense)
    model = _model(checkable)
    model.setParent(made)
    made.setModel(model)
    made.setCurrentIndex(model.index(1, 0))
    made.setFixedHeight(theme.px((44 if dense else 60) * len(_ROWS) + 6))
    return made


def _table() -> QTableWidget:
    table = QTableWidget(3, 4)
    table.setHorizontalHeaderLabels(["名稱", "科目", "學年期", "狀態"])
    for row in range(3):
        for column, text in enumerate(("校園植物圖鑑", "生物", "114-1", "認證中")):
            table.setItem(row, column, QTableWidgetItem(text))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().setDefaultSectionSize(theme.px(44))
    table.horizontalHeader().setStretchLastSection(True)
    table.selectRow(1)
    table.setFixedHeight(theme.px(180))
    return table


def _page() -> QWidget:
    window = QWidget()
    nav, rail = kit.SideNav(_NAV), kit.SideNav(_NAV)
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
    for widget in (header, _buttons(), _messages(), _files()):
        left.addWidget(widget)
    left.addStretch(1)
    right.addWidget(_fields())
    right.addWidget(_list(dense=False, checkable=True))
    right.addWidget(_list(dense=True, checkable=False))
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
    tabs.addTab(_table(), "清單")
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
    bottom.addWidget(_row(focused, second))
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
