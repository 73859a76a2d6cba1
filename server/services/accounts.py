"""Accounts and sessions. At rest: argon2id of passwords, SHA-256 of tokens, nothing else."""

import hashlib
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, delete, or_, select, update

from domain.errors import BadInput, LichengError
from domain.people import Role
from domain.text import normal
from server.db import dialect, tables
from server.services import passwords, second_step, seeing, tries
from server.services.facts import school_at
from server.services.office import Office, instant_text, new_id
from sync.wire import Login, Session

A, S, T = tables.account, tables.session, tables.access
ACCESS_FOR = timedelta(minutes=15)
REFRESH_FOR = timedelta(days=180)
GRACE = timedelta(seconds=60)

WRONG = "帳號或密碼不正確。請再確認一次；忘記密碼時，請洽學校重設。"
OTP_REQUIRED = "這個帳號開啟了兩階段驗證。請輸入驗證 App 上的六位數字，或一組備用碼。"
WRONG_OTP = "驗證碼不正確，或已經用過。請等驗證 App 換下一組數字再輸入。"
EXPIRED = "登入已過期，請重新登入。尚未同步的資料仍在這台電腦。"


class NotSignedIn(LichengError):
    """The person is not who they say, or no longer."""


@frozen
class NewAccount:
    """An account to be made. email may be empty; password is hashed at once."""

    id: str
    name: str
    role: Role
    password: str
    email: str = ""


@frozen
class Caller:
    """Who sent a request: account, session, device."""

    account: str
    session: str
    device: str


class Doorkeeper:
    """Checks passwords one at a time, in a thread of its own; everything else goes through the database."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._hashing = ThreadPoolExecutor(1, "school-password")

    def close(self) -> None:
        self._hashing.shutdown()

    def sign_in(self, login: Login) -> Session:
        """A new session; raises NotSignedIn or SlowDown. What is wrong is not told apart."""
        office, now = self._office, self._office.clock()
        row, wait = office.database.read(lambda conn: _known(conn, login.account, now)).result()
        if wait:
            raise tries.SlowDown(wait)
        stored = row.password if row is not None and row.active else passwords.NOBODY
        right = self._hashing.submit(passwords.matches, stored, login.password).result()
        if row is None or not row.active or not right:
            office.database.write(lambda conn: tries.count_failure(conn, login.account, now)).result()
            raise NotSignedIn("wrong_password", WRONG)
        if row.otp_secret and not login.otp:
            raise NotSignedIn("otp_required", OTP_REQUIRED)
        fresh = secrets.token_urlsafe(32)
        opened = office.database.write(lambda conn: _let_in(conn, office, row, login, fresh)).result()
        if opened is None:
            raise NotSignedIn("wrong_otp", WRONG_OTP)
        return opened

    def set_password(self, account: str, password: str) -> None:
        """A new password; every session of the account ends."""
        passwords.check_long_enough(password)
        self._replace_password(account, password)

    def change_password(self, caller: Caller, old: str, new: str) -> None:
        """A new password that the person chose; every session of the account ends but the caller's own."""
        passwords.check_chosen(new, caller.account, old)
        self.prove(caller.account, old)
        self._replace_password(caller.account, new, caller.session)

    def stretched(self, password: str) -> str:
        """The password as it is kept; BadInput when it is too short."""
        passwords.check_long_enough(password)
        return self._hashing.submit(passwords.hashed, password).result()

    def prove(self, account: str, password: str) -> None:
        """A signed-in person says the password once more; BadInput or SlowDown when it is not theirs."""
        office, now = self._office, self._office.clock()
        row, wait = office.database.read(lambda conn: _known(conn, account, now)).result()
        if wait:
            raise tries.SlowDown(wait, "錯誤次數太多，暫時不能再試。")
        if not self._hashing.submit(passwords.matches, row.password if row else "", password).result():
            office.database.write(lambda conn: tries.count_failure(conn, account, now)).result()
            raise BadInput("wrong_password", "目前的密碼不正確。", "請再輸入一次，注意大小寫與輸入法。")

    def _replace_password(self, account: str, password: str, keep: str = "") -> None:
        hashed = self._hashing.submit(passwords.hashed, password).result()

        def work(conn: Connection) -> None:
            if conn.execute(update(A).where(A.c.id == account).values(password=hashed)).rowcount == 0:
                raise BadInput("no_account", f"沒有「{account}」這個帳號。", "請先建立帳號。")
            _end_sessions(conn, account, keep)

        self._office.database.write(work).result()

    def add(self, people: Iterable[NewAccount]) -> int:
        """Make accounts; BadInput when one is not possible, and then none is made."""
        ready = []
        for one in people:
            _check_new(one)
            ready.append((one, self._hashing.submit(passwords.hashed, one.password)))
        rows = [
            {
                "id": one.id, "name": normal(one.name), "role": one.role.value, "email": one.email,
                "password": hashed.result(), "otp_secret": "", "active": True,
            }
            for one, hashed in ready
        ]  # fmt: skip

        def work(conn: Connection) -> int:
            for row in rows:
                if not dialect.insert_new(conn, A, row):
                    raise BadInput("account_taken", f"帳號「{row['id']}」已經有人使用。", "請換一個帳號。")
            return len(rows)

        return self._office.database.write(work).result()


def refresh(office: Office, token: str) -> Session:
    """The successor of a refresh token. Asked again within the grace, the same successor: an answer may get lost."""
    return office.database.write(lambda conn: _renewed(conn, office, token)).result()


def sign_out(office: Office, caller: Caller) -> None:
    """End the session."""

    def work(conn: Connection) -> None:
        conn.execute(delete(T).where(T.c.session == caller.session))
        conn.execute(delete(S).where(S.c.id == caller.session))

    office.database.write(work).result()


def caller_of(office: Office, token: str) -> Caller:
    """Who has this access token; raises NotSignedIn."""
    now = instant_text(office.clock())

    def work(conn: Connection) -> Caller | None:
        joined = (
            select(S.c.account, S.c.id, S.c.device)
            .join(T, T.c.session == S.c.id)
            .join(A, A.c.id == S.c.account)
        )
        row = conn.execute(
            joined.where(T.c.token_sha == _sha(token), T.c.until > now, A.c.active.is_(True))
        ).first()
        return Caller(row.account, row.id, row.device) if row else None

    found = office.database.read(work).result() if token else None
    if found is None:
        raise NotSignedIn("expired", EXPIRED)
    return found


def end_second_step(office: Office, account: str) -> None:
    """For somebody who lost phone and spare codes, once the school knows that it is them."""

    def work(conn: Connection) -> None:
        if conn.scalar(select(A.c.id).where(A.c.id == account)) is None:
            raise BadInput("no_account", f"沒有「{account}」這個帳號。", "請檢查帳號。")
        second_step.end(conn, account)

    office.database.write(work).result()


def listed(office: Office) -> list[dict[str, str]]:
    """Every account: id, name, role, email."""
    query = select(A.c.id, A.c.name, A.c.role, A.c.email, A.c.active).order_by(A.c.id)
    return office.database.read(
        lambda conn: [dict(row._mapping) for row in conn.execute(query)]  # one row, one account
    ).result()


def _known(conn: Connection, account: str, now: datetime) -> tuple[Row[Any] | None, int]:
    row = conn.execute(select(A).where(A.c.id == account)).first()
    return row, tries.wait_of(conn, account, now)


def _let_in(conn: Connection, office: Office, row: Row[Any], login: Login, token: str) -> Session | None:
    """A session, unless the second step is missed; counted in the same transaction, so that haste gains nothing."""
    now = office.clock()
    if row.otp_secret:
        wait = tries.wait_of(conn, row.id, now)
        if wait:
            raise tries.SlowDown(wait, "驗證碼錯誤次數太多，暫時不能登入。")
        if not second_step.passes(conn, office.keys, row.id, row.otp_secret, login.otp, now):
            tries.count_failure(conn, row.id, now)
            return None
    return _opened(conn, office, row.id, login.device, token)


def _opened(conn: Connection, office: Office, account: str, device: str, token: str) -> Session:
    now = office.clock()
    tries.forget(conn, account)
    conn.execute(delete(T).where(T.c.until < instant_text(now)))
    row = {
        "id": new_id(now), "account": account, "device": device, "refresh_sha": _sha(token), "previous_sha": "",
        "rotated_at": instant_text(now), "until": instant_text(now + REFRESH_FOR),
    }  # fmt: skip
    conn.execute(S.insert().values(row))
    return _told(conn, office, row["id"], account, token)


def _renewed(conn: Connection, office: Office, token: str) -> Session:
    now, sha = office.clock(), _sha(token)
    query = select(S, A.c.active).join(A, A.c.id == S.c.account)
    query = query.where(or_(S.c.refresh_sha == sha, S.c.previous_sha == sha))
    row = conn.execute(dialect.locked(conn, query)).first()
    if row is None or not row.active or row.until <= instant_text(now):
        raise NotSignedIn("expired", EXPIRED)
    successor = office.keys.derive("refresh", token)
    if row.refresh_sha == sha:
        rotated = {
            "refresh_sha": _sha(successor), "previous_sha": sha, "rotated_at": instant_text(now),
            "until": instant_text(now + REFRESH_FOR),
        }  # fmt: skip
        conn.execute(update(S).where(S.c.id == row.id).values(rotated))
    elif datetime.fromisoformat(row.rotated_at) + GRACE < now:
        raise NotSignedIn("expired", EXPIRED)
    return _told(conn, office, row.id, row.account, successor)


def _told(conn: Connection, office: Office, session: str, account: str, refresh_token: str) -> Session:
    now = office.clock()
    access = office.keys.derive("access", refresh_token)
    line = {"token_sha": _sha(access), "session": session, "until": instant_text(now + ACCESS_FOR)}
    dialect.upsert(conn, T, [line])
    seeing.note(conn, office, account)
    row = conn.execute(select(A).where(A.c.id == account)).one()
    return Session(
        server_id=office.server_id,
        account_id=row.id,
        name=row.name,
        role=row.role,
        profile=office.profile,
        school_name=school_at(conn, office, now).settings.name,
        access=access,
        refresh=refresh_token,
        expires_in=int(ACCESS_FOR.total_seconds()),
        public_key=office.keys.public,
    )


def _end_sessions(conn: Connection, account: str, keep: str) -> None:
    sessions = select(S.c.id).where(S.c.account == account, S.c.id != keep)
    conn.execute(delete(T).where(T.c.session.in_(sessions)))
    conn.execute(delete(S).where(S.c.account == account, S.c.id != keep))


def account_fault(account: str) -> str:
    """Why nobody can have this account, "" when somebody can."""
    plain = account.isascii() and account.replace("-", "").replace("_", "").replace(".", "").isalnum()
    if plain and account == account.lower() and len(account) <= 64:
        return ""
    return f"帳號「{account}」不能使用，請用小寫英文、數字、點、底線或減號，64 字以內。"


def _check_new(one: NewAccount) -> None:
    if fault := account_fault(one.id):
        raise BadInput("account_shape", fault)
    if not one.name.strip():
        raise BadInput("no_name", f"帳號「{one.id}」沒有姓名。", "請填寫姓名。")
    passwords.check_long_enough(one.password)


def _sha(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
