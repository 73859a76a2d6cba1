"""One filled example of every widget, for the gallery and for tests that look. Invented names only."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop import theme
from desktop.views import kit

NAV = (
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
ROWS = (
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


def row(*widgets: QWidget) -> QWidget:
    ground = QWidget()
    layout = QHBoxLayout(ground)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(8))
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return ground


def buttons() -> QWidget:
    card = kit.Card("按鈕與狀態")
    off = kit.Button("送出認證", "primary", "send")
    off.setEnabled(False)
    card.add(
        row(
            kit.Button("送出認證", "primary", "send"),
            kit.Button("新增", "secondary", "plus"),
            kit.Button("取消", "ghost"),
            kit.Button("刪除", "danger", "trash"),
        )
    )
    card.add(
        row(
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
    card.add(row(*(kit.StatusPill(text, tone) for text, tone in pills)))
    segments = kit.SegmentedControl((("all", "全部 12"), ("draft", "草稿 3"), ("sent", "已送出 9")), "篩選")
    card.add(row(segments))
    radio = QRadioButton("不通過")
    radio.setChecked(True)
    checked, third = kit.CheckField("勾選提交"), kit.CheckField("部分")
    checked.set_value(True)
    third.setTristate(True)
    third.setCheckState(Qt.CheckState.PartiallyChecked)
    locked = kit.CheckField("已鎖定")
    locked.set_value(True)
    locked.setEnabled(False)
    card.add(row(checked, kit.CheckField("未勾"), third, locked, QRadioButton("通過"), radio))
    return card


def fields() -> QWidget:
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


def messages() -> QWidget:
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
    card.add(row(*chips))
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
    card.add(row(*signs))
    job, done = kit.ProgressRow("上傳證明文件"), kit.ProgressRow("備份")
    job.set_progress(42, 100, "3.2 MB／7.6 MB · 約 20 秒")
    done.finish("完成，共 24 件")
    card.add(job)
    card.add(done)
    return card


def files() -> QWidget:
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


def record_model(checkable: bool) -> QStandardItemModel:
    model = QStandardItemModel()
    for number, (title, second, pill, tone, meta, icon) in enumerate(ROWS):
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


def record_list(dense: bool, checkable: bool) -> kit.RecordList:
    made = kit.RecordList(dense)
    model = record_model(checkable)
    model.setParent(made)
    made.setModel(model)
    made.setCurrentIndex(model.index(1, 0))
    made.setFixedHeight(theme.px((44 if dense else 60) * len(ROWS) + 6))
    return made


def table() -> QTableWidget:
    table = QTableWidget(3, 4)
    table.setHorizontalHeaderLabels(["名稱", "科目", "學年期", "狀態"])
    for row in range(3):
        for column, text in enumerate(("校園植物圖鑑", "生物", "114-1", "認證中")):
            table.setItem(row, column, QTableWidgetItem(text))
    kit.tune_table(table)
    table.selectRow(1)
    table.setFixedHeight(theme.px(180))
    return table
