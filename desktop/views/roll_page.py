"""名單匯入: choose a kind, download an empty list, choose the filled one, see what it would do, and have it written."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from derive.rolls import ROLLS, Roll
from desktop import theme
from desktop.operations import papers, rolls
from desktop.operations.rolls import Looked
from desktop.views import kit
from desktop.views.first_password_card import FirstPasswordCard
from desktop.views.host import Host
from desktop.views.job_strip import JobStrip
from desktop.views.roll_preview import RollPreview
from sync.wire.office import ListTold

ABOUT = "從 Excel 建立或更新人員、任教、修課與校內幹部；先看會改什麼，按下匯入才會寫入，一份名單全部成功或全部不動。"
KINDS = ("xlsx", "csv")
CHOOSE = "收 .xlsx，或 UTF-8、Big5 的 .csv；.xls 與 .ods 請先另存成 .xlsx。"


class RollPage(QWidget):
    """`look_at` reads a list without asking which."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.preview: RollPreview | None = None
        self._build()
        self._refresh()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        """There is no record to open here."""

    def leave(self) -> bool:
        """What is being written goes on while another page is open."""
        return True

    # ---- choosing and doing

    @property
    def roll(self) -> Roll:
        return ROLLS[self.kind.value]

    def ask_for_template(self) -> None:
        path = self.host.ask_where_to_save("下載範本", f"{self.roll.title}名單.xlsx")
        if path is not None:
            rolls.save_template(self.desk, self.roll, papers.named(path, ".xlsx"))
            self.host.say(f"範本存在「{path.name}」，填好再按「選擇名單」。", "success")

    def ask_for_list(self) -> None:
        path = self.host.ask_for_file(f"選擇{self.roll.title}名單", KINDS)
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path) -> None:
        """What would this list do? Nothing is written."""
        roll, desk = self.roll, self.desk
        self._clear()
        self.job.start(f"讀取 {path.name}", lambda *_: rolls.look(desk, roll, path), self._looked_at)

    def bring(self) -> None:
        """Have what was looked at written."""
        if self.preview is None:
            return
        looked, desk = self.preview.looked, self.desk
        self.job.start(
            f"匯入 {looked.path.name}",
            lambda *_: rolls.bring(desk, looked),
            lambda told: self._brought(looked, told),
        )

    def save_faults(self) -> None:
        if self.preview is None:
            return
        path = self.host.ask_where_to_save("匯出要改的格子", "要改的格子.xlsx")
        if path is not None:
            count = rolls.save_faults(self.preview.looked, papers.named(path, ".xlsx"))
            self.host.say(f"已匯出 {count} 列到「{path.name}」。", "success")

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
        if not told.written:
            self._clear()
            self._looked_at(Looked(looked.path, looked.roll, looked.data, told))
            return
        self._clear()
        words = f"{looked.roll.title}名單匯入完成：寫入 {looked.due} 筆，歷史記下是您匯入的。"
        new = looked.told.counts["new"] if looked.roll.key == "users" else 0
        self.job.banner.say("success", words + (f"其中 {new} 個新帳號還沒有密碼。" if new else ""))
        kit.announce(self, self.job.banner.text)
        if self.desk.courier is not None:
            self.desk.courier.nudge()

    def _clear(self) -> None:
        if self.preview is not None:
            self.place.removeWidget(self.preview)
            self.preview.hide()
            self.preview.deleteLater()
            self.preview = None

    def _refresh(self) -> None:
        busy = self.job.running
        for button in (self.template_button, self.choose_button):
            button.setEnabled(not busy)
        self.notes.setText("\n".join(f"・{note}" for note in self.roll.notes))
        self.passwords.refresh()
        if self.preview is not None:
            self.preview.setEnabled(not busy)

    def _chosen(self, _: str) -> None:
        self._clear()
        self.job.banner.dismiss()
        self._refresh()

    # ---- building

    def _build(self) -> None:
        self.job = JobStrip(self.host, "已取消。")
        self.passwords = FirstPasswordCard(self.host, self.job)
        page = kit.ScrollPage(max_width=960)
        page.add(kit.PageHeader("名單匯入", ABOUT))
        page.add(self._choices())
        page.add(self.job)
        self.place = QVBoxLayout()
        page.body.addLayout(self.place)
        page.add(self.passwords)
        page.body.addStretch(1)
        self.job.changed.connect(self._refresh)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)

    def _choices(self) -> kit.Card:
        self.kind = kit.SegmentedControl([(one.key, one.title) for one in ROLLS.values()], "名單種類")
        self.kind.changed.connect(self._chosen)
        self.notes = kit.label("", role="muted", wrap=True)
        self.template_button = kit.Button("下載範本", "secondary", "download")
        self.template_button.clicked.connect(self.ask_for_template)
        self.choose_button = kit.Button("選擇名單", "primary", "folder")
        self.choose_button.clicked.connect(self.ask_for_list)
        card = kit.Card()
        top = QHBoxLayout()
        top.addWidget(self.kind)
        top.addStretch(1)
        card.body.addLayout(top)
        card.add(self.notes)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(kit.label(CHOOSE, role="small", wrap=True), 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.template_button)
        foot.addWidget(self.choose_button)
        card.body.addLayout(foot)
        self.overlay = kit.DropOverlay(card, "放開以查看這份名單", KINDS, "Excel 或 CSV")
        self.overlay.dropped.connect(lambda paths: self.look_at(Path(paths[0])))
        self.overlay.refused.connect(lambda _: self.job.banner.say("danger", CHOOSE))
        return card
