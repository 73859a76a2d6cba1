"""學習成果填寫 (SA §4-1, SB §1): the courses a student takes, and behind each the outcomes written for it."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import courses
from desktop.models.entry_list import RECORD, LineList
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.record_page import ROLES, TIGHT, RecordPage
from desktop.views.when_seen import WhenSeen
from domain.forms import FORMS
from domain.records import Record

OUTCOME = FORMS["course_outcome"]
LOW = 460


class CoursePage(QStackedWidget):
    """First the courses; a click leads to the outcomes of one, and back."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.model = LineList({name: int(role) for name, role in ROLES.items()}, self)
        self.outcomes: RecordPage | None = None
        self._asked = False
        self.addWidget(self._build())
        WhenSeen(self, self.desk.bus, self._on_changed)
        self._again()

    def open_record(self, record: str) -> None:
        """Open an outcome, or a course by its enrolment."""
        found = self.desk.record(record)
        if found is None:
            return
        enrolment = self.desk.record(found.parent) if found.form == OUTCOME.key else found
        if enrolment is not None:
            page = self.open_course(enrolment)
            if found.form == OUTCOME.key:  # a piece of work of its own, see MainWindow.go
                QTimer.singleShot(0, page, partial(self._open_outcome, page, record))

    def _open_outcome(self, page: RecordPage, record: str) -> None:
        if page is self.outcomes and not self.desk.closed:
            page.open_record(record)

    def open_course(self, enrolment: Record) -> RecordPage:
        """The outcomes of one course."""
        self._close_course()
        back = kit.Button("所有課程", "ghost", "chevron-left")
        back.clicked.connect(self.back)
        page = RecordPage(self.host, OUTCOME, enrolment, [back])
        self.outcomes = page
        self.addWidget(page)
        self.setCurrentWidget(page)
        return page

    def back(self) -> None:
        if self.leave():
            self._close_course()
            self.reload()

    def leave(self) -> bool:
        return self.outcomes is None or self.outcomes.leave()

    def reload(self) -> None:
        """Read the courses again and show those that the choices above leave."""
        enrolments = [entry.record for entry in self.desk.entries("enrolment")]
        outcomes = [entry.record for entry in self.desk.entries(OUTCOME.key)]
        chosen = courses.filtered(enrolments, self.term.value(), self.mode.value)
        self.model.replace([courses.line(e, outcomes, self.desk.school()) for e in chosen])
        others = len(enrolments) - len(chosen)
        self.header.set_subtitle(
            f"共 {len(chosen)} 門課" + (f"，另有 {others} 門在其他學期或修習方式" if others else "")
        )
        self.shelf.setCurrentIndex(0 if chosen else 2 if others else 1)

    def show_all(self) -> None:
        """Every term, every way of taking a course."""
        self.term.set_value(courses.ALL)
        self.mode.select(courses.ALL)
        self.reload()

    def _build(self) -> QWidget:
        page = QWidget()
        self.header = kit.PageHeader(self.desk.profile.label_of("course_outcome"))
        self.term = kit.ComboBox(placeholder="全部學期", name="學年度與學期")
        self.term.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.term.edited.connect(lambda _: self.reload())
        self.mode = kit.SegmentedControl(courses.modes(self.desk.codes), "修習方式")
        self.mode.changed.connect(lambda _: self.reload())
        if not self.desk.profile.enrolment_modes:
            self.mode.hide()
        self._choices = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._choices.setSpacing(theme.px(12))
        left = Qt.AlignmentFlag.AlignLeft
        self._choices.addWidget(self.term, 0, left)
        self._choices.addWidget(self.mode, 0, left)
        self._choices.addStretch(1)
        self.list = kit.RecordList()
        self.list.setAccessibleName("修課清單")
        self.list.setModel(self.model)
        self.list.clicked.connect(self._open_index)
        self.list.opened.connect(self._open_index)
        whom = self.desk.profile.submitter
        detail = f"看不到自己的課，請向{whom}確認是否已設定為這門課的修課學生。"
        self.shelf = QStackedWidget()
        self.shelf.addWidget(self.list)
        self.shelf.addWidget(kit.EmptyState("book", "這裡還沒有課程。", detail=detail))
        elsewhere = kit.EmptyState("book", "這個學期與修習方式沒有課程。", "看全部課程")
        elsewhere.acted.connect(self.show_all)
        self.shelf.addWidget(elsewhere)
        box = QVBoxLayout(page)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addLayout(self._choices)
        box.addWidget(self.shelf, 1)
        self._notes = [kit.label(note, role="small", wrap=True) for note in OUTCOME.notes]
        for note in self._notes:
            box.addWidget(note)
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Little room: the choices stand under each other, and the courses come before the notes."""
        super().resizeEvent(event)
        narrow, low = self.width() < theme.px(TIGHT), self.height() < theme.px(LOW)
        ways = QBoxLayout.Direction
        self._choices.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        for note in self._notes:
            note.setHidden(low)

    def _offer(self) -> None:
        enrolments = [entry.record for entry in self.desk.entries("enrolment")]
        self.term.set_options(courses.choices(enrolments))
        if not self._asked and enrolments:
            self._asked = True
            self.term.set_value(courses.start_of(enrolments, self.desk.school()))

    def _open_index(self, index: QModelIndex) -> None:
        record = index.data(RECORD)
        if isinstance(record, Record):
            self.open_course(record)

    def _close_course(self) -> None:
        if self.outcomes is not None:
            self.removeWidget(self.outcomes)
            self.outcomes.deleteLater()
            self.outcomes = None
        self.setCurrentIndex(0)

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or changes.records:
            self._again()

    def _again(self) -> None:
        self._offer()
        self.reload()
