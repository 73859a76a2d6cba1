"""名冊: what a school hands in to the national database, which records belong to it, and which columns it has.

Order and names of the columns follow what is known of the older template and of the receipts; the official one was
not found, so they stand here as data and nowhere else. Student-filled rosters are one a school year, cadres one a term.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from attrs import frozen

from domain.codelists import CodeList
from domain.fields import Field, Link
from domain.forms import DIVERSE, FORMS, Form
from domain.lifecycle import FROZEN_SELECTIONS
from domain.records import Record

COVER = "封面"
COVER_HEADINGS = ("學校代碼", "學年度", "學期", "名冊別")
IDENTITY_HEADINGS = ("身分證號", "出生日期")
EXTERNAL_LINK = "外部影音連結"
YEARLY = "0"
CADRES, DIVERSES, OUTCOMES, EVENING = "school_cadre", "diverse", "course_outcome", "course_outcome_night"
_GRADES: Mapping[str, tuple[str, ...]] = MappingProxyType({"12": ("1", "2"), "3-1": ("3",), "3-2": ("3",)})


@frozen
class Roster:
    """One roster of the ministry's list. kind: what stands in it; grades: whose."""

    code: str
    label: str
    kind: str
    grades: tuple[str, ...]

    @property
    def by_term(self) -> bool:
        """Whether there is one for each term; else one for the year."""
        return self.kind == CADRES

    @property
    def picked(self) -> bool:
        """Whether students choose what stands in it."""
        return self.kind != CADRES

    @property
    def forms(self) -> tuple[Form, ...]:
        if self.kind == DIVERSES:
            return DIVERSE
        return (FORMS["school_cadre" if self.kind == CADRES else "course_outcome"],)


@frozen
class Entry:
    """One line of a roster. parent: the enrolment of an outcome; person: whose it is, None when nobody is known."""

    record: Record
    parent: Record | None = None
    person: Record | None = None

    @property
    def mode(self) -> str:
        """修習方式; a school without them teaches everybody in the ordinary way."""
        return (self.parent.text("enrolment_mode") if self.parent is not None else "") or "semester"


@frozen
class CourseColumn:
    """A column that comes from the course. part: of a school year and term, "year" or "term", else ""."""

    title: str
    key: str
    part: str = ""
    required: bool = True


_THE_COURSE = (
    CourseColumn("課程代碼", "course_code"),
    CourseColumn("科目名稱", "subject_name"),
    CourseColumn("開課年級", "grade_level"),
    CourseColumn("修課學分", "credits"),
    CourseColumn("實際修課學年度", "year_term", "year"),
    CourseColumn("實際修課學期", "year_term", "term"),
)
_BEFORE = (
    CourseColumn("原修課學年度", "original_year_term", "year"),
    CourseColumn("原修課學期", "original_year_term", "term"),
    CourseColumn("原修課課程代碼", "original_course_code"),
    CourseColumn("原修課科目名稱", "original_subject_name"),
    CourseColumn("原修課開課年級", "original_grade_level"),
    CourseColumn("原修課學分", "original_credits"),
)

COURSE_COLUMNS: Mapping[str, tuple[CourseColumn, ...]] = MappingProxyType(
    {
        "semester": _THE_COURSE,
        "makeup": (
            *_THE_COURSE,
            CourseColumn("應修課學年度", "original_year_term", "year"),
            CourseColumn("應修課學期", "original_year_term", "term"),
            CourseColumn("補修方式", "makeup_method"),
        ),
        "retake": (*_THE_COURSE, *_BEFORE, CourseColumn("重修方式", "retake_method")),
        "repeat": _THE_COURSE,
        "transfer": (*_THE_COURSE, CourseColumn("原修課學校代碼", "original_school_code"), *_BEFORE),
        "exchange": (
            *_THE_COURSE,
            CourseColumn("借讀學校代碼", "original_school_code"),
            CourseColumn("借讀課程代碼", "original_course_code", required=False),
            CourseColumn("借讀科目名稱", "original_subject_name", required=False),
        ),
    }
)
"""What each way of taking a course says of it, in the roster's order."""

EVENING_SHEETS: Mapping[str, str] = MappingProxyType(
    {
        "semester": "進修部學期課程學習成果",
        "transfer": "進修部轉學(轉科)課程學習成果",
        "exchange": "進修部借讀課程學習成果",
    }
)
EVENING_TITLES: Mapping[str, str] = MappingProxyType({"修課學分": "修課節數", "原修課學分": "原修課節數"})


def is_evening(school_code: str) -> bool:
    """Whether the code is that of a 進修部: it has a letter."""
    return any(one.isalpha() for one in school_code)


def known(codes: CodeList, school_code: str, school_year: int) -> tuple[Roster, ...]:
    """The rosters that this school can hand in, in the list's order."""
    left_out = OUTCOMES if is_evening(school_code) else EVENING
    found = (
        Roster(one.code, one.label, one.extra.get("form", ""), _GRADES[one.extra["batch"]])
        for one in codes.active(school_year)
        if one.extra.get("batch") in _GRADES
    )
    return tuple(one for one in found if one.kind != left_out)


def sheets_of(roster: Roster, modes: CodeList) -> Mapping[str, str]:
    """Form key, or 修習方式 of outcomes, to the sheet's name; every sheet is there, also an empty one."""
    if roster.kind == EVENING:
        return EVENING_SHEETS
    if roster.kind == OUTCOMES:
        return {one.code: one.extra["sheet"] for one in modes.entries if one.code in COURSE_COLUMNS}
    return {form.key: form.sheet for form in roster.forms}


def national_fields(form: Form) -> Iterator[Field]:
    """The fields of a form that the national database takes; the school year stands on the cover."""
    for one in form.fields:
        if not one.local_only and one.key != "year_term":
            yield one


def heading(one: Field) -> str:
    """What the roster calls the field."""
    return EXTERNAL_LINK if isinstance(one, Link) else one.national or one.label


def grade_in(person: Record | None, school_year: int, year: int) -> str:
    """In which grade somebody was in that school year, "" when it is not known."""
    now = person.text("grade_level") if person is not None else ""
    return str(int(now) - (school_year - year)) if now.isascii() and now.isdigit() else ""


def belongs(roster: Roster, entry: Entry, year: int, term: str, school_year: int) -> bool:
    """Whether the record is to stand in this roster. Who is in an unknown grade stands in each, to be told of."""
    record, source = entry.record, entry.parent or entry.record
    own_year, _, own_term = source.text("year_term").partition("-")
    if record.deleted or own_year != str(year) or (roster.by_term and own_term != term):
        return False
    if roster.picked and record.selection not in FROZEN_SELECTIONS:
        return False
    grade = grade_in(entry.person, school_year, year)
    return not grade or grade in roster.grades
