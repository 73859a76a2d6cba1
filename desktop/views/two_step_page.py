"""兩階段驗證: how it stands, turning it on with any authenticator, the spare codes, turning it off."""

from PySide6.QtGui import QGuiApplication, QShowEvent

from desktop.operations import account
from desktop.views import kit
from desktop.views.account_page import AccountPage
from desktop.views.host import Host
from desktop.views.two_step_cards import OffCard, OnCard, SetupCard, SpareCard
from sync.wire import Account, OtpBegun

WHAT = "登入學校時，除了密碼，還要輸入手機上驗證 App 的六位數字；密碼被別人知道了，也進不來。"


class TwoStepPage(AccountPage):
    """One card at a time: off, setup, spare codes, on. Asks the school each time it is opened."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, "兩階段驗證", WHAT)
        self.again = kit.Button("重新讀取", "secondary", "sync")
        self.again.clicked.connect(self.reload)
        self.off, self.setup, self.spare, self.on = OffCard(), SetupCard(), SpareCard(), OnCard()
        self.cards = (self.again, self.off, self.setup, self.spare, self.on)
        for card in self.cards:
            self.page.add(card)
        self.page.body.addStretch(1)
        self.off.wanted.connect(self.begin)
        self.setup.wanted.connect(self.confirm)
        self.setup.given_up.connect(self.reload)
        self.spare.copied.connect(self._copy)
        self.spare.noted.connect(self._noted)
        self.on.wanted.connect(self.end)
        self._show(None)

    # ---- what its buttons do

    def reload(self) -> None:
        """Ask the school how it stands."""
        self.setup.forget()
        self._show(self.again)
        self.ask(self.again, lambda: account.state(self.desk), self._told)

    def begin(self, password: str) -> None:
        self.ask(self.off.button, lambda: account.begin_second_step(self.desk, password), self._begun)

    def confirm(self, code: str) -> None:
        self.ask(self.setup.button, lambda: account.confirm_second_step(self.desk, code), self._confirmed)

    def end(self, password: str, code: str) -> None:
        self.ask(self.on.button, lambda: account.end_second_step(self.desk, password, code), self._ended)

    # ---- what came of it

    def _told(self, state: Account) -> None:
        self.on.set_left(state.spare_codes)
        self._show(self.on if state.two_step else self.off)

    def _begun(self, begun: OtpBegun) -> None:
        self.off.forget()
        self.setup.set_secret(begun.secret, begun.uri)
        self._show(self.setup)
        self.setup.code.setFocus()

    def _confirmed(self, codes: tuple[str, ...]) -> None:
        self.setup.forget()
        self.spare.set_codes(codes)
        self._show(self.spare)
        self.tell("success", "兩階段驗證已開啟。請先把下面的備用碼抄下來，只會顯示這一次。")

    def _ended(self, state: Account) -> None:
        self.on.forget()
        self._told(state)
        self.tell("success", "兩階段驗證已關閉，登入時只要密碼。")

    def _noted(self) -> None:
        self.spare.set_codes(())
        self.reload()

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.host.say("備用碼已複製。貼到安全的地方之後，請把剪貼簿換成別的內容。", "success")

    def _show(self, card: object) -> None:
        for one in self.cards:
            one.setVisible(one is card)

    def showEvent(self, event: QShowEvent) -> None:
        """A setup under way, and codes that nobody noted, stay."""
        super().showEvent(event)
        if not (self.busy or self.setup.open or self.spare.codes):
            self.reload()
