"""Who reads a student's records, told to the student: by name where the school has named somebody. No widgets."""

from desktop.desk import Desk
from desktop.models.reading import Pair
from domain.guidance import reach
from domain.records import Record

RULES = (
    Pair("授課教師", "您送出認證的成果；退回後您正在修改的內容看不到。"),
    Pair(
        "學校承辦人員",
        "人員資料、勾選送交的紀錄、您回報和詢問的事；稽核時查得到別人也看得到的內容，查了會留下紀錄。",
    ),
    Pair("只有您自己", "草稿、自傳、學習計畫，和還沒送到學校的內容。"),
    Pair("學校還知道", "您的程式最近一次和學校連線是哪一天，不記錄時間和地點。"),
)


def watchers(desk: Desk) -> tuple[Pair, ...]:
    """Who may read what, the guides first."""
    guides = [_named(desk, one) for one in _mine(desk)]
    seen = "已送出的成果、多元表現、校內幹部、修課與收訖明細。"
    who = "、".join(dict.fromkeys(guides))
    told = Pair("導師與輔導人員", f"{who}：{seen}" if who else f"學校還沒有指定；指定之後看得到{seen}")
    return (told, *RULES)


def _mine(desk: Desk) -> list[Record]:
    """The assignments of this year that reach the signed-in student."""
    me = next((e.record for e in desk.entries("person") if e.record.owner == desk.actor.id), None)
    class_name = me.text("class_name") if me is not None else ""
    year = desk.school().settings.school_year
    found = []
    for entry in desk.entries("guidance"):
        reached = reach([entry.record], year)
        if desk.actor.id in reached.students or (class_name and class_name in reached.classes):
            found.append(entry.record)
    return sorted(found, key=lambda one: (one.text("kind"), one.text("guide_name")))


def _named(desk: Desk, record: Record) -> str:
    kind = desk.codes["guidance_kind"].label(record.text("kind"))
    return f"{record.text('guide_name') or record.owner}（{kind}）"
