"""最近刪除: the student's deleted records, also after the school has deleted them; each can be had back."""

from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import reading
from desktop.models.entry_list import RECORD, Line, LineList, subtitle_of, title_of
from desktop.models.history import WAITING
from desktop.models.home import WRITTEN
from desktop.operations import bringing_back
from desktop.operations.bringing_back import COPY, RESTORE, UNSAY
from desktop.views import deletion, kit
from desktop.views.history_dialog import open_history
from desktop.views.host import Host
from desktop.views.record_view import RecordView
from desktop.views.rows import ROLES
from desktop.views.when_seen import WhenSeen
from domain.forms import FORMS
from domain.records import Record
from domain.refusals import Refused

WAITS, LATE, GONE = "未送出", "逾時收存", "已刪除"
WORDS = {
    UNSAY: "刪除還沒送到學校，復原的就是原來那一筆，像沒有刪過。",
    RESTORE: "復原的就是原來那一筆：內容、檔案、歷史和老師的意見都在。沒有網路也可以，之後再送到學校。",
    COPY: "學校不能復原這一筆，會用同樣的內容新增一筆。",
}


class TrashPage(QWidget):
    """A list, what the chosen one held, its 歷史, and 復原."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.model = LineList(ROLES, self)
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    def open_record(self, record: str) -> None:
        row = self.model.row_of(record)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def leave(self) -> bool:
        return True

    def reload(self) -> None:
        """Read the deleted ones again; the newest deletion is the first."""
        found = [entry.record for entry in self.desk.entries(WRITTEN, deleted=True)]
        mine = [record for record in found if record.owner == self.desk.actor.id]
        self.model.replace([self._line(record) for record in mine])
        self.header.set_subtitle(f"共 {len(mine)} 筆")
        self.shelf.setCurrentIndex(0 if mine else 1)
        if mine and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        self._show()

    def restore(self) -> None:
        """The record itself, also after the school has heard of the deletion."""
        record = self._chosen()
        if record is not None:
            self.restore_button.setEnabled(False)
            deletion.bring_back(self.host, record, self._failed)

    def show_history(self) -> None:
        """Every version it had before it was deleted."""
        record = self._chosen()
        if record is not None:
            open_history(self.host, record, self)

    def _failed(self, error: Exception) -> None:
        self._show()
        self.host.fail(error)

    def _build(self) -> None:
        self.header = kit.PageHeader("最近刪除")
        self.list = kit.RecordList()
        self.list.setAccessibleName("最近刪除清單")
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.view = RecordView(self.desk)
        self.why = kit.label("", role="small", wrap=True)
        self.history_button = kit.Button("歷史", "ghost", "history")
        self.history_button.clicked.connect(self.show_history)
        self.restore_button = kit.Button("復原", "primary", "undo")
        self.restore_button.clicked.connect(self.restore)
        self.why.setContentsMargins(theme.px(24), 0, theme.px(8), 0)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(24), 0, theme.px(8), 0)
        foot.addStretch(1)
        foot.addWidget(self.history_button)
        foot.addWidget(self.restore_button)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addWidget(self.why)
        column.addLayout(foot)
        split = QSplitter()
        self.list.setMinimumWidth(theme.px(260))
        split.addWidget(self.list)
        split.addWidget(side)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.px(260), theme.px(560)])
        self.shelf = QStackedWidget()
        self.shelf.addWidget(split)
        self.shelf.addWidget(kit.EmptyState("trash", "沒有刪除的紀錄。", detail="刪除的紀錄會先留在這裡。"))
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addWidget(self.shelf, 1)

    def _line(self, record: Record) -> Line:
        form = FORMS[record.form]
        kind = self.desk.profile.title_of(form)
        second = " · ".join(part for part in (kind, subtitle_of(form, record, self.desk.codes)) if part)
        pill, tone = self._whereabouts(record)
        return Line(record, title_of(form, record), second, record.text("year_term"), pill, tone, "trash")

    def _whereabouts(self, record: Record) -> tuple[str, str]:
        """How far the deletion or its taking back has come."""
        word = bringing_back.last_word(self.desk, record.id)
        if bringing_back.waits_for_school(word):
            return LATE, "warning"
        return (WAITS, "warning") if word is not None and word.status in WAITING else (GONE, "neutral")

    def _chosen(self) -> Record | None:
        record = self.list.currentIndex().data(RECORD)
        return record if isinstance(record, Record) else None

    def _show(self) -> None:
        record = self._chosen()
        self.history_button.setEnabled(record is not None)
        if record is None:
            self.view.clear()
            self.restore_button.setEnabled(False)
            self.why.setText("")
            return
        form = FORMS[record.form]
        self.view.begin(title_of(form, record), self.desk.profile.title_of(form))
        pairs = reading.pairs(form, record, self.desk.profile, self.desk.codes)
        self.view.add_pairs("", [pair for pair in pairs if not pair.missing])
        self.view.add_files(record, reading.files(form, record, self.desk.profile))
        self.view.end()
        way = bringing_back.way(self.desk, record)
        self.restore_button.setEnabled(bool(way.verdict))
        words = way.verdict.text if isinstance(way.verdict, Refused) else WORDS[way.kind]
        self.why.setText(f"{way.why}{words}")

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or changes.records:
            self.reload()
