"""Picking what goes to the national database: agreement, deadline, boxes with a live count (SA §4-2, §6-11)."""

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import deadlines, reading, selection
from desktop.models.entry_list import RECORD
from desktop.models.grouped import HEADING_FORM, GroupedList
from desktop.operations import records as operations
from desktop.views import kit, undo
from desktop.views.consent_card import ConsentCard
from desktop.views.filed_rows import FiledList
from desktop.views.host import Host
from desktop.views.preview_side import PreviewSide
from desktop.views.record_view import RecordView
from desktop.views.result_card import ResultCard
from desktop.views.rows import ROLES, ChoiceDelegate
from desktop.views.when_seen import WhenSeen
from domain.forms import FORMS
from domain.records import Record
from domain.refusals import Refused

TITLES = {"outcome": "學習成果勾選", "diverse": "多元表現勾選"}
NOTHING = {
    "outcome": "還沒有通過認證的課程學習成果，通過之後就會出現在這裡。",
    "diverse": "還沒有多元表現。先到「多元表現」新增，再回來勾選。",
}
NARROW = 1180


class SelectionPage(QWidget):
    """kind: "outcome" or "diverse". Ticks are kept while the page lives; 確認勾選 saves them."""

    def __init__(self, host: Host, kind: str) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.kind = kind
        self.ballot = selection.Ballot(kind)
        self.model = GroupedList(ROLES, self)
        self._shown = ""
        self._filling = False
        self._build()
        self.model.checked.connect(self._ticked)
        WhenSeen(self, self.desk.bus, self._on_changed)
        self._minute = QTimer(self, interval=30_000)
        self._minute.timeout.connect(self._show_deadline)
        self._minute.start()
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        row = self.model.row_of(record)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def leave(self) -> bool:
        """Ticks not yet confirmed: confirm them now, or leave them for later. Neither loses any."""
        if not self.ballot.changes():
            return True
        if self.ballot.over:
            self.host.say("勾選超過上限，還沒有儲存；勾選會保留在這個畫面。", "warning")
            return True
        if self._wants_to_save():
            self.confirm()
        return True

    # ---- agreeing

    def agree(self) -> None:
        """Give the agreement for the school's year and the years of what may be picked."""
        _, sha = self.desk.consent_text(self.kind)
        years = selection.years_to_agree(self.desk, self.kind)

        def give() -> Changes:
            done = Changes()
            for year in years:
                done |= operations.give_consent(self.desk, self.kind, year, sha)
            return done

        self.desk.write(give, lambda _: self.host.say("已同意，可以開始勾選。", "success"), self.host.fail)

    # ---- picking

    def confirm(self) -> None:
        """Save what is ticked; what a rule refuses is listed and keeps its tick."""
        wanted = self.ballot.changes()
        if wanted and not self.ballot.over:
            self.confirm_button.setEnabled(False)
            self.desk.write(
                lambda: operations.choose(self.desk, wanted),
                lambda done: self._saved(*done),
                self._failed,
                wait_ms=undo.PATIENCE_MS,
            )

    def _saved(self, changes: Changes, refused: tuple[tuple[Record, Refused], ...]) -> None:
        self.reload()
        undo.offer(self.host, changes.said)
        if not refused:
            self.result.dismiss()
            return
        lines = {choice.record.id: selection.line(choice, self.desk) for choice in self.ballot.choices}
        rows = [(lines[r.id].title if r.id in lines else r.id, why.text) for r, why in refused]
        self.result.show_result(
            "warning", f"已儲存 {len(changes.said)} 項，{len(refused)} 項沒有儲存。", rows
        )

    def _failed(self, error: Exception) -> None:
        self._count()
        self.host.fail(error)

    def _wants_to_save(self) -> bool:
        count = len(self.ballot.changes())
        box = kit.ConfirmDialog(self, "勾選還沒有儲存", f"有 {count} 項勾選還沒有儲存。", "儲存勾選")
        box.cancel_button.setText("先留著，之後再存")
        answer = box.exec()
        box.deleteLater()
        return answer == QDialog.DialogCode.Accepted

    def _ticked(self) -> None:
        if not self._filling:
            self.ballot.mark(record.id for record in self.model.ticked())
            self._head()
            self._count()

    # ---- showing

    def reload(self) -> None:
        """Read the choices again; unconfirmed ticks stay."""
        agreed = selection.consented(self.desk, self.kind)
        self.consent.show_text(self.desk.consent_text(self.kind)[0])
        self.ballot.read(self.desk)
        moved = self._fill()
        place = 0 if not agreed else 1 if self.ballot.choices else 2
        self.shelf.setCurrentIndex(place)
        self.footer.setVisible(place == 1)
        self._show_deadline()
        self._count()
        if not moved:
            self._show_record()

    def _fill(self) -> bool:
        """The rows anew; true when a first one was chosen, which shows it."""
        self._filling = True
        self._head()
        self.model.tick(sorted(self.ballot.ticked()))
        self._filling = False
        if self.list.currentIndex().isValid() or not self.ballot.choices:
            return False
        self.list.setCurrentIndex(self.model.index(1))
        return True

    def _head(self) -> None:
        """The rows under their headings; those of outcomes tell the count of their year."""
        counts = {f"{tally.year} 學年度": tally.short for tally in self.ballot.tallies()}
        self.model.show(
            (
                heading,
                counts.get(heading, f"{len(choices)} 筆"),
                [selection.line(c, self.desk) for c in choices],
            )
            for heading, choices in self.ballot.groups()
        )

    def _show_deadline(self) -> None:
        """The deadline on top; a closed window says so in words."""
        kind = selection.WINDOWS[self.kind]
        found = next(
            (d for d in deadlines.due(self.desk.school(), self.desk.actor.role) if d.kind == kind), None
        )
        year = self.ballot.year
        printed = f"{found.printed} 截止" if found and found.printed and "截止" not in found.printed else ""
        words = [f"{year} 學年度" if year else "", printed or (found.printed if found else "")]
        self.header.set_subtitle("　".join(word for word in words if word))
        self.chip.setVisible(found is not None)
        if found is not None:
            self.chip.set("勾選", found.seconds_left)
        shut = next((c for c in self.ballot.choices if c.code in selection.WINDOW_CODES), None)
        if shut is not None and found is not None and not found.open:
            self.banner.say("warning", shut.blocked)
        else:
            self.banner.dismiss()

    def _count(self) -> None:
        own, *others = self.ballot.tallies()
        told = [own.text, *(f"{t.year} 學年度 {t.text}" for t in others if t.over)]
        text = "　".join(told)
        changes = len(self.ballot.changes())
        over = next((t for t in (own, *others) if t.over), None)
        self.footer.set_text(text, "danger" if over else "muted")
        why = ""
        if over is not None:
            why = f"超過上限 {over.count - over.cap} 件，請先取消其他項目的勾選。"
        elif not changes:
            why = "勾選沒有變更。"
        self.confirm_button.setEnabled(not why)
        self.confirm_button.setToolTip(why)
        self.undo_button.setVisible(bool(changes))

    def _take_back(self) -> None:
        self.ballot.forget()
        self._fill()
        self._count()

    def _moved(self, _: QModelIndex, __: QModelIndex) -> None:
        self._show_record()

    def _show_record(self) -> None:
        record = self.list.currentIndex().data(RECORD)
        if not isinstance(record, Record) or record.form == HEADING_FORM:
            return
        choice = next((c for c in self.ballot.choices if c.record.id == record.id), None)
        if choice is None:
            return
        if record.id != self._shown:
            self.preview.hide()
        self._shown = record.id
        form, desk, view = FORMS[record.form], self.desk, self.detail
        line = selection.line(choice, desk)
        view.begin(line.title, desk.profile.title_of(form), line.pill, line.tone)
        if choice.blocked and choice.code not in selection.WINDOW_CODES:  # those the banner on top tells
            view.add_note("info" if choice.fixed else "warning", choice.blocked)
            if choice.code == "incomplete":
                view.add_button("去補齊", "edit", lambda: self.host.go(record.form, record.id))
        told = reading.pairs(form, record, desk.profile, desk.codes)
        view.add_pairs("", [*told, *reading.enrolment_pairs(choice.parent, desk.profile, desk.codes)])
        view.add_files(record, reading.files(form, record, desk.profile))
        view.end()
        self._lay_columns()

    # ---- building

    def _build(self) -> None:
        self.chip = kit.CountdownChip()
        self.header = kit.PageHeader(TITLES[self.kind], "", [self.chip])
        self.banner = kit.Banner()
        self.result = ResultCard()
        text_title = "課程學習成果勾選同意書" if self.kind == "outcome" else "多元表現勾選同意書"
        year = self.desk.school().settings.school_year
        self.consent = ConsentCard(text_title, f"{year} 學年度" if year else "")
        self.consent.agreed.connect(self.agree)
        self.shelf = QStackedWidget()
        for part in (self.consent, self._work_area(), kit.EmptyState("trophy", NOTHING[self.kind])):
            self.shelf.addWidget(part)
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(8))
        inner.setSpacing(theme.px(12))
        for part in (self.header, self.banner, self.result):
            inner.addWidget(part)
        inner.addWidget(self.shelf, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(inner, 1)
        box.addWidget(self._footer())

    def _work_area(self) -> QWidget:
        self.list = FiledList(ChoiceDelegate())
        self.list.file_clicked.connect(self._preview)
        self.list.setAccessibleName(f"{TITLES[self.kind]}清單")
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.detail = RecordView(self.desk)
        self.detail.file_opened.connect(self._preview)
        self.preview = PreviewSide(self.desk, self.host)
        self.preview.closed.connect(self._lay_columns)
        self.side = QSplitter(Qt.Orientation.Vertical)
        for pane in (self.detail, self.preview):
            self.side.addWidget(pane)
        self.side.setChildrenCollapsible(False)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self.side)
        split.setChildrenCollapsible(False)
        split.setSizes([theme.px(480), theme.px(560)])
        return split

    def _footer(self) -> kit.StickyFooter:
        self.footer = kit.StickyFooter()
        self.undo_button = kit.Button("還原勾選", "ghost", "undo")
        self.undo_button.clicked.connect(self._take_back)
        self.confirm_button = kit.Button("確認勾選", "primary", "check")
        self.confirm_button.clicked.connect(self.confirm)
        for button in (self.undo_button, self.confirm_button):
            self.footer.add_action(button)
        return self.footer

    def _preview(self, attachment: object) -> None:
        self.preview.open(attachment)
        self._lay_columns()

    def _lay_columns(self) -> None:
        """A file beside the words where there is room, else under them."""
        wide = self.width() >= theme.px(NARROW)
        self.side.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_columns()

    def _on_changed(self, changes: Changes) -> None:
        forms = {*selection.FORMS_OF[self.kind], "consent", "enrolment"}
        if changes.all or changes.settings or changes.records or changes.forms & forms:
            self.reload()
