"""The students somebody guides: a table to sort and narrow down, the same in pictures, and one student's portfolio."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import caseload
from desktop.models.caseload import COLUMNS, FILTERS, Pupil
from desktop.views import kit
from desktop.views.caseload_acts import CaseloadActs
from desktop.views.caseload_charts import Charts
from desktop.views.caseload_table import CaseloadTable
from desktop.views.guided_student import GuidedStudent
from desktop.views.host import Host
from desktop.views.when_seen import WhenSeen

SETTLE_MS = 400
ALL = "all"
TABLE, CHARTS, EMPTY = range(3)
LOW = 460


class CaseloadPage(QStackedWidget):
    """Counting is done on a lane; what comes of it is shown at once, and again when something has changed."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.pupils: tuple[Pupil, ...] = ()
        self._counting = self._again = False
        self._wanted = ""
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.reload)
        self.addWidget(self._list())
        self.student = GuidedStudent(host)
        self.student.closed.connect(self.show_list)
        self.student.stepped.connect(self._step)
        self.addWidget(self.student)
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        """A student's record, or the student's entry."""
        found = self.desk.record(record)
        if found is not None:
            owner = found.text("student") or found.owner
            self.open_student(owner, "" if found.form == "person" else record)

    def leave(self) -> bool:
        return True

    # ---- showing

    def open_student(self, account: str, record: str = "") -> None:
        self.student.show_student(account, record)
        self.setCurrentWidget(self.student)
        self.student.list.setFocus()
        row, last = self.table.pupils.row_of(account), self.table.pupils.rowCount() - 1
        self.student.set_neighbours(row > 0, 0 <= row < last)

    def _step(self, by: int) -> None:
        """To a neighbour in the order of the table."""
        rows, row = self.table.pupils.rows, self.table.pupils.row_of(self.student.account)
        if row >= 0 and 0 <= row + by < len(rows):
            self.open_student(rows[row + by].tally.account)

    def show_list(self) -> None:
        self.setCurrentIndex(0)
        self.table.choose(self.student.account)
        self.table.setFocus()

    def reload(self) -> None:
        """Count anew, off this thread; one count at a time."""
        if self._counting or self.desk.closed:
            self._again = self._counting
            return
        self._counting = True
        desk, school = self.desk, self.desk.school()
        year = school.settings.school_year
        desk.bench.start(lambda: caseload.pupils(desk, school, year), self._counted, self._failed)

    def _counted(self, found: tuple[Pupil, ...]) -> None:
        self._counting = False
        if found != self.pupils or not self._wanted:
            self._wanted = "counted"
            self.pupils = found
            self.class_name.set_options([(ALL, f"全部班級（{len(found)}）"), *self._classes()])
            self._narrow()
        if self._again:
            self._again = False
            self._settle.start()

    def _failed(self, error: Exception) -> None:
        self._counting = False
        self.host.fail(error)

    def _classes(self) -> list[tuple[str, str]]:
        named = [pair for pair in caseload.classes(self.pupils) if pair[0]]
        known = {ALL, *(name for name, _ in named)}
        if self.class_name.value() not in known:
            self.class_name.set_value(ALL)
        return named

    @property
    def shown(self) -> list[Pupil]:
        """Whom the choices above leave."""
        chosen = self.class_name.value()
        return caseload.narrowed(
            self.pupils, self.chip.value, "" if chosen == ALL else chosen, self.search.value()
        )

    def _meant(self) -> Sequence[Pupil]:
        """Those marked, when there are several or one is; else everybody in the table."""
        return self.table.chosen or self.table.pupils.rows

    def _narrow(self) -> None:
        found = self.shown
        chosen = self.class_name.value()
        of_class = caseload.narrowed(self.pupils, ALL, "" if chosen == ALL else chosen, "")
        for key, count in caseload.counts(of_class).items():
            self.chip.set_label(key, f"{FILTERS[key][0]} {count}")
        self.table.pupils.show(found)
        if self.way.value == "charts":
            self.charts.show_pictures(caseload.pictures(found))
        self.acts.setVisible(bool(found) and self.way.value == "table")
        page = EMPTY if not found else CHARTS if self.way.value == "charts" else TABLE
        self.shelf.setCurrentIndex(page)
        nobody = "學校還沒有指定您輔導的班級或學生。" if not self.pupils else "沒有符合條件的學生。"
        self.empty.set_sentence(nobody)
        year = self.desk.school().settings.school_year
        self.header.set_subtitle(f"{year} 學年度 · {len(found)} 位學生" if self.pupils else "")
        kit.announce(self.table, f"{len(found)} 位學生")

    def _sort_chosen(self, key: str) -> None:
        place = next(n for n, one in enumerate(COLUMNS) if one.key == key)
        numbers = ("pending", "failed", "chosen")
        self.table.sort(place, key in numbers)

    def _sorted(self, column: int, _: bool) -> None:
        self.order.set_value(COLUMNS[column].key)

    # ---- building

    def _list(self) -> QWidget:
        page = QWidget()
        label = self.desk.profile.label_of("caseload", self.desk.actor.role.value) or "學生"
        self.way = kit.SegmentedControl([("table", "表格"), ("charts", "圖表")], "怎麼看")
        self.way.changed.connect(lambda _: self._narrow())
        self.header = kit.PageHeader(label, "讀取中…", [self.way])
        self.table = CaseloadTable()
        self.table.opened.connect(self.open_student)
        self.table.sorted_by.connect(self._sorted)
        self.charts = Charts()
        self.empty = kit.EmptyState("people", "讀取中…")
        self.shelf = QStackedWidget()
        for part in (self.table, self.charts, self.empty):
            self.shelf.addWidget(part)
        self.shelf.setCurrentIndex(EMPTY)
        inner = self._inner = QVBoxLayout()
        inner.addWidget(self.header)
        inner.addWidget(self._filters())
        inner.addWidget(self.shelf, 1)
        self.acts = CaseloadActs(self.host, self._meant)
        self.table.marked.connect(self.acts.count)
        inner.addWidget(self.acts.job)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(inner, 1)
        box.addWidget(self.acts)
        return page

    def _filters(self) -> QWidget:
        self.chip = kit.SegmentedControl([(key, label) for key, (label, _) in FILTERS.items()], "篩選")
        self.chip.changed.connect(lambda _: self._narrow())
        self.class_name = kit.ComboBox([(ALL, "全部班級")], name="班級")
        self.class_name.set_value(ALL)
        self.class_name.setMinimumContentsLength(12)
        self.class_name.edited.connect(lambda _: self._narrow())
        self.order = kit.ComboBox([(one.key, f"依{one.label}排序") for one in COLUMNS], name="排序")
        self.order.set_value(COLUMNS[0].key)
        self.order.setMinimumContentsLength(10)
        self.order.edited.connect(self._sort_chosen)
        self.search = kit.SearchBox("姓名、學號、班級")
        self.search.searched.connect(lambda _: self._narrow())
        bar = QWidget()
        column = QVBoxLayout(bar)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        upper = QHBoxLayout()
        upper.setSpacing(theme.px(8))
        upper.addWidget(self.class_name)
        upper.addWidget(self.order)
        upper.addWidget(self.search, 1)
        lower = QHBoxLayout()
        lower.addWidget(self.chip)
        lower.addStretch(1)
        column.addLayout(upper)
        column.addLayout(lower)
        return bar

    # ---- reacting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window the gaps give way to the table."""
        low = self.height() < theme.px(LOW)
        self._inner.setContentsMargins(
            theme.px(24), theme.px(4 if low else 16), theme.px(24), theme.px(4 if low else 12)
        )
        self._inner.setSpacing(theme.px(4 if low else 12))
        self.acts.footer.set_tight(low)

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or changes.settings or changes.records:
            self._settle.start()
            if self.currentWidget() is self.student:
                self.student.reload()
