"""One student's portfolio to look at: records by category, the record, its files, and beside it notes and words."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.models import guided, reading
from desktop.models.entry_list import RECORD, status_of, title_of
from desktop.models.grouped import GroupedList
from desktop.views import kit
from desktop.views.counsel_panel import CounselPanel
from desktop.views.host import Host
from desktop.views.preview_side import PreviewSide
from desktop.views.record_view import RecordView
from desktop.views.rows import ROLES, HeadedDelegate
from domain.forms import FORMS
from domain.records import Record

NARROW, LOW = 980, 460
RECORDS, WORDS = "records", "words"


class GuidedStudent(QWidget):
    """Signals: closed() back to the list, stepped(by) to the next student or the one before."""

    closed = Signal()
    stepped = Signal(int)

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.account = self._place = ""
        self._shown: Record | None = None
        self._build()

    def show_student(self, account: str, record: str = "") -> None:
        """Everything of this student; the record opened, or the first."""
        fresh = account != self.account
        self.account = account
        name, self._place = guided.name_of(self.desk, account)
        self.header.set_title(name)
        self._say_place()
        self.panel.show_student(account, name)
        if fresh:
            self.preview.shut()
            self._shown = None
        self.reload(record)

    def reload(self, record: str = "") -> None:
        found = guided.groups(self.desk, self.account)
        wanted = record or (self._shown.id if self._shown else "")
        self.model.show(found)
        self.shelf.setCurrentIndex(0 if found else 1)
        row = self.model.row_of(wanted) if wanted else -1
        row = (
            row
            if row >= 0
            else next((n for n, one in enumerate(self.model.lines) if one.record.id and n), -1)
        )
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
            self._show_again(self.model.lines[row].record)
        else:
            self._show(None)
        self.panel.reload()

    # ---- building

    def _build(self) -> None:
        back = kit.Button("回學生清單", "secondary", "chevron-left")
        back.clicked.connect(self.closed)
        self.before = kit.IconButton("chevron-up", "上一位學生（Alt+↑）")
        self.after = kit.IconButton("chevron-down", "下一位學生（Alt+↓）")
        self.side = kit.SegmentedControl([(RECORDS, "看紀錄"), (WORDS, "留言與記事")], "要看什麼")
        self.side.changed.connect(lambda _: self._lay_columns())
        self.side.hide()
        self.header = kit.PageHeader("", "", [self.before, self.after, back])
        for button, key, by in ((self.before, "Alt+Up", -1), (self.after, "Alt+Down", 1)):
            button.clicked.connect(partial(self.stepped.emit, by))
            self._on(key, partial(self.stepped.emit, by))
        self._on("Alt+Left", self.closed.emit)
        self.model = GroupedList(ROLES, self)
        self.list = kit.RecordList()
        self.list.setItemDelegate(HeadedDelegate(parent=self.list))
        self.list.setAccessibleName("學生的紀錄")
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.detail = RecordView(self.desk, brief=True)
        self.detail.file_opened.connect(self._preview)
        self.preview = PreviewSide(self.desk, self.host)
        self.preview.closed.connect(self._lay_columns)
        self.panel = CounselPanel(self.host)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.shelf = QStackedWidget()
        self.shelf.addWidget(self.list)
        self.shelf.addWidget(
            kit.EmptyState("folder", "學校還沒有這位學生的紀錄。", detail=guided.WHAT_IS_SEEN)
        )
        for part in (self.shelf, self.detail, self.preview, self.panel):
            self.split.addWidget(part)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([theme.px(320), theme.px(420), theme.px(420), theme.px(320)])
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addWidget(self.side)
        box.addWidget(self.split, 1)

    def set_neighbours(self, before: bool, after: bool) -> None:
        """Whether there is a student before and after this one in the list."""
        self.before.setEnabled(before)
        self.after.setEnabled(after)

    def _on(self, key: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self, act)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # ---- the record

    def _moved(self, index: QModelIndex) -> None:
        record = index.data(RECORD)
        if isinstance(record, Record) and record.form in FORMS:
            self._show(record)

    def _show_again(self, record: Record) -> None:
        """What is shown may have changed meanwhile; the same again would only make the page jump."""
        if record != self._shown:
            self._show(record)

    def _show(self, record: Record | None) -> None:
        if record is None or (self._shown is not None and record.id != self._shown.id):
            self.preview.shut()
        self._shown = record
        self.panel.concern_with(record)
        view = self.detail
        if record is None:
            view.clear()
            return
        form, desk = FORMS[record.form], self.desk
        enrolment = desk.record(record.parent) if record.parent else None
        title = enrolment.text("subject_name") if enrolment is not None else title_of(form, record)
        view.begin(title, desk.profile.title_of(form), *status_of(record))
        said = reading.remarks(record, desk.codes)
        if said:
            view.add_note("danger" if record.state == "failed" else "info", f"老師的說明：{said}")
        view.add_pairs("", reading.enrolment_pairs(enrolment, desk.profile, desk.codes))
        view.add_pairs("", reading.pairs(form, record, desk.profile, desk.codes))
        when = reading.certification(record)
        if when:
            view.add_text(when)
        view.add_files(record, reading.files(form, record, desk.profile))
        view.end()
        self._lay_columns()

    def _preview(self, attachment: object) -> None:
        self.preview.open(attachment)
        self._lay_columns()

    def _say_place(self) -> None:
        """A low window has no line for what everybody knows after the first time."""
        low = self.height() < theme.px(LOW)
        self.header.set_subtitle(self._place if low else f"{self._place}　{guided.WHAT_IS_SEEN}".strip())
        self.header.setToolTip(guided.WHAT_IS_SEEN if low else "")

    def _lay_columns(self) -> None:
        """In a narrow window records and words take turns, and an open file takes the place of the list."""
        narrow, previewing = self.width() < theme.px(NARROW), not self.preview.isHidden()
        crowded = self.width() < theme.px(NARROW + 300) and previewing
        writing = narrow and self.side.value == WORDS
        self._say_place()
        self.side.setVisible(narrow and not previewing)
        self.panel.setVisible(not crowded if not narrow else writing and not previewing)
        self.shelf.setVisible(not (narrow and previewing) and not writing)
        self.detail.setVisible(previewing or not writing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_columns()
