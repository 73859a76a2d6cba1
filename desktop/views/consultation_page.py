"""課程諮詢紀錄: the person's own consultations, a place to write one, and the list as a worksheet or a PDF."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import consultations
from desktop.models.entry_list import RECORD, LineList
from desktop.operations import consultation_list, papers
from desktop.paper.book import Handbook
from desktop.views import kit
from desktop.views.consultation_editor import ConsultationEditor
from desktop.views.host import Host
from desktop.views.paper_job import PaperJob
from desktop.views.rows import ROLES
from desktop.views.when_seen import WhenSeen
from domain.records import Record

TITLE = "課程諮詢紀錄"
NOTHING, WRITING = range(2)
TIGHT = 800
"""Below this width the form takes the place of the list."""


class ConsultationPage(QWidget):
    """List at the left, what is written at the right."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.model = LineList(ROLES, self)
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        row = self.model.row_of(record)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def leave(self) -> bool:
        """What is typed is on this disk already; it waits here to be saved."""
        kit.commit_preedit()
        return True

    # ---- doing

    def add(self) -> None:
        """A new one; one that was begun and not saved is taken up again."""
        if not (self.editor.fresh and self.editor.record is not None):
            self.list.clearSelection()
            self.editor.begin()
        self._turn(WRITING)
        self.editor.editors["topic"].setFocus()

    def close_record(self) -> None:
        """Back to the list; what is typed waits on this disk."""
        self.leave()
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())
        self._turn(NOTHING)
        self.list.setFocus()

    def export_sheet(self) -> None:
        """The list as it is shown, as a worksheet."""
        found, desk = self._shown(), self.desk
        path = self._where("匯出工作表", "xlsx")
        if path is None or not found:
            return
        rows = [consultations.row(desk, one) for one in found]
        place = papers.named(path, ".xlsx")
        desk.hands.start(
            partial(consultation_list.worksheet, consultations.HEADINGS, rows, place),
            lambda count: self.host.say(f"已匯出 {count} 筆到「{place.name}」。", "success"),
            self.host.fail,
        )

    def export_pdf(self) -> None:
        """The list as it is shown, as a PDF."""
        found, desk = self._shown(), self.desk
        path = self._where("匯出 PDF", "pdf")
        if path is None or not found:
            return
        book = Handbook(TITLE, consultations.text(desk, found))
        self.job.start(
            papers.named(path, ".pdf"),
            lambda place, tell, stop: papers.handbook(desk, book, place, tell, stop),
        )

    def _where(self, title: str, kind: str) -> Path | None:
        if not self._shown():
            self.host.say("清單裡沒有紀錄可以匯出。", "warning")
            return None
        day = self.desk.clock.here().astimezone()
        return self.host.ask_where_to_save(title, f"{TITLE}_{day:%Y%m%d}.{kind}")

    # ---- showing

    def reload(self) -> None:
        if self.desk.closed:
            return  # the person has left while the last words of a search were waited for
        found = self._shown()
        self.model.replace([consultations.line(self.desk, one) for one in found])
        self.header.set_subtitle(
            f"{len(found)} 筆；留在學校，學生看不到" if found else "留在學校，學生看不到"
        )
        narrowed = bool(self.search.value())
        none = "沒有符合的紀錄。" if narrowed else "還沒有課程諮詢紀錄。"
        self.empty.set_sentence("從左邊選一筆，或新增紀錄。" if found else none)
        if not found and self.editor.record is None:
            self.shelf.setCurrentIndex(NOTHING)
        self._lay_columns()

    def _shown(self) -> list[Record]:
        return consultations.kept(self.desk, self.search.value())

    def _moved(self, index: QModelIndex) -> None:
        record = index.data(RECORD)
        if isinstance(record, Record):
            self.editor.show_record(record)
            self._turn(WRITING)

    def _saved(self, record: str) -> None:
        self.reload()
        self.list.blockSignals(True)
        row = self.model.row_of(record)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        self.list.blockSignals(False)

    def _closed(self) -> None:
        self.reload()
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())
        self._turn(NOTHING)

    # ---- building

    def _build(self) -> None:
        add = kit.Button("新增紀錄", "primary", "plus")
        add.clicked.connect(self.add)
        self.export = kit.Button("匯出", "secondary", "download")
        menu = QMenu(self.export)
        menu.addAction(theme.icon("list"), "工作表（xlsx）…", self.export_sheet)
        menu.addAction(theme.icon("file-pdf"), "PDF…", self.export_pdf)
        self.export.setMenu(menu)
        label = self.desk.profile.label_of("consultation", self.desk.actor.role.value) or TITLE
        self.to_list = kit.Button("回到清單", "ghost", "chevron-left")
        self.to_list.clicked.connect(self.close_record)
        self.to_list.hide()
        self.header = kit.PageHeader(label, "", [self.to_list, self.export, add])
        self.search = kit.SearchBox("主題、學生、內容")
        self.search.searched.connect(lambda _: self.reload())
        self.list = kit.RecordList()
        self.list.setAccessibleName("課程諮詢紀錄清單")
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.side = QWidget()
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.editor = ConsultationEditor(self.host)
        self.editor.saved.connect(self._saved)
        self.editor.closed.connect(self._closed)
        self.empty = kit.EmptyState("comment", "還沒有課程諮詢紀錄。", "新增紀錄")
        self.empty.acted.connect(self.add)
        self.shelf = QStackedWidget()
        self.shelf.addWidget(self.empty)
        self.shelf.addWidget(self.editor)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.side)
        split.addWidget(self.shelf)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.px(360), theme.px(680)])
        self.job = PaperJob(self.host)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(12))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addWidget(self.job)
        box.addWidget(split, 1)

    # ---- what stands where

    def _turn(self, page: int) -> None:
        self.shelf.setCurrentIndex(page)
        self._lay_columns()

    def _lay_columns(self) -> None:
        """One of the two in a narrow window; no list where there is nothing to list."""
        tight, writing = self.width() < theme.px(TIGHT), self.shelf.currentIndex() == WRITING
        listed = bool(self.model.lines) or bool(self.search.value())
        self.side.setVisible(not (tight and writing) and (listed or writing))
        self.shelf.setVisible(writing or not tight or not self.model.lines)
        self.to_list.setVisible(tight and writing)
        self.export.setVisible(listed and not (tight and writing))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_columns()

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or changes.settings or changes.records or consultations.FORM.key in changes.forms:
            self.reload()
