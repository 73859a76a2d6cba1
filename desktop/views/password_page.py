"""修改密碼: at the school first, then the lock of this computer; and another recovery code for it."""

from PySide6.QtWidgets import QLineEdit

from desktop.operations import account
from desktop.views import kit
from desktop.views.account_page import AccountPage, right
from desktop.views.host import Host
from desktop.views.recovery import RecoveryDialog
from desktop.views.secret import secret
from domain.passwords import SHORTEST, complaint

RULES = f"至少 {SHORTEST} 個字，不能和帳號一樣。可以用中文、空格和符號，長一點比複雜更安全。"
ELSEWHERE = "改好以後，您在其他電腦會被登出。那些電腦下次登入時會再問一次舊密碼，請先不要忘記。"
RECOVERY = "復原碼可以在忘記密碼時打開這台電腦上的資料。抄下來的找不到了，可以換一組；原來那組會立刻失效。"
DONE = "密碼已經改好。其他電腦下次登入時會再問一次舊密碼。"
UNLIKE = "兩次輸入的新密碼不一樣。"


class PasswordPage(AccountPage):
    """`submit` and `renew_recovery` are what its two buttons do."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, "修改密碼", "登入學校，以及打開這台電腦上的資料，用的是同一個密碼。")
        self.old, self.new, self.again = (
            secret(name) for name in ("目前的密碼", "新密碼", "再輸入一次新密碼")
        )
        self.old_frame = kit.FieldFrame("目前的密碼", self.old)
        self.new_frame = kit.FieldFrame("新密碼", self.new, hint=RULES)
        self.again_frame = kit.FieldFrame("再輸入一次新密碼", self.again)
        self.button = kit.Button("修改密碼", "primary")
        self.current = secret("目前的密碼")
        self.current_frame = kit.FieldFrame("目前的密碼", self.current)
        self.recovery_button = kit.Button("重新產生復原碼", "secondary", "key")
        self._build()
        self.page.body.addStretch(1)

    def submit(self) -> None:
        """Change it, or say under the field what is missing."""
        old, new = self.old.text(), self.new.text()
        sentence, remedy = complaint(new, self.desk.identity.login)
        if not sentence and new == old:
            sentence, remedy = "新密碼和目前的一樣。", "請換一個新的。"
        holes = [
            (self.old_frame, "" if old else "請填寫目前的密碼。"),
            (self.new_frame, sentence + remedy),
            (self.again_frame, "" if self.again.text() == new else UNLIKE),
        ]
        for frame, words in holes:
            frame.set_error(words)
        wrong = next((frame for frame, words in holes if words), None)
        if wrong is not None:
            wrong.editor.setFocus()
            return
        self.ask(self.button, lambda: account.change_password(self.desk, old, new), lambda _: self._changed())

    def renew_recovery(self) -> None:
        """Another code, shown once."""
        password = self.current.text()
        self.current_frame.set_error("" if password else "請填寫目前的密碼。")
        if password:
            self.ask(
                self.recovery_button, lambda: account.new_recovery(self.desk, password), self._show_recovery
            )

    def _changed(self) -> None:
        for box in (self.old, self.new, self.again):
            box.clear()
        self.new_frame.clear()
        self.tell("success", DONE)

    def _show_recovery(self, code: str) -> None:
        self.current.clear()
        dialog = RecoveryDialog(code, self.window())
        dialog.exec()
        dialog.deleteLater()
        self.tell("success", "復原碼已更換，原來那組不能再用。")

    def _hint(self) -> None:
        """While it is typed: what is still missing, and when it is good."""
        sentence, remedy = complaint(self.new.text(), self.desk.identity.login)
        if not self.new.text():
            self.new_frame.set_hint(RULES)
            self.new_frame.clear()
        elif sentence:
            self.new_frame.set_warning(sentence + remedy)
        else:
            self.new_frame.set_hint("這個密碼可以使用。")
            self.new_frame.clear()
        on_the_way = self.new.text().startswith(self.again.text())
        if on_the_way:
            self.again_frame.clear()
        else:
            self.again_frame.set_warning(UNLIKE)

    def _show_letters(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for box in (self.old, self.new, self.again):
            box.setEchoMode(mode)

    def _build(self) -> None:
        card = kit.Card()
        for frame in (self.old_frame, self.new_frame, self.again_frame):
            card.add(frame)
        for box in (self.new, self.again):
            box.textChanged.connect(self._hint)
        self.old.textChanged.connect(self.old_frame.clear)
        self.show_letters = kit.CheckField("顯示輸入的密碼")
        self.show_letters.edited.connect(self._show_letters)
        card.add(self.show_letters)
        card.add(kit.label(ELSEWHERE, role="muted", wrap=True))
        self.button.clicked.connect(self.submit)
        self.again.returnPressed.connect(self.submit)
        card.body.addLayout(right(self.button))
        self.page.add(card)
        other = kit.Card("復原碼")
        other.add(kit.label(RECOVERY, role="muted", wrap=True))
        other.add(self.current_frame)
        self.current.textChanged.connect(self.current_frame.clear)
        self.current.returnPressed.connect(self.renew_recovery)
        self.recovery_button.clicked.connect(self.renew_recovery)
        other.body.addLayout(right(self.recovery_button))
        self.page.add(other)
