"""修改 Email: a code goes to the new address, and only who reads it there may put the address in."""

import re
import secrets
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from attrs import evolve
from sqlalchemy import Connection, Row, select, update

from domain.errors import BadInput
from server.db import dialect, rows, tables
from server.services import post
from server.services.accounts import Caller
from server.services.facts import school_at
from server.services.keys import Keys
from server.services.office import Office, instant_text
from server.services.publishing import publish
from server.services.tries import SlowDown

A, E, R = tables.account, tables.email_change, tables.record
GOOD_FOR = timedelta(minutes=15)
TRIES = 5
LETTERS = 5
LETTERS_IN = timedelta(hours=1)
LONGEST = 200
SHAPE = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z]{2,}"
)


def begin(office: Office, caller: Caller, email: str) -> None:
    """Send the code. BadInput, SlowDown or post.NotSent when it cannot be."""
    address = email.strip()
    if not post.can_send(office.settings):
        raise BadInput("no_mail", post.NO_MAIL, "請洽學校的管理者。")
    if len(address) > LONGEST or not SHAPE.fullmatch(address) or ".." in address:
        raise BadInput("bad_email", "這不是可以收信的 Email。", "請檢查有沒有打錯，例如 name@example.com。")
    code = f"{secrets.randbelow(10**6):06d}"
    school = office.database.write(
        lambda conn: _prepared(conn, office, caller.account, address, code)
    ).result()
    text = (
        f"您在「{school}」的學習歷程系統要把 Email 改成這個地址。\n\n驗證碼：{code}\n\n"
        "請在 15 分鐘內填回程式的「修改 Email」。如果不是您本人要改的，不必理會這封信，什麼都不會改變。\n"
    )
    post.send(office.settings, address, f"{school}：修改 Email 的驗證碼", text)


def confirm(office: Office, caller: Caller, code: str) -> None:
    """The address is the account's from now on, here and on the person's own page."""
    email = office.database.write(lambda conn: _confirmed(conn, office, caller.account, code)).result()
    if not email:
        raise BadInput("wrong_code", "驗證碼不正確。", "請對照信裡的六位數字再輸入一次。")
    mine = select(R).where(R.c.form == "person", R.c.owner == caller.account, R.c.deleted.is_(False))
    people = office.database.read(lambda conn: [rows.record_of(row) for row in conn.execute(mine)]).result()
    publish(office, [evolve(one, values={**one.values, "email": email}) for one in people], caller.account)


def _prepared(conn: Connection, office: Office, account: str, email: str, code: str) -> str:
    """Note the code and count the letter; the school's name."""
    now = office.clock()
    if conn.scalar(select(A.c.email).where(A.c.id == account)) == email:
        raise BadInput("same_email", "這就是現在的 Email。", "請填寫另一個地址。")
    before = _row(conn, account)
    began = datetime.fromisoformat(before.since) if before else now
    if before is None or began + LETTERS_IN <= now:
        began, letters = now, 0
    else:
        letters = before.letters
    if letters >= LETTERS:
        wait = max(1, int((began + LETTERS_IN - now).total_seconds()))
        raise SlowDown(wait, "驗證信寄得太多了。")
    row = {
        "account": account, "email": email, "code_sha": _hashed(office.keys, account, email, code),
        "until": instant_text(now + GOOD_FOR), "tries": 0, "letters": letters + 1, "since": instant_text(began),
    }  # fmt: skip
    dialect.upsert(conn, E, [row])
    return school_at(conn, office, now).settings.name or "學校"


def _confirmed(conn: Connection, office: Office, account: str, code: str) -> str:
    """The new address, or nothing when the code is wrong; a code is good once, and for TRIES guesses."""
    row = _row(conn, account)
    if row is None or not row.code_sha or row.until <= instant_text(office.clock()) or row.tries >= TRIES:
        raise BadInput("code_expired", "驗證碼已經失效。", "請再寄一次驗證碼。")
    digits = "".join(one for one in code if one.isalnum())
    right = compare_digest(row.code_sha, _hashed(office.keys, account, row.email, digits))
    change: dict[str, Any] = {"code_sha": ""} if right else {"tries": row.tries + 1}
    conn.execute(update(E).where(E.c.account == account).values(change))
    if not right:
        return ""
    conn.execute(update(A).where(A.c.id == account).values(email=row.email))
    return str(row.email)


def _row(conn: Connection, account: str) -> Row[Any] | None:
    return conn.execute(dialect.locked(conn, select(E).where(E.c.account == account))).first()


def _hashed(keys: Keys, account: str, email: str, code: str) -> str:
    return keys.derive("email code", f"{account}|{email}|{code}")
