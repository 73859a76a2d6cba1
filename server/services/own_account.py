"""What a person sees and changes about the own account, besides the password itself (accounts.Doorkeeper).

Guesses count against the account whichever way they come, so that a stolen session gains nothing by asking here.
"""

from attrs import frozen
from sqlalchemy import Connection, select

from domain.errors import BadInput
from server.db import tables
from server.services import own_email, post, second_step, tries
from server.services.accounts import Caller, Doorkeeper
from server.services.facts import school_at
from server.services.office import Office
from sync.wire import Account, OtpBegun

A = tables.account
AGAIN = "請等驗證 App 換下一組數字再輸入。"
TOO_OFTEN = "錯誤次數太多，暫時不能再試。"


@frozen
class OwnAccount:
    """One person's account, as its owner changes it."""

    office: Office
    doorkeeper: Doorkeeper
    caller: Caller

    def told(self) -> Account:
        """How the account stands now."""

        def work(conn: Connection) -> Account:
            row = conn.execute(select(A).where(A.c.id == self.caller.account)).one()
            left, mail = second_step.left(conn, row.id), post.can_send(self.office.settings)
            return Account(row.id, row.email, bool(row.otp_secret), left, mail)

        return self.office.database.read(work).result()

    def change_password(self, old: str, new: str) -> None:
        """Every other session of the account ends."""
        self.doorkeeper.change_password(self.caller, old, new)

    def begin_second_step(self, password: str) -> OtpBegun:
        """A secret for an authenticator; nothing changes until confirm_second_step."""
        self.doorkeeper.prove(self.caller.account, password)
        office, account = self.office, self.caller.account

        def work(conn: Connection) -> OtpBegun:
            if second_step.is_on(conn, account):
                raise BadInput("otp_on", "兩階段驗證已經開啟。", "要換手機，請先關閉再重新開啟。")
            secret = second_step.begin(conn, office.keys, account)
            school = school_at(conn, office, office.clock()).settings.name or "Licheng"
            return OtpBegun(secret, second_step.address(secret, account, school))

        return office.database.write(work).result()

    def confirm_second_step(self, code: str) -> tuple[str, ...]:
        """On from now; the ten spare codes."""
        office, account, now = self.office, self.caller.account, self.office.clock()

        def work(conn: Connection) -> tuple[str, ...]:
            self._check_wait(conn)
            if second_step.is_on(conn, account):
                raise BadInput("otp_on", "兩階段驗證已經開啟。", "請重新整理頁面。")
            codes = second_step.confirm(conn, office.keys, account, code, now)
            if not codes:
                tries.count_failure(conn, account, now)
            return codes

        codes = office.database.write(work).result()
        if not codes:
            raise BadInput("wrong_otp", "驗證碼不正確，或已經用過。", AGAIN)
        return codes

    def end_second_step(self, password: str, code: str) -> None:
        """Off again: with both the password and a code."""
        self.doorkeeper.prove(self.caller.account, password)
        office, now = self.office, self.office.clock()

        def work(conn: Connection) -> bool:
            self._check_wait(conn)
            row = conn.execute(select(A.c.id, A.c.otp_secret).where(A.c.id == self.caller.account)).one()
            if not row.otp_secret:
                return True
            if not second_step.passes(conn, office.keys, row.id, row.otp_secret, code, now):
                tries.count_failure(conn, row.id, now)
                return False
            second_step.end(conn, row.id)
            tries.forget(conn, row.id)
            return True

        if not office.database.write(work).result():
            raise BadInput("wrong_otp", "驗證碼不正確，或已經用過。", AGAIN)

    def begin_email(self, email: str) -> None:
        """A code goes to the new address."""
        own_email.begin(self.office, self.caller, email)

    def confirm_email(self, code: str) -> None:
        """The address that the code was sent to is the account's."""
        own_email.confirm(self.office, self.caller, code)

    def _check_wait(self, conn: Connection) -> None:
        wait = tries.wait_of(conn, self.caller.account, self.office.clock())
        if wait:
            raise tries.SlowDown(wait, TOO_OFTEN)
