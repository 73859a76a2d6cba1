"""The second step at sign-in: six digits of an authenticator (RFC 6238), or one of ten spare codes.

The shared secret lies sealed with the school's own key, spare codes as a keyed hash. What was used once is used up:
the step of time is remembered, the spare code forgotten, each in the transaction that lets the person in.
"""

import logging
import secrets
import unicodedata
from datetime import datetime
from hmac import compare_digest

import pyotp
from sqlalchemy import Connection, delete, func, insert, select, update

from server.db import dialect, tables
from server.services.keys import Keys

A, O, C = tables.account, tables.second_step, tables.spare_code  # noqa: E741  O: as in OTP
STEP_S = 30
SPARE_CODES = 10
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PURPOSE = "second step"
log = logging.getLogger(__name__)


def is_on(conn: Connection, account: str) -> bool:
    return bool(conn.scalar(select(A.c.otp_secret).where(A.c.id == account)))


def left(conn: Connection, account: str) -> int:
    """How many spare codes are not used yet."""
    return conn.scalar(select(func.count()).select_from(C).where(C.c.account == account)) or 0


def begin(conn: Connection, keys: Keys, account: str) -> str:
    """A new secret that counts for nothing until it is confirmed."""
    secret = pyotp.random_base32()
    step = conn.scalar(select(O.c.step).where(O.c.account == account)) or 0
    sealed = keys.seal(PURPOSE, account, secret)
    dialect.upsert(conn, O, [{"account": account, "pending": sealed, "step": step}])
    return secret


def address(secret: str, account: str, school: str) -> str:
    """The secret as authenticators read it from a QR code."""
    return pyotp.TOTP(secret, name=account, issuer=school).provisioning_uri()


def confirm(conn: Connection, keys: Keys, account: str, code: str, now: datetime) -> tuple[str, ...]:
    """Turn it on if the code is that of the secret just begun; the spare codes, or nothing."""
    pending = conn.scalar(select(O.c.pending).where(O.c.account == account))
    if not pending or not _uses_step(conn, account, keys.unseal(PURPOSE, account, pending), code, now):
        return ()
    conn.execute(update(A).where(A.c.id == account).values(otp_secret=pending))
    conn.execute(update(O).where(O.c.account == account).values(pending=""))
    return _new_spare_codes(conn, keys, account)


def passes(conn: Connection, keys: Keys, account: str, sealed: str, code: str, now: datetime) -> bool:
    """Whether the code lets the account with this sealed secret in; if so it is used up."""
    try:
        secret = keys.unseal(PURPOSE, account, sealed)
    except ValueError:
        log.error("the second step of %s was sealed with other keys; `user otp-off` ends it", account)
        return False
    if _uses_step(conn, account, secret, code, now):
        return True
    spent = delete(C).where(C.c.account == account, C.c.code_sha == _hashed(keys, account, code))
    return conn.execute(spent).rowcount == 1


def end(conn: Connection, account: str) -> None:
    """Off, with all that belongs to it; the last step stays, so that its digits never count twice."""
    conn.execute(update(A).where(A.c.id == account).values(otp_secret=""))
    conn.execute(update(O).where(O.c.account == account).values(pending=""))
    conn.execute(delete(C).where(C.c.account == account))


def _uses_step(conn: Connection, account: str, secret: str, code: str, now: datetime) -> bool:
    """The digits of now, or of the step before or after: clocks differ."""
    digits, here = _plain(code), int(now.timestamp()) // STEP_S
    for step in (here, here - 1, here + 1):
        if compare_digest(pyotp.TOTP(secret).at(step * STEP_S).encode(), digits.encode()):
            later = update(O).where(O.c.account == account, O.c.step < step).values(step=step)
            return conn.execute(later).rowcount == 1
    return False


def _new_spare_codes(conn: Connection, keys: Keys, account: str) -> tuple[str, ...]:
    codes = tuple(_new_code() for _ in range(SPARE_CODES))
    conn.execute(delete(C).where(C.c.account == account))
    conn.execute(insert(C), [{"account": account, "code_sha": _hashed(keys, account, one)} for one in codes])
    return codes


def _new_code() -> str:
    """58 random bits in letters that nobody takes for one another."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))


def _hashed(keys: Keys, account: str, code: str) -> str:
    return keys.derive("spare code", f"{account}|{_plain(code)}")


def _plain(code: str) -> str:
    """As typed on any keyboard: wide letters, spaces and hyphens do not matter."""
    wide = unicodedata.normalize("NFKC", code).upper()
    return "".join(one for one in wide if one.isalnum())
