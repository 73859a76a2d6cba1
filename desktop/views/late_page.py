"""逾時補做: what came after its end and waits for the office's word, with what speaks for it; and what was decided."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import late as model
from desktop.models.entry_list import LineList
from desktop.models.late import EVIDENCE, Item
from desktop.models.reading import Pair
from desktop.operations import late
from desktop.operations.late import Tried
from desktop.views import kit, undo
from desktop.views.host import Host
from desktop.views.late_dialog import LateDialog, trials
from desktop.views.late_panel import LatePanel
from desktop.views.record_view import RecordView
from desktop.views.rows import ROLES
from desktop.views.when_seen import WhenSeen
from domain.intents import Action
from domain.lifecycle import LATE_ACTIONS

WAITING, DECIDED, ANY = "waiting", "decided", "*"
DIGITS = "123456789"
ROOMY = 660
"""In a lower window the library of reasons answers to its keys only."""
NOTHING = {WAITING: "沒有逾時送達、等候決定的動作。", DECIDED: "還沒有決定過的逾時動作。"}
NARROWED = "沒有符合條件的。"


class LatePage(QWidget):
    """List at the left, evidence at the right; one word for as many as are marked."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.model = LineList(ROLES, self)
        self._items: dict[str, Item] = {}
        self._shown: tuple[Item, ...] | None = None
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        found = self.desk.record(record)
        if found is not None:
            self.switch.select(WAITING if found.state == model.WAITING else DECIDED)
            self.reload()
            row = self.model.row_of(record)
            if row >= 0:
                self.list.setCurrentIndex(self.model.index(row))

    def leave(self) -> bool:
        self.panel.keep()
        return True

    # ---- choosing and doing

    @property
    def chosen(self) -> tuple[Item, ...]:
        """What is marked in the list, in its order."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return tuple(self._items[self.model.lines[row].record.id] for row in rows)

    @property
    def targets(self) -> tuple[Item, ...]:
        """Those of the marked about which a word can be said: what was refused may be granted after all."""
        return tuple(item for item in self.chosen if item.said is None and item.record.state != "granted")

    def decide(self, action: Action) -> None:
        """Ask the school what would become of each, then the person, then say it."""
        wanted = self.targets
        if action is Action.REFUSE:
            self._tried(action, wanted, Tried({}))
            return
        self.panel.setEnabled(False)
        self.desk.hands.start(
            lambda: late.try_out(self.desk, [item.record for item in wanted]),
            lambda tried: self._tried(action, wanted, tried),
            self._failed,
        )

    def _tried(self, action: Action, wanted: Sequence[Item], tried: Tried) -> None:
        self.panel.setEnabled(True)
        made = trials(wanted, action, tried)
        if not made or not LateDialog.agreed(self, made, action):
            return
        records = [trial.item.record for trial in made if not trial.why]
        self.desk.write(
            partial(late.say, self.desk, records, action, self.panel.reason),
            self._said,
            self._failed,
            wait_ms=undo.PATIENCE_MS,
        )

    def _said(self, changes: Changes) -> None:
        self.panel.begin_anew()
        undo.offer(self.host, changes.said)

    def _failed(self, error: Exception) -> None:
        self.panel.setEnabled(True)
        self.host.fail(error)

    # ---- showing

    def reload(self) -> None:
        every = model.items(self.desk, decided=self.switch.value == DECIDED)
        self._offer_acts(every)
        found = self._narrowed(every)
        marked = {item.record.id for item in self.chosen}
        self._items = {item.record.id: item for item in found}
        self.model.replace([model.line(item) for item in found])
        self._mark_again(marked)
        waiting = model.count(self.desk)
        self.header.set_subtitle(f"{waiting} 件等候決定" if waiting else "沒有等候決定的")
        self.shelf.setCurrentIndex(0 if found else 1)
        self.empty.set_sentence(NARROWED if every else NOTHING[self.switch.value])
        self._show()

    def _narrowed(self, every: Sequence[Item]) -> tuple[Item, ...]:
        evidence, act = ("" if box.value() == ANY else box.value() for box in (self.evidence, self.act))
        return model.narrowed(every, self.search.value(), evidence, act)

    def _offer_acts(self, every: Sequence[Item]) -> None:
        """Only acts that are among them; what was chosen stays chosen."""
        wanted, offered = self.act.value(), [(ANY, "所有動作"), *model.acts(every)]
        self.act.set_options(offered)
        self.act.set_value(wanted if wanted in dict(offered) else ANY)

    def _mark_again(self, marked: set[str]) -> None:
        """Marks stay with their acts; with none the first is shown."""
        picks = self.list.selectionModel()
        rows = [row for row, line in enumerate(self.model.lines) if line.record.id in marked]
        if {index.row() for index in picks.selectedIndexes()} == set(rows) and rows:
            return
        selection = QItemSelection()
        for row in rows or ([0] if self.model.lines else []):
            selection.select(self.model.index(row), self.model.index(row))
        picks.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _show(self) -> None:
        chosen, targets = self.chosen, self.targets
        first = targets[0].record if targets else None
        if first is not None:
            verdicts = [late.allowed(self.desk, act, first) for act in (Action.GRANT, Action.REFUSE)]
            self.panel.gate(len(targets), *verdicts)
        self.panel.setVisible(bool(targets))
        count = len(self.model.lines)
        self.all_button.setText(f"全選 {count} 件" if count else "全選")
        self.all_button.setEnabled(len(chosen) < count)
        if chosen == self._shown:
            return
        self._shown = chosen
        if len(chosen) == 1:
            self._show_one(chosen[0])
        else:
            self._show_many(chosen)

    def _show_one(self, item: Item) -> None:
        self.view.begin(item.what, item.who, item.pill, item.tone)
        if item.problem:
            self.view.add_note("danger", item.problem)
        self.view.add_pairs("決定", model.decision_pairs(item))
        self.view.add_pairs("什麼時候做的", model.evidence_pairs(item))
        self.view.end()

    def _show_many(self, chosen: Sequence[Item]) -> None:
        self.view.begin(f"已選 {len(chosen)} 件")
        counts = [(word, sum(key in item.evidence for item in chosen)) for key, word in EVIDENCE.items()]
        self.view.add_pairs("佐證", [Pair(word, f"{count} 件") for word, count in counts if count])
        self.view.end()

    # ---- building

    def _build(self) -> None:
        self.switch = kit.SegmentedControl([(WAITING, "等待決定"), (DECIDED, "已決定")], "處理狀況")
        self.switch.changed.connect(lambda _: self.reload())
        self.all_button = kit.Button("全選", "secondary", "check-square")
        self.header = kit.PageHeader("逾時補做", "", [self.all_button, self.switch])
        self.list = kit.RecordList()
        self.list.setAccessibleName("逾時清單")
        self.list.setModel(self.model)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show())
        self.all_button.clicked.connect(self.list.selectAll)
        self.empty = kit.EmptyState("clock", NOTHING[WAITING])
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self._side())
        split.setChildrenCollapsible(False)
        split.setSizes([theme.px(400), theme.px(600)])
        self.shelf = QStackedWidget()
        self.shelf.addWidget(split)
        self.shelf.addWidget(self.empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addWidget(self._bar())
        box.addWidget(self.shelf, 1)
        for digit in DIGITS:
            for key in (digit, f"Alt+{digit}"):
                shortcut = QShortcut(QKeySequence(key), self, partial(self.panel.phrases.press, digit))
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _bar(self) -> QWidget:
        self.search = kit.SearchBox("姓名、班級、內容")
        self.search.searched.connect(lambda _: self.reload())
        self.evidence = kit.ComboBox([(ANY, "不論佐證"), *EVIDENCE.items()], name="佐證")
        self.act = kit.ComboBox([(ANY, "所有動作")], name="動作")
        for box in (self.evidence, self.act):
            box.set_value(ANY)
            box.edited.connect(lambda _: self.reload())
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.evidence)
        row.addWidget(self.act)
        row.addWidget(self.search, 1)
        return bar

    def _side(self) -> QWidget:
        self.view = RecordView(self.desk)
        self.panel = LatePanel(self.desk)
        self.panel.decided.connect(self.decide)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(theme.px(8), 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self.view, 1)
        column.addWidget(self.panel)
        return side

    # ---- reacting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < theme.px(ROOMY)
        self.panel.phrases.setVisible(not low)
        self.panel.set_tight(low)

    def _on_changed(self, changes: Changes) -> None:
        said = any(one.action in LATE_ACTIONS for one in changes.said)
        if changes.all or changes.records or said or "late_act" in changes.forms:
            self.reload()
