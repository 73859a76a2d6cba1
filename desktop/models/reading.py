"""A record as people read it: labels with their values, and its files by slot. No widgets in here."""

from collections.abc import Mapping

from attrs import frozen

from desktop.models.entry_list import shown
from domain.calendar import iso_day
from domain.codelists import CodeList
from domain.fields import Choice, Day, Field, FileSlot, Flag, Moment, YearTerm
from domain.forms import FORMS, Form
from domain.lifecycle import SENT_BACK
from domain.moments import spoken
from domain.people import School
from domain.profiles import Profile
from domain.records import Attachment, Record
from domain.rules import missing
from domain.windows import instant

Codes = Mapping[str, CodeList]

ENROLMENT_KEYS = ("subject_name", "year_term", "teacher_name")
GRADE_KEYS = ("credits", "grade_text", "qualitative_comment")
HIDDEN = frozenset({"content", "package_sha", "import_serial", "body"})


@frozen
class Pair:
    """One label with what stands behind it. missing: it has to be filled in before anything can be done."""

    label: str
    text: str
    missing: bool = False


def pairs(form: Form, record: Record, profile: Profile, codes: Codes) -> tuple[Pair, ...]:
    """Every field of the form that holds something, and the required ones that do not."""
    found = []
    for field in profile.fields(form):
        if isinstance(field, FileSlot) or field.key in HIDDEN:
            continue
        text = said(form, field, record, codes)
        if text:
            found.append(Pair(field.label, text))
        elif field.required:
            found.append(Pair(field.label, "還沒填", missing=True))
    return tuple(found)


def enrolment_pairs(enrolment: Record | None, profile: Profile, codes: Codes) -> tuple[Pair, ...]:
    """The course that an outcome belongs to; grades only where the profile shows them."""
    if enrolment is None:
        return ()
    form = FORMS["enrolment"]
    keys = ENROLMENT_KEYS + (GRADE_KEYS if profile.outcome.grades_shown else ())
    fields = [field for field in form.fields if field.key in keys]
    told = [(field.label, said(form, field, enrolment, codes)) for field in fields]
    return tuple(Pair(label, text) for label, text in told if text)


def lacking(form: Form, record: Record, school: School) -> str:
    """What has to be added or mended before it can be sent or picked: labels of holes, sentences of faults."""
    labels = {field.key: field.label for field in school.profile.fields(form)}
    found = []
    for problem in missing(record, form, school):
        key = problem.field_key
        hole = key in labels and not record.values.get(key) and key not in record.files
        found.append(labels[key] if hole else problem.sentence)
    return "、".join(dict.fromkeys(found))


def said(form: Form, field: Field, record: Record, codes: Codes) -> str:
    """The value of a field in words, "" for nothing."""
    match field:
        case Flag():
            return "是" if record.values.get(field.key) is True else ""
        case Moment():
            return spoken(record.text(field.key), field.end)
        case Day():
            return day(record.text(field.key))
        case Choice() | YearTerm():
            return shown(form, field.key, record, codes)
    return record.text(field.key)


def files(form: Form, record: Record, profile: Profile) -> tuple[tuple[str, Attachment], ...]:
    """(label of the slot, file) of every slot that holds one, in the form's order."""
    slots = [field for field in profile.fields(form) if isinstance(field, FileSlot)]
    return tuple((slot.label, record.files[slot.key]) for slot in slots if slot.key in record.files)


def day(text: str) -> str:
    """ "2026-02-28" as "2026 年 2 月 28 日"; anything else as it is."""
    try:
        date = iso_day(text)
    except ValueError:
        return text
    return f"{date.year} 年 {date.month} 月 {date.day} 日"


DECISION = (("送出", "submitted_at"), ("認證", "decided_at"))


def certification(record: Record) -> str:
    """When an outcome was sent and when it was decided (SB §1.3 4); "" for neither."""
    dates = [(label, moment(record.srv.get(key))) for label, key in DECISION]
    return " · ".join(f"{label}日期 {when}" for label, when in dates if when)


def certification_short(record: Record, codes: Codes) -> str:
    """The same in little room, with what was said of one that came back (SB §1.3 5)."""
    dates = [(label, moment(record.srv.get(key))) for label, key in DECISION]
    parts = [f"{when.rpartition(' ')[0]}{label}" for label, when in dates if when]
    told = remarks(record, codes) if record.state in SENT_BACK else ""
    return " · ".join([f"意見：{told}", *parts] if told else parts)


def moment(text: object) -> str:
    """A UTC instant as "2 月 28 日 14:05" of this computer's zone; "" for none."""
    try:
        found = instant(str(text or ""))
    except ValueError:
        return ""
    if found is None:
        return ""
    here = found.astimezone()
    return f"{here.month} 月 {here.day} 日 {here:%H:%M}"


def remarks(record: Record, codes: Codes) -> str:
    """What the teacher gave as reasons and comment, in one sentence; "" for nothing."""
    reasons = [codes["rejection_reason"].label(str(code)) for code in record.srv.get("reasons") or ()]
    comment = str(record.srv.get("comment") or "")
    return "；".join([*reasons, comment] if comment else reasons)
