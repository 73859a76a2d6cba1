"""名單匯入 at the office's desk: an empty list to fill in, a look at what a list would do, and having it written.

The school judges and writes, all of a list or nothing; without a line to it nothing can be looked at. First passwords
are made here and leave this computer twice: to be stretched at the school, and in the file that the person asked for.
"""

import secrets
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from derive.rolls import Roll, template
from derive.sheet_writing import Sheet, book_of
from desktop import sessions
from desktop.desk import Desk
from desktop.operations.asking import told
from desktop.operations.packing import Cancel, Progress
from desktop.store import durable
from domain.errors import BadInput, Offline
from domain.people import Role
from sync.wire import office as wire

LISTS, ACCOUNTS, PASSWORDS = "/v1/office/lists", "/v1/office/accounts", "/v1/office/passwords"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that looks like something else on paper."""
GROUPS, GROUP = 3, 4
AT_ONCE = 10
MOST_SOURCE = 200
UNSURE = "連線斷了，請先試登入；不行就再發一次"


@frozen
class Looked:
    """A list that was looked at: the very bytes that will be written, and what they come to."""

    path: Path
    roll: Roll
    data: bytes
    told: wire.ListTold
    source: str = ""

    @property
    def due(self) -> int:
        counts = self.told.counts
        withdrawn = counts["gone"] if self.roll.form == "codelist" else 0
        return counts["new"] + counts["changed"] + withdrawn


@frozen
class Handed:
    """Whose first passwords stand in the file. left: for whom it was not reached any more."""

    path: Path
    done: int
    left: int


def save_template(desk: Desk, roll: Roll, path: Path) -> None:
    durable.write(path, [template(roll, desk.codes, desk.school().settings.school_year)])


def look(desk: Desk, roll: Roll, path: Path, source: str = "") -> Looked:
    """Ask the school what the list would do. source: where codes are from. Raises BadInput: the file is no list."""
    if path.stat().st_size > wire.MOST_LIST_BYTES:
        raise BadInput("too_big", "這個檔案超過 5 MB，不像是名單。", "請確認選的檔案，或分成幾份匯入。")
    data = path.read_bytes()
    answer = _ask(desk, wire.ListLook(roll.key, data, source=source[:MOST_SOURCE]))
    return Looked(path, roll, data, answer, source)


def bring(desk: Desk, looked: Looked) -> wire.ListTold:
    """Have exactly that written, which was looked at."""
    return _ask(
        desk, wire.ListLook(looked.roll.key, looked.data, looked.told.mark, looked.source[:MOST_SOURCE])
    )


def save_faults(looked: Looked, path: Path) -> int:
    """What is wrong, cell by cell, to be worked through elsewhere."""
    rows = [(one.cell, one.sentence) for one in looked.told.faults]
    durable.write(path, [book_of([Sheet("要改的格子", (("儲存格", 12), ("怎麼改", 80)), rows)])])
    return len(rows)


def holders(desk: Desk) -> tuple[wire.Holder, ...]:
    """Every account of the school, and whether it has a password yet."""
    asked = told(lambda: sessions.errand(desk, lambda school: school.get(ACCOUNTS, wire.Holders)))
    return tuple(asked.accounts)


def hand_out(
    desk: Desk,
    whom: Sequence[wire.Holder],
    path: Path,
    again: bool = False,
    progress: Progress = lambda *_: None,
    cancel: Cancel = lambda: False,
) -> Handed:
    """Make first passwords, set them a few at a time, and write the list; whatever was set stands in it."""
    made = [(one, first_password()) for one in whom]
    done: list[tuple[wire.Holder, str, str]] = []
    durable.write(path, [_slip(desk, [])])  # no password is set for a list that cannot be written
    try:
        for start in range(0, len(made), AT_ONCE):
            if cancel() or desk.closed:
                break
            progress(start, len(made), "")
            part = made[start : start + AT_ONCE]
            try:
                taken = _given(desk, part, again)
            except Offline:
                done += [(one, word, UNSURE) for one, word in part]
                raise
            done += [(one, word, "") for one, word in part if one.account in taken]
    finally:
        durable.write(path, [_slip(desk, done)])
    return Handed(path, len(done), len(made) - len(done))


def first_password() -> str:
    """Twelve characters in groups of four: some 59 bits."""
    parts = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(parts)


def _given(desk: Desk, part: Sequence[tuple[wire.Holder, str]], again: bool) -> frozenset[str]:
    """Whose passwords count from now on."""
    message = wire.FirstPasswords([wire.FirstPassword(one.account, word) for one, word in part], again)
    answer = told(lambda: sessions.errand(desk, lambda school: school.post(PASSWORDS, message, wire.Given)))
    return frozenset(answer.accounts)


def _slip(desk: Desk, done: Sequence[tuple[wire.Holder, str, str]]) -> bytes:
    """By class and seat, so that it can be cut into strips."""
    people = {one.record.owner: one.record for one in desk.store.records(form="person")}
    rows = []
    for one, word, note in done:
        person = people.get(one.account)
        place = (person.text("class_name"), person.text("seat")) if person is not None else ("", "")
        rows.append((*place, one.name, one.account, word, note))
    header = (
        ("班級", 14),
        ("座號", 8),
        ("姓名", 24),
        ("帳號", 20),
        ("初始密碼（登入後請修改）", 30),
        ("備註", 30),
    )
    ordered = sorted(rows, key=lambda row: (row[0], row[1].zfill(4), row[3]))
    return book_of([Sheet("初始密碼", header, [[text or None for text in row] for row in ordered])])


def _ask(desk: Desk, message: wire.ListLook) -> wire.ListTold:
    return told(lambda: sessions.errand(desk, lambda school: school.post(LISTS, message, wire.ListTold)))


def groups(whom: Sequence[wire.Holder]) -> dict[str, tuple[wire.Holder, ...]]:
    """Who has no password yet: everybody, the students, the staff."""
    waiting = tuple(one for one in whom if not one.ready)
    students = tuple(one for one in waiting if one.role == Role.STUDENT)
    return {
        "all": waiting,
        "students": students,
        "staff": tuple(one for one in waiting if one not in students),
    }
