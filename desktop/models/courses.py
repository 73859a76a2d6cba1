"""The courses of a student as list lines: subject, term, mode, credits, and how many outcomes are left to add."""

from collections.abc import Iterable, Mapping, Sequence

from desktop.models.entry_list import Line
from domain.calendar import parse_term, term_label
from domain.codelists import CodeList
from domain.forms import FORMS
from domain.people import School
from domain.records import Record

ALL = ""


def modes(codes: Mapping[str, CodeList]) -> list[tuple[str, str]]:
    """學期, 補修, 重修 and so on, with 全部 first (SA §4-1 1)."""
    return [(ALL, "全部"), *((entry.code, entry.label) for entry in codes["enrolment_mode"].entries)]


def terms(enrolments: Iterable[Record]) -> list[tuple[str, str]]:
    """The terms that occur, newest first."""
    found = {record.text("year_term") for record in enrolments if record.text("year_term")}
    return [(value, term_label(value)) for value in sorted(found, reverse=True)]


def choices(enrolments: Iterable[Record]) -> list[tuple[str, str]]:
    """Everything, then each year with its terms; "114-" is the whole year."""
    every: list[tuple[str, str]] = [(ALL, "全部學期")]
    for value, label in terms(enrolments):
        whole = f"{_year(value)}-"
        if whole not in dict(every):
            every.append((whole, f"{_year(value)} 學年度（全年）"))
        every.append((value, label))
    return every


def filtered(enrolments: Iterable[Record], term: str, mode: str) -> list[Record]:
    """Those of the term (or year: "114-") and mode, "" for any; newest term first, then by subject."""
    kept = [
        r for r in enrolments if _within(r.text("year_term"), term) and mode in ("", r.text("enrolment_mode"))
    ]
    by_name = sorted(kept, key=lambda r: r.text("subject_name"))
    return sorted(by_name, key=lambda r: r.text("year_term"), reverse=True)


def _within(value: str, wanted: str) -> bool:
    return value.startswith(wanted) if wanted.endswith("-") else wanted in ("", value)


def start_of(enrolments: Iterable[Record], school: School) -> str:
    """What is asked for first: the newest term, or the newest year where terms of several kinds stand side by side."""
    found = [value for value, _ in terms(enrolments)]
    if not found:
        return ALL
    return found[0] if school.profile.enrolment_modes else f"{found[0].partition('-')[0]}-"


def line(enrolment: Record, outcomes: Sequence[Record], school: School) -> Line:
    """One course with the profile's columns; the pill says what is left to add."""
    written = [r for r in outcomes if r.parent == enrolment.id and not r.deleted]
    left = remaining(enrolment, len(written), school)
    parts = [_cell(column, enrolment, school) for column in school.profile.outcome.columns]
    subtitle = " · ".join(part for part in (*parts, enrolment.text("teacher_name")) if part)
    pill = "可新增" if left is None else f"可新增 {left} 件" if left else "已達上限"
    tone = "accent" if left is None or left else "neutral"
    counted = "outcome_count" in school.profile.outcome.columns
    meta = f"成果數量 {len(written)}" if counted else f"已寫 {len(written)} 件" if written else ""
    return Line(enrolment, enrolment.text("subject_name"), subtitle, meta, pill, tone, "book")


def _cell(column: str, enrolment: Record, school: School) -> str:
    """What a column of the profile says of the course, "" for nothing and for what stands elsewhere in the line."""
    value = enrolment.text(column)
    match column:
        case "year_term":
            return (
                term_label(value) if "term" not in school.profile.outcome.columns else f"{_year(value)} 學年"
            )
        case "term_type" | "term":
            return _term(column, enrolment.text("year_term"))
        case "enrolment_mode":
            return school.codes["enrolment_mode"].label(value)
        case "grade_level":
            return f"{value} 年級" if value else ""
        case "subject_name" | "remaining_quota" | "outcome_count":
            return ""
    return f"{_labels(school)[column]} {value}" if value else ""


def _labels(school: School) -> dict[str, str]:
    return {one.key: one.label for one in school.profile.fields(FORMS["enrolment"])}


def _year(text: str) -> str:
    return text.partition("-")[0]


def _term(column: str, text: str) -> str:
    try:
        term = parse_term(text)
    except ValueError:
        return ""
    if column == "term_type":
        return term.term_type
    return f"第 {term.number} 學期" if term.number != term.term_type else ""


def remaining(enrolment: Record, written: int, school: School) -> int | None:
    """可新增數量; None without a limit."""
    stated = enrolment.text("quota")
    quota = int(stated) if stated.isdigit() else school.settings.outcome_quota
    return max(0, quota - written) if quota else None
