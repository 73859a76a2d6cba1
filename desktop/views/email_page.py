"""修改 Email in two steps: the address, then the code that came there."""

from PySide6.QtGui import QShowEvent

from desktop.operations import account
from desktop.views import kit
from desktop.views.account_page import AccountPage, right
from desktop.views.host import Host
from sync.wire import Account

WHY = "學校用這個地址聯絡您。換新地址時，會先寄一封信過去，確認您收得到。"
NO_MAIL = "學校主機還沒有設定寄信，現在不能在這裡修改。請洽學校的管理者。"
NOT_COME = "沒有收到的話，請看垃圾信件匣，或確認地址沒有打錯。驗證碼 15 分鐘內有效。"


class EmailPage(AccountPage):
    """One card at a time. Asks the school each time it is opened, unless a code is awaited."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, "修改 Email", WHY)
        self.again = kit.Button("重新讀取", "secondary", "sync")
        self.again.clicked.connect(self.reload)
        self.awaited = ""
        self.address_card, self.code_card = self._address_card(), self._code_card()
        self.cards = (self.again, self.address_card, self.code_card)
        for card in self.cards:
            self.page.add(card)
        self.page.body.addStretch(1)
        self._show(None)

    # ---- what its buttons do

    def reload(self) -> None:
        """Ask the school which address it has."""
        self.awaited = ""
        self._show(self.again)
        self.ask(self.again, lambda: account.state(self.desk), self._told)

    def send(self) -> None:
        """A code to the new address."""
        address = self.address.value().strip()
        if not address:
            self.address_frame.set_error("請填寫新的 Email。")
            return
        self.ask(
            self.send_button, lambda: account.begin_email(self.desk, address), lambda _: self._sent(address)
        )

    def confirm(self) -> None:
        """The code that came."""
        code = self.code.value().strip()
        if not code:
            self.code_frame.set_error("請填寫信裡的六位數字。")
            return
        self.ask(self.confirm_button, lambda: account.confirm_email(self.desk, code), self._confirmed)

    # ---- what came of it

    def _told(self, state: Account) -> None:
        self.now.setText(state.email or "還沒有登記")
        self.no_mail.setVisible(not state.mail)
        for widget in (self.address_frame, self.send_button):
            widget.setVisible(state.mail)
        self._show(self.address_card)

    def _sent(self, address: str) -> None:
        self.awaited = address
        self.code.set_value("")
        self.where.setText(f"驗證碼已寄到 {address}。")
        self._show(self.code_card)
        self.code.setFocus()
        kit.announce(self, self.where.text())

    def _confirmed(self, state: Account) -> None:
        self.awaited = ""
        self.address.set_value("")
        self._told(state)
        self.tell("success", f"Email 已改成 {state.email}。")
        self.desk.sync_now()

    def _back(self) -> None:
        self.awaited = ""
        self.banner.dismiss()
        self._show(self.address_card)
        self.address.setFocus()

    def _show(self, card: object) -> None:
        for one in self.cards:
            one.setVisible(one is card)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not (self.busy or self.awaited):
            self.reload()

    # ---- building

    def _address_card(self) -> kit.Card:
        card = kit.Card()
        card.add(kit.label("目前的 Email", role="label"))
        self.now = kit.label("", role="strong", wrap=True)
        card.add(self.now)
        self.no_mail = kit.label(NO_MAIL, tone="warning", wrap=True)
        card.add(self.no_mail)
        self.address = kit.LineEdit("name@example.com")
        self.address_frame = kit.FieldFrame("新的 Email", self.address)
        self.address.live.connect(lambda _: self.address_frame.clear())
        self.address.returnPressed.connect(self.send)
        card.add(self.address_frame)
        self.send_button = kit.Button("寄驗證碼", "primary", "send")
        self.send_button.clicked.connect(self.send)
        card.body.addLayout(right(self.send_button))
        return card

    def _code_card(self) -> kit.Card:
        card = kit.Card()
        self.where = kit.label("", role="strong", wrap=True)
        card.add(self.where)
        self.code = kit.LineEdit("六位數字")
        self.code_frame = kit.FieldFrame("驗證碼", self.code)
        self.code.live.connect(lambda _: self.code_frame.clear())
        self.code.returnPressed.connect(self.confirm)
        card.add(self.code_frame)
        card.add(kit.label(NOT_COME, role="muted", wrap=True))
        self.confirm_button = kit.Button("確認修改", "primary")
        self.confirm_button.clicked.connect(self.confirm)
        back = kit.Button("換一個地址或重寄")
        back.clicked.connect(self._back)
        card.body.addLayout(right(back, self.confirm_button))
        return card
