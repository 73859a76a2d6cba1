"""What a student may pick for the national database: rows by year or form, what keeps one from being picked, the count.

Ticks are wishes until they are confirmed; `changes` is what a confirmation would carry. No widgets in here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from desktop.desk import Desk
from desktop.models import reading
from desktop.models.entry_list import Line, subtitle_of, title_of
from domain import knowledge, rules
from domain.forms import DIVERSE, FORMS
from domain.intents import Action
from domain.lifecycle import SELECTION_LABELS, TICKED
from domain.people import Facts, School
from domain.records import Record
from domain.refusals import Refused, Verdict

FIXED = frozenset({"locked", "submitted"})
WINDOWS = {"outcome": "outcome_select", "diverse": "diverse_select"}
FORMS_OF = {"outcome": ("course_outcome",), "diverse": tuple(form.key for form in DIVERSE)}
WINDOW_CODES = frozenset({"closed", "not_open"})


@frozen
class Choice:
    """One record that could be picked. blocked: why its box cannot be ticked or cleared, "" when it can."""

    record: Record
    year: str
    group: str
    parent: Record | None = None
    blocked: str = ""
    code: str = ""

    @property
    def subject(self) -> str:
        return self.parent.text("subject_name") if self.parent else ""

    @property
    def fixed(self) -> bool:
        """The school has locked it or sent it on; it counts and stays."""
        return self.record.selection in FIXED

    @property
    def picked(self) -> bool:
        return self.record.selection in TICKED


@frozen
class Tally:
    """How many are picked for a year. cap 0: no limit."""

    year: str
    count: int
    cap: int

    @property
    def over(self) -> bool:
        return bool(self.cap) and self.count > self.cap

    @property
    def short(self) -> str:
        return f"已勾 {self.count}／{self.cap}" if self.cap else f"已勾 {self.count}"

    @property
    def text(self) -> str:
        text = f"已勾 {self.count}／上限 {self.cap}" if self.cap else f"已勾 {self.count} 件"
        return f"{text}，超過 {self.count - self.cap} 件" if self.over else text


class Ballot:
    """The choices of one kind ("outcome" or "diverse") and the ticks that are not confirmed yet."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.choices: tuple[Choice, ...] = ()
        self.year = ""
        self._cap = 0
        self._wanted: dict[str, bool] = {}

    # ---- reading

    def read(self, desk: Desk) -> None:
        """Look again; ticks that were made and not confirmed stay as they are."""
        school = desk.school()
        settings = school.settings
        self.year = str(settings.school_year or "")
        self._cap = settings.outcome_cap if self.kind == "outcome" else settings.diverse_cap
        parents = {entry.record.id: entry.record for entry in desk.entries("enrolment")}
        records = _records(desk, self.kind)
        facts = desk.facts_each(records)
        found = [
            self._choice(desk, school, record, fact, parents.get(record.parent))
            for record, fact in zip(records, facts, strict=True)
        ]
        order = {key: place for place, key in enumerate(FORMS_OF["diverse"])}
        found.sort(
            key=lambda one: (order.get(one.record.form, 0), -_number(one.year), one.subject, one.record.id)
        )
        self.choices = tuple(found)
        self._wanted = {key: on for key, on in self._wanted.items() if self._differs(key, on)}

    def groups(self) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        """(heading, choices): outcomes by school year, 多元表現 by form."""
        names = dict.fromkeys(choice.group for choice in self.choices)
        return tuple((name, tuple(c for c in self.choices if c.group == name)) for name in names)

    # ---- ticking

    def mark(self, ticked: Iterable[str]) -> None:
        """These are ticked now and no others; what cannot be changed is left alone."""
        on = frozenset(ticked)
        free = [choice for choice in self.choices if not choice.blocked]
        self._wanted = {c.record.id: c.record.id in on for c in free if (c.record.id in on) != c.picked}

    def forget(self) -> None:
        """Take back the ticks that were not confirmed."""
        self._wanted = {}

    def ticked(self) -> frozenset[str]:
        """What is ticked: confirmed, wished for, or fixed by the school."""
        return frozenset(c.record.id for c in self.choices if self._on(c))

    def changes(self) -> Mapping[str, bool]:
        """{record id: picked or not} that a confirmation would carry."""
        return dict(self._wanted)

    def tallies(self) -> tuple[Tally, ...]:
        """The count of each year that something is picked for, the school's year first and always."""
        count = Counter(choice.year for choice in self.choices if self._on(choice))
        years = sorted({self.year, *count}, key=lambda year: (year != self.year, -_number(year)))
        return tuple(Tally(year, count[year], self._cap) for year in years)

    @property
    def over(self) -> bool:
        return any(tally.over for tally in self.tallies())

    def _on(self, choice: Choice) -> bool:
        return choice.fixed or self._wanted.get(choice.record.id, choice.picked)

    def _differs(self, record: str, on: bool) -> bool:
        found = next((choice for choice in self.choices if choice.record.id == record), None)
        return found is not None and not found.blocked and found.picked != on

    def _choice(
        self, desk: Desk, school: School, record: Record, facts: Facts, parent: Record | None
    ) -> Choice:
        year = knowledge.year_of(record, parent)
        group = f"{year} 學年度" if self.kind == "outcome" else desk.profile.title_of(FORMS[record.form])
        verdict = _verdict(desk, school, record, facts)
        blocked = verdict.text if isinstance(verdict, Refused) else ""
        if isinstance(verdict, Refused) and verdict.code == "incomplete":
            blocked = "還缺：" + reading.lacking(FORMS[record.form], record, school)
        return Choice(
            record, year, group, parent, blocked, verdict.code if isinstance(verdict, Refused) else ""
        )


def line(choice: Choice, desk: Desk) -> Line:
    """The row of a choice; one that cannot be ticked says why in its second line."""
    record, parent = choice.record, choice.parent
    form = FORMS[record.form]
    title = title_of(form, record)
    subtitle = subtitle_of(form, record, desk.codes)
    meta = record.text("year_term")
    if parent is not None:
        title, subtitle = parent.text("subject_name") or title, title
        meta = parent.text("year_term")
    if choice.blocked and not choice.fixed and choice.code not in WINDOW_CODES:
        subtitle = choice.blocked
    pill = SELECTION_LABELS[record.selection] if record.selection != "none" else ""
    tone = "success" if choice.fixed else "accent"
    return Line(record, title, subtitle, meta, pill, tone, _icon(record), checkable=not choice.blocked)


def consented(desk: Desk, kind: str) -> bool:
    """Whether the person has agreed for the school's year; also when the school asks for no agreement."""
    if not desk.consent_text(kind)[0]:
        return True
    year = str(desk.school().settings.school_year or "")
    given = [entry.record for entry in desk.entries("consent") if entry.record.owner == desk.actor.id]
    return any(r.text("kind") == kind and r.text("school_year") in ("", year) for r in given)


def years_to_agree(desk: Desk, kind: str) -> tuple[str, ...]:
    """The school years that the agreement is given for: the school's own and those of what may be picked."""
    parents = {entry.record.id: entry.record for entry in desk.entries("enrolment")}
    found = {knowledge.year_of(record, parents.get(record.parent)) for record in _records(desk, kind)}
    own = str(desk.school().settings.school_year or "")
    return tuple(sorted({own, *found} - {""}))


def _records(desk: Desk, kind: str) -> list[Record]:
    """A student's own records of the kind; of outcomes only those that passed."""
    found = [entry.record for entry in desk.entries(FORMS_OF[kind])]
    mine = [record for record in found if record.owner == desk.actor.id]
    return [record for record in mine if kind != "outcome" or record.state == "passed"]


def _verdict(desk: Desk, school: School, record: Record, facts: Facts) -> Verdict:
    """May its box be changed at all? The cap and the agreement are asked of the whole, not of one row."""
    action = Action.DESELECT if record.selection in TICKED else Action.SELECT
    return rules.may(desk.actor, action, record, school, evolve(facts, picked=0, consented=True))


def _number(year: str) -> int:
    return int(year) if year.isdigit() else 0


def _icon(record: Record) -> str:
    return "attach" if record.files else "file"
