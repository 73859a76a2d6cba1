"""What else happens at a school and to its computers (sync.md 4.3), drawn with dice of its own, counted by name.

Each gives whether it came about. What breaks is mended at the next stroke, or when the faults stop.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from domain import intents
from domain.errors import BadInput, LichengError
from domain.intents import Action
from server.services import acting
from tests.simulator import office
from tests.simulator.school import ENROLMENTS, MOVES

Trouble = Callable[[Any], bool]
SECOND_TEACHERS = (("c1", "t2"), ("c2", "t1"))
PICKS = ("lock", "unlock", "submitted", "reopen")


def strike(history: Any) -> None:
    """Something happens, or would have."""
    mend(history)
    name = history.world.fate.choices(list(TROUBLES), [weight for weight, _ in TROUBLES.values()])[0]
    history.world.note(f"    trouble {name}")
    history.world.counts[name] += TROUBLES[name][1](history)


def mend(history: Any) -> None:
    """Disks have room again; programs are of today; clocks go."""
    history.school.mend()
    for device in history.devices:
        device.mend()
        device.stopped = None
        if device.outdated and (not history.world.faulty or history.world.fate.random() < 0.4):
            device.outdated = False
            history.world.counts["upgraded"] += 1
            history.world.counts["upgraded_with_outbox"] += bool(device.store.unsent())


# ---- the school's people


def moved(history: Any) -> bool:
    history.school.move(*history.world.fate.choice(MOVES))
    return True


def teaches(history: Any) -> bool:
    """A second teacher gets a course, or loses it."""
    course, account = history.world.fate.choice(SECOND_TEACHERS)
    return office.teaches(history.school, course, account)


def deadline_moved(history: Any) -> bool:
    return office.close_at(history.school, history.world.fate.choice(office.DEADLINES))


def late_word(history: Any) -> bool:
    """The office decides about an act that came late, at its own computer."""
    waiting = office.held(history.school)
    if not waiting:
        return False
    row = history.world.fate.choice(waiting)
    action = Action.GRANT if history.world.fate.random() < 0.7 else Action.REFUSE
    said = intents.decode(row.body)
    history.devices[-1].hand.say(action, row.rec, said.form, intents.late(row.id, "學校停電"))
    return True


def picks_handled(history: Any) -> bool:
    """The office locks, sends on and reopens what was picked."""
    word, kind = history.world.fate.choice(PICKS), history.world.fate.choice(("outcome", "diverse"))
    try:
        return bool(acting.picks(history.school.office, word, kind, "114"))
    except BadInput:
        return False


def announced(history: Any) -> bool:
    return office.announce(history.school, history.world.fate)


def receipt_imported(history: Any) -> bool:
    """A 收訖明細 comes, for the first time or changed; its owner confirms or reports on the next occasion."""
    owner = history.world.fate.choice(list(ENROLMENTS))
    return office.receipt(history.school, owner, history.world.fate.randrange(3))


def receipt_read(history: Any) -> bool:
    device = history.world.fate.choice(history.devices[:3])
    there = device.store.records(form="receipt")
    if not there:
        return False
    record = there[0].record
    if history.world.fate.random() < 0.5:
        device.hand.say(Action.CONFIRM, record.id, record.form, intents.seen(record.content_hash))
    else:
        device.hand.say(Action.REPORT, record.id, record.form, intents.report(("fewer",), "少一筆"))
    return True


# ---- computers and programs


def outdated(history: Any) -> bool:
    history.world.fate.choice(history.devices).outdated = True
    return True


def newer_field(history: Any) -> bool:
    """A newer program on the first computer writes a field that nobody else knows (yet)."""
    device = history.devices[0]
    known = [one.record for one in device.store.records(form="competition") if not one.record.deleted]
    if not known:
        return False
    record = history.world.fate.choice(known)
    device.hand.newer(record, f"新{history.world.ids.getrandbits(20):x}")
    return True


def disk_full(history: Any) -> bool:
    history.world.fate.choice(history.devices).fill()
    return True


def disk_read_only(history: Any) -> bool:
    history.world.fate.choice(history.devices).protect()
    return True


def disk_unreadable(history: Any) -> bool:
    history.world.fate.choice(history.devices).blobs.unreadable = True
    return True


def rotten(history: Any) -> bool:
    """A bit of a file flips on the disk; `verify --deep` finds it and fetches it again."""
    device = history.world.fate.choice(history.devices[:5])
    there = [sha for sha in sorted(device.blobs.content) if device.store.blob_state(sha) == "remote"]
    if not there or not _school_remembers(history):
        return False
    sha = history.world.fate.choice(there)
    device.blobs.rot(sha)
    return bool(device.store.fetch_again([sha]))


def imaged(history: Any) -> bool:
    history.world.fate.choice(history.devices).take_image()
    return True


def rolled_back(history: Any) -> bool:
    chosen = [one for one in history.devices if one.image is not None and not one.store.uploads()]
    if not chosen or not _school_remembers(history):
        return False
    history.world.fate.choice(chosen).roll_back()
    return True


def cloned(history: Any) -> bool:
    """The student's second computer becomes a copy of the first, device id and all."""
    home, other = history.devices[:2]
    if other.store.uploads() or not _school_remembers(history):
        return False  # what no other computer has would be gone for good
    home.take_image()
    other.become(home.image[0], 0)
    other.hand.said = list(home.hand.said)
    other.blobs.content.update(home.blobs.content)
    return True


def _school_remembers(history: Any) -> bool:
    """What a computer forgets comes back from the school, unless that is set back in the same history."""
    return history.world.restore is None and not history.world.counts["files_lost"]


def other_account(history: Any) -> bool:
    """Somebody else signs in over this database; it is not theirs, and stays closed to them."""
    device = history.world.fate.choice(history.devices)
    try:
        type(device.store)(device.database, "somebody-else", "", device.now)
    except LichengError as error:
        return error.code == "other_account"
    raise AssertionError(f"{device.name} was opened for another account")


# ---- clocks


def clock_jumped(history: Any) -> bool:
    history.world.fate.choice(history.devices).skew = timedelta(
        hours=history.world.fate.choice((-87_600, -1, 1, 87_600))
    )
    return True


def clock_stopped(history: Any) -> bool:
    device = history.world.fate.choice(history.devices)
    device.stopped = device.now()
    return True


def school_clock_jumped(history: Any) -> bool:
    history.world.clock.tick(history.world.fate.choice((-600, -60, 600)))
    return True


def lid_closed(history: Any) -> bool:
    history.world.fate.choice(history.devices).suspended = True
    return True


# ---- the school's computer


def school_restarted(history: Any) -> bool:
    history.school.start_again()
    return True


def school_busy(history: Any) -> bool:
    history.school.lock()
    return True


def school_full(history: Any) -> bool:
    history.school.fill()
    return True


def files_lost(history: Any) -> bool:
    """The folder of files is put back to another moment than the database; whoever starts the school notices."""
    counts = history.world.counts
    if counts["rolled_back"] or counts["cloned"] or counts["rotten"]:
        return False  # whose file nobody else has, and who has forgotten it, cannot bring it back
    return office.lose_files(history.school, history.world.fate)


def swept(history: Any) -> bool:
    return office.sweep(history.school)


TROUBLES: dict[str, tuple[float, Trouble]] = {
    "moved": (4, moved),
    "teaches": (3, teaches),
    "deadline_moved": (2, deadline_moved),
    "late_word": (9, late_word),
    "picks_handled": (3, picks_handled),
    "announced": (1, announced),
    "receipt_imported": (2, receipt_imported),
    "receipt_read": (8, receipt_read),
    "outdated": (2, outdated),
    "newer_field": (3, newer_field),
    "disk_full": (4, disk_full),
    "disk_read_only": (2, disk_read_only),
    "disk_unreadable": (2, disk_unreadable),
    "rotten": (2, rotten),
    "imaged": (2, imaged),
    "rolled_back": (4, rolled_back),
    "cloned": (1, cloned),
    "other_account": (0.5, other_account),
    "clock_jumped": (1, clock_jumped),
    "clock_stopped": (1, clock_stopped),
    "school_clock_jumped": (1, school_clock_jumped),
    "lid_closed": (0.3, lid_closed),
    "school_restarted": (1, school_restarted),
    "school_busy": (1, school_busy),
    "school_full": (2, school_full),
    "files_lost": (0.5, files_lost),
    "swept": (1.5, swept),
}
