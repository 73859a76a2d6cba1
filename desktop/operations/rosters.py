"""名冊 at the office's desk: what belongs to one, what is missing, and the workbook with its files.

National ids come from a file that the person chooses, are held while the roster is made, and are kept nowhere.
Files that are not on this computer come from the school. Everything or nothing is left behind.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from attrs import frozen

from derive import listing
from derive.listing import ACCOUNT
from derive.rosters import Cover, Made, compile_roster
from derive.sheet_writing import Sheet, book_of
from desktop import sessions, workbooks
from desktop.desk import Desk
from desktop.operations.packing import Cancel, Cancelled, Progress
from desktop.operations.parcelling import Folder, Place, Zip
from desktop.store import durable
from domain.calendar import parse_day
from domain.errors import BadInput, Damaged, LichengError
from domain.lifecycle import FROZEN_SELECTIONS
from domain.national_ids import Identity, spelled
from domain.records import Attachment, Record
from domain.roster_checks import Lack, check
from domain.rosters import IDENTITY_HEADINGS, Entry, Roster, belongs
from sync.http.school import HttpSchool

NUMBER, BORN = IDENTITY_HEADINGS
LACKS = (("誰", 22), ("哪一筆", 36), ("欄位", 18), ("問題", 44), ("怎麼做", 52), ("輕重", 10))


@frozen
class Wanted:
    """Which roster: for which school year, and for which term where it has one."""

    roster: Roster
    year: int
    term: str


@frozen
class Found:
    """What belongs to it, and what is missing or wrong."""

    wanted: Wanted
    entries: tuple[Entry, ...]
    lacks: tuple[Lack, ...]

    @property
    def ready(self) -> bool:
        return not any(one.stops for one in self.lacks)


@frozen
class Exported:
    """What was written."""

    path: Path
    lines: int
    files: int


def look(desk: Desk, wanted: Wanted, identities: Mapping[str, Identity] | None = None) -> Found:
    """What the roster would hold and what is missing in it, as far as this computer knows."""
    entries = tuple(_entries(desk, wanted))
    lacks = check(wanted.roster, entries, desk.school(), wanted.year, identities)
    return Found(wanted, entries, lacks)


def read_identities(path: Path) -> Mapping[str, Identity]:
    """Account to identity. Headings: 帳號 身分證號 出生日期. Raises BadInput, BadList with the cells."""
    sheet = listing.read(path.read_bytes(), (ACCOUNT, NUMBER, BORN), ())
    sheet.once((ACCOUNT,), "這個帳號和第 {row} 列重複。")
    sheet.once((NUMBER,), "這個身分證號和第 {row} 列重複。")
    found: dict[str, Identity] = {}
    for line in sheet.lines:
        try:
            born = parse_day(line.text(BORN))
        except ValueError:
            sheet.wrong(line, BORN, f"看不懂日期「{line.text(BORN)}」，請寫成 097/02/28 或 2008-02-28。")
            continue
        found[line.text(ACCOUNT)] = Identity(spelled(line.text(NUMBER)), born)
    sheet.check()
    return found


def export(
    desk: Desk,
    found: Found,
    identities: Mapping[str, Identity],
    path: Path,
    progress: Progress = lambda *_: None,
    cancel: Cancel = lambda: False,
) -> Exported:
    """Write the roster: a ZIP when the path says so, else a folder. Raises Cancelled, BadInput, LichengError."""
    if not look(desk, found.wanted, identities).ready:
        raise BadInput("not_ready", "名冊還有要改好的地方。", "請照清單改好，再檢查一次。")
    front = cover(desk, found.wanted)
    made = compile_roster(front, found.entries, identities, desk.codes)
    if len({place for place, _ in made.files}) != len(made.files):
        raise LichengError("same_place", "有兩個檔案的位置相同，名冊沒有做成。", "請回報這個問題。")
    over = _over(desk, cancel)
    place = Zip(path) if path.suffix.lower() == ".zip" else Folder(path)
    with place:
        _lay_files(desk, made, place, progress, over)
        progress(len(made.files), len(made.files), "製作工作簿…")
        place.put(f"{front.name}.xlsx", _book(made.sheets, over))
        if over():
            raise Cancelled
        place.keep()
    return Exported(path, made.count, len(made.files))


def cover(desk: Desk, wanted: Wanted) -> Cover:
    """The first sheet, and what the roster is called."""
    return Cover(desk.school().settings.code, wanted.year, wanted.term, wanted.roster)


def write_lacks(lacks: Sequence[Lack], path: Path) -> int:
    """The list of what is missing as a workbook, to be worked through elsewhere."""
    rows = [(one.who, one.what, one.field, one.sentence, one.remedy, one.weight) for one in lacks]
    durable.write(path, [book_of([Sheet("要改好的地方", LACKS, rows)])])
    return len(rows)


def save_template(path: Path) -> None:
    """An empty list for national ids."""
    durable.write(path, [book_of([Sheet("身分資料", ((ACCOUNT, 16), (NUMBER, 18), (BORN, 16)))])])


def _entries(desk: Desk, wanted: Wanted) -> Iterator[Entry]:
    roster, settings = wanted.roster, desk.school().settings
    people = {one.record.owner: one.record for one in desk.store.records(form="person")}
    narrowed = {"selection": tuple(FROZEN_SELECTIONS)} if roster.picked else {}
    forms = tuple(form.key for form in roster.forms)
    found = [one.record for one in desk.store.records(form=forms, order="created", **narrowed)]  # type: ignore[arg-type]  # one of the filters, by name
    entries = [_entry(desk, record, people) for record in found]
    mine = [one for one in entries if belongs(roster, one, wanted.year, wanted.term, settings.school_year)]
    yield from sorted(mine, key=_order)


def _entry(desk: Desk, record: Record, people: Mapping[str, Record]) -> Entry:
    return Entry(record, desk.record(record.parent) if record.parent else None, people.get(record.owner))


def _order(entry: Entry) -> tuple[str, str, str]:
    """By class and seat, as a school reads its lists."""
    person = entry.person
    return (
        person.text("class_name") if person else "",
        person.text("seat").zfill(4) if person else "",
        entry.record.id,
    )


def _over(desk: Desk, cancel: Cancel) -> Cancel:
    return lambda: cancel() or desk.closed


def _lay_files(desk: Desk, made: Made, place: Place, progress: Progress, over: Cancel) -> None:
    """Ours from the vault; the others are asked for in one conversation."""
    absent = [one for one in made.files if not desk.blobs.has(one[1].sha256)]
    done = 0

    def lay(one: tuple[str, Attachment], read: Callable[[str], bytes]) -> None:
        nonlocal done
        if over():
            raise Cancelled
        progress(done, len(made.files), one[1].name)
        place.put(one[0], read(one[1].sha256))
        done += 1

    for one in made.files:
        if one not in absent:
            lay(one, desk.blobs.read_all)

    def fetch(school: HttpSchool) -> None:
        for one in absent:
            lay(one, partial(_fetched, school))

    if absent:
        sessions.errand(desk, fetch)


def _fetched(school: HttpSchool, sha256: str) -> bytes:
    data = b"".join(school.get_blob(sha256))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged("damaged", "從學校下載的檔案和紀錄不符，名冊沒有做成。", "請再試一次。")
    return data


def _book(sheets: Sequence[Sheet], over: Cancel) -> bytes:
    try:
        return workbooks.made(sheets, over)
    except workbooks.Stopped as stop:
        raise Cancelled from stop
