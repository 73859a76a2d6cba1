"""換學年度: the next year, the end of its term, last year's windows a year later, and what does not go together."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.views import kit
from domain import moments
from domain.calendar import iso_day
from domain.records import Record
from domain.timetable import oddities
from domain.windows import window_of
from domain.yearly import day_next_year

KEPT = "以前學年度的紀錄、期間與勾選都留著。按下去之後，大家的電腦下次同步就照新的學年度。"
ALREADY = "下一個學年度已經有 {count} 個作業期間；這裡再加的會並存，重疊的會在「作業期間」提醒。"


class YearDialog(QDialog):
    """chosen: the windows that are wanted; term_ends: the day, "" for none."""

    def __init__(
        self, parent: QWidget, year: int, term_ends: str, windows: Sequence[Record], already: int
    ) -> None:
        super().__init__(parent)
        self._windows = tuple(windows)
        self.setWindowTitle("換學年度")
        room = parent.window()
        edge = theme.px(32)
        self.resize(min(theme.px(620), room.width() - edge), min(theme.px(600), room.height() - edge))
        self.day = kit.DateEdit()
        self.day.set_value(day_next_year(term_ends))
        self.day.edited.connect(lambda _: self._judge())
        self.boxes = [kit.CheckField(words(one)) for one in windows]
        for box in self.boxes:
            box.set_value(True)
            box.edited.connect(lambda _: self._judge())
        self.warnings = QVBoxLayout()
        self.warnings.setSpacing(theme.px(6))
        sheet = kit.ScrollPage()
        sheet.add(kit.label(f"{year} 學年度 → {year + 1} 學年度", role="section"))
        sheet.add(kit.Banner("info", KEPT))
        if already:
            sheet.add(kit.Banner("warning", ALREADY.format(count=already)))
        sheet.add(kit.FieldFrame("新學年度第一學期休業式", self.day, False))
        told = "作業期間照今年的日期往後一年：" if self.boxes else "今年沒有作業期間可以照著訂。"
        sheet.add(kit.label(told, role="strong"))
        for box in self.boxes:
            sheet.add(box)
        sheet.body.addLayout(self.warnings)
        sheet.body.addStretch(1)
        self.go_button = kit.Button(f"換到 {year + 1} 學年度", "primary", "check")
        self.go_button.clicked.connect(self.accept)
        cancel = kit.Button("取消")
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.go_button)
        column = QVBoxLayout(self)
        pad = theme.px(16)
        column.setContentsMargins(pad, pad, pad, pad)
        column.addWidget(sheet, 1)
        column.addLayout(foot)
        self._judge()

    @property
    def chosen(self) -> tuple[Record, ...]:
        return tuple(one for one, box in zip(self._windows, self.boxes, strict=True) if box.value())

    @property
    def term_ends(self) -> str:
        return str(self.day.value() or "")

    def _judge(self) -> None:
        """Say what does not go together in what is chosen; nothing of it forbids anything."""
        while (item := self.warnings.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        try:
            ends = iso_day(self.term_ends) if self.term_ends else None
        except ValueError:
            ends = None
        for one in oddities([window_of(record) for record in self.chosen], ends):
            self.warnings.addWidget(kit.Banner("warning", one.sentence))


def words(record: Record) -> str:
    """ "課程學習成果勾選：2027-03-01 到 2027-03-22"; the day that an end is, not the moment after it."""
    window = window_of(record)
    opens, _ = moments.written(record.text("opens_at"), end=False, zone=window.zone)
    closes, _ = moments.written(record.text("closes_at"), end=True, zone=window.zone)
    return f"{window.label}：{opens or '不限'} 到 {closes or '不限'}"
