"""The outcomes that a teacher certifies: whose, of which course, in which state, and what was said of them.

The students' names come from their enrolments. No widgets and no store in here but what the desk shows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import frozen

from desktop.desk import Desk
from desktop.models import deputies
from desktop.models.entry_list import STATE_TONES, Line, title_of
from domain import release
from domain.calendar import term_label
from domain.forms import FORMS
from domain.intents import Action
from domain.lifecycle import STATE_LABELS
from domain.records import Record
from domain.refusals import Refused

OUTCOME = FORMS["course_outcome"]
STATES = {"pending": "認證中", "passed": "已通過", "failed": "不通過"}
DONE = {
    Action.CERTIFY: "已認證",
    Action.REJECT: "已退回",
    Action.REVOKE: "已取消認證",
    Action.RELEASE: "已公布",
    Action.WITHHOLD: "已收回公布",
}
NOT_DONE = {
    Action.CERTIFY: "未能認證",
    Action.REJECT: "未能退回",
    Action.REVOKE: "未能取消認證",
    Action.RELEASE: "未能公布",
    Action.WITHHOLD: "未能收回公布",
}

Refusals = tuple[tuple[Record, Refused], ...]


@frozen
class Work:
    """One student's outcome with the enrolment that tells whose it is."""

    record: Record
    enrolment: Record | None = None
    stead: str = ""
    """「代理 陳老師」 when it is another teacher's."""

    def of(self, key: str) -> str:
        return self.enrolment.text(key) if self.enrolment else ""

    @property
    def student(self) -> str:
        return self.of("student_name") or "（名單中沒有這位學生）"

    @property
    def place(self) -> str:
        """ "高一仁 12 號"."""
        seat = self.of("seat")
        return f"{self.of('class_name')} {seat} 號".strip() if seat else self.of("class_name")

    @property
    def course(self) -> str:
        return self.of("course")

    @property
    def files_missing(self) -> int:
        """How many of its files have not wholly reached the school."""
        pending = self.record.srv.get("blobs_pending", 0)
        return pending if isinstance(pending, int) else 0


def works(desk: Desk, states: Iterable[str]) -> tuple[Work, ...]:
    """The outcomes in these states, by course, class and seat."""
    enrolments = {entry.record.id: entry.record for entry in desk.entries("enrolment")}
    entries = desk.entries(OUTCOME.key, states=tuple(states))
    stands_in = deputies.steads(desk)
    guided = desk.knowing.only_guided(entry.record.id for entry in entries)
    mine = [entry.record for entry in entries if entry.record.id not in guided]
    found = [_work(record, enrolments.get(record.parent), stands_in) for record in mine]
    return tuple(sorted(found, key=_in_class_order))


def _work(record: Record, enrolment: Record | None, stands_in: Mapping[str, str]) -> Work:
    return Work(record, enrolment, stands_in.get(enrolment.text("course"), "") if enrolment else "")


def courses(found: Iterable[Work]) -> list[tuple[str, str]]:
    """(course id, "數學　114 學年度第 1 學期（12）") of the courses that something is of."""
    kept = list(found)
    count = Counter(work.course for work in kept)
    labels = {work.course: _course_label(work) for work in kept if work.course}
    named = sorted(labels.items(), key=lambda pair: pair[1])
    return [(course, f"{label}（{count[course]}）") for course, label in named]


def line(work: Work, with_subject: bool = False, lacking: bool = False) -> Line:
    """The row of an outcome: who, of which subject, what; the queue is of one state, so pills are for the unusual.

    lacking: something of it is not on this computer yet.
    """
    record = work.record
    summary = title_of(OUTCOME, record)
    parts = [work.stead, work.of("subject_name") if with_subject else "", summary]
    pill, tone = ("檔案未到齊", "warning") if work.files_missing else ("", "neutral")
    if release.hidden(record):
        pill, tone = "尚未公布", "info"
    return Line(
        record,
        f"{work.student}　{work.place}".rstrip(),
        " · ".join(part for part in parts if part),
        "未下載" if lacking else "",
        pill,
        tone,
        _icon(record),
        checkable=True,
    )


def state_of(work: Work) -> tuple[str, str]:
    """Words and tone of where the outcome stands."""
    state = work.record.state
    return STATES.get(state, STATE_LABELS.get(state, state)), STATE_TONES.get(state, "neutral")


def outcome_of(action: Action, asked: int, refused: Refusals) -> tuple[str, str]:
    """Tone and sentence on what became of a decision: "已認證 11 件，1 件未能認證：還有檔案沒有完整送達學校"."""
    done = asked - len(refused)
    parts = [f"{DONE[action]} {done} 件"] if done else []
    if refused:
        why = Counter(refusal.sentence.rstrip("。") for _, refusal in refused)
        reasons = "；".join(why)
        parts.append(f"{len(refused)} 件{NOT_DONE[action]}：{reasons}")
    return ("warning" if refused else "success"), "，".join(parts)


def consequence(action: Action) -> str:
    """What the student can and cannot do afterwards."""
    return {
        Action.CERTIFY: "通過之後，學生就不能再修改或刪除，並且可以勾選提交。",
        Action.REJECT: "會退回給學生，學生看得到原因與說明，修改之後可以再送一次。",
        Action.REVOKE: "學生可以再修改內容，並且需要重新送出認證；已勾選的會一併取消。",
    }[action]


def nothing(state: str) -> str:
    """What an empty list says."""
    if state == "pending":
        return "目前沒有等待認證的成果。"
    return "還沒有通過的成果。" if state == "passed" else "沒有不通過的成果。"


def offered(state: str, undo_pass: str, records: Iterable[Record]) -> frozenset[Action]:
    """The acts that make sense in a state; undoing a pass is the profile's choice, changing one's mind is not
    undoing while no student has seen it."""
    if state == "pending":
        return frozenset({Action.CERTIFY, Action.REJECT})
    again = any(release.hidden(record) for record in records)
    if state == "passed":
        undo = Action.REVOKE if undo_pass == "revoke" else Action.REJECT
        return frozenset({undo, Action.REJECT} if again else {undo})
    return frozenset({Action.CERTIFY} if again else ())


def waiting_by_course(desk: Desk) -> Mapping[str, int]:
    """How many outcomes wait in each course, the fullest first."""
    found = works(desk, ("pending",))
    count = Counter(_course_label(work) for work in found)
    return dict(count.most_common())


def _course_label(work: Work) -> str:
    term = work.of("year_term")
    label = f"{work.of('subject_name') or '（沒有課程名稱）'}　{term_label(term) if term else ''}".rstrip(
        "　"
    )
    return f"{label}　{work.stead}" if work.stead else label


def _in_class_order(work: Work) -> tuple[str, str, str, str]:
    submitted = str(work.record.srv.get("submitted_at", ""))
    return work.course, work.of("class_name"), work.of("seat").rjust(4, "0"), submitted


def _icon(record: Record) -> str:
    kinds = {attachment.mime for attachment in record.files.values()}
    if len(kinds) > 1:
        return "attach"
    mime = next(iter(kinds), "")
    named = {
        "application/pdf": "file-pdf",
        "image": "file-image",
        "audio": "file-audio",
        "video": "file-video",
    }
    return named.get(mime) or named.get(mime.partition("/")[0], "file")
