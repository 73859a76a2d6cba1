"""The courses of a student as list lines: subject, term, mode, credits, and how many outcomes are left to add."""

from collections.abc import Iterable, Mapping, Sequence

from desktop.models.entry_list import Line
from domain.calendar import term_label
from domain.codelists import CodeList
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


def filtered(enrolments: Iterable[Record], term: str, mode: str) -> list[Record]:
    """Those of the term and mode, "" for any; newest term first, then by subject."""
    kept = [
        r for r in enrolments if term in ("", r.text("year_term")) and mode in ("", r.text("enrolment_mode"))
    ]
    by_name = sorted(kept, key=lambda r: r.text("subject_name"))
    return sorted(by_name, key=lambda r: r.text("year_term"), reverse=True)


def line(enrolment: Record, outcomes: Sequence[Record], school: School) -> Line:
    """One course; the pill says what is left to add."""
    written = [r for r in outcomes if r.parent == enrolment.id and not r.deleted]
    left = remaining(enrolment, len(written), school)
    parts = [
        term_label(enrolment.text("year_term")),
        school.codes["enrolment_mode"].label(enrolment.text("enrolment_mode"))
        if school.profile.enrolment_modes
        else "",
        f"{enrolment.text('grade_level')} 年級" if enrolment.text("grade_level") else "",
        f"{enrolment.text('credits')} 學分" if enrolment.text("credits") else "",
        enrolment.text("teacher_name"),
        f"成績 {enrolment.text('grade_text')}"
        if school.profile.outcome.grades_shown and enrolment.text("grade_text")
        else "",
        enrolment.text("qualitative_comment") if school.profile.outcome.grades_shown else "",
    ]
    subtitle = " · ".join(part for part in parts if part)
    pill = "可新增" if left is None else f"可新增 {left} 件" if left else "已達上限"
    tone = "accent" if left is None or left else "neutral"
    meta = f"已寫 {len(written)} 件" if written else ""
    return Line(enrolment, enrolment.text("subject_name"), subtitle, meta, pill, tone, "book")


def remaining(enrolment: Record, written: int, school: School) -> int | None:
    """可新增數量; None without a limit."""
    stated = enrolment.text("quota")
    quota = int(stated) if stated.isdigit() else school.settings.outcome_quota
    return max(0, quota - written) if quota else None
