"""核對: does this computer hold what the school holds, and the school what was sent from here? And putting it right.

Reads on a lane; what differs is mended by the next sync: rows are fetched again, files are sent or fetched again.
"""

from collections.abc import Callable

from attrs import frozen

from desktop import sessions
from desktop.changes import Changes
from desktop.clock import RandomDice
from desktop.desk import Desk
from domain.forms import FORMS
from sync.comparing import Difference, differences
from sync.http import HttpSchool

Progress = Callable[[int, int, str], None]
Cancel = Callable[[], bool]


class Cancelled(Exception):
    """The person has seen enough; nothing was changed."""


@frozen
class Compared:
    """What came of it. records, files: how many were compared. differing, unsent, rotten, lacking: what is not right.

    unsent: files that the school lacks; rotten: damaged here; lacking: named by a record and not here yet.
    """

    records: int
    files: int
    differing: tuple[Difference, ...] = ()
    unsent: tuple[str, ...] = ()
    rotten: tuple[str, ...] = ()
    lacking: int = 0

    @property
    def good(self) -> bool:
        return not (self.differing or self.unsent or self.rotten)


def compare(desk: Desk, deep: bool, progress: Progress, cancel: Cancel) -> Compared:
    """Ask the school, and with deep read every file here. Raises Offline and the like, Timeline, or Cancelled."""
    return sessions.errand(desk, lambda school: _compare(desk, school, deep, progress, cancel))


def _compare(desk: Desk, school: HttpSchool, deep: bool, progress: Progress, cancel: Cancel) -> Compared:
    def step(done: int, total: int) -> None:
        _go_on(cancel)
        progress(done, total, "核對紀錄")

    own = desk.store.sums()
    found = differences(own, desk.store.standing().epoch, school.check, RandomDice().request_id, step)
    _go_on(cancel)
    progress(0, 0, "核對檔案")
    there = {one.sha256: one.size for one in school.held_files().files}
    sent = desk.store.sent_files()
    unsent = tuple(
        sorted(sha for sha, size in sent.items() if there.get(sha) != size and desk.blobs.has(sha))
    )
    here = [sha for sha in sorted(desk.store.referenced()) if desk.blobs.has(sha)]
    rotten = _rotten(desk, here, progress, cancel) if deep else ()
    return Compared(
        records=len({record for one in own.values() for record in one.sums}),
        files=len(here),
        differing=found,
        unsent=unsent,
        rotten=rotten,
        lacking=len(desk.store.wanted()),
    )


def _rotten(desk: Desk, here: list[str], progress: Progress, cancel: Cancel) -> tuple[str, ...]:
    bad = []
    for number, sha in enumerate(here):
        _go_on(cancel)
        progress(number, len(here), "讀取檔案")
        if not desk.blobs.verify(sha):
            bad.append(sha)
    return tuple(bad)


def _go_on(cancel: Cancel) -> None:
    if cancel():
        raise Cancelled


def mend(desk: Desk, found: Compared) -> Changes:
    """What differs is fetched or sent again with the next sync. In the Writer."""
    desk.store.mend({one.scope for one in found.differing}, set(found.unsent) - set(found.rotten))
    desk.store.fetch_again(found.rotten)
    return Changes()


def lines(desk: Desk, found: Compared) -> tuple[str, ...]:
    """What is not right, each in a sentence with a name."""
    told = [f"{_name(desk, one)}：{_how(one)}" for one in found.differing]
    names = {file.sha256: file.name for shown in desk.store.records() for file in shown.record.files.values()}
    told += [f"檔案「{names.get(sha, sha[:12])}」：學校沒有，會重新送出" for sha in found.unsent]
    told += [
        f"檔案「{names.get(sha, sha[:12])}」：這台電腦上的已損壞，會從學校重新下載" for sha in found.rotten
    ]
    return tuple(told)


def _name(desk: Desk, one: Difference) -> str:
    record = desk.record(one.record)
    form = FORMS.get(record.form) if record is not None else None
    if record is None or form is None:
        return f"紀錄 {one.record}"
    return f"{form.title}「{record.text(form.title_field) or '未命名'}」"


def _how(one: Difference) -> str:
    if one.here and one.there:
        return "內容和學校的不一樣，會重新讀取"
    return "這台電腦上沒有，會重新讀取" if one.there else "學校沒有這一筆，會重新讀取"
