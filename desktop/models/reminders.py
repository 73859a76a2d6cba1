"""Drafted words to a student: what there is to do and until when, in words that press nobody. No widgets.

Uploading and choosing are voluntary (domain facts 4.1, 5): a draft tells what stands where, and says so.
"""

from collections.abc import Sequence

from attrs import frozen

from desktop.models.caseload import Pupil
from domain.fields import Text
from domain.forms import FORMS

VOLUNTARY = "上傳與勾選都是自願的，你可以自己決定；需要幫忙時可以找我。"


@frozen
class Draft:
    """Words to one student. account and name: to whom."""

    account: str
    name: str
    text: str


def drafts(found: Sequence[Pupil]) -> tuple[Draft, ...]:
    """A draft for everybody about whom there is something to tell."""
    told = ((one, _told(one)) for one in found)
    return tuple(
        Draft(one.tally.account, one.tally.name, _letter(one, parts)) for one, parts in told if parts
    )


def _told(one: Pupil) -> list[str]:
    parts = []
    if one.failed:
        parts.append(f"有 {one.failed} 件課程學習成果被退回，老師的說明寫在那一件上，改好可以重新送出")
    if one.unsent:
        parts.append(f"本學年還有 {one.unsent} 門課沒有送出成果")
    holes = one.tally.diverse - one.tally.whole
    if holes:
        parts.append(f"有 {holes} 筆多元表現的必填還沒填齊，填齊之後才能勾選")
    if one.unpicked:
        parts.append("有可以勾選的成果或多元表現還沒有勾選")
    waiting = one.receipts - one.confirmed
    if waiting:
        parts.append(f"有 {waiting} 份收訖明細還沒有確認，請看看學校送出的資料對不對")
    return parts


def _letter(one: Pupil, parts: Sequence[str]) -> str:
    listed = "\n".join(f"・{part}。" for part in parts)
    until = f"「{one.due}」還有 {one.days_left} 天截止。\n" if one.days_left is not None else ""
    text = f"{one.tally.name}你好：\n{listed}\n{until}{VOLUNTARY}"
    field = FORMS["reminder"].field("text")
    return text[: field.limit] if isinstance(field, Text) else text
