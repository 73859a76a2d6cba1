"""A teacher's class in one go: the queue at the left, the work at the right, the decision under both (SA §4-1).

Everything works without the network; the school answers later. Keys: J K ↑ ↓ move, Space ticks, A passes,
R returns, C writes a remark, 1-9 a comment of the library, Ctrl+A ticks all.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.changes import Changes
from desktop.models import certify_queue as queue, decisions, offline, releasing
from desktop.models.remarks import Remark
from desktop.operations import queue_sheet, records as operations
from desktop.views import certify_parts as parts, kit, undo
from desktop.views.decision_bar import DecisionBar
from desktop.views.decision_dialog import DecisionDialog
from desktop.views.host import Host
from desktop.views.offline_bar import OfflineBar
from desktop.views.queue_sheet_menu import QueueSheetMenu
from desktop.views.queue_side import QueueSide
from desktop.views.release_bar import ReleaseBar
from desktop.views.remark_keeper import RemarkKeeper
from desktop.views.result_card import ResultCard
from desktop.views.when_seen import WhenSeen
from desktop.views.work_view import WorkView
from domain.intents import Action
from domain.records import Record
from domain.refusals import Refused

ALL = "*"
DIGITS = "123456789"


class CertifyPage(QWidget):
    """states: which outcomes the queue is of; more than one get a strip to choose from."""

    def __init__(self, host: Host, states: tuple[str, ...] = ("pending", "passed", "failed")) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.states = states
        self.works: dict[str, queue.Work] = {}
        self._build()
        self.model.checked.connect(self._aim)
        self.list.current_changed.connect(self._moved)
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        found = self.desk.record(record)
        if found is not None and found.state in self.states:
            self.course.set_value(ALL)
            self.state.select(found.state)
            self.reload()
            self.list.choose(record)

    def leave(self) -> bool:
        kit.commit_preedit()
        self._keep_remark()
        self.keeper.save()
        return True

    # ---- deciding

    @property
    def targets(self) -> tuple[Record, ...]:
        """The ticked outcomes, or the one that is open when none is ticked."""
        ticked = self.model.ticked()
        return ticked or tuple(record for record in (self.list.record,) if record is not None)

    def certify(self) -> None:
        self._ask(Action.CERTIFY, "通過")

    def revoke(self) -> None:
        self._ask(Action.REVOKE, "取消認證")

    def begin_return(self) -> None:
        """Open the panel for reasons and comment."""
        if self.targets and self.bar.reject_button.isEnabled():
            self.view.open_panel(True)
            self._fill_panel()
            self._gate()
            self.panel.comment.setFocus()

    def confirm_return(self) -> None:
        kit.commit_preedit()
        self._keep_remark()
        if self.view.writing and not self.panel.judge():
            self._ask(Action.REJECT, "不通過")

    def decide(self, action: Action) -> None:
        """Carry out the decision on the targets, without asking; rows that a rule refuses are listed."""
        targets, aimed = self.targets, self.keeper.aimed
        remark = Remark() if action is Action.REVOKE else self.keeper.remark
        following = self.side.following(frozenset(record.id for record in targets))

        def done(result: operations.Decided) -> None:
            self.keeper.given(aimed)
            self._told(action, targets, result, following)

        comment = remark.comment.strip()
        reasons = remark.reasons if action is Action.REJECT else ()
        self.desk.write(
            lambda: operations.decide(self.desk, targets, action, comment, reasons),
            done,
            self.host.fail,
            wait_ms=undo.PATIENCE_MS,
        )

    def _ask(self, action: Action, verb: str) -> None:
        targets = self.targets
        if targets and self._allowed(action, targets) and self._agreed(action, verb, targets):
            self.decide(action)

    def _agreed(self, action: Action, verb: str, targets: Sequence[Record]) -> bool:
        danger = action is not Action.CERTIFY
        consequence = queue.consequence(action) + releasing.note(self.desk, targets)
        if len(targets) > 1:
            works = [self._work(record) for record in targets]
            made = decisions.trials(self.desk, works, action)
            return DecisionDialog.decide(self, verb, made, danger, consequence)
        text = f"{self._work(targets[0]).student}的成果：{verb}"
        return kit.ConfirmDialog.ask(self, verb, text, verb, danger=danger, consequence=consequence)

    def _work(self, record: Record) -> queue.Work:
        return self.works.get(record.id, queue.Work(record))

    def _told(
        self, action: Action, targets: Sequence[Record], result: operations.Decided, following: str
    ) -> None:
        changes, refused = result
        self.view.open_panel(False)
        kept = [record.id for record, _ in refused]
        self.model.tick(kept)
        self.reload()
        self.list.choose(kept[0] if kept else following)
        tone, sentence = queue.outcome_of(action, len(targets), refused)
        rows = [(queue.line(self._work(r)).title, why.text) for r, why in refused]
        self._show_result(changes, tone, sentence, rows)

    def _show_result(
        self, changes: Changes, tone: str, sentence: str, rows: Sequence[tuple[str, str]]
    ) -> None:
        """What was done can be taken back; what was not stays listed over the queue."""
        if rows:
            self.result.show_result(tone, sentence, rows)
        else:
            self.result.dismiss()
        undo.offer(self.host, changes.said, "" if rows else f"{sentence}。")

    def _shown(self) -> list[queue.Work]:
        return [self._work(line.record) for line in self.model.lines if line.record.state == "pending"]

    def _sheet_done(self, planned: Sequence[queue_sheet.Planned], result: operations.Decided) -> None:
        """The worksheet was carried out: what it decided, and the rows that were left with why."""
        self.reload()
        changes, refused = result
        tone, sentence = queue_sheet.told(planned, refused)
        self._show_result(changes, tone, sentence, [(one.row[0], one.why) for one in planned if one.why])

    # ---- the list

    def reload(self) -> None:
        """Read the queue again; ticks and place stay."""
        found = queue.works(self.desk, self.states)
        self.works = {work.record.id: work for work in found}
        self._count_states(found)
        here = [work for work in found if work.record.state == self.state.value]
        offered = queue.courses(here)
        if self.course.value() not in {ALL, *(code for code, _ in offered)}:
            self.course.set_value(ALL)  # the last one of that course has left the list
        self.course.set_options([(ALL, f"全部課程（{len(here)}）"), *offered])
        wanted = self.course.value()
        current = self.list.record
        several = len({work.course for work in here}) > 1 and wanted in (ALL, "")
        chosen = [work for work in here if wanted in (ALL, "", work.course)]
        ready = offline.ready(self.desk, [work.record for work in chosen])
        lines = [queue.line(work, several, ready.lacks(work.record)) for work in chosen]
        if "pending" in self.states:
            self.offline.show_ready(ready)
        self.side.replace(lines)
        self.shelf.setCurrentIndex(0 if lines else 1)
        self.empty.set_sentence(queue.nothing(self.state.value))
        if lines:
            self.list.choose(current.id if current else "")
        self._show_work()
        self._aim()

    def _count_states(self, found: Sequence[queue.Work]) -> None:
        for state in self.states:
            count = sum(1 for work in found if work.record.state == state)
            self.state.set_label(state, f"{queue.STATES.get(state, state)} {count}")
        waiting = sum(1 for work in found if work.record.state == "pending")
        self.header.set_subtitle(f"{waiting} 件等待認證" if waiting else "")

    def _aim(self) -> None:
        """The decision is about other outcomes now: keep the remark begun, show theirs, judge the buttons."""
        if self.keeper.aim(frozenset(record.id for record in self.targets), self.view.writing):
            self._fill_panel()
        self.side.count()
        self._aim_release()
        self._gate()

    def _aim_release(self) -> None:
        """Which results could be let out, or taken back: on the page of what was decided."""
        if "pending" not in self.states:
            self.release.aim([line.record for line in self.model.lines], self.model.ticked())

    def _gate(self) -> None:
        targets = self.targets
        ticked = len(self.model.ticked())
        self.bar.gate(ticked, len(targets), self._offered(), lambda action: self._refusal(action, targets))
        writing = self.view.writing
        self.bar.gate_writing(len(targets), writing, self.panel.judge() if writing else "")

    def _reject_pressed(self) -> None:
        if self.view.writing:
            self.confirm_return()
        else:
            self.begin_return()

    def _offered(self) -> frozenset[Action]:
        return queue.offered(self.state.value, self.desk.profile.outcome.undo_pass, self.targets)

    def _refusal(self, action: Action, targets: Sequence[Record]) -> Refused | None:
        """Why none of the targets can be decided so; one that can is enough, the others are reported."""
        first = next(iter(self.desk.may_each(action, targets[:1])), None)
        if not isinstance(first, Refused):
            return None
        verdicts = self.desk.may_each(action, targets)
        return first if all(isinstance(verdict, Refused) for verdict in verdicts) else None

    def _allowed(self, action: Action, targets: Sequence[Record]) -> bool:
        refusal = self._refusal(action, targets)
        if refusal is not None:
            self.host.say(refusal.text, "warning")
        return refusal is None and action in self._offered()

    # ---- the remark

    def _keep_remark(self) -> None:
        self.keeper.keep(self.view.writing)

    def _fill_panel(self) -> None:
        count = len(self.keeper.aimed)
        work = self.works.get(next(iter(self.keeper.aimed), ""))
        heading = f"給這 {count} 位學生" if count > 1 else f"給{work.student}" if work else ""
        self.panel.show_remark(self.keeper.remark, f"{heading}的說明")

    def _remark_edited(self) -> None:
        self._keep_remark()
        self._gate()

    def _phrase(self, digit: str) -> None:
        """A digit writes a comment of the library, and opens the panel for it."""
        if self.targets and not self.view.writing:
            self.begin_return()
        if self.view.writing:
            self.panel.phrases.press(digit)

    def _close_panel(self) -> None:
        kit.commit_preedit()
        self._keep_remark()
        self.view.open_panel(False)
        self._gate()
        self.list.setFocus()

    def _show_work(self) -> None:
        record = self.list.record
        self.view.show_work(None if record is None else self._work(record))

    def _moved(self, _: str) -> None:
        self._show_work()
        if not self.model.ticked():
            self._aim()

    # ---- building

    def _build(self) -> None:
        menu_key = "certify_queue" if "pending" in self.states else "certify_done"
        self.header = kit.PageHeader(self.desk.profile.label_of(menu_key, self.desk.actor.role.value))
        self.course = kit.ComboBox([(ALL, "全部課程")], name="課程")
        self.course.set_value(ALL)
        self.course.setMinimumContentsLength(14)
        self.course.edited.connect(lambda _: self.reload())
        self.state = kit.SegmentedControl([(s, queue.STATES.get(s, s)) for s in self.states], name="認證狀態")
        self.state.changed.connect(lambda _: self.reload())
        if len(self.states) == 1:
            self.state.hide()
        self.sheet = QueueSheetMenu(self.host, self._shown)
        self.sheet.imported.connect(self._sheet_done)
        if "pending" not in self.states:  # never setVisible(True): without a parent yet it would be a window
            self.sheet.hide()
        for part in (self.course, self.state, self.sheet):
            self.header.add_action(part)
        self.result = ResultCard()
        self.offline = OfflineBar(self.host)
        self.release = ReleaseBar(self.host)
        self.release.done.connect(lambda *_: self.reload())
        self.shelf = QStackedWidget()
        self.shelf.addWidget(self._work_area())
        self.empty = kit.EmptyState("check-square", "目前沒有等待認證的成果。")
        self.shelf.addWidget(self.empty)
        self.bar = DecisionBar(self.revoke, self._reject_pressed, self.certify)
        parts.stack(self, (self.header, self.offline, self.release, self.result), self.shelf, self.bar)
        parts.bind_keys(self, self._keys())

    def _work_area(self) -> QWidget:
        self.side = QueueSide()
        self.model, self.list = self.side.model, self.side.list
        self.view = WorkView(self.desk)
        self.panel = self.view.panel
        self.keeper = RemarkKeeper(self.desk, self.panel, self)
        self.panel.edited.connect(self._remark_edited)
        self.panel.closed.connect(self._close_panel)
        return parts.halves(self.side, self.view)

    def _keys(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        return (
            ("J", lambda: self.list.step(1)),
            ("K", lambda: self.list.step(-1)),
            ("A", self.certify),
            ("R", self.begin_return),
            ("C", self.begin_return),
            ("Ctrl+A", self.side.toggle_all),
            ("Ctrl+Return", self.confirm_return),
            *((digit, partial(self._phrase, digit)) for digit in DIGITS),
            *((f"Alt+{digit}", partial(self._phrase, digit)) for digit in DIGITS),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.setFocus()

    def _on_changed(self, changes: Changes) -> None:
        if (
            changes.all
            or changes.settings
            or changes.forms & {queue.OUTCOME.key, "enrolment"}
            or changes.records
        ):
            self.reload()
