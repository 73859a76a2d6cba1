"""提交名冊 for the screen: which rosters there are, what a look at one came to, and its faults as a table."""

from collections.abc import Sequence

from desktop.desk import Desk
from desktop.models.receipts import Column, Table
from domain.calendar import TERMS
from domain.roster_checks import Lack
from domain.rosters import Roster, known

SHOWN = 200
COLUMNS = (Column("輕重"), Column("誰"), Column("哪一筆"), Column("欄位"), Column("問題"), Column("怎麼做"))


def offered(desk: Desk) -> tuple[Roster, ...]:
    """The rosters of this school this year."""
    settings = desk.school().settings
    return known(desk.codes["roster_code"], settings.code, settings.school_year)


def years(desk: Desk) -> tuple[int, ...]:
    """The school's year and the two before."""
    first = desk.school().settings.school_year
    return tuple(range(first, first - 3, -1)) if first else ()


def terms(desk: Desk) -> tuple[tuple[str, str], ...]:
    return tuple((term, TERMS[term]) for term in desk.profile.terms)


def table(lacks: Sequence[Lack]) -> Table:
    """The first of the faults, those that stop it before those that do not."""
    ordered = sorted(lacks, key=lambda one: not one.stops)
    rows = [
        (one.weight, one.who or "學校", one.what, one.field, one.sentence, one.remedy)
        for one in ordered[:SHOWN]
    ]
    return Table("要改好的地方", COLUMNS, tuple(rows))


def headline(count: int, people: int, files: int, lacks: Sequence[Lack]) -> tuple[str, str]:
    """Tone and sentence of a look at a roster."""
    stops = sum(1 for one in lacks if one.stops)
    size = f"{count} 筆、{people} 位學生、{files} 個檔案"
    if stops:
        return "danger", f"還不能匯出：有 {stops} 個地方要改好。（{size}）"
    if lacks:
        return "warning", f"可以匯出：{size}。另有 {len(lacks)} 個地方請確認。"
    return "success", f"可以匯出：{size}，沒有缺漏。"
