"""What importing a ZIP would do, before it is done: counts per category, and the reason for each thing left out."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from derive.lists import Note
from desktop import theme
from desktop.models.receipts import Column, Table
from desktop.operations.import_plan import FATE_LABELS, Fate, Plan
from desktop.views import kit
from desktop.views.receipt_table import ReceiptTable
from domain.forms import FORMS
from domain.profiles import Profile

MOST_SHOWN = 40
OTHER = "轉學前的備份可以匯入；別人的請不要匯入。"
HELP = {
    Fate.ADD: "會成為新的紀錄",
    Fate.SAME: "這裡已經有一樣的，略過",
    Fate.DIFFERENT: "這裡有同一筆，內容不同；保留這裡的",
    Fate.SCHOOL: "由學校登錄的資料，不匯入",
    Fate.REFUSED: "原因列在下面",
}


class ImportPreview(QWidget):
    """Signals: accepted(copies) when the person wants it done, declined when not."""

    accepted = Signal(bool)
    declined = Signal()

    def __init__(self, path: Path, plan: Plan, profile: Profile) -> None:
        super().__init__()
        self.plan = plan
        self._profile = profile
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(12))
        self.headline = kit.label("", role="strong", wrap=True)
        box.addLayout(self._head(path))
        if plan.strangers:
            names = "、".join(plan.strangers[:3])
            box.addWidget(kit.Banner("warning", f"這份備份是帳號 {names} 匯出的，不是您現在的帳號。{OTHER}"))
        box.addWidget(self.headline)
        if plan.rows:
            self.table = ReceiptTable(self._table(), self)
            box.addWidget(self.table)
        self.copies = kit.CheckField(self._copies_text())
        self.copies.setVisible(any(row.may_copy for row in plan.rows))
        self.copies.toggled.connect(lambda _: self._count())
        box.addWidget(self.copies)
        box.addLayout(self._foot())
        if plan.remarks():
            box.addWidget(Remarks(plan.remarks()))
        self._count()

    def _head(self, path: Path) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(kit.IconLabel("file", "muted", 20))
        row.addWidget(kit.ElidedLabel(path.name), 1)
        ours = "本程式的備份" if self.plan.ours else "其他系統的備份"
        row.addWidget(kit.StatusPill(ours, "accent" if self.plan.ours else "info"))
        return row

    def _table(self) -> Table:
        fates = [fate for fate in Fate if self.plan.counts()[fate]]
        columns = (Column("類別"), *(Column(FATE_LABELS[fate], HELP[fate]) for fate in fates), Column("檔案"))
        rows = []
        for key in self.plan.forms:
            counts = self.plan.counts(key)
            files = sum(len(row.paths) for row in self.plan.wanted(True) if row.record.form == key)
            numbers = (*(counts[fate] for fate in fates), files)
            name = self._profile.title_of(FORMS[key])
            rows.append((name, *(str(number) if number else "–" for number in numbers)))
        return Table("匯入預覽", columns, tuple(rows))

    def _copies_text(self) -> str:
        count = sum(1 for row in self.plan.rows if row.may_copy)
        return f"內容和這裡不同的 {count} 筆，也匯入，各另存成新的一筆"

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        count = len(self.plan.remarks())
        row.addWidget(
            kit.label(f"另有 {count} 項不會匯入，原因列在下面。" if count else "", "small", wrap=True), 1
        )
        self.cancel_button = kit.Button("不匯入", "secondary")
        self.cancel_button.clicked.connect(self.declined)
        self.import_button = kit.Button("匯入", "primary", "download")
        self.import_button.clicked.connect(lambda: self.accepted.emit(self.copies.isChecked()))
        row.addWidget(self.cancel_button)
        row.addWidget(self.import_button)
        return row

    def _count(self) -> None:
        wanted = self.plan.wanted(self.copies.isChecked())
        files = sum(len(row.paths) for row in wanted)
        if wanted:
            self.headline.setText(f"會新增 {len(wanted)} 筆紀錄、{files} 個檔案；這裡已有的都不會被改動。")
        elif self.plan.rows:
            self.headline.setText("沒有要新增的：這裡都有了，或是不能匯入。")
        else:
            self.headline.setText("這個 ZIP 裡沒有可以匯入的紀錄。")
        self.import_button.setText(f"匯入 {len(wanted)} 筆" if wanted else "匯入")
        self.import_button.setEnabled(bool(wanted))
        self.import_button.setToolTip("" if wanted else self.headline.text())
        self.cancel_button.setText("不匯入" if wanted else "關閉")


class Remarks(kit.Card):
    """Notes with their places: the first ones to read, all of them to copy."""

    def __init__(self, notes: Sequence[Note], title: str = "沒有匯入的 {} 項") -> None:
        super().__init__(flat=True)
        self.notes = tuple(notes)
        title = title.format(len(self.notes))
        head = QHBoxLayout()
        head.addWidget(kit.label(title, role="label"), 1)
        copy = kit.Button("複製全部", "ghost", "copy")
        copy.clicked.connect(self.copy)
        head.addWidget(copy)
        self.body.addLayout(head)
        for note in self.notes[:MOST_SHOWN]:
            self.body.addLayout(_line(note))
        more = len(self.notes) - MOST_SHOWN
        if more > 0:
            self.add(kit.label(f"還有 {more} 項，按「複製全部」可以貼到別處看。", role="small"))

    @property
    def text(self) -> str:
        return "\n".join(f"{note.place}\t{note.sentence}" for note in self.notes)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)


def _line(note: Note) -> QVBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(theme.px(2))
    sentence = kit.label(note.sentence, wrap=True)
    place = kit.label(note.place, role="small", wrap=True)
    for part in (sentence, place):
        part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(part)
    return words
