"""Looking the school over: do database and files agree, is anything waiting for a person? Nothing is changed."""

import shutil
import stat
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen
from sqlalchemy import Connection, Row, case, func, select

from domain.forms import FORMS
from server.blobs.final import rehash
from server.db import tables
from server.db.migrating import head, revision
from server.services.office import Office, instant_text
from server.services.purging import kept
from server.services.replaying import OVERTAKEN
from server.services.uptime import Outage, outages

I, R, H = tables.intent, tables.record, tables.history  # noqa: E741  the table of intents
ROOM = 1024 * 1024 * 1024


@frozen
class Finding:
    """One thing that a person should look at."""

    code: str
    sentence: str


def verify(office: Office, deep: bool = False) -> list[Finding]:
    """What does not agree between records, history, timeline and files; with deep every file is read and hashed."""
    found = office.database.read(_rows_agree).result()
    known = office.database.read(
        lambda conn: list(conn.execute(select(tables.blob.c.sha256, tables.blob.c.size)))
    ).result()
    for sha256, size in known:
        there = office.final.size(sha256)
        if there is None:
            found.append(Finding("file_missing", f"少了檔案 {sha256}；學生的電腦同步後會自動補送。"))
        elif there != size or (deep and not rehash(office.final, sha256)):
            found.append(Finding("file_damaged", f"檔案 {sha256} 已損壞，請從備份還原這個檔案。"))
    return found


def doctor(office: Office) -> list[Finding]:
    """What an administrator should know today."""
    found = office.database.read(_waiting).result()
    over = sum(1 for one in kept(office) if not one.reasons)
    if over:
        sentence = f"有 {over} 名離校學生的資料已過保存期限。請用 purge list 查看，再用 purge run 清除。"
        found.append(Finding("keeping_over", sentence))
    last = (
        office.database.read(lambda conn: conn.scalar(select(tables.school_feed.c.last_recv))).result() or ""
    )
    if last > instant_text(office.clock()):
        found.append(Finding("clock", "主機的時鐘比上次收件還早，請檢查校時。"))
    for name in ("signing", "tokens"):
        if stat.S_IMODE((office.settings.keys / name).stat().st_mode) & 0o077:
            found.append(
                Finding("open_key", f"金鑰檔 keys/{name} 別人也能讀，請改成只有擁有者能讀（chmod 600）。")
            )
    found += [Finding("outage", outage_sentence(one)) for one in outages(office)]
    free = shutil.disk_usage(office.settings.folder).free
    if free < ROOM:
        found.append(Finding("disk", f"磁碟只剩 {free // 1024**2} MB，請清出空間。"))
    return found


def outage_sentence(one: Outage) -> str:
    """When the school was away before which end, and the command that makes up for it."""
    zone = ZoneInfo(one.window.zone)
    spans = "、".join(f"{a.astimezone(zone):%m/%d %H:%M}–{b.astimezone(zone):%H:%M}" for a, b in one.spans)
    year = f" --year {one.window.school_year}" if one.window.school_year else ""
    until = f"{one.proposed.astimezone(zone):%Y-%m-%dT%H:%M%z}"
    command = f"licheng-school window extend {one.window.kind} --until {until}{year} --reason 主機停機"
    return f"「{one.window.label}」截止前兩小時內，主機有 {one.minutes} 分鐘沒有運作（{spans}）。建議延期：{command}"


@frozen
class Act:
    """An act that somebody should know of: what, by whom, on which record, when, and why it stands here."""

    id: str
    action: str
    actor: str
    name: str
    record: str
    title: str
    at: str
    why: str


def acts(office: Office) -> list[Act]:
    """What was accepted before a restore and could not be done again, what still waits, what came too late."""
    return office.database.read(_acts).result()


def _acts(conn: Connection) -> list[Act]:
    why = case((I.c.reason == OVERTAKEN, "overtaken"), (I.c.waiting.is_(True), "waiting"), else_="held_late")
    query = (
        select(I, tables.account.c.name, R, why.label("why"))
        .join(tables.account, tables.account.c.id == I.c.actor)
        .outerjoin(R, R.c.id == I.c.rec)
        .where((I.c.reason == OVERTAKEN) | I.c.waiting.is_(True) | (I.c.status == "held_late"))
        .order_by(I.c.recv_at, I.c.id)
    )
    return [_act(row) for row in conn.execute(query)]


def _act(row: Row[Any]) -> Act:
    told = row._mapping
    form, values = FORMS.get(told[R.c.form] or ""), told[R.c["values"]] or {}
    title = str(values.get(form.title_field) or form.title) if form else ""
    record = str(told[I.c.rec])
    return Act(
        told[I.c.id], told[I.c.action], told[I.c.actor], row.name, record, title, told[I.c.recv_at], row.why
    )


def _rows_agree(conn: Connection) -> list[Finding]:
    found = []
    lines = (
        select(H.c.rec, func.count().label("count"), func.max(H.c.ver).label("top"))
        .group_by(H.c.rec)
        .subquery()
    )
    gaps = select(R.c.id).outerjoin(lines, lines.c.rec == R.c.id).where(
        (func.coalesce(lines.c.count, 0) != R.c.ver) | (func.coalesce(lines.c.top, 0) != R.c.ver)
    )  # fmt: skip
    for rec in conn.scalars(gaps):
        found.append(Finding("history_gap", f"紀錄 {rec} 的歷史不連續。"))
    seq = conn.scalar(select(tables.school_feed.c.seq)) or 0
    if (conn.scalar(select(func.max(tables.feed_tx.c.seq))) or 0) != seq:
        found.append(Finding("timeline_gap", "時間軸和計數不一致，請從備份還原。"))
    return found


def _waiting(conn: Connection) -> list[Finding]:
    found = []
    if revision(conn) != head():
        found.append(Finding("old_tables", "資料庫還沒升級到這個版本。"))
    questions = (
        (I.c.waiting.is_(True), "waiting", "還原後還在等其他電腦補送前面的內容"),
        (
            I.c.reason == OVERTAKEN,
            "overtaken",
            "還原後不能照做，因為紀錄已經又改過（licheng-school acts 會列出，請通知當事人）",
        ),
        (I.c.reason == "internal", "internal", "因程式錯誤沒有執行，內容已保留"),
        (I.c.status == "held_late", "held_late", "逾時送達，等候處理"),
    )
    for condition, code, what in questions:
        count = conn.scalar(select(func.count()).select_from(I).where(condition)) or 0
        if count:
            found.append(Finding(code, f"有 {count} 筆動作{what}。"))
    return found
