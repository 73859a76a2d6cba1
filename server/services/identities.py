"""Whom a national id belongs to. The ids are not kept: only a fingerprint that no one but this school can make."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import evolve

from derive.listing import ACCOUNT, Sheet, read
from domain.records import Record
from server.db import rows
from server.services.office import Office
from server.services.publishing import publish

NATIONAL_ID, BORN = "身分證號", "出生日期"
MARK = "identity_mark"


def mark(office: Office, identity: str) -> str:
    """The fingerprint of a national id."""
    return office.keys.derive("identity", identity.strip().upper())


def accounts(office: Office) -> Mapping[str, str]:
    """{fingerprint: account}."""
    return {str(one.srv[MARK]): one.owner for one in _people(office) if one.srv.get(MARK)}


def import_list(office: Office, path: Path) -> int:
    """Headings: 帳號 身分證號; 出生日期 is for rosters. An account again: the new id counts."""
    sheet = read(path.read_bytes(), (ACCOUNT, NATIONAL_ID), (BORN,))
    people = {one.owner: one for one in _people(office)}
    for line in sheet.lines:
        if line.text(ACCOUNT) not in people:
            sheet.wrong(line, ACCOUNT, f"沒有「{line.text(ACCOUNT)}」這個帳號的基本資料，請先匯入帳號。")
    _twice(sheet)
    sheet.check()
    marked = [
        evolve(people[line.text(ACCOUNT)], srv={MARK: mark(office, line.text(NATIONAL_ID))})
        for line in sheet.lines
    ]
    publish(office, marked)
    return len(marked)


def _twice(sheet: Sheet) -> None:
    for heading in (ACCOUNT, NATIONAL_ID):
        seen: set[str] = set()
        for line in sheet.lines:
            text = line.text(heading).upper()
            if text and text in seen:
                sheet.wrong(line, heading, f"「{heading}」重複了。")
            seen.add(text)


def _people(office: Office) -> Iterable[Record]:
    found = office.database.read(lambda conn: rows.of_forms(conn, ("person",))).result()
    return [one for one in found if not one.deleted]
