"""操作紀錄: every act at the school, the newest first, fetched as it is scrolled; offline those of this computer."""

from functools import partial
from pathlib import Path

from msgspec import structs
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.models import audit as model
from desktop.models.grid import GridModel
from desktop.operations import audit
from desktop.operations.audit import Told
from desktop.views import kit
from desktop.views.audit_dialog import AuditDialog
from desktop.views.grid_view import GridView
from desktop.views.host import Host
from sync.wire.office import AuditDetail, AuditQuery, AuditRow

ANY, KIND = "*", "xlsx"
ASKING = "正在向學校查詢…"
NOTHING = "沒有符合條件的紀錄。"
OFFLINE = "離線：這裡只有在這台電腦上做過的。連上學校後按「查詢」，看全校的。"
ONLINE = "由學校查出。誰查了什麼也會記在這裡。"
HEADINGS = [(column.label, column.width // 8) for column in model.COLUMNS]
ALONE = "離線時看不到內容；連上學校後再試。"


class AuditPage(QWidget):
    """A question is asked at a button or Enter, not at each key: a whole school is searched, and looking is noted."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.asked = AuditQuery()
        self._next = ""
        self._running = 0
        self._fresh = False
        self._opened = False
        self._leaving = False
        self._build()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        """The acts on one record."""
        self.asked = AuditQuery(record=record)
        self._opened = True
        self._ask()

    def leave(self) -> bool:
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._opened:
            self._opened = True
            self.search()

    # ---- doing

    def search(self) -> None:
        """Ask what the fields say."""
        kit.commit_preedit()
        action = "" if self.action.value() == ANY else self.action.value()
        days = (str(self.since.value() or ""), str(self.until.value() or ""))
        self.asked = model.query(self.who.value(), self.student.value(), action, *days, self.text.value())
        self._ask()

    def export(self) -> None:
        if not self._fresh:
            self.host.say("要連上學校才能匯出。", "warning")
            return
        day = self.desk.clock.here().astimezone()
        path = self.host.ask_where_to_save("匯出操作紀錄", f"操作紀錄_{day:%Y%m%d}.{KIND}")
        if path is not None:
            path = path if path.suffix.lower() == f".{KIND}" else path.with_name(f"{path.name}.{KIND}")
            self.sheet.setEnabled(False)
            job = partial(audit.export, self.desk, self.asked, path, HEADINGS, self._written)
            self.desk.hands.start(job, partial(self._exported, path), self._failed)

    def show_act(self, key: str) -> None:
        if not self._fresh:
            self.host.say(ALONE, "warning")
            return
        self.desk.hands.start(partial(audit.detail, self.desk, key), self._show_detail, self._failed)

    # ---- asking

    def _ask(self) -> None:
        self._running += 1
        self.note.setText(ASKING)
        self.empty.set_sentence(ASKING)
        run, asked = self._running, self.asked
        self.desk.hands.start(
            partial(audit.ask, self.desk, asked, partial(model.said_here, self.desk, asked)),
            lambda told: self._heard(run, told, anew=True),
            self._failed,
        )

    def _more(self) -> None:
        """The page after the last one, once what is here has been scrolled through."""
        if not self._next:
            return
        run, asked = self._running, structs.replace(self.asked, cursor=self._next)
        self._next = ""
        self.desk.hands.start(
            partial(audit.ask, self.desk, asked, partial(model.said_here, self.desk, asked)),
            lambda told: self._heard(run, told, anew=False),
            self._failed,
        )

    def _heard(self, run: int, told: Told, anew: bool) -> None:
        if run != self._running or (not anew and not told.fresh):
            return
        rows = [model.row(self.desk, one) for one in told.page.rows]
        if anew:
            self.view.grid.replace(rows)
            self.view.scrollToTop()
        else:
            self.view.grid.append(rows)
        self._fresh, self._next = told.fresh, told.page.next
        self.sheet.setEnabled(told.fresh)
        count = len(self.view.grid.rows)
        more = "，往下捲還有" if self._next else ""
        self.header.set_subtitle(f"{count} 筆{more}")
        self.note.setText(ONLINE if told.fresh else OFFLINE)
        self.empty.set_sentence(NOTHING)
        self.shelf.setCurrentIndex(0 if count else 1)

    def _failed(self, error: Exception) -> None:
        self.sheet.setEnabled(self._fresh)
        self.note.setText(ONLINE if self._fresh else OFFLINE)
        self.host.fail(error)

    def _show_detail(self, told: AuditDetail) -> None:
        box = AuditDialog(self.desk, told, self)
        box.exec()
        box.deleteLater()

    def _written(self, one: AuditRow) -> list[str]:
        return [cell.text for cell in model.row(self.desk, one).cells]

    def _exported(self, path: Path, result: tuple[int, bool]) -> None:
        self.sheet.setEnabled(True)
        count, more = result
        left = f"；還有更多，只匯出前 {count} 筆，請縮小範圍" if more else ""
        self.host.say(
            f"已匯出 {count} 筆到「{path.name}」{left}。內有個資，請妥善保管。",
            "warning" if more else "success",
        )

    # ---- building

    def _build(self) -> None:
        self.sheet = kit.Button("匯出", "secondary", "download")
        self.sheet.clicked.connect(self.export)
        self.find_button = kit.Button("查詢", "primary", "search")
        self.find_button.clicked.connect(self.search)
        self.header = kit.PageHeader("操作紀錄", "", [self.sheet, self.find_button])
        self.note = kit.label("", role="small", wrap=True)
        self.view = GridView(GridModel(model.COLUMNS, self), "操作紀錄", sortable=False)
        self.view.opened.connect(self.show_act)
        self.view.reached_end.connect(self._more)
        self.empty = kit.EmptyState("history", NOTHING)
        self.shelf = QStackedWidget()
        self.shelf.addWidget(self.view)
        self.shelf.addWidget(self.empty)
        self.shelf.setCurrentIndex(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addLayout(self._people())
        box.addLayout(self._days())
        box.addWidget(self.note)
        box.addWidget(self.shelf, 1)

    def _people(self) -> QHBoxLayout:
        self.who = kit.LineEdit("誰做的：姓名或帳號")
        self.who.setAccessibleName("誰做的")
        self.student = kit.LineEdit("哪位學生：姓名或帳號")
        self.student.setAccessibleName("哪位學生")
        self.text = kit.LineEdit("內容、理由，一個字也可以")
        self.text.setAccessibleName("內容或理由")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for box in (self.who, self.student, self.text):
            box.returnPressed.connect(self.search)
            row.addWidget(box, 1)
        return row

    def _days(self) -> QHBoxLayout:
        self.action = kit.ComboBox([(ANY, "所有動作"), *model.actions()], name="動作")
        self.action.set_value(ANY)
        self.since, self.until = kit.DateEdit(), kit.DateEdit()
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.action, 1)
        for word, box in (("從", self.since), ("到", self.until)):
            box.setAccessibleName(f"{word}哪一天")
            row.addWidget(kit.label(word, role="small"))
            row.addWidget(box, 1)
        return row
