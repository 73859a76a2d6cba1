"""操作手冊: the chapters at the left, one to read at the right, a search over all, and the whole as a PDF."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.models import manual
from desktop.models.entry_list import RECORD, Line, LineList
from desktop.operations import papers
from desktop.paper.book import Handbook
from desktop.theme.engine import follow
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.manual_text import ManualText
from desktop.views.paper_job import PaperJob
from desktop.views.rows import ROLES
from domain.records import Record

PDF_NAME, TITLE = "歷程操作手冊.pdf", "歷程 操作手冊"


class ManualPage(QWidget):
    """shown: the key of the chapter that is read."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.chapters = manual.chapters(host.desk.actor.role.value)
        self.shown = ""
        self.model = LineList({name: role for name, role in ROLES.items() if name != "icon"}, self)
        self._build()
        self._search("")

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        """A chapter by its key."""
        self.read(record)

    def leave(self) -> bool:
        return True

    # ---- reading

    def read(self, key: str) -> None:
        """Show the chapter; the words searched for are marked in it."""
        chapter = next((one for one in self.chapters if one.key == key), None)
        if chapter is None:
            return
        row = self.model.row_of(key)
        if row >= 0 and self.list.currentIndex().row() != row:
            self.list.setCurrentIndex(self.model.index(row))
        if key != self.shown:
            self.shown = key
            self.text.show_markdown(chapter.markdown)
        self.text.mark(self.box.value().strip())

    def save_pdf(self) -> None:
        """The whole manual, wherever the person wants it."""
        path = self.host.ask_where_to_save("另存 PDF", PDF_NAME)
        if path is None:
            return
        desk, book = self.host.desk, Handbook(TITLE, manual.whole(self.chapters))
        self.job.start(
            papers.named(path, ".pdf"), lambda to, tell, cancel: papers.handbook(desk, book, to, tell, cancel)
        )

    def _search(self, words: str) -> None:
        found = manual.search(words, self.chapters)
        self.model.replace([_line(one) for one in found])
        self.shelf.setCurrentIndex(0 if found else 1)
        count = sum(one.count for one in found)
        told = f"找到 {count} 處" if words.strip() else f"共 {len(self.chapters)} 章"
        self.header.set_subtitle(told if found else "找不到這個詞")
        kit.announce(self.header, told)
        keys = [one.chapter.key for one in found]
        if keys:
            self.read(self.shown if self.shown in keys else keys[0])

    def _moved(self, index: QModelIndex) -> None:
        record = index.data(RECORD)
        if isinstance(record, Record):
            self.read(record.id)

    def _follow_link(self, url: QUrl) -> None:
        """Another chapter, or the browser."""
        key = Path(url.path()).name
        if any(chapter.key == key for chapter in self.chapters):
            self.box.set_value("")
            self._search("")
            self.read(key)
        elif url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)

    # ---- building

    def _build(self) -> None:
        self.pdf_button = kit.Button("另存 PDF", "secondary", "download")
        self.pdf_button.clicked.connect(self.save_pdf)
        self.header = kit.PageHeader("操作手冊", "", [self.pdf_button])
        self.job = PaperJob(self.host)
        self.job.changed.connect(lambda: self.pdf_button.setEnabled(not self.job.running))
        self.box = kit.SearchBox("搜尋手冊")
        self.box.setAccessibleName("搜尋手冊")
        self.box.searched.connect(self._search)
        self.list = kit.RecordList(dense=True)
        self.list.setAccessibleName("目錄")
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.text = ManualText()
        self.text.anchorClicked.connect(self._follow_link)
        self.shelf = QStackedWidget()
        self.shelf.addWidget(self.list)
        nothing = kit.EmptyState("search", "手冊裡沒有這個詞。換一個說法試試看。")
        self.shelf.addWidget(nothing)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.box)
        column.addWidget(self.shelf, 1)
        sheet = kit.Card()
        sheet.add(self.text)
        self._sheet = sheet
        self.split = QSplitter(Qt.Orientation.Horizontal)
        for pane in (left, sheet):
            self.split.addWidget(pane)
        self.split.setChildrenCollapsible(False)
        self.split.setStretchFactor(1, 1)
        box = QVBoxLayout(self)
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addWidget(self.job)
        row = QHBoxLayout()
        row.addWidget(self.split)
        box.addLayout(row, 1)
        follow(self._fit)

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        self._sheet.body.setContentsMargins(1, 1, 1, 1)
        self.split.setSizes([theme.px(260), theme.px(760)])


def _line(found: manual.Found) -> Line:
    count = f"{found.count} 處" if found.count else ""
    return Line(Record(found.chapter.key, "", ""), found.chapter.title, found.snippet, count)
