"""勾選與提交: the picks of a school, narrowed down and marked; locked, opened again, or noted as handed in."""

from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import picks
from desktop.models.entry_list import LineList
from desktop.models.picks import KINDS, STANDINGS, Wanted
from desktop.operations import office
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.rows import ROLES
from desktop.views.when_seen import WhenSeen
from domain.intents import Action
from domain.lifecycle import ACTION_LABELS, SELECTION_LABELS
from domain.records import Record

ACTS = {
    Action.LOCK: ("鎖定勾選", "lock", "學生就不能再變更這些勾選；需要時可以解除鎖定。"),
    Action.UNLOCK: ("解除鎖定", "undo", "學生在勾選期間內又可以變更。"),
    Action.SEND: ("標記已提交", "send", "請先完成提交名冊；標記之後學生不能再變更，要更正得先開放更正。"),
    Action.REOPEN: ("開放更正", "edit", "學生在收訖明細修改期間內可以換勾選，但不能改內容。"),
}
ALL = "all"


class PickPage(QWidget):
    """What is marked is acted upon; a rule decides for each, and what it refuses is told."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.model = LineList(ROLES, self)
        self._total = 0
        self._everything = False
        self.buttons: dict[Action, kit.Button] = {}
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        found = self.desk.record(record)
        if found is not None:
            self.kind.select("outcome" if found.form in KINDS["outcome"] else "diverse")
            self.reload()
            row = self.model.row_of(record)
            if row >= 0:
                self.list.setCurrentIndex(self.model.index(row))

    def leave(self) -> bool:
        return True

    # ---- choosing and doing

    @property
    def wanted(self) -> Wanted:
        standing = self.standing.value()
        return Wanted(
            self.kind.value, self.year.value(), "" if standing == ALL else standing, self.search.value()
        )

    @property
    def chosen(self) -> tuple[Record, ...]:
        """What is marked in the list."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return tuple(self.model.lines[row].record for row in rows)

    def choose_everything(self) -> None:
        """All that fit, also those that the list does not show."""
        self.list.selectAll()
        self._everything = True
        self._count()

    def act(self, action: Action) -> None:
        """Ask, then do it to each that is marked."""
        wanted, chosen = self.wanted, self.chosen
        count = self._total if self._everything else len(chosen)
        label, _, consequence = ACTS[action]
        text = f"要對 {count} 筆勾選做「{label}」嗎？目前狀態不合的會略過。"
        if not count or not kit.ConfirmDialog.ask(self, label, text, label, consequence=consequence):
            return
        everything = self._everything
        desk = self.desk
        desk.write(
            lambda: office.act_each(desk, picks.every(desk, wanted) if everything else chosen, action),
            lambda done: self._done(action, count, len(done[1])),
            self.host.fail,
        )

    def _done(self, action: Action, asked: int, refused: int) -> None:
        words = f"已{ACTION_LABELS[action]} {asked - refused} 筆，連上學校後生效。"
        left = f"{refused} 筆目前的狀態不能這樣做，沒有更動。" if refused else ""
        self.host.say(words + left, "warning" if left else "success")

    # ---- showing

    def reload(self) -> None:
        found = picks.found(self.desk, self.wanted)
        marked = {record.id for record in self.chosen}
        self._total = found.total
        self.model.replace(found.lines)
        if not marked:
            self.list.clearSelection()
        self.shelf.setCurrentIndex(0 if found.lines else 1)
        self.footer.setVisible(bool(found.lines))
        narrowed = bool(self.wanted.standing or self.wanted.text)
        self.empty.set_sentence("沒有符合條件的勾選。" if narrowed else "這個學年度還沒有人勾選。")
        self._count()

    def _cut(self) -> str:
        return f"，清單顯示前 {picks.SHOWN} 筆" if self._total > picks.SHOWN else ""

    def _count(self) -> None:
        chosen = self.chosen
        count = self._total if self._everything else len(chosen)
        told = f"已選 {count} 筆" if count else "Ctrl、Shift 可選多筆"
        self.header.set_subtitle(f"共 {self._total} 筆{self._cut()}" + (f"；{told}" if self._total else ""))
        standings = {record.selection for record in chosen}
        if self._everything:
            standings = {self.wanted.standing} if self.wanted.standing else set(STANDINGS)
        able = picks.possible(self.wanted.kind, standings) if count else frozenset()
        for action, button in self.buttons.items():
            button.setEnabled(action in able)
            why = "" if action in able else "選取的勾選目前都不能這樣做。" if count else "請先在清單裡選取。"
            button.setToolTip(why)
            button.setAccessibleDescription(why)
        self.all_button.setEnabled(bool(self._total) and not self._everything)
        self.all_button.setText(f"全選 {self._total} 筆" if self._total else "全選")

    # ---- building

    def _build(self) -> None:
        self.all_button = kit.Button("全選", "secondary", "check-square")
        self.all_button.clicked.connect(self.choose_everything)
        self.kind = kit.SegmentedControl([("outcome", "課程學習成果"), ("diverse", "多元表現")], "種類")
        self.header = kit.PageHeader("勾選與提交", "", [self.all_button, self.kind])
        self.list = kit.RecordList()
        self.list.setAccessibleName("勾選清單")
        self.list.setModel(self.model)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.selectionModel().selectionChanged.connect(self._marked)
        self.empty = kit.EmptyState("check-square", "這個學年度還沒有人勾選。")
        self.shelf = QStackedWidget()
        self.shelf.addWidget(self.list)
        self.shelf.addWidget(self.empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addWidget(self._filters())
        box.addWidget(self.shelf, 1)
        box.addWidget(self._footer())

    def _filters(self) -> QWidget:
        self.year = kit.ComboBox([(year, f"{year} 學年度") for year in picks.years(self.desk)], name="學年度")
        standings = [(ALL, "所有狀態"), *((key, SELECTION_LABELS[key]) for key in STANDINGS)]
        self.standing = kit.ComboBox(standings, name="勾選狀態")
        self.standing.set_value(ALL)
        self.search = kit.SearchBox("姓名、班級、內容")
        years = picks.years(self.desk)
        if years:
            self.year.set_value(years[0])
        self.kind.changed.connect(self._narrowed)
        self.year.edited.connect(self._narrowed)
        self.standing.edited.connect(self._narrowed)
        self.search.searched.connect(self._narrowed)
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.year)
        row.addWidget(self.standing)
        row.addWidget(self.search, 1)
        return bar

    def _footer(self) -> QWidget:
        self.footer = kit.StickyFooter()
        for action, (label, icon, _) in ACTS.items():
            button = kit.Button(label, "primary" if action is Action.LOCK else "secondary", icon)
            button.clicked.connect(lambda _=False, action=action: self.act(action))
            self.buttons[action] = button
            self.footer.add_action(button)
        return self.footer

    # ---- reacting

    def _narrowed(self, _: str) -> None:
        self._everything = False
        self.list.clearSelection()
        self.reload()

    def _marked(self) -> None:
        self._everything = False
        self._count()

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or changes.settings or changes.records:
            everything = self._everything
            self.reload()
            self._everything = everything and bool(self._total)
            self._count()
