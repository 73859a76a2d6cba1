"""The office's side of the generic screens: 作業期間 and 公告 as a list beside a form, 學年度與設定 as a form alone."""

from functools import partial

from PySide6.QtWidgets import QAbstractItemView, QDialog, QVBoxLayout, QWidget

from desktop import theme
from desktop.models import office as model, reading
from desktop.models.entry_list import Line, status_of, subtitle_of, title_of
from desktop.operations import office, year
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.office_editor import OfficeEditor
from desktop.views.record_menu import RecordMenu
from desktop.views.record_page import RecordPage
from desktop.views.when_seen import WhenSeen
from desktop.views.year_dialog import YearDialog
from domain.records import Record

ICONS = {"announcement": "megaphone", "window": "calendar"}
BEGUN = ("還沒公布", "warning")
CHANGED = ("修改還沒送出", "warning")


class OfficePage(RecordPage):
    """What was begun or changed here and not put up yet stands in the list too, and says so."""

    def __init__(self, host: Host, key: str) -> None:
        super().__init__(host, model.form_of(key))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def reload(self) -> None:
        entries = {entry.record.id: entry for entry in self.desk.entries(self.form.key)}
        begun = [self._as_begun(record) for record in office.drafts(self.desk, self.form)]
        lines = [
            self._line(e.record, e.pending, e.conflict)
            for e in map(entries.__getitem__, self._in_order(entries))
        ]
        self.model.replace([*begun, *lines])
        self.header.set_subtitle(f"共 {len(lines)} 筆" + (f"，{len(begun)} 筆還沒公布" if begun else ""))
        self.shelf.setCurrentIndex(0 if begun or lines else 1)
        self.add_button.setVisible(bool(begun or lines))
        self._layout_columns()

    def open_record(self, record: str) -> None:
        known = self.model.row_of(record)
        if known >= 0:
            self._edit(self.model.lines[known].record, fresh=False)

    def leave(self) -> bool:
        done = super().leave()
        self.reload()
        return done

    def menu_of(self, index: object) -> RecordMenu | None:
        return None

    # ---- inside

    def _in_order(self, entries: object) -> list[str]:
        """The ids in the order of the list."""
        return [entry.record.id for entry in self.desk.entries(self.form.key)]

    def _line(self, record: Record, pending: int, conflict: int) -> Line:
        pill, tone = status_of(record, pending, conflict)
        if self.desk.unsaved(record.id):
            pill, tone = CHANGED
        subtitle = subtitle_of(self.form, record, self.desk.codes)
        meta = ""
        if self.form.key == "announcement":
            subtitle = f"{reading.day(record.text('published_on'))} 公布"
            until = record.text("expires_on")
            meta = f"到 {reading.day(until)}" if until else ""
        return Line(record, title_of(self.form, record), subtitle, meta, pill, tone, ICONS[self.form.key])

    def _as_begun(self, record: Record) -> Line:
        return Line(record, title_of(self.form, record), "", "", *BEGUN, ICONS[self.form.key])

    def _blank(self) -> Record:
        return office.blank(self.desk, self.form, model.begun(self.desk, self.form.key))

    def _edit(self, record: Record, fresh: bool) -> None:
        """What exists nowhere but here is still new, however often it is opened."""
        new = self.desk.record(record.id) is None
        if new and not fresh:
            record = office.blank(self.desk, self.form, model.begun(self.desk, self.form.key), record.id)
        super()._edit(record, new)

    def _begin_editor(self, record: Record, fresh: bool) -> None:
        self.editor = OfficeEditor(self.host, self.form, record, fresh)
        self.editor.preview_wanted.connect(self._show_preview)
        self.editor.closed.connect(self._gone)
        self.detail.addWidget(self.editor)

    def _gone(self) -> None:
        self._close_editor()
        self.reload()


class SchoolPage(QWidget):
    """學年度與設定: there is one such record."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.editor: OfficeEditor | None = None
        self.year_button = kit.Button("換學年度…", "secondary", "calendar")
        self.year_button.clicked.connect(self.roll_over)
        said = "按「儲存」之後，大家的電腦下次同步就照新的設定。"
        self.header = kit.PageHeader("學年度與設定", said, [self.year_button])
        self.nothing = kit.EmptyState("gear", "還沒有收到學校的設定，同步之後就會出現在這裡。")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        self._box.setSpacing(theme.px(12))
        self._box.addWidget(self.header)
        self._box.addWidget(self.nothing, 1)
        WhenSeen(self, self.desk.bus, lambda _: self.reload())
        self.reload()

    def open_record(self, record: str) -> None:
        self.reload()

    def leave(self) -> bool:
        return self.editor is None or self.editor.save_now()

    def reload(self) -> None:
        """The form is made once the settings are here; from then on it follows them itself."""
        entries = self.desk.entries("school")
        if self.editor is None and entries:
            self.editor = OfficeEditor(self.host, model.form_of("school"), entries[0].record, fresh=False)
            self._box.addWidget(self.editor, 1)
            self.nothing.hide()
        self.year_button.setVisible(bool(entries) and self.desk.school().settings.school_year > 0)

    def roll_over(self) -> None:
        """Ask for the next year, then say it all in one go."""
        if not self.leave():
            return
        desk, settings = self.desk, self.desk.school().settings
        [entry] = desk.entries("school")[:1]
        found = year.windows(desk)
        ends = entry.record.text("term_ends_on")
        box = YearDialog(self, settings.school_year, ends, found, year.already(desk))
        if box.exec() == QDialog.DialogCode.Accepted:
            desk.write(
                partial(year.roll_over, desk, box.chosen, box.term_ends),
                lambda _: self.host.say(
                    f"已換到 {settings.school_year + 1} 學年度，連上學校後生效。", "success"
                ),
                self.host.fail,
            )
        box.deleteLater()
