"""收訖明細 into the students' receipts: one a student, category and term. All of a package is taken or none.

A category that comes again becomes the next version of the same record: what a student has confirmed or reported stays.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import frozen

from domain.calendar import parse_term
from domain.errors import BadInput
from domain.mutators import rows_hash
from domain.records import Record
from server.db import rows
from server.services import identities, packages
from server.services.office import Office
from server.services.packages import Package, Share
from server.services.publishing import publish

Key = tuple[str, str]


@frozen
class Taken:
    """What an import did. after_confirmation: receipts that had been confirmed and now read otherwise."""

    students: int
    written: int
    unchanged: int
    skipped: int
    after_confirmation: int


def receipts(office: Office, path: Path, password: str, term: str = "", skip_unknown: bool = False) -> Taken:
    """Read the package and publish it. skip_unknown: leave out people without an account instead of refusing."""
    package = packages.read(path, password)
    term = _term(term or package.term)
    shares, skipped = _known(office, package, skip_unknown)
    there = _standing(office, term)
    ready = [_receipt(package, term, key, items, there.get(key)) for key, items in _merged(shares).items()]
    fresh = [one for one in ready if _differs(one, there.get((one.owner, one.text("category"))))]
    publish(office, fresh)
    late = [one for one in fresh if _state(there, one) == "confirmed"]
    return Taken(len({one.owner for one in ready}), len(fresh), len(ready) - len(fresh), skipped, len(late))


def _term(text: str) -> str:
    try:
        return str(parse_term(text))
    except ValueError as error:
        raise BadInput(
            "no_term", "不知道這份資料是哪個學年期的。", "請加上 --term，例如 --term 114-1。"
        ) from error


def _known(office: Office, package: Package, skip: bool) -> tuple[list[tuple[str, Share]], int]:
    """The shares with their owners; people whom nobody knows are refused together, or counted."""
    known = identities.accounts(office)
    pairs = [(known.get(identities.mark(office, share.identity), ""), share) for share in package.shares]
    strangers = {share.identity for owner, share in pairs if not owner}
    if strangers and not skip:
        few = "、".join(f"{one[:1]}…{one[-3:]}" for one in sorted(strangers)[:5])
        raise BadInput(
            "unknown_students",
            f"有 {len(strangers)} 人對不到帳號（{few}），沒有匯入任何資料。",
            "請先匯入 identities（帳號與身分證號）；已離校的人可加 --skip-unknown 略過。",
        )
    return [(owner, share) for owner, share in pairs if owner], len(strangers)


def _merged(shares: Iterable[tuple[str, Share]]) -> Mapping[Key, dict[str, list[object]]]:
    """A student may stand in several rosters of one category (進修部)."""
    found: dict[Key, dict[str, list[object]]] = {}
    for owner, share in shares:
        items = found.setdefault((owner, share.category), {})
        for item, told in share.items.items():
            items.setdefault(item, []).extend(told)
    return found


def _standing(office: Office, term: str) -> Mapping[Key, Record]:
    """The receipts of the term; of several the last import."""
    found = office.database.read(lambda conn: rows.of_forms(conn, ("receipt",))).result()
    mine = [one for one in found if not one.deleted and one.text("year_term") == term]
    return {(one.owner, one.text("category")): one for one in sorted(mine, key=_serial)}


def _receipt(
    package: Package, term: str, key: Key, items: Mapping[str, list[object]], before: Record | None
) -> Record:
    values = {
        "year_term": term,
        "category": key[1],
        "content": json.dumps(items, ensure_ascii=False),
        "import_serial": str((_serial(before) if before else 0) + 1),
        "package_sha": package.sha,
        "uploaded_by": package.uploaded_by,
    }
    return Record(before.id if before else "", "receipt", key[0], values=values)


def _differs(new: Record, before: Record | None) -> bool:
    return before is None or rows_hash(new) != rows_hash(before)


def _state(there: Mapping[Key, Record], one: Record) -> str:
    before = there.get((one.owner, one.text("category")))
    return before.state if before else ""


def _serial(record: Record) -> int:
    text = record.text("import_serial")
    return int(text) if text.isascii() and text.isdigit() else 0
