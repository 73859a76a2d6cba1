"""The four cards of 兩階段驗證. They show and gather; the page asks the school."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from desktop import theme
from desktop.views import kit
from desktop.views.account_page import right
from desktop.views.qr import QrLabel
from desktop.views.secret import secret

HOW = "先在手機裝一個驗證 App（哪一個都可以），再填目前的密碼。"
SCAN = "1. 用驗證 App 掃這個圖。不能掃的話，在 App 選「輸入金鑰」，打這一串："
SEE = "2. 輸入 App 上出現的六位數字。"
KEEP = "手機不在身邊時，一組備用碼可以代替一次六位數字。請抄在紙上或存到安全的地方，不要和密碼放在一起。"
END = "關閉之後，登入時只要密碼。要換手機，請先在這裡關閉，再用新手機開啟。"
LOST = "備用碼也用完了，而且手機不見了，請學校的管理者幫您關閉。"
FEW = 3


class OffCard(kit.Card):
    """wanted(password): turn it on."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.body.addLayout(_head("目前沒有開啟", "neutral"))
        self.add(kit.label(HOW, wrap=True))
        self.password = secret("目前的密碼")
        self.frame = kit.FieldFrame("目前的密碼", self.password)
        self.password.textChanged.connect(self.frame.clear)
        self.add(self.frame)
        self.button = kit.Button("開啟兩階段驗證", "primary", "shield")
        self.button.clicked.connect(self.submit)
        self.password.returnPressed.connect(self.submit)
        self.body.addLayout(right(self.button))

    def submit(self) -> None:
        if not self.password.text():
            self.frame.set_error("請填寫目前的密碼。")
        else:
            self.wanted.emit(self.password.text())

    def forget(self) -> None:
        self.password.clear()


class SetupCard(kit.Card):
    """wanted(code): the digits that the authenticator shows. given_up: not now."""

    wanted = Signal(str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.open = False
        self.add(kit.label(SCAN, wrap=True))
        self.picture = QrLabel("QR 圖。不能掃描時，請在驗證 App 輸入下面的金鑰。")
        self.add(self.picture)
        self.body.setAlignment(self.picture, Qt.AlignmentFlag.AlignHCenter)
        self.secret = kit.label("", role="lead", wrap=True)
        self.secret.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy = kit.Button("複製金鑰", "ghost", "copy")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._plain))
        row = QHBoxLayout()
        row.addWidget(self.secret, 1)
        row.addWidget(self.copy)
        self.body.addLayout(row)
        self.add(kit.label(SEE, wrap=True))
        self.code = kit.LineEdit("六位數字")
        self.frame = kit.FieldFrame("驗證碼", self.code)
        self.code.live.connect(lambda _: self.frame.clear())
        self.code.returnPressed.connect(self.submit)
        self.add(self.frame)
        self.button = kit.Button("確認並開啟", "primary")
        self.button.clicked.connect(self.submit)
        later = kit.Button("先不要開啟")
        later.clicked.connect(self.given_up)
        self.body.addLayout(right(later, self.button))
        self.forget()

    def set_secret(self, key: str, uri: str) -> None:
        """What to scan, and the same to type in groups of four."""
        self.open, self._plain = True, key
        self.picture.show_code(uri)
        grouped = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
        self.secret.setText(grouped)
        self.secret.setAccessibleName(f"金鑰 {grouped}")

    def submit(self) -> None:
        code = self.code.value().strip()
        if not code:
            self.frame.set_error("請填寫驗證 App 上的六位數字。")
        else:
            self.wanted.emit(code)

    def forget(self) -> None:
        """Nothing of the secret stays on the page."""
        self.open, self._plain = False, ""
        self.picture.show_code("")
        self.secret.clear()
        self.secret.setAccessibleName("金鑰")
        self.code.clear()


class SpareCard(kit.Card):
    """copied(text): all codes to the clipboard. noted: the person has them."""

    copied = Signal(str)
    noted = Signal()

    def __init__(self) -> None:
        super().__init__("備用碼")
        self.codes: tuple[str, ...] = ()
        self.add(kit.label(KEEP, wrap=True))
        self.grid = QGridLayout()
        self.grid.setVerticalSpacing(theme.px(8))
        self.labels: list[QLabel] = []
        self.body.addLayout(self.grid)
        copy = kit.Button("複製", "secondary", "copy")
        copy.clicked.connect(lambda: self.copied.emit("\n".join(self.codes)))
        self.done = kit.Button("我抄好了", "primary")
        self.done.clicked.connect(self.noted)
        self.body.addLayout(right(copy, self.done))

    def set_codes(self, codes: tuple[str, ...]) -> None:
        """Two columns, read downwards; none forgets them."""
        self.codes = codes
        for label in self.labels:
            self.grid.removeWidget(label)
            label.deleteLater()
        self.labels = [kit.label(code, role="lead") for code in codes]
        half = (len(codes) + 1) // 2
        for place, label in enumerate(self.labels):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setAccessibleName(f"備用碼 {place + 1}：{label.text()}")
            self.grid.addWidget(label, place % half, place // half)


class OnCard(kit.Card):
    """wanted(password, code): turn it off."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.body.addLayout(_head("已開啟", "success"))
        self.left = kit.label("", wrap=True)
        self.add(self.left)
        self.add(kit.hairline())
        self.add(kit.label(END, role="muted", wrap=True))
        self.password, self.code = secret("目前的密碼"), kit.LineEdit("六位數字，或一組備用碼")
        self.password_frame = kit.FieldFrame("目前的密碼", self.password)
        self.code_frame = kit.FieldFrame("驗證碼", self.code)
        self.password.textChanged.connect(self.password_frame.clear)
        self.code.live.connect(lambda _: self.code_frame.clear())
        self.code.returnPressed.connect(self.submit)
        self.add(self.password_frame)
        self.add(self.code_frame)
        self.button = kit.Button("關閉兩階段驗證", "danger-ghost")
        self.button.clicked.connect(self.submit)
        self.body.addLayout(right(self.button))
        self.add(kit.label(LOST, role="small", wrap=True))

    def set_left(self, count: int) -> None:
        few = "快用完了，請關閉再重新開啟，換一份新的。" if count <= FEW else ""
        self.left.setText(f"備用碼還有 {count} 組。{few}")
        kit.set_tone(self.left, "warning" if few else "")

    def submit(self) -> None:
        password, code = self.password.text(), self.code.value().strip()
        self.password_frame.set_error("" if password else "請填寫目前的密碼。")
        self.code_frame.set_error("" if code else "請填寫驗證碼。")
        if password and code:
            self.wanted.emit(password, code)

    def forget(self) -> None:
        self.password.clear()
        self.code.clear()


def _head(text: str, tone: str) -> QVBoxLayout:
    box = QVBoxLayout()
    box.addWidget(kit.StatusPill(text, tone), 0, Qt.AlignmentFlag.AlignLeft)
    return box
