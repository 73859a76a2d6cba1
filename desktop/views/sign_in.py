"""The sign-in page (manual 000… 1-1): which school, which account, the password; offline it unlocks what is here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.views import kit
from desktop.views.brand import Brand
from desktop.views.secret import secret

HINT = "使用完畢請記得登出，以免他人誤用。"


class SignInPage(QWidget):
    """wanted(url, login, password, otp, old): the person asks to be let in. Says nothing about how."""

    wanted = Signal(str, str, str, str, str)

    def __init__(self, known: tuple[tuple[str, str, str], ...] = ()) -> None:
        """known: (school name, url, sign-in name) of the accounts on this computer."""
        super().__init__()
        self._known = known
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Brand(), 5)
        row.addWidget(self._right(), 6)
        self._start()

    def say(self, text: str, tone: str = "danger") -> None:
        """Why it did not work, in the card."""
        self.banner.say(tone, text)
        kit.announce(self, text, urgent=tone == "danger")

    def ask_old_password(self) -> None:
        """The password was changed elsewhere: the vault here needs the earlier one."""
        self.old_row.show()
        self.old.setFocus()

    def ask_otp(self) -> None:
        """Two-step verification is on for this account."""
        self.otp_row.show()
        self.otp.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is where something is to be typed; only a page that is in its window can say so."""
        super().showEvent(event)
        wanted = (self.otp, self.old, self.url, self.login, self.password)
        first = next((one for one in wanted if one.isVisible() and not one.text()), self.password)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self.button.setText("登入中…" if busy else "登入")

    def _right(self) -> QWidget:
        """In the middle while there is room; scrolled when large words need more than the window has."""
        side = QScrollArea()
        side.setWidgetResizable(True)
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setMinimumWidth(theme.px(400 + 48))
        side.setFrameShape(QFrame.Shape.NoFrame)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.addStretch(1)
        middle = QHBoxLayout()  # an alignment would forget that wrapped words need height for their width
        middle.addStretch(1)
        middle.addWidget(self._card())
        middle.addStretch(1)
        box.addLayout(middle)
        box.addStretch(1)
        side.setWidget(inside)
        return side

    def _card(self) -> kit.Card:
        card = kit.Card()
        card.setFixedWidth(theme.px(400))
        card.body.setSpacing(theme.px(12))
        card.add(kit.label("登入", role="section"))
        self.banner = kit.Banner()
        card.add(self.banner)
        self.account = kit.ComboBox(self._options(), placeholder="其他帳號", name="這台電腦上的帳號")
        self.account.edited.connect(self._choose)
        self.account_row = self._row("這台電腦上的帳號", self.account)
        card.add(self.account_row)
        self.url = kit.LineEdit("https://portfolio.school.edu.tw")
        self.url.returnPressed.connect(self.submit)
        self.url_row = self._row("學校網址", self.url)
        card.add(self.url_row)
        self.login = kit.LineEdit("學號或教職員帳號")
        self.login.returnPressed.connect(self.submit)
        self.login_row = self._row("帳號", self.login)
        card.add(self.login_row)
        self.password = secret("密碼")
        self.password.returnPressed.connect(self.submit)
        card.add(self._row("密碼", self.password))
        self.otp = kit.LineEdit("驗證 App 的六位數字，或一組備用碼")
        self.otp.returnPressed.connect(self.submit)
        self.otp_row = self._row("兩階段驗證碼", self.otp)
        card.add(self.otp_row)
        self.old = secret("舊密碼或復原碼")
        self.old.returnPressed.connect(self.submit)
        self.old_row = self._row("舊密碼或復原碼", self.old)
        card.add(self.old_row)
        self.button = kit.Button("登入", "primary")
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self.submit)
        card.add(self.button)
        card.add(kit.label(HINT, role="small", wrap=True))
        return card

    def _row(self, text: str, editor: QWidget) -> QWidget:
        row = QWidget()
        box = QVBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(4))
        caption = kit.label(text, role="label")
        caption.setBuddy(editor)
        box.addWidget(caption)
        box.addWidget(editor)
        editor.setAccessibleName(text)
        return row

    def _options(self) -> list[tuple[str, str]]:
        named = [(str(n), f"{school}　{login}") for n, (school, _, login) in enumerate(self._known)]
        return [*named, ("", "其他帳號")]

    def _start(self) -> None:
        self.otp_row.hide()
        self.old_row.hide()
        self.account_row.setVisible(bool(self._known))
        if self._known:
            self.account.set_value("0")
            self._choose("0")

    def _choose(self, key: str) -> None:
        other = not key
        self.url_row.setVisible(other)
        self.login_row.setVisible(other)
        if not other:
            _, url, login = self._known[int(key)]
            self.url.set_value(url)
            self.login.set_value(login)
        else:
            self.login.set_value("")

    def submit(self) -> None:
        """Ask to be let in, or say what is missing."""
        url, login, password = self.url.value().strip(), self.login.value().strip(), self.password.text()
        missing = [
            word for word, text in (("學校網址", url), ("帳號", login), ("密碼", password)) if not text
        ]
        if missing:
            self.say(f"請填寫{'、'.join(missing)}。", "warning")
            return
        self.banner.dismiss()
        self.wanted.emit(url, login, password, self.otp.value().strip(), self.old.text().strip())
