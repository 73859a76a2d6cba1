"""代理認證: whom a teacher has asked to certify in their stead, and for whom they do it themselves."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import deputies as model
from desktop.models.deputies import Row
from desktop.operations import deputies as operations
from desktop.operations.deputies import Wish
from desktop.views import kit
from desktop.views.deputy_card import DeputyCard
from desktop.views.host import Host
from desktop.views.when_seen import WhenSeen
from domain import deputies
from domain.errors import NotAllowed
from domain.people import Role

NOTHING = "還沒有指定代理人。請假或公出時，可以請另一位教師在這幾天代您認證。"
NOTHING_YET = "還沒有指定代理人。教師請假時，可以在這裡替他指定。"
HOW = "代理人在這幾天會收到您的成果清單和檔案，決定的紀錄會寫明「代理」。"


class DeputyPage(QWidget):
    """A card for each appointment; the form for a new one stands above them when it is wanted."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.office = self.desk.actor.role is Role.ADMINISTRATOR
        self.cards: dict[str, AppointmentCard] = {}
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        self.reload()
        if record in self.cards:
            self.page.ensureWidgetVisible(self.cards[record])
            self.cards[record].button.setFocus()

    def leave(self) -> bool:
        return True

    # ---- showing

    def reload(self) -> None:
        while self.listed.count():
            item = self.listed.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self.cards = {}
        found = model.rows(self.desk)
        asked, standing = [r for r in found if r.mine], [r for r in found if not r.mine]
        for title, rows in (("代理別人", standing), ("" if not standing else "請別人代理", asked)):
            if rows and title:
                self.listed.addWidget(kit.SectionTitle(title))
            for row in rows:
                self._add(row)
        held = sum(1 for row in found if row.stands)
        self.header.set_subtitle(f"{held} 件代理還有效" if held else "")
        self.empty.setVisible(not found and not self.card.isVisibleTo(self))
        self.page.setVisible(bool(found) or self.card.isVisibleTo(self))

    def begin(self) -> None:
        """Open the card on which a deputy is named."""
        self.card.begin()
        self.card.show()
        self.reload()
        (self.card.teacher if self.office else self.card.deputy).setFocus()

    def give_up(self) -> None:
        self.card.hide()
        self.reload()

    # ---- acting

    def name(self, wish: Wish) -> None:
        def failed(error: Exception) -> None:
            if isinstance(error, NotAllowed):
                self.card.complain(str(error))
            else:
                self.host.fail(error)

        def done(_: Changes) -> None:
            self.give_up()
            self.host.say(f"已指定{wish.deputy_name}代理，連上學校後就生效。", "success")

        self.desk.write(lambda: operations.name(self.desk, wish), done, failed)

    def end(self, row: Row) -> None:
        """Take back what one has said, or decline what one was asked."""
        if row.mine:
            verb, act = "收回", operations.take_back
            text = f"要收回這項代理嗎？{row.title}，{row.words}。"
            after = "學校收到之後，代理人就不能再決定；已經決定的不受影響。"
        else:
            verb, act = "婉拒", operations.decline
            text = f"要婉拒嗎？{row.title}，{row.words}。"
            after = "指定的人會看到您婉拒，可以再請別人。"
        if kit.ConfirmDialog.ask(self, verb, text, verb, danger=True, consequence=after):
            record = row.record
            self.desk.write(lambda: act(self.desk, record), None, self.host.fail)

    # ---- building

    def _build(self) -> None:
        self.add_button = kit.Button("指定代理人", "primary", "plus")
        self.add_button.clicked.connect(self.begin)
        title = self.desk.profile.label_of("deputies", self.desk.actor.role.value)
        self.header = kit.PageHeader(title, "", [self.add_button])
        self.card = DeputyCard(self.desk)
        self.card.hide()
        self.card.wanted.connect(self.name)
        self.card.given_up.connect(self.give_up)
        self.empty = kit.EmptyState("people", NOTHING_YET if self.office else NOTHING)
        self.page = kit.ScrollPage(760)
        self.page.add(self.card)
        self.listed = QVBoxLayout()
        self.listed.setSpacing(theme.px(12))
        self.page.body.addLayout(self.listed)
        self.page.body.addWidget(kit.label(HOW, "small", "muted", wrap=True))
        self.page.body.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addWidget(self.page, 1)
        box.addWidget(self.empty, 1)

    def _add(self, row: Row) -> None:
        card = AppointmentCard(row)
        card.button.clicked.connect(partial(self.end, row))
        self.cards[row.record.id] = card
        self.listed.addWidget(card)

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or changes.records or changes.forms & {deputies.FORM, "person"}:
            self.reload()


class AppointmentCard(kit.Card):
    """One appointment: who for whom, the days, how it stands, and the one thing to do about it."""

    def __init__(self, row: Row) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(kit.label(row.title, "strong", wrap=True))
        words.addWidget(kit.label(row.words, "small", "muted", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(theme.px(12))
        line.addLayout(words, 1)
        line.addWidget(kit.StatusPill(row.pill, row.tone))
        verb = "收回" if row.mine else "婉拒"
        self.button = kit.Button(verb, "ghost")
        self.button.setAccessibleName(f"{verb}：{row.title}，{row.words}")
        self.button.setVisible(False)
        line.addWidget(self.button)
        self.body.addLayout(line)
        self.button.setVisible(row.stands or (row.mine and row.pill == "已婉拒"))
