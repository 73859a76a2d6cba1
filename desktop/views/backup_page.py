"""我的備份: choose what, see how much, get one ZIP with Excel lists and the files (SA §8-1); or bring one back."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from derive.parcels import MOST_ENTRIES, MOST_IN_ALL
from desktop import theme
from desktop.changes import Changes
from desktop.operations import backup, exporting
from desktop.threads import Cancel
from desktop.views import kit
from desktop.views.compare_card import CompareCard
from desktop.views.host import Host, size_text
from desktop.views.import_card import ImportCard
from desktop.views.when_seen import WhenSeen
from domain.calendar import TERMS
from domain.errors import LichengError
from domain.forms import FORMS

ALL = ""
MANY_FILES = MOST_ENTRIES - 2 * len(exporting.BACKED_UP)  # room for the lists and the manifest
LARGE = f"這份備份超過 {MOST_ENTRIES} 個檔案或 {MOST_IN_ALL // 1024 // 1024} MB，日後不能一次匯入；建議分學年度匯出。"
NOTES = (
    "備份是一個 ZIP 檔：每一類一個資料夾，裡面有 EXCEL 清單和上傳的檔案。",
    "ZIP 檔沒有加密，請存在自己的電腦或隨身碟；公用電腦用完請刪除。",
)


class BackupPage(QWidget):
    """`export_to` runs the export without asking where to. Signal finished(path or "") when it has ended."""

    finished = Signal(str)
    _moved = Signal(int, int, str)

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.exported: exporting.Exported | None = None
        self.job: kit.ProgressRow | None = None
        self._path = Path()
        self._cancel = Cancel()
        self._reading = 0
        self._build()
        self._moved.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        """There is no record to open here."""

    def leave(self) -> bool:
        """A running export goes on while another page is open."""
        return True

    def begin_import(self) -> None:
        """Ask for a ZIP to bring back; its part of the page comes into sight."""
        self._scroll_to_import()
        self.importer.ask()

    def _show_import(self) -> None:
        """What came of reading or importing is in sight, its beginning first."""
        QTimer.singleShot(0, self, self._scroll_to_import)

    def _scroll_to_import(self) -> None:
        bar = self.page.verticalScrollBar()
        top = self.importer.mapTo(self.page.viewport(), QPoint()).y() + bar.value()
        bar.setValue(top - theme.px(56))

    # ---- exporting

    @property
    def choice(self) -> exporting.Choice:
        year, term = self.year.value(), self.term.value()
        return exporting.Choice(
            year_term=f"{year}-{term}" if year and term else year,
            only_selected=self.scope.value == "selected",
            forms=(self.kind.value(),) if self.kind.value() else (),
        )

    def ask_and_export(self) -> None:
        day = self.desk.clock.here().astimezone()
        name = f"學習歷程備份_{self.desk.identity.name}_{day:%Y%m%d}.zip"
        path = self.host.ask_where_to_save("匯出備份", name)
        if path is not None:
            self.export_to(path if path.suffix.lower() == ".zip" else path.with_name(path.name + ".zip"))

    def export_to(self, path: Path) -> None:
        """Write the ZIP there; one at a time."""
        if self.job is not None:
            return
        self._path, self._cancel, choice = path, Cancel(), self.choice
        self.result.hide()
        self.job = kit.ProgressRow(f"匯出 {path.name}")
        self.job.cancelled.connect(self.cancel)
        self.job.set_progress(0, 0, "準備中…")
        self.jobs.addWidget(self.job)
        self.export_button.setEnabled(False)
        cancel, moved = self._cancel, self._moved.emit
        self.desk.hands.start(
            lambda: backup.export(self.desk, path, choice, moved, lambda: cancel() or self.desk.closed),
            self._done,
            self._failed,
        )

    def cancel(self) -> None:
        self._cancel.set()
        if self.job is not None:
            self.job.set_progress(0, 0, "取消中…")

    def _show_progress(self, done: int, total: int, name: str) -> None:
        if self.job is not None and not self._cancel():
            self.job.set_progress(done, total, f"{done}／{total}　{_short(name)}" if total else name)

    def _done(self, exported: exporting.Exported) -> None:
        self._end()
        self.exported = exported
        size = size_text(exported.bytes)
        self.outcome.setText(f"備份完成：{exported.records} 筆紀錄、{exported.files} 個檔案、{size}")
        self.place.setText(str(self._path))
        missing = exported.missing
        self.left_out.setText(
            f"有 {len(missing)} 個檔案還沒下載到這台電腦，沒有放進備份：{'、'.join(missing[:5])}"
            if missing
            else ""
        )
        self.left_out.setVisible(bool(missing))
        self.result.show()
        kit.announce(self, self.outcome.text())
        self.finished.emit(str(self._path))

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, exporting.Cancelled):
            self.host.say("已取消匯出，沒有留下不完整的檔案。")
        elif isinstance(error, LichengError):
            self.banner.say("danger", str(error))
        else:
            self.host.fail(error)
        self.finished.emit("")

    def _end(self) -> None:
        if self.job is not None:
            self.jobs.removeWidget(self.job)
            self.job.hide()
            self.job.deleteLater()
            self.job = None
        self.banner.dismiss()
        self._count()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))

    # ---- showing

    def reload(self) -> None:
        """What there is to choose from, and how much the choice comes to; counted off the GUI thread."""
        self._reading += 1
        number, choice = self._reading, self.choice

        def look() -> tuple[tuple[str, ...], exporting.Plan]:
            return backup.terms(self.desk), backup.plan(self.desk, choice)

        self.desk.hands.start(look, lambda seen: self._seen(number, *seen), self.host.fail)

    def _seen(self, number: int, terms: tuple[str, ...], plan: exporting.Plan) -> None:
        if number != self._reading:
            return
        years = sorted({term.partition("-")[0] for term in terms}, reverse=True)
        self.year.set_options([(ALL, "全部學年度"), *((year, f"{year} 學年度") for year in years)])
        year = self.year.value()
        mine = sorted({term.partition("-")[2] for term in terms if year and term.startswith(f"{year}-")})
        self.term.set_options([(ALL, "全部學期"), *((term, TERMS.get(term, term)) for term in mine)])
        self.term.setEnabled(bool(year))
        self.term.setToolTip("" if year else "先選學年度，才能選學期。")
        self._plan = plan
        self._count()

    def _count(self) -> None:
        plan = self._plan
        size = size_text(plan.bytes) if plan.bytes else "0 KB"
        self.plan_line.setText(f"{plan.records} 筆紀錄、{plan.files} 個檔案、{size}")
        self.plan_hint.setVisible(plan.files > MANY_FILES or plan.bytes > MOST_IN_ALL)
        why = "" if plan.records else "這個範圍內沒有紀錄，請換一個學期或類型。"
        self.export_button.setEnabled(not why and self.job is None)
        self.export_button.setToolTip(why)

    # ---- building

    def _build(self) -> None:
        self._plan = exporting.Plan(0, 0, 0)
        self.page = page = kit.ScrollPage(max_width=760)
        page.add(kit.PageHeader("我的備份", "把自己的學習歷程帶走，或留一份在身邊。"))
        self.banner = kit.Banner(closable=True)
        page.add(self.banner)
        page.add(self._choices())
        self.jobs = QVBoxLayout()
        page.body.addLayout(self.jobs)
        page.add(self._result())
        notes = QVBoxLayout()
        notes.setSpacing(theme.px(4))
        notes.setContentsMargins(0, 0, 0, theme.px(16))
        for note in NOTES:
            notes.addWidget(kit.label(note, role="small", wrap=True))
        page.body.addLayout(notes)
        page.add(kit.SectionTitle("從備份還原或匯入"))
        self.importer = ImportCard(self.host)
        self.importer.changed.connect(self._show_import)
        page.add(self.importer)
        page.add(kit.SectionTitle("和學校核對"))
        self.compared = CompareCard(self.host)
        page.add(self.compared)
        page.body.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)

    def _choices(self) -> kit.Card:
        self.year = kit.ComboBox([(ALL, "全部學年度")], name="學年度")
        self.term = kit.ComboBox([(ALL, "全部學期")], name="學期")
        forms = [(key, self.desk.profile.title_of(FORMS[key])) for key in exporting.BACKED_UP]
        self.kind = kit.ComboBox([(ALL, "全部類型"), *forms], name="類型")
        self.scope = kit.SegmentedControl([("all", "全部"), ("selected", "只要已勾選")], name="範圍")
        for choice in (self.year, self.term, self.kind):
            choice.set_value(ALL)
            choice.edited.connect(lambda _: self.reload())
        self.scope.changed.connect(lambda _: self.reload())
        card = kit.Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(12))
        grid.addWidget(kit.FieldFrame("學年度", self.year), 0, 0)
        grid.addWidget(kit.FieldFrame("學期", self.term), 0, 1)
        grid.addWidget(kit.FieldFrame("類型", self.kind), 1, 0)
        grid.addWidget(kit.FieldFrame("範圍", self.scope), 1, 1)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        card.add(kit.hairline())
        foot = QHBoxLayout()
        self.plan_line = kit.label("計算中…", role="muted", wrap=True)
        self.plan_line.setAccessibleName("備份內容")
        foot.addWidget(self.plan_line, 1)
        self.export_button = kit.Button("匯出 EXCEL 清單(含附件)", "primary", "download")
        self.export_button.clicked.connect(self.ask_and_export)
        self.export_button.setEnabled(False)
        foot.addWidget(self.export_button)
        card.body.addLayout(foot)
        self.plan_hint = kit.label(LARGE, role="small", tone="warning", wrap=True)
        self.plan_hint.hide()
        card.add(self.plan_hint)
        return card

    def _result(self) -> kit.Card:
        self.result = kit.Card()
        self.outcome = kit.label("", role="strong", wrap=True)
        self.place = kit.label("", role="small", wrap=True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.left_out = kit.label("", role="small", tone="warning", wrap=True)
        open_button = kit.Button("開啟資料夾", "secondary", "folder")
        open_button.clicked.connect(self._open_folder)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(kit.IconLabel("success", "success", 24), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.px(4))
        for part in (self.outcome, self.place, self.left_out):
            words.addWidget(part)
        row.addLayout(words, 1)
        row.addWidget(open_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.result.body.addLayout(row)
        self.result.hide()
        return self.result

    def _on_changed(self, changes: Changes) -> None:
        if changes:
            self.reload()


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:12]}…{name[-11:]}"
