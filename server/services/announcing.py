"""公告: the school puts one up, with a file if it wants, changes it, and takes it down (SA §9-1)."""

import hashlib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from attrs import evolve, field, frozen

from derive.resources import profile
from domain.attachments import HEAD, TAIL, judge
from domain.errors import BadInput
from domain.fields import FileSlot
from domain.file_refusals import Refusal
from domain.forms import FORMS
from domain.records import Attachment, Record
from domain.validation import problems
from server.db import rows
from server.services.inspecting import Inspector
from server.services.office import Office
from server.services.publishing import publish
from server.services.uploading import store_own

FORM = FORMS["announcement"]
SLOT = next(one for one in FORM.fields if isinstance(one, FileSlot))


@frozen
class Notice:
    """What an announcement is to say. file: None leaves the attachment as it is. id: of the one that is changed."""

    values: Mapping[str, str] = field(factory=dict[str, str])
    file: Path | None = None
    id: str = ""


def announce(office: Office, notice: Notice, actor: str = "") -> Record:
    """Put it up, or change what is up: given values are set, the others stay. BadInput says what is wrong with it."""
    before = _known(office, notice.id) if notice.id else Record("", FORM.key)
    files = dict(before.files)
    if notice.file is not None:
        files[SLOT.key] = _taken(office, notice.file)
    record = evolve(before, values={**before.values, **notice.values}, files=files)
    found = problems(FORM, record.values, record.files, office.codes, profile(office.profile))
    for one in found:
        if one.severity == "error":
            raise BadInput(one.code, f"{one.sentence}。")
    return publish(office, [record], actor)[0]


def take_down(office: Office, record_id: str, actor: str = "") -> Record:
    """Nobody sees it any more; the school's history keeps it."""
    return publish(office, [evolve(_known(office, record_id), deleted=True)], actor)[0]


def announced(office: Office) -> tuple[Record, ...]:
    """Every announcement that stands, the newest first."""
    found = office.database.read(lambda conn: rows.of_forms(conn, (FORM.key,))).result()
    return tuple(sorted(found, key=lambda one: one.text("published_on"), reverse=True))


def _known(office: Office, record_id: str) -> Record:
    found = next((one for one in announced(office) if one.id == record_id), None)
    if found is None:
        raise BadInput("no_announcement", f"沒有「{record_id}」這則公告。", "請先用 announce list 查編號。")
    return found


def _taken(office: Office, path: Path) -> Attachment:
    """The file in the school's keeping, judged as a student's would be: what people cannot open is not put up."""
    kind_of_school = profile(office.profile)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput("bad_file", f"讀不到 {path}。", "請檢查檔案的位置。") from error
    verdict = judge(kind_of_school, SLOT, path.name, len(data), data[:HEAD], data[-TAIL:])
    if isinstance(verdict, Refusal):
        raise _refused(path, verdict)
    with closing(Inspector()) as inspector:
        opened = inspector.judge(path, kind_of_school)
    if isinstance(opened, Refusal):
        raise _refused(path, opened)
    sha256 = hashlib.sha256(data).hexdigest()
    store_own(office, data, sha256, verdict.kind)
    return Attachment(sha256, len(data), verdict.name, verdict.mime)


def _refused(path: Path, refusal: Refusal) -> BadInput:
    return BadInput(refusal.code, f"{path.name}：{refusal.sentence}。", refusal.remedy)
