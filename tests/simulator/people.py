"""People at their computers: what they do, drawn from few records, few fields and few values, so that they collide."""

from collections.abc import Callable
from datetime import datetime

from attrs import define, field

from domain import intents
from domain.intents import Action
from domain.records import Attachment, Record
from tests.fakes.memory import MemoryBlobs
from tests.simulator.world import World

TEXTS = {
    "course_outcome": ("summary", "document_note"),
    "competition": ("description", "award"),
}
FIRST = {
    "course_outcome": {},
    "competition": {
        "year_term": "114-1",
        "competition_name": "數學競賽",
        "event_category": "個人",
        "competition_field": "local-science",
        "competition_level": "1",
        "result_date": "2025-11-30",
        "participation_type": "1",
    },
}
SLOT = "document_file"
FEW = ("甲", "乙", "丙")
NEWER = "field_of_tomorrow"
MIME = "application/pdf"


@define
class Student:
    """What both computers of a student know of: the ids of the records that there may be. enrolment: id."""

    account: str
    enrolment: str
    known: list[tuple[str, str]] = field(factory=list)
    last: str = ""


@define
class Hand:
    """One computer's keyboard: turns a draw of the dice into an intent in the store."""

    world: World
    store: object
    blobs: MemoryBlobs
    now: Callable[[], datetime]
    said: list[tuple[str, str, object]] = field(factory=list)

    def say(self, action: Action, record: str, form: str, d: dict) -> None:
        intent = self.world.intent(action, record, form, d, self.now())
        self.world.note(f"    {action.value} {record[-4:]} {d if action is Action.SAVE else ''}")
        self.world.counts[f"act:{action.value}"] += 1
        self.store.enqueue(intent)

    # ---- students

    def student(self, student: Student) -> None:
        dice = self.world.actions
        record, form = self._pick(student)
        here = self.store.record(record)
        if self.store.conflicts() and dice.random() < 0.3:
            self._resolve()
            return
        weights = _likely(here, form)
        name = dice.choices(list(weights), list(weights.values()))[0]
        match name:
            case "edit":
                self._edit(student, record, form, here)
            case "attach":
                self._attach(student, record, form, here)
            case "submit":
                self.say(Action.SUBMIT, record, form, intents.submission(here.content_hash, here.files))
            case _:
                self.say(Action(name), record, form, intents.seen(here.content_hash))

    def _pick(self, student: Student) -> tuple[str, str]:
        dice = self.world.actions
        if student.last and dice.random() < 0.4:
            return next(one for one in student.known if one[0] == student.last)
        if len(student.known) < 2 or (len(student.known) < 6 and dice.random() < 0.06):
            student.known.append(
                (self.world.identity(), dice.choice(("course_outcome", "course_outcome", "competition")))
            )
        chosen = dice.choice(student.known)
        student.last = chosen[0]
        return chosen

    def _edit(self, student: Student, record: str, form: str, here: Record | None) -> None:
        dice = self.world.actions
        held = dict(here.values) if here else {}
        wanted = {key: self._text() for key in TEXTS[form] if dice.random() < 0.6}
        if here is None:
            wanted |= FIRST[form]
        changes = _changes(held, wanted)
        typed = {key: wanted[key] for key in changes}
        self._save(student, record, form, intents.save(changes, self._parent(student, form)), typed)

    def _text(self) -> str | None:
        dice = self.world.actions
        if dice.random() < 0.1:
            return None
        return dice.choice(FEW) if dice.random() < 0.4 else f"字{self.world.ids.getrandbits(40):x}"

    def _attach(self, student: Student, record: str, form: str, here: Record | None) -> None:
        dice = self.world.actions
        held = here.files.get(SLOT) if here else None
        d = intents.save(_changes({}, FIRST[form] if here is None else {}), self._parent(student, form))
        if held and dice.random() < 0.15:
            chosen = None
        else:
            data = b"%PDF-" + (
                dice.choice(FEW).encode() if dice.random() < 0.3 else self.world.ids.randbytes(200)
            )
            sha = self.blobs.add(data)
            self.store.note_blob(sha, len(data), MIME)
            chosen = Attachment(sha, len(data), "作品.pdf", MIME)
        d = intents.with_file(d, SLOT, held.sha256 if held else None, chosen)
        self._save(student, record, form, d, {f"files/{SLOT}": chosen.sha256 if chosen else None})

    def _save(self, student: Student, record: str, form: str, d: dict, typed: dict) -> None:
        if not d["f"] and not d["att"]["put"] and not d["att"]["del"]:
            return
        self.say(Action.SAVE, record, form, d)
        self.said += [(record, key, value) for key, value in typed.items()]

    def _parent(self, student: Student, form: str) -> str:
        return student.enrolment if form == "course_outcome" else ""

    def _resolve(self) -> None:
        waiting = sorted(self.store.conflicts(), key=lambda one: (one.record, one.field, one.device))
        chosen = self.world.actions.choice(waiting)
        record = self.store.record(chosen.record)
        if record is None:
            return
        now = _current(record, chosen.field)
        take = self.world.actions.random() < 0.5
        d = intents.resolution(chosen.field, (chosen.device,), now, chosen.value if take else now)
        self.say(Action.RESOLVE, record.id, record.form, d)

    def newer(self, record: Record, text: str) -> None:
        """A field of a program that is newer than the school's and everybody else's."""
        before = record.unknown.get(NEWER, record.values.get(NEWER))
        self.say(Action.SAVE, record.id, record.form, intents.save({NEWER: (before, text)}))

    # ---- teachers

    def teacher(self) -> None:
        """Looks at what lies there and decides; now and then about something that has changed since."""
        there = self.store.records(form="course_outcome")
        if not there:
            return
        dice = self.world.actions
        record = dice.choice(there).record
        weights = (1, 2, 4) if record.state == "passed" else (7, 3, 0.5)
        act = dice.choices((Action.CERTIFY, Action.REJECT, Action.REVOKE), weights)[0]
        seen = record.content_hash
        if act is Action.REVOKE:
            self.say(act, record.id, record.form, intents.seen(seen))
        else:
            self.say(act, record.id, record.form, intents.decision(seen, dice.choice(FEW), ()))


def _likely(here: Record | None, form: str) -> dict[str, float]:
    """What a person may do next: mostly what makes sense, now and then what the school must refuse."""
    if here is None:
        return {"edit": 3, "attach": 3}
    rare = {
        "edit": 2,
        "attach": 1,
        "delete_draft": 2,
        "select": 2,
        "deselect": 1,
        "withdraw": 1,
        "restore": 0.3,
    }
    if here.deleted:
        return {"restore": 6, "edit": 1, "select": 1}
    if form == "competition":
        return {"edit": 10, "attach": 4, "select": 5, "deselect": 3, "delete_draft": 1}
    match here.state:
        case "draft" | "failed" | "revoked":
            ready = {"submit": 14 if here.files else 1, "attach": 3 if here.files else 12}
            return {**rare, "edit": 8, **ready}
        case "passed":
            return {**rare, "select": 10, "deselect": 3}
    return rare


def _changes(held: dict, wanted: dict) -> dict:
    return {key: (held.get(key), value) for key, value in wanted.items() if held.get(key) != value}


def _current(record: Record, name: str) -> object:
    if name.startswith("files/"):
        file = record.files.get(name.removeprefix("files/"))
        return file.as_json() if file else None
    return record.values.get(name)
