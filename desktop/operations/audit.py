"""The record of acts: asked of the school page by page, one act in full, or all that fits taken along as a workbook."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from attrs import frozen
from msgspec import structs

from desktop import sessions
from desktop.desk import Desk
from desktop.operations import progress
from desktop.operations.proofs import KEY
from domain.errors import Offline
from sync import receipts, wire
from sync.http.school import HttpSchool
from sync.wire.office import MOST_AT_ONCE, AuditDetail, AuditKey, AuditPage, AuditQuery, AuditRow

PATH = "/v1/office/acts"
MOST_ROWS = 20_000


@frozen
class Told:
    """A page. fresh: the school's; otherwise what was said on this computer, all of it at once."""

    page: AuditPage
    fresh: bool


def ask(desk: Desk, query: AuditQuery, here: Callable[[], AuditPage]) -> Told:
    """Not for the GUI thread. Without a line: what is known `here`."""
    try:
        return Told(sessions.errand(desk, partial(_page, query)), fresh=True)
    except Offline:
        return Told(here(), fresh=False)


def detail(desk: Desk, key: str) -> AuditDetail:
    """One act in full; Offline without a line."""
    return sessions.errand(desk, partial(_detail, key))


def signed(desk: Desk, told: AuditDetail) -> bool | None:
    """Whether the school's signature under the act is good; None when there is none to check."""
    parts, key = wire.receipt_parts(told.receipt), desk.noted(KEY)
    if parts is None or not key:
        return None
    signature, recv_at, status, ver = parts
    said = wire.receipt_bytes(told.intent, told.body_sha, recv_at, status, ver)
    return receipts.signed(key, signature, said)


def export(
    desk: Desk,
    query: AuditQuery,
    path: Path,
    headings: Sequence[tuple[str, int]],
    written: Callable[[AuditRow], Sequence[str]],
) -> tuple[int, bool]:
    """Everything that fits, up to a limit, into a workbook: how many rows, and whether more were left."""
    rows: list[AuditRow] = []
    cursor = ""
    while len(rows) < MOST_ROWS and not desk.closed:
        asked = structs.replace(query, cursor=cursor, limit=MOST_AT_ONCE, export=True)
        page = sessions.errand(desk, partial(_page, asked))
        rows += page.rows
        cursor = page.next
        if not cursor:
            break
    told = [written(one) for one in rows[:MOST_ROWS]]
    return progress.export(path, "操作紀錄", headings, told), bool(cursor)


def _page(query: AuditQuery, school: HttpSchool) -> AuditPage:
    return school.post(PATH, query, AuditPage)


def _detail(key: str, school: HttpSchool) -> AuditDetail:
    return school.post(f"{PATH}/one", AuditKey(key), AuditDetail)
