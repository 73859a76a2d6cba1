"""What people of the great school do, said with real intents to the school's own counter, at the hour it happened."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from attrs import field, frozen
from msgspec import Raw

from demo.great.people import Someone
from demo.great.words import Writer
from domain import intents
from domain.forms import DIVERSE, FORMS, Form
from domain.ids import uuid7
from domain.intents import Action, Intent
from domain.records import Attachment, Record
from server.services import pushing
from server.services.office import Office
from server.services.pushing import Arrival
from sync import wire

AT_ONCE = 50
OUTCOMES_EACH, DIVERSE_EACH = 8, 19
PERSONAL = ("autobiography", "study_plan")


@frozen
class Sent:
    """An outcome that waits for its teacher."""

    record: str
    content_hash: str
    teacher: str


class Hour:
    """The clock of the school while it is filled; it only goes on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def to(self, moment: datetime) -> None:
        self.now = max(self.now, moment)


@frozen
class Hands:
    """Says intents for anybody. files: by slot kind, what may be attached."""

    office: Office
    hour: Hour
    rng: Random
    writer: Writer
    files: Sequence[Attachment]
    counter: list[int] = field(factory=lambda: [0])

    def id(self) -> str:
        self.counter[0] += 1
        made = int(self.hour.now.timestamp() * 1000)
        return uuid7(made, hashlib.sha256(f"great {self.counter[0]}".encode()).digest()[:10])

    def intent(self, action: Action, record: str, form: str, d: Mapping[str, object]) -> Intent:
        made = {
            "wall": self.hour.now.astimezone().isoformat(timespec="milliseconds"),
            "zone": "CST",
            "mono_ms": 0,
        }
        return Intent(self.id(), action, record, form, d, made=made)

    def say(self, account: str, said: Sequence[Intent]) -> list[wire.Result]:
        """In pushes of fifty, each a minute after the other."""
        results: list[wire.Result] = []
        device = hashlib.sha256(f"device {account}".encode()).hexdigest()[:16]
        for start in range(0, len(said), AT_ONCE):
            items = [wire.PushItem(Raw(one.encode())) for one in said[start : start + AT_ONCE]]
            self.hour.to(self.hour.now + timedelta(minutes=1))
            arrival = Arrival(account, device, self.hour.now)
            message = wire.Push(wire.PROTO, wire.SCHEMA, self.id(), device, items)
            results += pushing.take(self.office, arrival, message).results
        return results

    # ---- writing

    def written(self, form: Form, owner: str, year: int, parent: str = "") -> tuple[Record, Intent]:
        """A whole record with its file, and the save that makes it."""
        values = {"summary": self.writer.summary()} if parent else self.writer.values(form, year)
        slots = [slot.key for slot in form.slots if slot.kind == "document"]
        files = {slots[0]: self.rng.choice(self.files)} if slots else {}
        record = Record(self.id(), form.key, owner, parent, values=values, files=files)
        d = intents.save({key: (None, value) for key, value in values.items()}, parent)
        for slot, file in files.items():
            d = intents.with_file(d, slot, None, file)
        return record, self.intent(Action.SAVE, record.id, form.key, d)

    def work_of_a_year(
        self, student: Someone, enrolments: Sequence[tuple[str, str]], year: int, share: float, last: bool
    ) -> tuple[list[Sent], list[Record]]:
        """A student's outcomes and 多元表現 of a year; what waits for a teacher, and what may be picked."""
        said: list[Intent] = []
        sent, own = [], []
        for _ in range(round(OUTCOMES_EACH * share)):
            enrolment, teacher = self.rng.choice(enrolments)
            record, saving = self.written(FORMS["course_outcome"], student.account, year, enrolment)
            said.append(saving)
            if self.rng.random() < 0.85:
                d = intents.submission(record.content_hash, record.files)
                said.append(self.intent(Action.SUBMIT, record.id, record.form, d))
                sent.append(Sent(record.id, record.content_hash, teacher))
        for _ in range(round(DIVERSE_EACH * share)):
            record, saving = self.written(self.rng.choice(DIVERSE), student.account, year)
            said.append(saving)
            own.append(record)
        if last:
            said += [self.written(FORMS[key], student.account, year)[1] for key in PERSONAL]
        results = self.say(student.account, said)
        taken = {one.record for one, told in zip(said, results, strict=True) if told.status == "applied"}
        return [one for one in sent if one.record in taken], [one for one in own if one.id in taken]

    def decided(self, teacher: str, waiting: Sequence[Sent]) -> Iterator[Sent]:
        """The teacher decides them all; those that passed."""
        said = []
        for one in waiting:
            passes = self.rng.random() < 0.93
            d = intents.decision(one.content_hash, "" if passes else "請補上自己的想法與數據來源。")
            action = Action.CERTIFY if passes else Action.REJECT
            said.append(self.intent(action, one.record, "course_outcome", d))
        for one, intent, told in zip(waiting, said, self.say(teacher, said), strict=True):
            if intent.action is Action.CERTIFY and told.status == "applied":
                yield one

    def picked(
        self,
        student: str,
        year: int,
        texts: Mapping[str, str],
        outcomes: Sequence[Sent],
        own: Sequence[Record],
    ) -> list[tuple[str, str, str]]:
        """Agrees, and picks what the caps allow: (record, form, content hash) of each."""
        said, wanted = [], []
        for kind in ("outcome", "diverse"):
            sha = hashlib.sha256(texts[kind].encode()).hexdigest()
            d = intents.consent(kind, str(year), sha)
            said.append(self.intent(Action.CONSENT, self.id(), "consent", d))
        wanted += [(one.record, "course_outcome", one.content_hash) for one in outcomes[:3]]
        wanted += [(one.id, one.form, one.content_hash) for one in own[:6]]
        said += [
            self.intent(Action.SELECT, record, form, intents.seen(seen)) for record, form, seen in wanted
        ]
        results = self.say(student, said)[2:]
        return [one for one, told in zip(wanted, results, strict=True) if told.status == "applied"]
