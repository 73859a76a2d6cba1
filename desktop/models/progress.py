"""How far the school year is, as rows: what each course still has to certify, what each student has not done yet.

Taking part is voluntary: what a student has not done is nobody's fault, and a reminder says so.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from attrs import frozen

from desktop.models.grid import Cell, Column, Row
from domain.windows import instant
from sync.wire.office import CourseProgress, Progress, StudentProgress

COURSES, STUDENTS = "courses", "students"
ANY = "*"

COURSE_COLUMNS = (
    Column("科目", 200),
    Column("學年期", 80),
    Column("教師", 130),
    Column("待認證", 150, bar=True),
    Column("最久等了", 110),
    Column("已認證", 90),
    Column("修課人數", 90),
)
STUDENT_COLUMNS = (
    Column("班級", 100),
    Column("座號", 60),
    Column("姓名", 140),
    Column("通過的成果", 100),
    Column("勾選成果", 130, bar=True),
    Column("勾選多元", 130, bar=True),
    Column("成果同意書", 100),
    Column("多元同意書", 100),
    Column("收訖待確認", 130, bar=True),
)
WAITS = {ANY: "所有課程", "pending": "還有待認證", "long": "等了七天以上"}
LACKS: dict[str, str] = {
    ANY: "所有學生",
    "outcomes": "有通過、還沒勾選成果",
    "diverse": "還沒勾選多元表現",
    "consent": "還沒簽同意書",
    "receipts": "收訖還沒確認",
}
LONG = 7
_LACKING: dict[str, Callable[[StudentProgress], bool]] = {
    "outcomes": lambda one: one.passed > 0 and not one.picked_outcomes,
    "diverse": lambda one: not one.picked_diverse,
    "consent": lambda one: not (one.consent_outcome and one.consent_diverse),
    "receipts": lambda one: one.receipts_open > 0,
}


@frozen
class Wanted:
    """What the table is narrowed down to; class_name and lack "*" for all of them."""

    text: str = ""
    class_name: str = ANY
    lack: str = ANY


def classes(told: Progress) -> list[str]:
    return sorted({one.class_name for one in told.students if one.class_name})


def days(oldest: str, now: datetime) -> int:
    """Whole days that something has waited."""
    since = instant(oldest)
    return max((now - since).days, 0) if since else 0


def course_rows(told: Progress, wanted: Wanted, now: datetime) -> tuple[Row, ...]:
    found = [one for one in told.courses if _course_fits(one, wanted, now)]
    most = max((one.pending for one in told.courses), default=0)
    rows = [_course(one, most, now) for one in found]
    return tuple(sorted(rows, key=lambda row: (-row.cells[3].number, -row.cells[4].number, row.key)))


def student_rows(told: Progress, wanted: Wanted, caps: tuple[int, int]) -> tuple[Row, ...]:
    """caps: how many outcomes and 多元表現 may be picked, for the bars."""
    found = [one for one in told.students if _student_fits(one, wanted)]
    found.sort(key=lambda one: (one.class_name, one.seat.zfill(4), one.account))
    most = max((one.receipts_open for one in told.students), default=0)
    return tuple(_student(one, caps, most) for one in found)


def summary(told: Progress, now: datetime) -> dict[str, str]:
    """One sentence for each of the two tables."""
    pending = sum(one.pending for one in told.courses)
    courses = sum(1 for one in told.courses if one.pending)
    longest = max((days(one.oldest, now) for one in told.courses if one.oldest), default=0)
    waits = f"，最久等了 {longest} 天" if longest else ""
    lacking = {key: sum(map(test, told.students)) for key, test in _LACKING.items()}
    return {
        COURSES: f"{courses} 門課有 {pending} 件待認證{waits}" if pending else "都認證好了",
        STUDENTS: f"{len(told.students)} 位學生：{lacking['outcomes']} 位還沒勾選成果、"
        f"{lacking['receipts']} 位收訖還沒確認",
    }


def teacher_reminder(told: Progress, keys: Sequence[str], now: datetime) -> tuple[str, str]:
    """Title and text for the teachers of these courses."""
    chosen = [one for one in told.courses if one.course in keys and one.pending]
    lines = [
        f"・{'、'.join(one.teachers) or '（未指定教師）'}　{one.subject}（{one.year_term}）：{one.pending} 件"
        + (f"，最早的等了 {days(one.oldest, now)} 天" if one.oldest else "")
        for one in chosen
    ]
    head = (
        "各位老師：以下課程還有學生的課程學習成果等候認證，有空時請看一下；學生要等認證之後才能勾選。謝謝。"
    )
    return "課程學習成果待認證", "\n".join([head, "", *lines])


def student_reminder(lack: str) -> tuple[str, str]:
    """Title and text for students: what can be done, and that it is theirs to choose. It names nobody."""
    what = {
        "outcomes": "已經通過認證的課程學習成果，可以到「學習成果勾選」選要提交的項目。",
        "diverse": "多元表現可以到「多元表現勾選」選要提交的項目。",
        "consent": "勾選之前要先讀過並簽同意書；不同意也可以，就不會提交。",
        "receipts": "收訖明細已經可以查看。請看看內容對不對，有問題可以回報，沒問題請按確認。",
    }
    words = [what[lack]] if lack in what else list(what.values())
    close = "要不要提交、提交哪些，都由你自己決定；不提交不影響在校成績。有問題請問註冊組或導師。"
    return "學習歷程檔案提醒", "\n".join([*words, "", close])


def _course_fits(one: CourseProgress, wanted: Wanted, now: datetime) -> bool:
    said = f"{one.subject} {one.year_term} {' '.join(one.teachers)} {one.course}".casefold()
    waits = {"pending": one.pending > 0, "long": days(one.oldest, now) >= LONG}
    return waits.get(wanted.lack, True) and all(word in said for word in wanted.text.casefold().split())


def _student_fits(one: StudentProgress, wanted: Wanted) -> bool:
    said = f"{one.class_name} {one.name} {one.account} {one.number}".casefold()
    return (
        wanted.class_name in (ANY, one.class_name)
        and (wanted.lack not in _LACKING or _LACKING[wanted.lack](one))
        and all(word in said for word in wanted.text.casefold().split())
    )


def _course(one: CourseProgress, most: int, now: datetime) -> Row:
    waited = days(one.oldest, now)
    return Row(
        one.course,
        (
            Cell(one.subject),
            Cell(one.year_term),
            Cell("、".join(one.teachers) or "未指定"),
            Cell(f"{one.pending}", one.pending, one.pending / most if most else 0.0),
            Cell(f"{waited} 天" if one.oldest else "", waited, tone="warning" if waited >= LONG else ""),
            Cell(f"{one.decided}", one.decided),
            Cell(f"{one.students}", one.students),
        ),
    )


def _student(one: StudentProgress, caps: tuple[int, int], most: int) -> Row:
    outcomes, diverse = one.picked_outcomes, one.picked_diverse
    return Row(
        one.account,
        (
            Cell(one.class_name),
            Cell(one.seat, int(one.seat) if one.seat.isdecimal() else 0),
            Cell(one.name),
            Cell(f"{one.passed}", one.passed),
            Cell(_of(outcomes, caps[0]), outcomes, _share(outcomes, caps[0])),
            Cell(_of(diverse, caps[1]), diverse, _share(diverse, caps[1])),
            Cell("已簽" if one.consent_outcome else "未簽", int(one.consent_outcome)),
            Cell("已簽" if one.consent_diverse else "未簽", int(one.consent_diverse)),
            Cell(f"{one.receipts_open}", one.receipts_open, _share(one.receipts_open, most)),
        ),
    )


def _of(count: int, cap: int) -> str:
    return f"{count}／{cap}" if cap else f"{count}"


def _share(count: int, cap: int) -> float:
    return min(count / cap, 1.0) if cap else float(count > 0)
