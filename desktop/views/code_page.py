"""代碼表: every list of codes with its year, its source and what nobody has checked; newer ones are brought in."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import code_lists as model
from desktop.models.code_lists import Listing
from desktop.operations import code_lists, papers, rolls
from desktop.operations.rolls import Looked
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.job_strip import JobStrip
from desktop.views.receipt_table import ReceiptTable
from desktop.views.roll_preview import RollPreview
from desktop.views.when_seen import WhenSeen
from sync.wire.office import ListTold

ABOUT = "選單裡的代碼從哪裡來。未核對的是預設值，請對照國教署當年度公告，匯入新的表。"
FIXED = "這是程式本身的分類，只能看，不能更換。"
HOW = "先「匯出」，對照公告改好（或貼上新的），再「匯入新表」。表裡沒有的代碼會停用，用過的紀錄都保留。"


class CodePage(QWidget):
    """`look_at` reads a newer list without asking which."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.listings = model.listings(self.desk)
        self.table: ReceiptTable | None = None
        self.preview: RollPreview | None = None
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self._show()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        """A list that the school brought."""
        found = next((one for one in self.listings.values() if one.own and one.own.id == record), None)
        if found is not None:
            self.choice.set_value(found.name)
            self._show()

    def leave(self) -> bool:
        return True

    # ---- doing

    @property
    def listing(self) -> Listing:
        return self.listings[self.choice.value()]

    def ask_and_export(self) -> None:
        path = self.host.ask_where_to_save("匯出代碼表", f"{self.listing.title}代碼表.xlsx")
        if path is not None:
            count = code_lists.export(self.listing.codes, papers.named(path, ".xlsx"))
            self.host.say(f"已匯出 {count} 個代碼到「{path.name}」。", "success")

    def ask_and_look(self) -> None:
        path = self.host.ask_for_file(f"匯入{self.listing.title}代碼表", ("xlsx", "csv"))
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path) -> None:
        """What would this list change? Nothing is written."""
        desk, name, source = self.desk, self.listing.name, self.source.value()
        self._clear()
        self.job.start(
            f"讀取 {path.name}", lambda *_: code_lists.look(desk, name, path, source), self._looked_at
        )

    def bring(self) -> None:
        """Have what was looked at written."""
        if self.preview is not None:
            looked, desk = self.preview.looked, self.desk
            self.job.start(
                f"匯入 {looked.path.name}",
                lambda *_: rolls.bring(desk, looked),
                lambda told: self._brought(looked, told),
            )

    def save_faults(self) -> None:
        path = self.host.ask_where_to_save("匯出要改的格子", "要改的格子.xlsx")
        if path is not None and self.preview is not None:
            rolls.save_faults(self.preview.looked, papers.named(path, ".xlsx"))

    # ---- showing

    def _looked_at(self, looked: Looked) -> None:
        self.preview = RollPreview(looked)
        self.preview.accepted.connect(self.bring)
        self.preview.declined.connect(self._clear)
        self.preview.faults_wanted.connect(self.save_faults)
        self.place.addWidget(self.preview)
        self.preview.show()
        kit.announce(self, self.preview.headline.text())

    def _brought(self, looked: Looked, told: ListTold) -> None:
        self._clear()
        if not told.written:
            self._looked_at(Looked(looked.path, looked.roll, looked.data, told, looked.source))
            return
        self.job.banner.say(
            "success", f"「{looked.roll.title}」的新代碼表已在學校生效，每台電腦下次同步就會換上。"
        )
        if self.desk.courier is not None:
            self.desk.courier.nudge()

    def _clear(self) -> None:
        if self.preview is not None:
            self.place.removeWidget(self.preview)
            self.preview.hide()
            self.preview.deleteLater()
            self.preview = None

    def _show(self, _: str = "") -> None:
        listing = self.listing
        shown, count = model.table(listing, self.search.value(), self.desk.school().settings.school_year)
        if self.table is not None:
            self.rows.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        self.table = ReceiptTable(shown, self)
        self.rows.addWidget(self.table)
        self.stamp.setText(model.stamp(listing))
        self.pill.set(
            f"{listing.unchecked} 個未核對" if listing.unchecked else "都核對過",
            "warning" if listing.unchecked else "success",
        )
        cut = f"，列出前 {model.SHOWN} 個" if count > model.SHOWN else ""
        self.count.setText(f"{count} 個代碼{cut}" if count else "沒有符合的代碼。")
        self.how.setText(HOW if listing.replaceable else FIXED)
        self.import_button.setVisible(listing.replaceable)
        self.source.setVisible(listing.replaceable)

    # ---- building

    def _build(self) -> None:
        self.job = JobStrip(self.host, "已取消。")
        page = kit.ScrollPage(max_width=960)
        page.add(kit.PageHeader("代碼表", ABOUT))
        page.add(self._card())
        page.add(self.job)
        self.place = QVBoxLayout()
        page.body.addLayout(self.place)
        self.rows = QVBoxLayout()
        page.body.addLayout(self.rows)
        page.body.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)

    def _card(self) -> kit.Card:
        self.choice = kit.ComboBox([(key, one.option) for key, one in self.listings.items()], name="代碼表")
        self.choice.set_value(next(iter(self.listings)))
        self.choice.edited.connect(self._chosen)
        self.search = kit.SearchBox("代碼、名稱、發照單位")
        self.search.setMinimumWidth(theme.px(260))
        self.search.searched.connect(self._show)
        self.stamp = kit.label("", role="strong", wrap=True)
        self.pill = kit.StatusPill("", "neutral")
        self.count = kit.label("", role="muted", wrap=True)
        self.how = kit.label("", role="small", wrap=True)
        self.source = kit.LineEdit()
        self.source.setAccessibleName("新表的來源")
        self.source.setPlaceholderText("新表的來源，例如：國教署 114 學年度公告")
        export = kit.Button("匯出", "secondary", "download")
        export.clicked.connect(self.ask_and_export)
        self.import_button = kit.Button("匯入新表", "primary", "upload")
        self.import_button.clicked.connect(self.ask_and_look)
        card = kit.Card()
        card.body.addLayout(_line(self.choice, self.search))
        card.body.addLayout(_line(self.stamp, self.pill))
        card.add(self.count)
        card.add(kit.hairline())
        card.add(self.how)
        card.body.addLayout(_line(self.source, export, self.import_button))
        return card

    # ---- reacting

    def _chosen(self, _: str) -> None:
        self._clear()
        self.job.banner.dismiss()
        self._show()

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or changes.settings or changes.records:
            chosen = self.choice.value()
            self.listings = model.listings(self.desk)
            self.choice.set_options([(key, one.option) for key, one in self.listings.items()])
            self.choice.set_value(chosen)
            self._show()


def _line(first: QWidget, *others: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(12))
    row.addWidget(first, 1, Qt.AlignmentFlag.AlignVCenter)
    for other in others:
        row.addWidget(other, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
