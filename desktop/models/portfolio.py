"""Which records go into a portfolio, in which order, and each as it is printed. No widgets and no PDF in here."""

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import frozen

from desktop.desk import Desk
from desktop.models import reading
from desktop.models.entry_list import Line as EntryLine, status_of, subtitle_of, title_of
from desktop.paper.book import Cover, Entry, File, Line, Portfolio
from domain.calendar import ROC, term_label
from domain.fields import Day
from domain.forms import FORMS, HELD
from domain.lifecycle import FROZEN_SELECTIONS
from domain.records import Attachment, Record

TITLE = "學習歷程檔案"
BY_FORM, NEWEST, OLDEST = "form", "newest", "oldest"
ORDERS = ((BY_FORM, "依類型"), (NEWEST, "新到舊"), (OLDEST, "舊到新"))
ALL, SELECTED, CERTIFIED = "all", "selected", "certified"
SCOPES = ((ALL, "全部"), (SELECTED, "只要已勾選"), (CERTIFIED, "只要認證通過"))
NOT_HERE = "這個檔案還沒下載到這台電腦。"


@frozen
class Filter:
    """What to choose from. year_term: "" for all, "114" or "114-1"; forms: () for all."""

    year_term: str = ""
    scope: str = ALL
    forms: tuple[str, ...] = ()
    order: str = BY_FORM


@frozen
class Chosen:
    """A record that may go in, with the course it belongs to."""

    record: Record
    parent: Record | None = None

    @property
    def term(self) -> str:
        return self.record.text("year_term") or (self.parent.text("year_term") if self.parent else "")


def candidates(desk: Desk, wanted: Filter) -> tuple[Chosen, ...]:
    """The person's own records that fit, in the wanted order."""
    found = [one for one in everything(desk) if _fits(one, wanted)]
    if wanted.order == BY_FORM:
        return tuple(found)
    return tuple(sorted(found, key=_time, reverse=wanted.order == NEWEST))


def everything(desk: Desk) -> tuple[Chosen, ...]:
    """All that the person has, form by form, newest first."""
    found = []
    for form in HELD:
        for entry in desk.entries(form.key):
            record = entry.record
            if record.owner == desk.actor.id and not record.deleted:
                parent = desk.record(record.parent) if record.parent else None
                found.append(Chosen(record, parent))
    return tuple(found)


def terms(found: Iterable[Chosen]) -> tuple[tuple[str, str], ...]:
    """(code, words) of every year and term that something is of, the latest first."""
    codes = {one.term for one in found if one.term}
    years = {code.partition("-")[0] for code in codes}
    every = sorted(
        codes | years, key=lambda code: (code.partition("-")[0], "-" not in code, code), reverse=True
    )
    return tuple((code, term_label(code) if "-" in code else f"{code} 學年度") for code in every)


def cover(desk: Desk, today: date) -> Cover:
    """What the cover says unless the person writes something else."""
    me = next(
        (e.record for e in desk.entries("person") if desk.actor.id in (e.record.id, e.record.owner)), None
    )
    taken = next((e.record for e in desk.entries("enrolment") if e.record.owner == desk.actor.id), None)
    group = (me.text("class_name") if me else "") or (taken.text("class_name") if taken else "")
    day = f"中華民國 {today.year - ROC} 年 {today.month} 月 {today.day} 日"
    return Cover(TITLE, desk.identity.school, desk.identity.name, group, day)


def heading(one: Chosen) -> str:
    """The title of a record on paper: an outcome is known by its course."""
    if one.parent is not None:
        return one.parent.text("subject_name") or title_of(FORMS[one.record.form], one.record)
    return title_of(FORMS[one.record.form], one.record)


def under(desk: Desk, one: Chosen) -> str:
    """The quiet line below it."""
    if one.parent is not None:
        return " · ".join(
            part for part in (term_label(one.term), title_of(FORMS[one.record.form], one.record)) if part
        )
    return subtitle_of(FORMS[one.record.form], one.record, desk.codes)


def book(
    desk: Desk, chosen: Sequence[Chosen], front: Cover, files: bool = True, alone: bool = False
) -> Portfolio:
    """The records as they are printed. alone: one record, without cover and contents."""
    return Portfolio(front, tuple(_entry(desk, one, files) for one in chosen), front=not alone)


def section_of(desk: Desk, form: str) -> str:
    """What the menu has the form under."""
    for item in desk.profile.menu_of("student"):
        if item.key == form or any(form in (line.key, line.form) for line in item.items):
            return item.label
    return FORMS[form].category


def _entry(desk: Desk, one: Chosen, files: bool) -> Entry:
    form, record = FORMS[one.record.form], one.record
    pairs = reading.enrolment_pairs(one.parent, desk.profile, desk.codes)
    pairs += tuple(pair for pair in reading.pairs(form, record, desk.profile, desk.codes) if not pair.missing)
    word, tone = status_of(record)
    said = [word, str(record.srv.get("decided_by") or ""), reading.moment(record.srv.get("decided_at"))]
    held = reading.files(form, record, desk.profile) if files else ()
    return Entry(
        id=record.id,
        section=section_of(desk, form.key),
        form=desk.profile.title_of(form),
        title=heading(one),
        subtitle="" if one.parent is not None else subtitle_of(form, record, desk.codes),
        lines=tuple(Line(pair.label, pair.text) for pair in pairs),
        state="　".join(part for part in said if part) if word else "",
        tone=tone,
        remark=reading.remarks(record, desk.codes),
        files=tuple(_file(desk, label, attached) for label, attached in held),
    )


def _file(desk: Desk, label: str, attached: Attachment) -> File:
    kind = "pdf" if attached.mime == "application/pdf" else attached.mime.partition("/")[0]
    gone = "" if desk.blobs.has(attached.sha256) else NOT_HERE
    return File(label, attached.name, kind, attached.size, attached.sha256, gone)


def _fits(one: Chosen, wanted: Filter) -> bool:
    if wanted.forms and one.record.form not in wanted.forms:
        return False
    if wanted.scope == SELECTED and one.record.selection not in FROZEN_SELECTIONS:
        return False
    if wanted.scope == CERTIFIED and one.record.state != "passed":
        return False
    return wanted.year_term in ("", one.term, one.term.partition("-")[0])


def _time(one: Chosen) -> tuple[str, str, str]:
    """The term, then the first day that the record names, then when it was begun."""
    days = [one.record.text(f.key) for f in FORMS[one.record.form].fields if isinstance(f, Day)]
    return one.term, next((day for day in days if day), ""), one.record.id


class Picking:
    """What the person took out, and the order given by hand."""

    def __init__(self) -> None:
        self.left_out: set[str] = set()
        self._by_hand: list[str] = []

    def arranged(self, found: Sequence[Chosen]) -> tuple[Chosen, ...]:
        """By hand where that was done; what came later stands last."""
        places = {record: place for place, record in enumerate(self._by_hand)}
        return tuple(sorted(found, key=lambda one: places.get(one.record.id, len(places))))

    def move(self, shown: Sequence[Chosen], record: str, step: int) -> None:
        """One place up (-1) or down (1) among those shown."""
        order = [one.record.id for one in shown]
        place = order.index(record)
        target = min(max(place + step, 0), len(order) - 1)
        order.insert(target, order.pop(place))
        self._by_hand = order

    def forget_order(self) -> None:
        self._by_hand = []

    def mark(self, shown: Sequence[Chosen], ticked: Iterable[str]) -> None:
        """Of those shown exactly these stay in."""
        inside = set(ticked)
        every = {one.record.id for one in shown}
        self.left_out = (self.left_out - every) | (every - inside)

    def inside(self, shown: Sequence[Chosen]) -> tuple[Chosen, ...]:
        return tuple(one for one in shown if one.record.id not in self.left_out)


def line(desk: Desk, one: Chosen) -> EntryLine:
    """A record as the list shows it."""
    pill, tone = status_of(one.record)
    count = len(one.record.files)
    meta = f"{count} 個檔案" if count else ""
    title = desk.profile.title_of(FORMS[one.record.form])
    quiet = " · ".join(part for part in (title, under(desk, one)) if part)
    return EntryLine(one.record, heading(one), quiet, meta, pill, tone, checkable=True)


def measure(chosen: Sequence[Chosen], files: bool) -> tuple[int, int]:
    """How many files it comes to, and how many bytes."""
    sizes = [file.size for one in chosen for file in one.record.files.values()] if files else []
    return len(sizes), sum(sizes)
