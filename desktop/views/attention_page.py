"""需要處理: fields that two computers wrote differently, and what the school refused or holds, one after another."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import attention, disputes
from desktop.models.entry_list import RECORD, LineList
from desktop.operations import conflicts, inbox
from desktop.views import kit
from desktop.views.attention_footer import AttentionFooter
from desktop.views.dispute_card import WOVEN, DisputeCard, card_for, locked
from desktop.views.host import Host
from desktop.views.preview_side import PreviewSide
from desktop.views.record_view import RecordView
from desktop.views.rows import ROLES
from desktop.views.when_seen import WhenSeen
from domain.forms import FORMS
from domain.records import Record
from domain.validation import tidy

NARROW = 1180
CALM = "兩台電腦寫得不一樣，或學校沒有接受的內容，會列在這裡。"
KEPT = "已選定。另一個版本還在「沒有留下的內容」，學校也留有歷史。"


class AttentionPage(QWidget):
    """The list at the left, one item at the right; what is decided makes room for the next."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.items: tuple[attention.Item, ...] = ()
        self.shown: attention.Item | None = None
        self.cards: dict[str, DisputeCard] = {}
        self.model = LineList(ROLES, self)
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        self.show_item(attention.of_record(self.items, record))

    def leave(self) -> bool:
        return True

    # ---- deciding

    def choose_all(self, mine: bool) -> None:
        """One side for every field of the record."""
        for card in self.cards.values():
            card.choose(card.dispute.others[0].device if mine else "")

    def decisions(self) -> list[conflicts.Decision]:
        """What was chosen, field by field; only whole when `lacking` is none."""
        return [self._decision(card, self._value(card)) for card in self.cards.values()]

    @property
    def lacking(self) -> int:
        """How many fields nobody has chosen for yet."""
        return sum(card.chosen is None for card in self.cards.values())

    def confirm(self) -> None:
        kit.commit_preedit()
        record = self._record()
        if record is not None and not self.lacking:
            made = self.decisions()
            self.desk.write(
                lambda: conflicts.resolve(self.desk, record, made),
                lambda _: self.host.say(KEPT, "success"),
                self.host.fail,
            )

    def keep_both(self) -> None:
        """What came second becomes a record of its own."""
        record = self._record()
        if record is None:
            return
        made = [self._decision(card, card.dispute.others[0].value) for card in self.cards.values()]
        self.desk.write(
            lambda: conflicts.keep_both(self.desk, record, made),
            lambda _: self.host.say("兩個都保留了：另一個版本已存為新的紀錄。", "success"),
            self.host.fail,
        )

    def put_away(self) -> None:
        """Read and understood; the words stay in the journal."""
        word = self.shown.word if self.shown else None
        if word is not None and word.note.intent:
            self.desk.write(lambda: inbox.put_away(self.desk, word.note.intent), failed=self.host.fail)

    def open_shown(self) -> None:
        word = self.shown.word if self.shown else None
        if word is not None and word.note.page:
            self.host.go(word.note.page, word.note.record)

    def _decision(self, card: DisputeCard, chosen: object) -> conflicts.Decision:
        one = card.dispute
        others = [(version.device, version.value) for version in one.others]
        return conflicts.decision(one.field, one.school.value, others, chosen)

    def _value(self, card: DisputeCard) -> object:
        record = self._record()
        if card.chosen != WOVEN or record is None:
            return card.value
        return tidy(FORMS[record.form].field(card.dispute.field), card.value or "") or None

    def _record(self) -> Record | None:
        return self.shown.case.record if self.shown and self.shown.case else None

    # ---- showing

    def reload(self) -> None:
        """Read what waits; the item that is looked at stays, or its place is taken by the next."""
        row = max(self.list.currentIndex().row(), 0)
        self.items = attention.items(self.desk)
        self.model.replace([item.line for item in self.items])
        self.shelf.setCurrentIndex(0 if self.items else 1)
        kept = self.shown.key if self.shown else ""
        keys = [item.key for item in self.items]
        if not keys:
            self._show(None)
            return
        self.show_item(kept if kept in keys else keys[min(row, len(keys) - 1)])

    def show_item(self, key: str) -> None:
        row = next((place for place, item in enumerate(self.items) if item.key == key), -1)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
            self._show(self.items[row])

    def step(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        if 0 <= row < len(self.items):
            self.show_item(self.items[row].key)

    def _moved(self, index: QModelIndex) -> None:
        record = index.data(RECORD)
        item = next(
            (item for item in self.items if isinstance(record, Record) and item.key == record.id), None
        )
        if item is not None:
            self._show(item)

    def _show(self, item: attention.Item | None) -> None:
        before = self.shown
        self.shown = item
        self._count()
        if item is not None and item != before:
            self._draw(item, self.cards if before and before.key == item.key else {})
        elif item is None:
            self.cards = {}
        self._refresh_actions()

    def _count(self) -> None:
        waiting = [item.key for item in self.items if item.key != attention.PAST]
        key = self.shown.key if self.shown else ""
        place = f"第 {waiting.index(key) + 1} 件，共 {len(waiting)} 件" if key in waiting else ""
        self.header.set_subtitle(place or ("之前的決定" if self.items else "目前沒有要決定的事。"))
        row = self.list.currentIndex().row()
        for way in (self.back_button, self.next_button):
            way.setVisible(bool(self.items))
        self.back_button.setEnabled(row > 0)
        self.next_button.setEnabled(0 <= row < len(self.items) - 1)

    def _draw(self, item: attention.Item, before: dict[str, DisputeCard]) -> None:
        self.preview.hide()
        self.cards = {}
        if item.case is not None:
            self._draw_case(item.case, before)
        elif item.word is not None:
            self._draw_word(item.word)
        else:
            self._draw_past()
        self.detail.end()
        self._lay_columns()

    def _draw_case(self, case: disputes.Case, before: dict[str, DisputeCard]) -> None:
        self.detail.begin(case.title, case.kind)
        why = locked(self.desk, case)
        if why:
            self.detail.add_note("info", why)
        for one in case.disputes:
            card = card_for(self.desk, case, one)
            if one.field in before:
                card.take_over(before[one.field])
            card.changed.connect(self._refresh_actions)
            card.file_opened.connect(self._preview)
            card.weaving.connect(self._bring_into_sight)
            self.cards[one.field] = card
            self.detail.add(card)
        count = len(case.disputes)
        self.detail.add(kit.label(f"其他欄位兩邊相同；只需要選這 {count} 個。", role="small", wrap=True))

    def _bring_into_sight(self, editor: QWidget) -> None:
        """Once the layout has made room for it."""
        QTimer.singleShot(0, editor, lambda: self.detail.ensureWidgetVisible(editor))

    def _draw_word(self, word: attention.Word) -> None:
        self.detail.begin(word.note.title, word.when, word.note.pill, word.note.tone)
        self.detail.add_note(word.note.tone, word.note.text or "學校沒有接受，也沒有留下說明。")
        self.detail.add_pairs(word.heading, word.said)

    def _draw_past(self) -> None:
        self.detail.begin("沒有留下的內容", "選定時的另一個版本；需要時可以反白複製回紀錄。")
        for entry in disputes.settled(self.desk):
            card = kit.Card()
            self.detail.add(card)
            card.add(kit.label(f"{entry.label}　{entry.name}", role="strong", wrap=True))
            card.add(kit.label(f"{entry.when} 選定", role="small"))
            words = kit.label(entry.lost, wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            card.add(words)
            if entry.file is not None:
                show = kit.Button("預覽", "link", "eye")
                show.clicked.connect(partial(self._preview, entry.file))
                card.body.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)

    def _refresh_actions(self) -> None:
        """The buttons that fit what is shown, and what the deciding one will do."""
        item = self.shown
        case, word = (item.case, item.word) if item else (None, None)
        if case is not None:
            both = bool(conflicts.may_keep_both(self.desk, case.record))
            self.footer.offer_choice(not locked(self.desk, case), both)
            self.footer.say_choice({card.chosen for card in self.cards.values()}, self.lacking)
        else:
            note = word.note if word else None
            self.footer.offer_reading(bool(note and note.intent), bool(note and note.page))

    # ---- building

    def _build(self) -> None:
        self.back_button = kit.IconButton("chevron-left", "上一件")
        self.back_button.clicked.connect(lambda: self.step(-1))
        self.next_button = kit.IconButton("chevron-right", "下一件")
        self.next_button.clicked.connect(lambda: self.step(1))
        self._build_footer()
        self.header = kit.PageHeader("需要處理", "", [self.back_button, self.next_button])
        self.list = kit.RecordList()
        self.list.setAccessibleName("需要處理的項目")
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.detail = RecordView(self.desk)
        self.preview = PreviewSide(self.desk)
        self.preview.closed.connect(self._lay_columns)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        for pane in (self.list, self.detail, self.preview):
            self.split.addWidget(pane)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([320, 680, 420])
        self.shelf = QStackedWidget()
        self.shelf.addWidget(self.split)
        calm = kit.EmptyState("success", "沒有需要處理的項目。", link="回首頁", detail=CALM)
        calm.linked.connect(lambda: self.host.go("home"))
        self.shelf.addWidget(calm)
        head = QVBoxLayout()
        head.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(8))
        head.setSpacing(theme.px(12))
        head.addWidget(self.header)
        head.addWidget(self.shelf, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head, 1)
        box.addWidget(self.footer)

    def _build_footer(self) -> None:
        self.footer = AttentionFooter()
        self.footer.mine.clicked.connect(lambda: self.choose_all(True))
        self.footer.schools.clicked.connect(lambda: self.choose_all(False))
        self.footer.both.clicked.connect(self.keep_both)
        self.footer.confirm.clicked.connect(self.confirm)
        self.footer.away.clicked.connect(self.put_away)
        self.footer.open.clicked.connect(self.open_shown)

    def _preview(self, attachment: object) -> None:
        self.preview.open(attachment)
        self._lay_columns()

    def _lay_columns(self) -> None:
        """A narrow window gives up the list; 上一件 and 下一件 are always there."""
        self.list.setVisible(self.width() >= theme.px(NARROW) or not self.preview.isVisibleTo(self))
        if self.width() < theme.px(900):
            self.list.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_columns()

    def _on_changed(self, changes: Changes) -> None:
        if changes:
            self.reload()
