"""What chance seldom brings about, told on purpose at the beginning of a history; everything else stays chance."""

from collections.abc import Callable
from typing import Any

from domain import intents
from domain.intents import Action

Scene = Callable[[Any], None]
FORM = "course_outcome"


def sent_again_behind_the_teachers_back(history: Any) -> None:
    """Two teachers look; one sends it back, the student sends it again, changed; the other certifies what was there."""
    world, home, strict, desk = history.world, history.devices[0], history.devices[3], history.devices[4]
    world.faulty = False
    record, seen = _returned(history, home, strict, desk)
    _writes(home, record, "後來才寫的")
    _carried(home)
    _sends(home, record)
    _carried(home)
    desk.hand.say(Action.CERTIFY, record, FORM, intents.decision(seen, "", ()))
    _carried(desk)
    world.faulty = True


def brought_back_on_the_other_computer(history: Any) -> None:
    """What a teacher has sent back is deleted on one computer of the student's and restored on the other."""
    world, home, other, strict = history.world, history.devices[0], history.devices[1], history.devices[3]
    assert home.account == other.account
    world.faulty = False
    record, seen = _returned(history, home, strict)
    home.hand.say(Action.DELETE, record, FORM, intents.seen(seen))
    _carried(home, other)
    other.hand.say(Action.RESTORE, record, FORM, intents.seen(seen))
    _carried(other, home)
    assert not home.store.record(record).deleted
    world.faulty = True


def _returned(history: Any, home: Any, strict: Any, *lookers: Any) -> tuple[str, str]:
    """An outcome that was sent, seen by these, and sent back by the strict one; its id and its content hash."""
    student, record = history.students[home.account], history.world.identity()
    student.known.append((record, FORM))
    home.hand._attach(student, record, FORM, None)
    _writes(home, record, "起初寫的")
    _carried(home)
    _sends(home, record)
    _carried(home, strict, *lookers)
    seen = strict.store.record(record).content_hash
    strict.hand.say(Action.REJECT, record, FORM, intents.decision(seen, "", ()))
    _carried(strict, home)
    return record, seen


def _writes(device: Any, record: str, text: str) -> None:
    before = device.store.record(record).values.get("summary")
    device.hand.say(Action.SAVE, record, FORM, intents.save({"summary": (before, text)}))
    device.hand.said.append((record, "summary", text))


def _sends(device: Any, record: str) -> None:
    here = device.store.record(record)
    device.hand.say(Action.SUBMIT, record, FORM, intents.submission(here.content_hash, here.files))


def _carried(*devices: Any) -> None:
    for device in devices:
        device.sync()
