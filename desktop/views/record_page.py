"""List, form and preview of one form: the screen behind every 多元表現, 自傳, 學習計畫 and course outcome."""

from collections.abc import Sequence

from attrs import evolve
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import reading
from desktop.models.entry_list import QUOTED, RECORD, Line, LineList, cut, status_of, subtitle_of, title_of
from desktop.operations import records
from desktop.views import deletion, kit
from desktop.views.filed_rows import FiledList
from desktop.views.host import Host
from desktop.views.kit.labels import SHORT
from desktop.views.preview_side import PreviewSide
from desktop.views.record_editor import RecordEditor
from desktop.views.record_menu import RecordMenu
from desktop.views.when_seen import WhenSeen
from domain.forms import Form
from domain.intents import Action
from domain.records import Record
from domain.refusals import Refused

ROLES = {
    "subtitle": kit.Role.SUBTITLE,
    "meta": kit.Role.META,
    "pill": kit.Role.PILL,
    "tone": kit.Role.TONE,
    "icon": kit.Role.ICON,
}
MARKING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
NARROW, TIGHT, LOW = 1180, 720, 460
"""Widths: below NARROW a preview takes the list's place, below TIGHT the form. Heights: gaps, the head go."""
TAKEN = ("pdf", "jpg", "jpeg", "png", "mp3", "mp4")
TAKEN_WORDS = "PDF、JPG、PNG、MP3、MP4"


class RecordPage(QWidget):
    """`parent_record`: the enrolment for course outcomes, None for everything else. ways: buttons that lead away."""

    def __init__(
        self, host: Host, form: Form, parent_record: Record | None = None, ways: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.form = form
        self.parent_record = parent_record
        self.model = LineList({name: int(role) for name, role in ROLES.items()}, self)
        self.editor: RecordEditor | None = None
        self._ways = tuple(ways)
        self._build(ways)
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        found = self.desk.record(record)
        if found is not None:
            self._edit(found, fresh=False)

    def leave(self) -> bool:
        return self.editor is None or self.editor.save_now()

    def add(self) -> None:
        """Begin a new record; it exists once something is typed (SA §6-n 5)."""
        record = self._blank()
        verdict = self.desk.may(Action.SAVE, record, absent=True)
        if isinstance(verdict, Refused):
            self.host.say(verdict.text, "warning")
            return
        self._edit(record, fresh=True)

    # ---- the list

    def reload(self) -> None:
        """Read the lines again; cheap enough for every change (one query)."""
        entries = self.desk.entries(self.form.key, parent=self.parent_record.id if self.parent_record else "")
        self.model.replace([self._line(e.record, e.pending, e.conflict) for e in entries])
        self.header.set_subtitle(self._subtitle(len(entries)))
        self.shelf.setCurrentIndex(0 if entries else 1)
        self._layout_columns()
        self.add_button.setVisible(bool(entries))
        verdict = self.desk.may(Action.SAVE, self._blank(), absent=True)
        self.add_button.setEnabled(bool(verdict))
        self.add_button.setToolTip("" if verdict else verdict.text if isinstance(verdict, Refused) else "")

    def _line(self, record: Record, pending: int, conflict: int) -> Line:
        pill, tone = status_of(record, pending, conflict)
        subtitle = subtitle_of(self.form, record, self.desk.codes)
        if self.form.group == "outcome":
            subtitle = reading.certification_short(record, self.desk.codes)
        if (
            self.form.group == "profile"
            and not conflict
            and reading.lacking(self.form, record, self.desk.school())
        ):
            pill, tone = "還沒完成", "warning"
        icon = "attach" if record.files else "file"
        return Line(record, title_of(self.form, record), subtitle, record.text("year_term"), pill, tone, icon)

    def _blank(self) -> Record:
        parent = self.parent_record.id if self.parent_record else ""
        record = records.blank(self.desk, self.form, parent)
        year = self.desk.school().settings.school_year
        if any(field.key == "year_term" for field in self.form.fields) and year:
            record = evolve(record, values={"year_term": f"{year}-{self.desk.profile.terms[0]}"})
        return record

    # ---- building

    def drop(self, paths: list[str]) -> None:
        """Files dropped beside any record begin a new one with them."""
        self.add()
        if self.editor is not None and self.editor.draft.fresh:
            self.editor.files.drop(paths)

    def _build(self, ways: Sequence[QWidget]) -> None:
        title = self.desk.profile.title_of(self.form)
        self.add_button = kit.Button(f"新增{title}", "primary", "plus")
        self.add_button.clicked.connect(self.add)
        self.to_list = kit.Button("回到清單", "ghost", "chevron-left")
        self.to_list.clicked.connect(self.close_record)
        self.to_list.hide()
        self.header = kit.PageHeader(self._title(title), "", [*ways, self.to_list, self.add_button])
        self.header.setToolTip(self.parent_record.text("subject_name") if self.parent_record else "")
        self.list = FiledList()
        self.list.file_clicked.connect(self._show_preview)
        self.list.setAccessibleName(f"{title}清單")
        self.list.setModel(self.model)
        self.list.clicked.connect(self._open_index)
        self.list.opened.connect(self._open_index)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.removing.connect(self.delete_chosen)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._offer_more)
        empty = kit.EmptyState("file", f"還沒有{title}。", f"新增{title}", detail="寫到一半也會自動存好。")
        empty.acted.connect(self.add)
        self.shelf = QStackedWidget()
        self.overlay = kit.DropOverlay(self.shelf, f"放開以新增一筆{title}", TAKEN, TAKEN_WORDS)
        self.overlay.dropped.connect(self.drop)
        self.overlay.refused.connect(self.drop)
        self.shelf.addWidget(self.list)
        self.shelf.addWidget(empty)
        self.detail = QStackedWidget()
        self.detail.addWidget(kit.EmptyState("edit", "從左邊選一筆，內容會顯示在這裡。"))
        self.preview = PreviewSide(self.desk, self.host)
        self.preview.closed.connect(self._layout_columns)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        for pane in (self.shelf, self.detail, self.preview):
            self.split.addWidget(pane)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([340, 620, 480])
        box = QVBoxLayout(self)
        box.addWidget(self.header)
        box.addWidget(self.split, 1)
        self._box = box
        theme.follow(self._fit)

    def add_below(self, widget: QWidget) -> None:
        """For what one form's page has more than the others."""
        self._box.addWidget(widget, 1)

    def _title(self, title: str) -> str:
        """The course's name for what is written for a course; what that is stands in the line under it."""
        return cut(self.parent_record.text("subject_name"), QUOTED) if self.parent_record else title

    def _subtitle(self, count: int) -> str:
        counted = f"共 {count} 筆" if count else ""
        return f"{self.form.title}　{counted}".strip() if self.parent_record else counted

    # ---- the form

    def panes(self) -> list[QWidget]:
        """What stands side by side, for the key that goes from one to the next."""
        return [self.shelf, self.detail, self.preview]

    def delete_chosen(self) -> None:
        """Delete what is marked in the list: one as its form does it, several at once."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        chosen = [self._newest(self.model.lines[row].record) for row in rows]
        if len(chosen) > 1:
            deletion.ask_and_delete(self.host, self, chosen, self._close_editor)
        elif chosen:
            self._edit(chosen[0], fresh=False)
            if self.editor is not None:
                self.editor.delete()

    def _open_index(self, index: QModelIndex) -> None:
        if QGuiApplication.keyboardModifiers() & MARKING:
            return  # more is being marked
        record = index.data(RECORD)
        if isinstance(record, Record):
            self._edit(record, fresh=False)

    def _offer_more(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        menu = self.menu_of(index if index.isValid() else self.list.currentIndex())
        if menu is not None:
            menu.popup(self.list.viewport().mapToGlobal(place))

    def menu_of(self, index: QModelIndex) -> RecordMenu | None:
        """What else can be done with the record of that line."""
        record = index.data(RECORD)
        if not isinstance(record, Record):
            return None
        menu = RecordMenu(self.host, lambda: self._newest(record), self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.refresh()
        return menu

    def _newest(self, record: Record) -> Record:
        """The record with what is being typed into it."""
        if self.editor is not None and self.editor.record_id == record.id:
            self.editor.save_now()
            return self.editor.draft.record
        return self.desk.record(record.id) or record

    def _edit(self, record: Record, fresh: bool) -> None:
        if self.editor is None:
            self._begin_editor(record, fresh)
        elif self.editor.record_id != record.id and self.editor.save_now():
            self.editor.show_record(record, fresh)
        self.detail.setCurrentIndex(1)
        self.preview.shut()
        self._mark(record.id)
        if fresh and self.editor is not None:
            self.editor.form.begin()

    def _begin_editor(self, record: Record, fresh: bool) -> None:
        self.editor = RecordEditor(self.host, self.form, record, fresh)
        self.editor.preview_wanted.connect(self._show_preview)
        self.editor.closed.connect(self._close_editor)
        self.editor.sheet.back.clicked.connect(self.close_record)
        self.detail.addWidget(self.editor)

    def _mark(self, record: str) -> None:
        """The list points at what the form shows, and at nothing while that is new."""
        row = self.model.row_of(record)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        else:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())

    def close_record(self) -> None:
        """Save what is open and go back to the list."""
        if self.leave():
            self._close_editor()
            self.list.setFocus()

    def _close_editor(self) -> None:
        if self.editor is not None:
            self.detail.removeWidget(self.editor)
            self.editor.deleteLater()
            self.editor = None
        self.preview.shut()
        self.detail.setCurrentIndex(0)
        self._layout_columns()

    def _show_preview(self, attachment: object) -> None:
        self.preview.open(attachment)
        self._layout_columns()

    def _layout_columns(self) -> None:
        """A narrow window gives up the list for a preview, a tight one for the form; nothing else is lost."""
        editing, previewing = self.editor is not None, not self.preview.isHidden()
        small = self.width() < theme.px(TIGHT)
        tight = editing and small
        crowded = previewing and self.width() < theme.px(NARROW)
        first = editing and self.shelf.currentIndex() == 1  # being written: nothing to list yet
        self.shelf.setVisible(not (tight or crowded or first))
        self.to_list.setVisible(tight)
        bare = tight and self.height() < theme.px(LOW)
        self.header.setVisible(not bare)
        if self.editor is not None:
            self.editor.sheet.back.setVisible(bare)
        for way in self._ways:
            way.setVisible(not tight)
        hint = self.shelf.currentIndex() == 0 and not small
        self.detail.setVisible((editing or hint) and not (tight and previewing))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands over what it wants back
        self._fit()
        self._layout_columns()

    def _fit(self) -> None:
        short = self.height() < theme.px(SHORT)
        above = theme.px(8 if short else 16)
        self._box.setContentsMargins(theme.px(24), above, theme.px(24), above)
        self._box.setSpacing(theme.px(8 if short else 12))

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or changes.settings or self.form.key in changes.forms or changes.records:
            self.reload()
