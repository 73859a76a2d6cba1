"""代碼表 for the screen: which lists there are, what stands in one, and what of it nobody has checked yet."""

from collections.abc import Mapping

from attrs import frozen

from derive.code_rolls import REPLACEABLE, title_of
from desktop.desk import Desk
from desktop.models.receipts import Column, Table
from domain.codelists import CodeList
from domain.records import Record

SHOWN = 300
CHECKED, UNCHECKED = "✓ 已核對", "⚠ 未核對"
COLUMNS = (
    Column("代碼"),
    Column("名稱"),
    Column("學年度", "從哪一學年度用到哪一學年度；空白是不限"),
    Column("核對", "未核對的是程式的預設值，還沒有對照國教署的代碼，不會當成正式代碼提交"),
    Column("來源"),
)


@frozen
class Listing:
    """One list. own: the record by which the school brought it, None for the one that comes with the program."""

    name: str
    title: str
    codes: CodeList
    own: Record | None

    @property
    def unchecked(self) -> int:
        return sum(1 for one in self.codes.entries if not one.verified)

    @property
    def replaceable(self) -> bool:
        return self.name in REPLACEABLE

    @property
    def option(self) -> str:
        """How it stands in the choice of lists."""
        mark = f"　⚠ {self.unchecked} 個未核對" if self.unchecked else ""
        return f"{self.title}（{len(self.codes.entries)}）{mark}"


def listings(desk: Desk) -> Mapping[str, Listing]:
    """Every list that a form chooses from: those of others first, those with something unchecked before the rest."""
    own = {one.record.text("name"): one.record for one in desk.store.records(form="codelist")}
    found = [Listing(name, title_of(name), codes, own.get(name)) for name, codes in desk.codes.items()]
    ordered = sorted(found, key=lambda one: (not one.replaceable, not one.unchecked, one.title))
    return {one.name: one for one in ordered if one.title != one.name or one.replaceable}


def stamp(listing: Listing) -> str:
    """Where the list is from and of which year, in a sentence."""
    if listing.own is None:
        return "程式附的代碼表，還沒有換成學校自己的。"
    year, source = listing.own.text("school_year"), listing.own.text("source")
    return f"學校匯入的 {year} 學年度版本（第 {listing.own.ver} 版）" + (
        f"，來源：{source}。" if source else "。"
    )


def table(listing: Listing, words: str, year: int) -> tuple[Table, int]:
    """The codes that say the words, the first of them; and how many there are."""
    wanted = words.strip().casefold()
    found = [
        one
        for one in listing.codes.entries
        if wanted in " ".join((one.code, one.label, one.source, *one.extra.values())).casefold()
    ]
    rows = tuple(
        (
            one.code,
            one.label if one.active(year) or not year else f"{one.label}（停用）",
            f"{one.since or ''}–{one.until or ''}" if one.since or one.until else "",
            CHECKED if one.verified else UNCHECKED,
            "、".join(filter(None, (one.extra.get("issuer", ""), one.source))),
        )
        for one in found[:SHOWN]
    )
    return Table(listing.title, COLUMNS, rows), len(found)
