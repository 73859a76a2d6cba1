"""Compares what a ZIP offers with what is here, and asks the rules: the plan of an import. Writes nothing.

Ids follow from what is imported, so that importing again adds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import evolve

from derive import resources
from derive.lists import Note
from derive.parcels import Parcel
from derive.vocabulary import Vocabulary
from desktop.desk import Desk
from desktop.operations import attachments, records
from desktop.operations.copies import WRITTEN
from desktop.operations.import_plan import Fate, Plan, Planned
from desktop.operations.inspector import Inspector
from desktop.operations.packing import Cancel, Progress
from desktop.operations.unpacking import Filed, Offer, unpack
from domain.calendar import term_label
from domain.canonical import canonical
from domain.errors import BadInput, Damaged, LichengError
from domain.fields import FileSlot
from domain.forms import Form
from domain.ids import uuid7
from domain.intents import Action
from domain.records import Attachment, Record
from domain.refusals import Refused
from domain.rules import may

SMALLER = "從 ZIP 取出這個檔案，在匯入後的紀錄裡加入，程式可以幫您縮小。"
COURSE_KEYS = ("year_term", "subject_name", "course_code", "enrolment_mode", "grade_level", "teacher_name")
"""What tells one course from another, the first ones first."""


class Stopped(LichengError):
    """The person stopped the import; what was written stays."""

    def __init__(self) -> None:
        super().__init__("cancelled", "已取消。", "")


def plan(desk: Desk, path: Path, progress: Progress, cancel: Cancel) -> Plan:
    """What importing the ZIP would do. Writes nothing. Raises BadInput, or Stopped."""
    if not desk.store.meta("last_ok"):
        raise BadInput(
            "not_synced", "這台電腦還沒有和學校同步過，不知道學校已經有哪些紀錄。", "請先同步一次，再匯入。"
        )
    words = Vocabulary(desk.profile, desk.codes, resources.aliases())
    look = Inspector(desk.aside, cancel)
    with Parcel(path) as parcel:
        unpacked = unpack(parcel, words, lambda: check_on(cancel))
        planner = _Planner(desk, parcel, look)
        rows = []
        for number, offer in enumerate(unpacked.offers):
            check_on(cancel)
            progress(number, len(unpacked.offers), offer.place)
            rows.append(planner.judge(offer))
    strangers = tuple(sorted(unpacked.owners - {desk.actor.id}))
    return Plan(unpacked.ours, tuple(rows), unpacked.notes, unpacked.spare, strangers)


class _Planner:
    """Compares what is offered with what is here."""

    def __init__(self, desk: Desk, parcel: Parcel, look: Inspector) -> None:
        self._desk = desk
        self._parcel = parcel
        self._look = look
        self._mine: dict[str, list[Record]] = {}
        self._courses = [one for one in self._held("enrolment") if one.owner == desk.actor.id]

    def judge(self, offer: Offer) -> Planned:
        """What becomes of one record."""
        form = offer.form
        if form.group == "school" or offer.by_school:
            return self._schools(offer)
        if form.group not in WRITTEN:
            reason = f"{self._desk.profile.title_of(form)}不從備份匯入。"
            return Planned(Fate.REFUSED, offer.place, _as_record(offer), reason=reason)
        course, why = self._course(offer)
        if why:
            return Planned(Fate.REFUSED, offer.place, _as_record(offer), reason=why, notes=offer.notes)
        return self._own(offer, records.blank(self._desk, form, course))

    def _own(self, offer: Offer, begun: Record) -> Planned:
        files, paths, notes = self._files(offer)
        target = evolve(begun, values=dict(offer.values), files=files)
        row = Planned(Fate.ADD, offer.place, target, paths, notes=(*offer.notes, *notes))
        if not files and not set(target.values) - {"year_term"}:
            return evolve(row, fate=Fate.REFUSED, reason="這一筆沒有內容。")
        if any(_covers(held, target) for held in self._held(target.form)):
            return evolve(row, fate=Fate.SAME)
        other = self._here(offer.origin)
        made, known = self._identity(offer.origin or _fingerprint(target))
        refused = self._refusal(target)
        if other or known:
            copy, again = self._identity(_fingerprint(target) + "copy")
            can = not refused and not again
            kept = "這裡的內容和備份不同，保留這裡的。"
            return evolve(
                row,
                fate=Fate.DIFFERENT,
                record=evolve(target, id=copy),
                reason=kept if can else f"{kept}不能另存一筆：{refused or '之前已經另存過。'}",
                may_copy=can,
            )
        if refused:
            return evolve(row, fate=Fate.REFUSED, reason=refused)
        added = evolve(target, id=made)
        self._mine[target.form].append(added)
        return evolve(row, record=added)

    def _schools(self, offer: Offer) -> Planned:
        record = _as_record(offer)
        if any(_covers(held, record) for held in self._held(offer.form.key)):
            return Planned(Fate.SAME, offer.place, record)
        reason = "由學校登錄的資料，這裡沒有這一筆；有疑問請和學校聯繫。"
        return Planned(Fate.SCHOOL, offer.place, record, reason=reason)

    def _course(self, offer: Offer) -> tuple[str, str]:
        """The enrolment that an outcome belongs to, or why there is none."""
        if offer.form.group != "outcome":
            return "", ""
        if any(one.id == offer.course_id for one in self._courses):
            return offer.course_id, ""
        fitting = [one for one in self._courses if _same_course(one, offer.course)]
        term, subject = offer.course.get("year_term", ""), offer.course.get("subject_name", "")
        name = " ".join(filter(None, (term_label(term), subject)))
        if not subject and not offer.course.get("course_code"):
            return "", "清單沒有寫是哪一門課。"
        if not fitting:
            return "", f"您的修課紀錄裡沒有這門課（{name}）。請和學校聯繫，或改到別門課新增。"
        if len(fitting) > 1:
            return "", f"有 {len(fitting)} 門課都符合（{name}），無法判斷是哪一門。"
        return fitting[0].id, ""

    def _refusal(self, target: Record) -> str:
        """Why the rules do not let it be begun now; what was planned before counts already."""
        facts = self._desk.facts(target)
        if target.form == "course_outcome":
            planned = [one for one in self._held(target.form) if one.parent == target.parent]
            facts = evolve(facts, outcomes_in_course=len(planned))
        verdict = may(self._desk.actor, Action.SAVE, target, self._desk.school(), facts, absent=True)
        return verdict.text if isinstance(verdict, Refused) else ""

    def _files(self, offer: Offer) -> tuple[dict[str, Attachment], dict[str, str], list[Note]]:
        files, paths, notes = {}, {}, []
        for slot in offer.form.slots:
            filed = offer.files.get(slot.key)
            if filed is None:
                continue
            try:
                files[slot.key], paths[slot.key] = self._file(offer.form, slot.key, filed)
            except BadInput as error:
                notes.append(
                    Note(offer.place, f"檔案「{filed.name}」沒有匯入：{error.sentence.rstrip('。')}。")
                )
        return files, paths, notes

    def _file(self, form: Form, slot: str, filed: Filed) -> tuple[Attachment, str]:
        """The file as it would be attached, and where it lies in the ZIP, "" when it is here anyway."""
        member = filed.member
        data = self._parcel.read(member) if member is not None else self._kept(filed.sha256)
        found = attachments.examine(self._desk, slot_of(form, slot), filed.name, data, self._look)
        if filed.sha256 and found.sha256 != filed.sha256:
            raise BadInput("altered", "內容和備份時不同")
        return found, member.path if member is not None else ""

    def _kept(self, sha256: str) -> bytes:
        """A file that the ZIP lacks and this computer has."""
        try:
            return self._desk.blobs.read_all(sha256)
        except Damaged as error:
            raise BadInput("missing", "ZIP 裡沒有這個檔案") from error

    def _held(self, form: str) -> list[Record]:
        """The person's live records of the form, those planned before included."""
        if form not in self._mine:
            mine = (entry.record for entry in self._desk.entries(form))
            self._mine[form] = [one for one in mine if one.owner == self._desk.actor.id]
        return self._mine[form]

    def _here(self, record_id: str) -> bool:
        """Whether the person has this record and has not deleted it."""
        held = self._desk.record(record_id) if record_id else None
        return held is not None and not held.deleted and held.owner == self._desk.actor.id

    def _identity(self, origin: str) -> tuple[str, bool]:
        """The id under which this is imported, and whether it lives here; what was deleted since gets the next."""
        for turn in range(1000):
            seed = f"{self._desk.actor.id}\n{origin}\n{turn}".encode()
            made = uuid7(0, hashlib.sha256(seed).digest()[:10])
            held = self._desk.record(made)
            if held is None or not held.deleted:
                return made, held is not None
        raise BadInput("too_often", "這一筆已經匯入又刪除太多次。", "請直接新增一筆。")


def _as_record(offer: Offer) -> Record:
    return Record("", offer.form.key, values=dict(offer.values))


def _covers(held: Record, offered: Record) -> bool:
    """Whether nothing of what is offered is missing here."""
    if (held.form, held.parent if offered.parent else "") != (offered.form, offered.parent):
        return False
    same_files = all(
        slot in held.files and held.files[slot].sha256 == one.sha256 for slot, one in offered.files.items()
    )
    return same_files and all(held.values.get(key) == value for key, value in offered.values.items())


def _fingerprint(record: Record) -> str:
    """What is imported, whatever it is called on the way."""
    files = {slot: one.sha256 for slot, one in record.files.items()}
    told = {"form": record.form, "parent": record.parent, "values": dict(record.values), "files": files}
    return hashlib.sha256(canonical(told)).hexdigest()


def _same_course(enrolment: Record, told: Mapping[str, str]) -> bool:
    year = told.get("school_year", "")
    if year and enrolment.text("year_term").partition("-")[0] != year:
        return False
    known = [key for key in COURSE_KEYS if told.get(key) and enrolment.text(key)]
    return bool(year or "year_term" in known) and all(enrolment.text(key) == told[key] for key in known)


def slot_of(form: Form, key: str) -> FileSlot:
    """The slot of that key."""
    return next(one for one in form.slots if one.key == key)


def check_on(cancel: Callable[[], bool]) -> None:
    """Raises Stopped once the person has stopped it."""
    if cancel():
        raise Stopped
