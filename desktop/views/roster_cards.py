"""The cards of 提交名冊: what is chosen, and what a look at it came to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.desk import Desk
from desktop.models import rosters as model
from desktop.operations.rosters import Found, Wanted
from desktop.views import kit
from desktop.views.receipt_table import ReceiptTable

PRIVATE = "身分證號只在製作時使用，程式和學校都不會留下。"
NOTE = "名冊含有身分證號與學生的檔案，沒有加密，請存在安全的地方，提交完就刪除。"


class RosterForm(kit.Card):
    """Which roster, of which year and term; and the file of national ids."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._build()

    @property
    def wanted(self) -> Wanted | None:
        roster = next((one for one in model.offered(self._desk) if one.code == self.roster.value()), None)
        year = self.year.value()
        return Wanted(roster, int(year), self.term.value()) if roster is not None and year else None

    def _build(self) -> None:
        found = model.offered(self._desk)
        self.roster = kit.ComboBox([(one.code, f"{one.code} {one.label}") for one in found], name="名冊")
        years = model.years(self._desk)
        self.year = kit.ComboBox([(str(year), f"{year} 學年度") for year in years], name="學年度")
        self.term = kit.ComboBox(list(model.terms(self._desk)), name="學期")
        for choice, first in (
            (self.roster, found[0].code if found else ""),
            (self.term, self._desk.profile.terms[0]),
        ):
            choice.set_value(first)
        self.year.set_value(str(years[0]) if years else "")
        self.term_frame = kit.FieldFrame("學期", self.term)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(12))
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        grid.addWidget(kit.FieldFrame("名冊", self.roster), 0, 0, 1, 2)
        grid.addWidget(kit.FieldFrame("學年度", self.year), 1, 0)
        grid.addWidget(self.term_frame, 1, 1)
        self.body.addLayout(grid)
        self.add(kit.hairline())
        self.body.addLayout(self._identity_row())

    def _identity_row(self) -> QHBoxLayout:
        self.identity_line = kit.label(PRIVATE, role="muted", wrap=True)
        self.template_button = kit.Button("下載範本", "ghost", "download")
        self.identity_button = kit.Button("選擇身分資料檔", "secondary", "folder")
        self.look_button = kit.Button("檢查", "primary", "check")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.identity_line, 1)
        for button in (self.template_button, self.identity_button, self.look_button):
            row.addWidget(button)
        return row


class RosterResult(kit.Card):
    """What a look came to: how much it is, what is missing, and how it is to be written."""

    def __init__(self) -> None:
        super().__init__()
        self.table: ReceiptTable | None = None
        self._build()
        self.hide()

    def show_found(self, found: Found) -> None:
        people = {one.record.owner for one in found.entries}
        files = sum(len(one.record.files) for one in found.entries)
        tone, sentence = model.headline(len(found.entries), len(people), files, found.lacks)
        self.outcome.setText(sentence)
        self.mark_icon.set({"danger": "error"}.get(tone, tone), tone)
        self._put_table(found)
        more = len(found.lacks) - model.SHOWN
        self.more.setText(f"還有 {more} 個，按「匯出清單」看全部。" if more > 0 else "")
        self.more.setVisible(more > 0)
        self.lacks_button.setVisible(bool(found.lacks))
        self.show()
        kit.announce(self, sentence)

    def _put_table(self, found: Found) -> None:
        if self.table is not None:
            self.place.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
            self.table = None
        if found.lacks:
            self.table = ReceiptTable(model.table(found.lacks), self)
            self.place.addWidget(self.table)

    def _build(self) -> None:
        self.mark_icon = kit.IconLabel("success", "success", 24)
        self.outcome = kit.label("", role="strong", wrap=True)
        self.lacks_button = kit.Button("匯出清單", "secondary", "list")
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self.mark_icon)
        head.addWidget(self.outcome, 1)
        head.addWidget(self.lacks_button)
        self.body.addLayout(head)
        self.place = QVBoxLayout()
        self.body.addLayout(self.place)
        self.more = kit.label("", role="small", wrap=True)
        self.add(self.more)
        self.add(kit.hairline())
        self.body.addLayout(self._export_row())
        self.add(kit.label(NOTE, role="small", wrap=True))

    def _export_row(self) -> QHBoxLayout:
        self.shape = kit.SegmentedControl([("zip", "一個 ZIP"), ("folder", "一個資料夾")], "匯出成")
        self.why = kit.label("", role="muted", wrap=True)
        self.export_button = kit.Button("匯出名冊", "primary", "download")
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.shape)
        row.addWidget(self.why, 1)
        row.addWidget(self.export_button)
        return row


def gate(button: kit.Button, why: str, busy: bool) -> None:
    button.setEnabled(not why and not busy)
    button.setToolTip(why)
    button.setAccessibleDescription(why)


def card_row(icon: QWidget, words: tuple[QWidget, ...], button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(12))
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    lines = QVBoxLayout()
    lines.setSpacing(theme.px(4))
    for word in words:
        lines.addWidget(word)
    row.addLayout(lines, 1)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
