"""提交名冊: choose one, see what is missing, have the workbook and its files made, and say that it was handed in."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.operations import office, papers, rosters
from desktop.operations.rosters import Exported, Found, Wanted
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.job_strip import JobStrip
from desktop.views.roster_cards import PRIVATE, RosterForm, RosterResult, card_row, gate
from desktop.views.when_seen import WhenSeen
from domain.intents import Action
from domain.national_ids import Identity
from domain.records import Record

ABOUT = "把勾選並鎖定的紀錄做成提交國教署的工作簿，附上檔案。"
SEND = "國教署收下之後再標記；標記之後學生不能再變更，要更正得先開放更正。"
LOCKED = "locked"


class RosterPage(QWidget):
    """`look` checks, `export_to` writes without asking where, `mark` says it was handed in."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.found: Found | None = None
        self.identities: Mapping[str, Identity] | None = None
        self._path = Path()
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self._refresh()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        """There is no record to open here."""

    def leave(self) -> bool:
        """What is being made goes on while another page is open; national ids are forgotten."""
        if not self.job.running:
            self._forget_identities()
        return True

    # ---- choosing

    @property
    def wanted(self) -> Wanted | None:
        return self.form.wanted

    def ask_for_identities(self) -> None:
        path = self.host.ask_for_file("選擇身分資料檔", ("xlsx", "csv"))
        if path is not None:
            self.take_identities(path)

    def take_identities(self, path: Path) -> None:
        """Read the list of national ids; it is held until the page is left."""
        self.job.start(
            f"讀取 {path.name}",
            lambda *_: rosters.read_identities(path),
            lambda found: self._identified(path, found),
        )

    def save_template(self) -> None:
        path = self.host.ask_where_to_save("下載身分資料範本", "身分資料.xlsx")
        if path is not None:
            rosters.save_template(papers.named(path, ".xlsx"))
            self.host.say(f"範本存在「{path.name}」，填好帳號、身分證號與出生日期再選擇。", "success")

    # ---- looking and making

    def look(self) -> None:
        """Check what is there; nothing is written."""
        wanted, identities = self.wanted, self.identities
        if wanted is not None:
            self.job.start(
                "檢查名冊", lambda *_: rosters.look(self.desk, wanted, identities), self._looked_at
            )

    def ask_and_export(self) -> None:
        if self.found is None:
            return
        name = rosters.cover(self.desk, self.found.wanted).name
        zipped = self.seen.shape.value == "zip"
        path = self.host.ask_where_to_save("匯出名冊", f"{name}.zip" if zipped else name)
        if path is not None:
            self.export_to(papers.named(path, ".zip") if zipped else path)

    def export_to(self, path: Path) -> None:
        found, identities = self.found, self.identities
        if found is None or identities is None:
            return
        desk = self.desk
        self.made.hide()
        self.job.start(
            f"匯出 {path.name}",
            lambda tell, stop: rosters.export(desk, found, identities, path, tell, stop),
            self._exported,
        )

    def save_lacks(self) -> None:
        if self.found is None:
            return
        path = self.host.ask_where_to_save("匯出要改好的地方", "名冊要改好的地方.xlsx")
        if path is not None:
            count = rosters.write_lacks(self.found.lacks, papers.named(path, ".xlsx"))
            self.host.say(f"已匯出 {count} 列到「{path.name}」。", "success")

    def mark(self) -> None:
        """Say that what stands in the roster was handed in; each that is locked becomes submitted."""
        chosen = self._to_mark()
        text = f"要把這份名冊的 {len(chosen)} 筆勾選標記為已提交嗎？"
        if not chosen or not kit.ConfirmDialog.ask(self, "標記已提交", text, "標記已提交", consequence=SEND):
            return
        desk = self.desk
        desk.write(
            lambda: office.act_each(desk, chosen, Action.SEND),
            lambda done: self.host.say(
                f"已標記 {len(chosen) - len(done[1])} 筆，連上學校後生效。"
                + (f"{len(done[1])} 筆目前的狀態不能標記。" if done[1] else ""),
                "warning" if done[1] else "success",
            ),
            self.host.fail,
        )

    # ---- showing

    def _identified(self, path: Path, found: Mapping[str, Identity]) -> None:
        self.identities = found
        self.form.identity_line.setText(f"{path.name}：{len(found)} 位。{PRIVATE}")
        self.look()

    def _forget_identities(self) -> None:
        self.identities = None
        self.form.identity_line.setText(PRIVATE)
        self._refresh()

    def _looked_at(self, found: Found) -> None:
        self.found = found
        self.seen.show_found(found)
        self._refresh()

    def _exported(self, exported: Exported) -> None:
        self._path = exported.path
        self.told.setText(f"名冊做好了：{exported.lines} 筆、{exported.files} 個檔案")
        self.where.setText(str(exported.path))
        self.made.show()
        kit.announce(self, self.told.text())
        self._refresh()

    def _to_mark(self) -> tuple[Record, ...]:
        """As it stands now: what was marked meanwhile is not marked again."""
        found = self.found.entries if self.found is not None else ()
        now = (self.desk.record(one.record.id) for one in found)
        return tuple(one for one in now if one is not None and one.selection == LOCKED)

    def _refresh(self) -> None:
        wanted = self.wanted
        busy = self.job.running
        self.form.term_frame.setVisible(wanted is not None and wanted.roster.by_term)
        gate(self.form.look_button, "" if wanted is not None else "請先在「學年度與設定」填學年度。", busy)
        why = ""
        if self.found is None or not self.found.ready:
            why = "請先按「檢查」，並把要改好的地方改好。"
        elif self.identities is None:
            why = "請先選擇身分資料檔：名冊要有身分證號與出生日期。"
        gate(self.seen.export_button, why, busy)
        self.seen.why.setText(why if self.found is not None else "")
        count = len(self._to_mark())
        picked = wanted is not None and wanted.roster.picked
        self.sent.setVisible(picked and self.found is not None and self.found.ready)
        self.send_button.setText(f"標記已提交 {count} 筆" if count else "標記已提交")
        gate(self.send_button, "" if count else "這份名冊的勾選都已經標記為已提交。", busy)

    # ---- building

    def _build(self) -> None:
        self.job = JobStrip(self.host, "已取消，沒有留下不完整的名冊。")
        self.job.changed.connect(self._refresh)
        self.form, self.seen = RosterForm(self.desk), RosterResult()
        for choice in (self.form.roster, self.form.year, self.form.term):
            choice.edited.connect(self._chosen)
        for button, act in (
            (self.form.template_button, self.save_template),
            (self.form.identity_button, self.ask_for_identities),
            (self.form.look_button, self.look),
            (self.seen.lacks_button, self.save_lacks),
            (self.seen.export_button, self.ask_and_export),
        ):
            button.clicked.connect(act)
        page = kit.ScrollPage(max_width=960)
        page.add(kit.PageHeader("提交名冊", ABOUT))
        page.add(self.form)
        page.add(self.job)
        page.add(self.seen)
        page.add(self._sent())
        page.body.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)

    def _sent(self) -> QWidget:
        self.made = kit.Card()
        self.told = kit.label("", role="strong", wrap=True)
        self.where = kit.label("", role="small", wrap=True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        open_button = kit.Button("開啟資料夾", "secondary", "folder")
        open_button.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))
        )
        self.made.body.addLayout(
            card_row(kit.IconLabel("success", "success", 24), (self.told, self.where), open_button)
        )
        self.made.hide()
        self.sent = kit.Card()
        self.send_button = kit.Button("標記已提交", "secondary", "send")
        self.send_button.clicked.connect(self.mark)
        words = (kit.label("已經提交國教署了嗎？", role="strong"), kit.label(SEND, role="small", wrap=True))
        self.sent.body.addLayout(card_row(kit.IconLabel("send", "muted", 24), words, self.send_button))
        both = QWidget()
        box = QVBoxLayout(both)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(16))
        box.addWidget(self.made)
        box.addWidget(self.sent)
        return both

    # ---- reacting

    def _chosen(self, _: str = "") -> None:
        """Another roster: what was seen of the one before does not count any more."""
        self.found = None
        self.seen.hide()
        self.made.hide()
        self._refresh()

    def _on_changed(self, changes: Changes) -> None:
        if changes and self.found is not None and not self.job.running:
            self.look()
