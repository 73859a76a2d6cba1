"""The lists an office brings: which columns each has, what may be chosen in them, and an empty one to fill in.

Reading (derive/listing) and judging (the school) follow the same columns. What a list leaves out stays as it is.
"""

from collections.abc import Mapping, Sequence

from attrs import frozen

from derive.listing import ACCOUNT
from derive.sheet_writing import Sheet, book_of
from derive.sheets import Codes
from domain.fields import Choice, Day, Field, Number, Text, YearTerm
from domain.forms import FORMS
from domain.people import ROLE_LABELS

NAME, ROLE, PASSWORD, EMAIL, COURSE, TEACHER = "姓名", "身分", "密碼", "Email", "課程", "教師帳號"
PERSON_KEYS = ("student_number", "grade_level", "class_name", "seat")
SPARE = 2_000
"""Empty rows in which a template offers its choices."""


@frozen
class Roll:
    """One kind of list. forms: whose fields its columns are; notes: what a person must know to fill it in."""

    key: str
    title: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    form: str
    notes: tuple[str, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return (*self.required, *self.optional)

    def field(self, heading: str) -> Field | None:
        """The field that a column fills, None for what is no field of the form."""
        return next((one for one in FORMS[self.form].values_fields if one.label == heading), None)


def _labels(form: str, required: bool) -> tuple[str, ...]:
    return tuple(one.label for one in FORMS[form].values_fields if one.required is required)


ROLLS: Mapping[str, Roll] = {
    one.key: one
    for one in (
        Roll(
            "users",
            "人員",
            (ACCOUNT, NAME, ROLE),
            (EMAIL, *(FORMS["person"].field(key).label for key in PERSON_KEYS)),
            "person",
            (
                "帳號用小寫英文、數字、點、底線或減號；同一個帳號再匯入就是更新，空白的格子不會清掉原來的資料。",
                "新帳號沒有密碼，匯入後在「初始密碼」產生並列印給本人。",
                "年級是學生在本學年度的年級，提交名冊會用到；升級後請再匯入一次。",
            ),
        ),
        Roll(
            "courses",
            "任教",
            (COURSE, TEACHER),
            (),
            "enrolment",
            ("一門課有幾位老師就寫幾列。", "課程是學校自訂的代號，要和修課名單一致；各學期用不同代號。"),
        ),
        Roll(
            "enrolments",
            "修課",
            (ACCOUNT, *_labels("enrolment", required=True)),
            _labels("enrolment", required=False),
            "enrolment",
            (
                "帳號、課程、學年期相同就是同一筆，再匯入就是更新；空白的格子不會清掉原來的資料。",
                "課程代碼是 23 碼，照課程計畫平臺公告的填，前三碼是入學學年度。",
                "學年期寫成 114-1；不分學期寫 114-0。",
            ),
        ),
        Roll(
            "cadres",
            "校內幹部",
            (ACCOUNT, *_labels("school_cadre", required=True)),
            _labels("school_cadre", required=False),
            "school_cadre",
            ("帳號、學年期、單位與職務相同就是同一筆，再匯入就是更新。", "學年期寫成 114-1。"),
        ),
        Roll(
            "guides",
            "輔導對象",
            (TEACHER, FORMS["guidance"].field("kind").label),
            tuple(FORMS["guidance"].field(key).label for key in ("class_name", "student", "school_year")),
            "guidance",
            (
                "班級和學生帳號填其中一個：整班，或一位學生。班級的字要和人員名單一致。",
                "學年度寫成 114，留白就每年都算；過了那個學年度，老師電腦裡的資料會移除。",
                "匯入只會增加，不會取消；要取消請在學校主機用 licheng-school guide end。",
            ),
        ),
    )
}


def template(roll: Roll, codes: Codes, school_year: int) -> bytes:
    """An empty list: its headings, drop-downs where something is to be chosen, and a page that explains the columns."""
    header = [(one, max(12, 2 * len(one) + 4)) for one in roll.headings]
    choices = {
        place: words
        for place, one in enumerate(roll.headings)
        if (words := _choices(roll, one, codes, school_year))
    }
    first = Sheet(roll.title, header, choices=choices, spare=SPARE)
    told = [
        (one, "必填" if one in roll.required else "可空白", _shape(roll, one, codes, school_year))
        for one in roll.headings
    ]
    rules = [("", "", note) for note in ("整份名單都對才會匯入；有一格不對就什麼都不改。", *roll.notes)]
    about = Sheet("填寫說明", (("欄位", 26), ("必填", 10), ("怎麼填", 80)), [*told, *rules], plain=True)
    return book_of([first, about])


def _choices(roll: Roll, heading: str, codes: Codes, school_year: int) -> Sequence[str]:
    if heading == ROLE:
        return tuple(ROLE_LABELS.values())
    one = roll.field(heading)
    if not isinstance(one, Choice) or one.codes not in codes:
        return ()
    return tuple(code.label for code in codes[one.codes].active(school_year))


def _shape(roll: Roll, heading: str, codes: Codes, school_year: int) -> str:
    offered = _choices(roll, heading, codes, school_year)
    if offered:
        return "從清單選：" + "、".join(offered)
    one = roll.field(heading)
    match one:
        case Day():
            return "日期，例如 2026-02-28 或 115/02/28"
        case YearTerm():
            return "例如 114-1"
        case Number():
            return f"數字{f'，最大 {one.maximum}' if one.maximum else ''}"
        case Text():
            return f"文字，{one.limit} 字以內"
        case _:
            return "登入用的帳號" if heading in (ACCOUNT, TEACHER) else "文字"
