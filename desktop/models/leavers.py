"""Former students as rows: until when the school keeps, what still stands in the way, and what was removed."""

from desktop.models import reading
from desktop.models.grid import Cell, Column, Row
from sync.wire.keeping import Gone, Keeping, Kept

KEPT, GONE = "kept", "gone"
COLUMNS = {
    KEPT: (
        Column("姓名", 120),
        Column("帳號", 90),
        Column("離校", 100),
        Column("可清除", 100),
        Column("紀錄", 70),
        Column("檔案", 70),
        Column("還不能清除的原因", 360),
    ),
    GONE: (
        Column("帳號", 100),
        Column("離校", 100),
        Column("清除時間", 130),
        Column("誰清除的", 100),
        Column("紀錄", 70),
        Column("檔案", 70),
        Column("理由", 320),
    ),
}


def rows(told: Keeping, which: str, text: str = "", due_only: bool = False) -> tuple[Row, ...]:
    """Of the one table or the other; due_only: those that may go now."""
    if which == GONE:
        return tuple(_gone(one) for one in told.gone if text in f"{one.account} {one.reason}")
    return tuple(
        _kept(one)
        for one in told.kept
        if text in f"{one.account} {one.name}" and not (due_only and one.reasons)
    )


def summary(told: Keeping) -> str:
    due = sum(1 for one in told.kept if not one.reasons)
    return (
        f"離校 {len(told.kept)} 位，其中 {due} 位已過 {told.years} 年的保存期限；已清除 {len(told.gone)} 位"
    )


def refused(told: Keeping, accounts: tuple[str, ...]) -> str:
    """Why these cannot be removed together, "" when they can."""
    stays = [one.name or one.account for one in told.kept if one.account in accounts and one.reasons]
    return (
        f"{'、'.join(stays[:5])}{'等' if len(stays) > 5 else ''}還不能清除，請先取消選取。" if stays else ""
    )


def _kept(one: Kept) -> Row:
    why = "".join(one.reasons)
    return Row(
        one.account,
        (
            Cell(one.name),
            Cell(one.account),
            Cell(one.left_on),
            Cell(one.until, tone="" if why else "warning"),
            Cell(f"{one.records}", one.records),
            Cell(f"{one.files}", one.files),
            Cell(why or "可以清除"),
        ),
    )


def _gone(one: Gone) -> Row:
    return Row(
        f"{one.account} {one.at}",
        (
            Cell(one.account),
            Cell(one.left_on),
            Cell(reading.moment(one.at)),
            Cell(one.by),
            Cell(f"{one.records}", one.records),
            Cell(f"{one.files}", one.files),
            Cell(one.reason),
        ),
    )
