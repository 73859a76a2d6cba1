"""What the school has written and one only reads: 校內幹部, 公告, 基本資料 (SA §5-1, §9-1)."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import notices, reading
from desktop.models.entry_list import RECORD, Line, LineList, status_of, subtitle_of, title_of
from desktop.models.watchers import watchers
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.inquiry_board import InquiryBoard
from desktop.views.preview_side import PreviewSide
from desktop.views.record_view import RecordView
from desktop.views.rows import ROLES
from desktop.views.when_seen import WhenSeen
from domain.forms import Form
from domain.people import Role
from domain.records import Record

ICONS = {"school_cadre": "badge", "announcement": "megaphone", "person": "person"}
NOTES = {
    "school_cadre": "資料由學校登錄，不需要上傳文件；有錯或有缺，按「回報學校」。",
    "person": "資料由學校登錄；內容有誤請和學校聯繫。",
    "announcement": "",
}
EMPTY = {
    "school_cadre": "學校還沒有登錄您的幹部紀錄。",
    "announcement": "目前沒有公告。",
    "person": "學校還沒有登錄您的基本資料。",
}
ASKED = frozenset({"school_cadre"})
"""Pages from which the school is told what is wrong with its own data."""

NARROW = 1100


class ReadPage(QWidget):
    """List at the left, the whole record at the right; a single record shows without a list."""

    def __init__(self, host: Host, form: Form) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.form = form
        self.shown_id = ""
        self._drawn: tuple[object, ...] = ()
        self.model = LineList(ROLES, self)
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        row = self.model.row_of(record)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
            self._show(self.model.lines[row].record)

    def leave(self) -> bool:
        return True

    # ---- building

    def _build(self) -> None:
        title = self.desk.profile.label_of(self.form.key, self.desk.actor.role.value)
        title = title or self.desk.profile.title_of(self.form)
        self.report_button = kit.Button("回報學校", "secondary", "comment")
        self.report_button.setToolTip("資料有誤、有多或有少時，寫給學校；答覆會顯示在這一頁。")
        ways = [self.report_button] if self.form.key in ASKED else []
        self.header = kit.PageHeader(title, NOTES.get(self.form.key, ""), ways)
        self.list = kit.RecordList()
        self.list.setAccessibleName(f"{title}清單")
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.detail = RecordView(self.desk)
        self.detail.file_opened.connect(self._preview)
        self.preview = PreviewSide(self.desk, self.host)
        self.preview.closed.connect(self._lay_columns)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        for pane in (self.list, self.detail, self.preview):
            self.split.addWidget(pane)
        self.split.setChildrenCollapsible(False)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([theme.px(width) for width in (300, 500, 460)])
        self.shelf = QStackedWidget()
        self.shelf.addWidget(self.split)
        icon, sentence = ICONS.get(self.form.key, "list"), EMPTY.get(self.form.key, "目前沒有資料。")
        self.shelf.addWidget(kit.EmptyState(icon, sentence))
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addWidget(self.shelf, 1)
        if self.form.key in ASKED:
            self.board = InquiryBoard(self.host, self.form.key, self.report_button, self.shelf, self._concern)
            box.addWidget(self.board, 1)

    def _concern(self) -> tuple[str, str]:
        """The record that is shown, and what people call it."""
        row = self.model.row_of(self.shown_id)
        if row < 0:
            return "", ""
        line = self.model.lines[row]
        unit = line.record.text("unit_name")
        return line.record.id, f"{unit} {line.title}".strip()

    # ---- the list

    def reload(self) -> None:
        records = self._records()
        self.model.replace([self._line(record) for record in records])
        self.shelf.setCurrentIndex(0 if records else 1)
        self.list.setVisible(len(records) > 1 or self.form.key != "person")
        kept = self.model.row_of(self.shown_id)
        if records:
            row = max(kept, 0)
            self.list.setCurrentIndex(self.model.index(row))
            self._show(self.model.lines[row].record)

    def _records(self) -> list[Record]:
        if self.form.key == notices.FORM:
            return list(notices.posted(self.desk))
        found = [entry.record for entry in self.desk.entries(self.form.key)]
        mine = [record for record in found if record.owner in ("", self.desk.actor.id)]
        return sorted(mine, key=lambda record: record.text("year_term"), reverse=True)

    def _line(self, record: Record) -> Line:
        pill, tone = status_of(record)
        title = title_of(self.form, record)
        if self.form.key == notices.FORM:
            day = reading.day(record.text("published_on"))
            new = ("", "neutral") if notices.is_read(self.desk, record) else ("未讀", "accent")
            return Line(record, title, f"{day} 公布", "有附件" if record.files else "", *new, "megaphone")
        subtitle = subtitle_of(self.form, record, self.desk.codes)
        return Line(
            record, title, subtitle, record.text("year_term"), pill, tone, ICONS.get(self.form.key, "file")
        )

    # ---- the record

    def _moved(self, index: QModelIndex) -> None:
        record = index.data(RECORD)
        if isinstance(record, Record):
            self._show(record)

    def _show(self, record: Record) -> None:
        if record.id != self.shown_id:
            self.preview.hide()
        self.shown_id = record.id
        drawn = (record, *(self.desk.file_words(record, file) for file in record.files.values()))
        if drawn == self._drawn:
            return
        self._drawn = drawn
        line = self._line(record)
        view = self.detail
        pill = ("", "neutral") if self.form.key == notices.FORM else (line.pill, line.tone)
        view.begin(line.title, self._dates(record), *pill)
        if self.form.key == notices.FORM:
            view.add_text(record.text("body"))
        else:
            view.add_pairs("", reading.pairs(self.form, record, self.desk.profile, self.desk.codes))
            if self.form.key == "person" and self.desk.actor.role is Role.STUDENT:
                view.add_pairs("誰看得到您的紀錄", watchers(self.desk))
        view.add_files(record, reading.files(self.form, record, self.desk.profile))
        view.end()
        self._lay_columns()
        self._note_read(record)

    def _note_read(self, record: Record) -> None:
        """An announcement that stands whole before the person's eyes is read."""
        seen = self.isVisible() and self.form.key == notices.FORM
        if seen and not notices.is_read(self.desk, record):
            notices.read(self.desk, record)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        row = self.model.row_of(self.shown_id)
        if row >= 0:
            self._note_read(self.model.lines[row].record)

    def _dates(self, record: Record) -> str:
        if self.form.key != notices.FORM:
            return ""
        until = record.text("expires_on")
        published = f"{reading.day(record.text('published_on'))} 公布"
        return f"{published}，{reading.day(until)} 下架" if until else published

    def _preview(self, attachment: object) -> None:
        self.preview.open(attachment)
        self._lay_columns()

    def _lay_columns(self) -> None:
        """A narrow window gives up the list while a file is shown."""
        crowded = self.width() < theme.px(NARROW) and self.preview.isVisibleTo(self)
        single = self.form.key == "person" and self.model.rowCount() <= 1
        self.list.setVisible(not crowded and not single)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands over what it wants back
        self._lay_columns()

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or changes.settings or self.form.key in changes.forms or changes.records:
            self.reload()
