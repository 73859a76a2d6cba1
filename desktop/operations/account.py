"""What a person changes about the own account. Each runs on the hands, never in the GUI thread: it asks the school
and stretches passwords. The school comes first; without it nothing changes anywhere.
"""

from desktop import sessions
from desktop.desk import Desk
from desktop.operations.asking import told
from desktop.store import vault
from domain.errors import LichengError, Locked
from sync import wire

ACCOUNT = "/v1/account"
NOT_RELOCKED = "學校的密碼已經改好，但這台電腦的鎖沒有換成新的。"


def state(desk: Desk) -> wire.Account:
    """How the account stands at the school."""
    return told(lambda: sessions.errand(desk, lambda school: school.get(ACCOUNT, wire.Account)))


def change_password(desk: Desk, old: str, new: str) -> None:
    """At the school, then here."""
    _post(desk, "/password", wire.PasswordChange(old, new), wire.Account)
    try:
        sessions.lock_with(desk, new)
    except (LichengError, OSError) as error:
        raise LichengError(
            "not_relocked", NOT_RELOCKED, "下次登入請輸入新密碼，再依畫面輸入舊密碼。"
        ) from error


def new_recovery(desk: Desk, password: str) -> str:
    """Another recovery code for this computer; the one before opens nothing any more. Needs no network."""
    try:
        keys = vault.unlock(desk.folder, password)
    except Locked as error:
        raise Locked(error.code, "密碼不正確，復原碼沒有更換。", "請輸入登入這台電腦的密碼。") from error
    return vault.new_recovery(desk.folder, keys)


def begin_second_step(desk: Desk, password: str) -> wire.OtpBegun:
    """A secret for an authenticator; nothing changes until it is confirmed."""
    return _post(desk, "/otp/begin", wire.Proof(password), wire.OtpBegun)


def confirm_second_step(desk: Desk, code: str) -> tuple[str, ...]:
    """On from now; the spare codes, told this once."""
    return tuple(_post(desk, "/otp/confirm", wire.Code(code), wire.SpareCodes).codes)


def end_second_step(desk: Desk, password: str, code: str) -> wire.Account:
    message = wire.OtpEnd(password, code)
    return told(
        lambda: sessions.errand(desk, lambda school: school.delete(f"{ACCOUNT}/otp", message, wire.Account))
    )


def begin_email(desk: Desk, email: str) -> wire.Account:
    """A code goes to the new address."""
    return _post(desk, "/email", wire.Email(email), wire.Account)


def confirm_email(desk: Desk, code: str) -> wire.Account:
    """The code that came to the new address."""
    return _post(desk, "/email/confirm", wire.Code(code), wire.Account)


def _post(desk: Desk, path: str, message: object, kind: type[sessions.T]) -> sessions.T:
    return told(lambda: sessions.errand(desk, lambda school: school.post(ACCOUNT + path, message, kind)))
