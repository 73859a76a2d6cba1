"""Choosing several students of the caseload: by name, by class, or a whole class at once. Chosen ones stay chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.models.consultations import Choice
from desktop.models.entry_list import Line, LineList
from desktop.views import kit
from desktop.views.rows import ROLES
from domain.records import Record

ALL = "all"
PERSON = "person"


class StudentPicker(QWidget):
    """Signal edited(). `chosen` are accounts, also of students who are not in the caseload any more."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offered: dict[str, Choice] = {}
        self.chosen: dict[str, str] = {}
        self._filling = False
        self.model = LineList(ROLES, self)
        self.model.checked.connect(self._ticked)
        self._build()

    def offer(self, offered: Sequence[Choice]) -> None:
        self._offered = {one.account: one for one in offered}
        names = list(dict.fromkeys(one.class_name for one in offered if one.class_name))
        self.class_name.set_options([(ALL, "全部班級"), *((name, name) for name in names)])
        if self.class_name.value() not in {ALL, *names}:
            self.class_name.set_value(ALL)
        self._fill()

    def choose(self, chosen: dict[str, str]) -> None:
        """Account to name."""
        self.chosen = dict(chosen)
        self._fill()

    def choose_shown(self) -> None:
        """Everybody that the class and the search leave; once more lets go of them."""
        shown = [line.record.owner for line in self.model.lines]
        if all(one in self.chosen for one in shown):
            self.chosen = {one: name for one, name in self.chosen.items() if one not in shown}
        else:
            self.chosen |= {one: self._offered[one].name for one in shown}
        self._fill()
        self.edited.emit()

    # ---- inside

    def _shown(self) -> list[Choice]:
        words, name = self.search.value().casefold().split(), self.class_name.value()
        return [
            one
            for one in self._offered.values()
            if (name in (ALL, "") or one.class_name == name)
            and all(word in f"{one.name} {one.place} {one.account}".casefold() for word in words)
        ]

    def _fill(self) -> None:
        self._filling = True
        lines = [
            Line(
                Record(f"{PERSON}:{one.account}", PERSON, one.account),
                one.name,
                one.place,
                icon="person",
                checkable=True,
            )
            for one in self._shown()
        ]
        self.model.replace(lines)
        self.model.tick([line.record.id for line in lines if line.record.owner in self.chosen])
        self._filling = False
        self._tell()

    def _ticked(self) -> None:
        if self._filling:
            return
        ticked = {one.owner for one in self.model.ticked()}
        for line in self.model.lines:
            account = line.record.owner
            if account in ticked:
                self.chosen.setdefault(account, self._offered[account].name)
            else:
                self.chosen.pop(account, None)
        self._tell()
        self.edited.emit()

    def _tell(self) -> None:
        names = list(self.chosen.values())
        self.told.setText(f"已選 {len(names)} 位：{'、'.join(names)}" if names else "還沒有選學生。")

    def _build(self) -> None:
        self.class_name = kit.ComboBox([(ALL, "全部班級")], name="班級")
        self.class_name.set_value(ALL)
        self.class_name.edited.connect(lambda _: self._fill())
        self.search = kit.SearchBox("姓名、座號")
        self.search.searched.connect(lambda _: self._fill())
        every = kit.Button("全選這些", "ghost", "check-square")
        every.clicked.connect(self.choose_shown)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.class_name)
        row.addWidget(self.search, 1)
        row.addWidget(every)
        self.list = kit.RecordList()
        self.list.setItemDelegate(kit.RecordDelegate(dense=True, parent=self.list))
        self.list.setAccessibleName("參加學生")
        self.list.setModel(self.model)
        self.told = kit.label("", role="small", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addLayout(row)
        box.addWidget(self.list)
        box.addWidget(self.told)
        theme.follow(self._fit)

    def _fit(self) -> None:
        self.list.setFixedHeight(theme.px(180))
