"""Wrong passwords and codes slow an account down, never the address: a whole school sits behind one."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from domain.errors import LichengError
from server.db import dialect, tables
from server.services.office import instant_text

F = tables.failed_login
FREE_TRIES = 5
LONGEST_WAIT = 300


class SlowDown(LichengError):
    """Too many wrong answers; again in so many seconds."""

    def __init__(self, seconds: int, sentence: str = "密碼錯誤次數太多，暫時不能登入。") -> None:
        super().__init__("slow_down", sentence, f"請在 {seconds} 秒後再試。")
        self.seconds = seconds


def wait_of(conn: Connection, account: str, now: datetime) -> int:
    """For how many seconds the account must not try again; 0 when it may."""
    until = conn.scalar(select(F.c.until).where(F.c.account == account))
    if until and until > instant_text(now):
        return max(1, round((datetime.fromisoformat(until) - now).total_seconds()))
    return 0


def count_failure(conn: Connection, account: str, now: datetime) -> None:
    """One more; from FREE_TRIES on each doubles the wait."""
    failures = (conn.scalar(select(F.c.failures).where(F.c.account == account)) or 0) + 1
    wait = min(LONGEST_WAIT, 2 ** min(failures - FREE_TRIES, 10)) if failures >= FREE_TRIES else 0
    row = {"account": account, "failures": failures, "until": instant_text(now + timedelta(seconds=wait))}
    dialect.upsert(conn, F, [row])


def forget(conn: Connection, account: str) -> None:
    """All was right: the count begins anew."""
    conn.execute(delete(F).where(F.c.account == account))
