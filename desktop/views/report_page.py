"""問題回報: what students reported, the words of it, and the school's answer (SA §7-1 6). An answer begun is kept."""

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import reports
from desktop.models.entry_list import RECORD, Line, LineList
from desktop.models.reading import Pair
from desktop.models.reports import ANSWERED, WAITING, Item
from desktop.operations import office
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.record_view import RecordView
from desktop.views.rows import ROLES
from desktop.views.when_seen import WhenSeen
from domain import text
from domain.intents import Action
from domain.records import Record
from domain.refusals import Refused
from domain.reports import FORMS_OF_REPORTS, REPLY_LIMIT

KEPT = "ui.reply."
SOON_MS = 300
NOTHING = {WAITING: "沒有等待處理的回報。", ANSWERED: "還沒有處理過的回報。"}


class ReportPage(QWidget):
    """List at the left; at the right what was said, and under it what the school answers."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.shown: Item | None = None
        self._items: tuple[Item, ...] = ()
        self.model = LineList(ROLES, self)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._keep)
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        found = self.desk.record(record)
        if found is not None:
            self.switch.select(ANSWERED if found.state == ANSWERED else WAITING)
            self.reload()
            row = self.model.row_of(record)
            self.list.setCurrentIndex(self.model.index(max(row, 0)))

    def leave(self) -> bool:
        kit.commit_preedit()
        self._keep()
        return True

    def answer(self) -> None:
        """Say what was done; the student reads it after the next sync."""
        kit.commit_preedit()
        if self.shown is None:
            return
        record, words = self.shown.record, self._words()
        if not 0 < len(words) <= REPLY_LIMIT:
            self.reply.set_error(f"請寫 1 到 {REPLY_LIMIT} 字，學生會看到。")
            self.words.setFocus()
            return
        self._soon.stop()
        self.answer_button.setEnabled(False)
        self.desk.write(
            lambda: office.answer(self.desk, record, words), lambda _: self._answered(record), self._failed
        )

    # ---- showing

    def reload(self) -> None:
        self._items = reports.items(self.desk, self.switch.value)
        self.model.replace([_line(item) for item in self._items])
        waiting = reports.count(self.desk, WAITING)
        self.header.set_subtitle(f"{waiting} 件等待處理" if waiting else "都處理好了")
        self.shelf.setCurrentIndex(0 if self._items else 1)
        self.empty.set_sentence(NOTHING[self.switch.value])
        if self._items:
            kept = self.model.row_of(self.shown.record.id) if self.shown else 0
            self.list.setCurrentIndex(self.model.index(max(kept, 0)))
            self._show(self._items[max(kept, 0)])
        else:
            self.shown = None

    def _show(self, item: Item) -> None:
        same = self.shown is not None and self.shown.record.id == item.record.id
        if not same:
            self._keep()
        if self.shown == item:
            return
        self.shown = item
        self.view.begin(item.told.about, item.who, item.pill, item.tone)
        self.view.add_text(item.told.said)
        if item.told.reply:
            self.view.add_pairs("學校的處理說明", [Pair(item.replied_at or "已處理", item.told.reply)])
        self.view.end()
        verdict = self.desk.may(Action.PROCESS, item.record)
        self.answering.setVisible(bool(verdict))
        self.answer_button.setToolTip(verdict.text if isinstance(verdict, Refused) else "")
        self.answer_button.setEnabled(bool(verdict))
        if not same:
            self.words.set_value(self.desk.noted(KEPT + item.record.id))
            self.reply.clear()

    # ---- building

    def _build(self) -> None:
        self.switch = kit.SegmentedControl([(WAITING, "等待處理"), (ANSWERED, "已處理")], "處理狀況")
        self.switch.changed.connect(lambda _: self.reload())
        self.header = kit.PageHeader("問題回報", "", [self.switch])
        self.list = kit.RecordList()
        self.list.setAccessibleName("回報清單")
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(self._moved)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self._side())
        split.setChildrenCollapsible(False)
        split.setSizes([360, 640])
        self.empty = kit.EmptyState("inbox", NOTHING[WAITING])
        self.shelf = QStackedWidget()
        self.shelf.addWidget(split)
        self.shelf.addWidget(self.empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addWidget(self.shelf, 1)

    def _side(self) -> QWidget:
        self.view = RecordView(self.desk)
        self.words = kit.TextArea(lines=3)
        self.reply = kit.FieldFrame("處理說明（學生會看到）", self.words, True, "", REPLY_LIMIT, text.length)
        self.words.edited.connect(lambda _: self._soon.start())
        self.answer_button = kit.Button("標記為已處理", "primary", "check")
        self.answer_button.clicked.connect(self.answer)
        self.answering = kit.Card(flat=True)
        self.answering.add(self.reply)
        self.answering.body.addWidget(self.answer_button, 0, Qt.AlignmentFlag.AlignRight)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(theme.px(8), 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self.view, 1)
        column.addWidget(self.answering)
        return side

    # ---- reacting

    def _moved(self, index: QModelIndex) -> None:
        record = index.data(RECORD)
        if isinstance(record, Record) and index.row() < len(self._items):
            self._show(self._items[index.row()])

    def _words(self) -> str:
        return text.normal(self.words.value()).strip()

    def _keep(self) -> None:
        """What was begun stays with its report until it is given."""
        self._soon.stop()
        if self.shown is not None and not self.answering.isHidden():
            key, words = KEPT + self.shown.record.id, self.words.value()
            if words != self.desk.noted(key):
                self.desk.note(key, words)

    def _answered(self, record: Record) -> None:
        self.desk.note(KEPT + record.id, "")
        self.host.say("已標記為已處理，連上學校後學生就會看到。", "success")

    def _failed(self, error: Exception) -> None:
        self.answer_button.setEnabled(True)
        self.host.fail(error)

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or changes.records or changes.forms & set(FORMS_OF_REPORTS):
            self.reload()


def _line(item: Item) -> Line:
    return Line(item.record, item.told.about, item.told.said, item.who, item.pill, item.tone, "comment")
