"""進度: which courses have still to certify, and what students have not picked, agreed to or confirmed yet."""

from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.models import progress as model, reading
from desktop.models.grid import GridModel
from desktop.models.progress import ANY, COURSES, LACKS, STUDENTS, WAITS, Wanted
from desktop.operations import progress
from desktop.operations.progress import Told
from desktop.views import kit
from desktop.views.grid_view import GridView
from desktop.views.host import Host
from desktop.views.notice_dialog import NoticeDialog

NEVER = "還沒有從學校取得進度。連上學校後，按「更新」。"
NOTHING = "沒有符合條件的。"
KIND = "xlsx"
TITLES = {COURSES: "認證進度", STUDENTS: "學生進度"}


class ProgressPage(QWidget):
    """Asked of the school when the page is opened; without a line it says of when the figures are."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.told = progress.kept(self.desk)
        self._asking = False
        self._build()
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        """There is nothing to open here: these are counts."""

    def leave(self) -> bool:
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ask()

    # ---- doing

    def ask(self) -> None:
        """Hear how it stands now."""
        if not self._asking:
            self._asking = True
            self.again.setEnabled(False)
            self.desk.hands.start(partial(progress.ask, self.desk), self._heard, self._failed)

    def export(self) -> None:
        which = self.switch.value
        day = self.desk.clock.here().astimezone()
        path = self.host.ask_where_to_save("匯出", f"{TITLES[which]}_{day:%Y%m%d}.{KIND}")
        if path is None:
            return
        path = path if path.suffix.lower() == f".{KIND}" else path.with_name(f"{path.name}.{KIND}")
        grid = self.views[which].grid
        headings = [(column.label, column.width // 8) for column in grid.columns]
        rows = [[cell.text for cell in row.cells] for row in grid.rows]
        self.desk.hands.start(
            partial(progress.export, path, TITLES[which], headings, rows),
            lambda count: self.host.say(
                f"已匯出 {count} 列到「{path.name}」。內有個資，請妥善保管。", "success"
            ),
            self.host.fail,
        )

    def remind(self) -> None:
        """Draft words; nothing is sent from here."""
        if self.told.progress is None:
            return
        if self.switch.value == COURSES:
            view = self.views[COURSES]
            keys = view.chosen() or tuple(row.key for row in view.grid.rows)
            title, text = model.teacher_reminder(self.told.progress, keys, self.desk.clock.school())
        else:
            title, text = model.student_reminder(self.lack.value())
        box = NoticeDialog(self, title, text)
        box.exec()
        if box.announce:
            self.desk.write(
                partial(progress.draft_announcement, self.desk, box.title.value(), box.words.value()),
                lambda done: self.host.go("admin_announcements", done[1]),
                self.host.fail,
            )
        box.deleteLater()

    # ---- showing

    def reload(self) -> None:
        which = self.switch.value
        self.class_name.setVisible(which == STUDENTS)
        told = self.told.progress
        if told is None:
            self.header.set_subtitle("")
            self.summary.setText("")
            self.empty.set_sentence(NEVER)
            self.shelf.setCurrentIndex(2)
            return
        now, settings = self.desk.clock.school(), self.desk.school().settings
        wanted = Wanted(self.search.value(), self.class_name.value() or ANY, self.lack.value() or ANY)
        if which == COURSES:
            rows = model.course_rows(told, wanted, now)
        else:
            rows = model.student_rows(told, wanted, (settings.outcome_cap, settings.diverse_cap))
        self.views[which].grid.replace(rows)
        when = reading.moment(told.at)
        self.header.set_subtitle(f"{when} 由學校算出" if self.told.fresh else f"離線，這是 {when} 的數字")
        self.summary.setText(model.summary(told, now)[which])
        self.empty.set_sentence(NOTHING)
        self.shelf.setCurrentIndex((0 if which == COURSES else 1) if rows else 2)

    def _switched(self, which: str) -> None:
        self.lack.set_options(list((WAITS if which == COURSES else LACKS).items()))
        self.lack.set_value(ANY)
        self.reload()

    # ---- building

    def _build(self) -> None:
        self.switch = kit.SegmentedControl([(COURSES, "教師認證"), (STUDENTS, "學生")], "看哪一種")
        self.switch.changed.connect(self._switched)
        self.again = kit.Button("更新", "secondary", "sync")
        self.again.clicked.connect(self.ask)
        self.reminder = kit.Button("擬提醒", "secondary", "edit")
        self.reminder.clicked.connect(self.remind)
        self.sheet = kit.Button("匯出", "secondary", "download")
        self.sheet.clicked.connect(self.export)
        actions = [self.again, self.reminder, self.sheet]
        self.header = kit.PageHeader("進度", "", actions)
        columns = {COURSES: model.COURSE_COLUMNS, STUDENTS: model.STUDENT_COLUMNS}
        self.views = {
            key: GridView(GridModel(columns[key], self), TITLES[key]) for key in (COURSES, STUDENTS)
        }
        self.empty = kit.EmptyState("list", NEVER)
        self.shelf = QStackedWidget()
        for part in (*self.views.values(), self.empty):
            self.shelf.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        self.summary = kit.label("", role="small", wrap=True)
        box.addWidget(self._bar())
        box.addWidget(self.summary)
        box.addWidget(self.shelf, 1)

    def _bar(self) -> QWidget:
        self.lack = kit.ComboBox(list(WAITS.items()), name="還沒做的")
        self.lack.set_value(ANY)
        self.class_name = kit.ComboBox([(ANY, "所有班級")], name="班級")
        self.class_name.set_value(ANY)
        self.search = kit.SearchBox("科目、教師、班級、姓名")
        for box in (self.lack, self.class_name):
            box.edited.connect(lambda _: self.reload())
        self.search.searched.connect(lambda _: self.reload())
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.switch)
        row.addWidget(self.lack)
        row.addWidget(self.class_name)
        row.addWidget(self.search, 1)
        return bar

    # ---- reacting

    def _heard(self, told: Told) -> None:
        self._asking = False
        self.again.setEnabled(True)
        self.told = told
        if told.progress is not None:
            wanted = self.class_name.value() or ANY
            known = model.classes(told.progress)
            self.class_name.set_options([(ANY, "所有班級"), *((name, name) for name in known)])
            self.class_name.set_value(wanted if wanted in known else ANY)
        self.reload()

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self.again.setEnabled(True)
        self.host.fail(error)
