"""Signing in again at the school while the desk stays open: its session has run out, the work has not."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop import theme
from desktop.desk import Desk
from desktop.operations import access
from desktop.views import kit
from desktop.views.secret import secret
from domain.errors import LichengError


class RenewDialog(QDialog):
    """Accepted once the school has let the person in again."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle("重新登入")
        self.setMinimumWidth(theme.px(400))
        self.banner = kit.Banner()
        self.password = secret("密碼")
        self.password.returnPressed.connect(self.submit)
        self.otp = kit.LineEdit("驗證 App 的六位數字，或一組備用碼")
        self.otp.setAccessibleName("兩階段驗證碼")
        self.otp.hide()
        self.button = kit.Button("登入", "primary")
        self.button.clicked.connect(self.submit)
        later = kit.Button("以後再說")
        later.clicked.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(24), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(kit.label("重新登入學校", role="section"))
        why = f"{desk.identity.school}的登入已過期。您的資料都在這台電腦，登入後會接著送出。"
        box.addWidget(kit.label(why, wrap=True))
        box.addWidget(self.banner)
        box.addWidget(kit.label(f"{desk.identity.login} 的密碼", role="label"))
        box.addWidget(self.password)
        box.addWidget(self.otp)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(self.button)
        box.addLayout(row)
        self.password.setFocus()

    def submit(self) -> None:
        """Ask the school; what it says against it stands in the dialog."""
        password, otp = self.password.text(), self.otp.value().strip()
        if not password:
            self.banner.say("warning", "請填寫密碼。")
            return
        self.button.setEnabled(False)
        self._desk.hands.start(
            lambda: access.renew(self._desk, password, otp), lambda _: self._in(), self._kept_out
        )

    def _in(self) -> None:
        if isValid(self):
            self.accept()
        self._desk.sync_now()

    def _kept_out(self, error: Exception) -> None:
        if not isValid(self):
            return
        self.button.setEnabled(True)
        known = isinstance(error, LichengError)
        self.banner.say("danger", str(error) if known else "登入時遇到沒有料到的問題，請再試一次。")
        if isinstance(error, LichengError) and error.code == "otp_required":
            self.otp.show()
            self.otp.setFocus()
