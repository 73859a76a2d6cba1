"""The queue out to a worksheet and back: every filled row is held against the outcome as it is now."""

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from derive import queue_sheet
from derive.queue_sheet import Filled, Told
from derive.sheet_writing import Value
from derive.sheets import REASONS, local_day
from desktop.desk import Desk
from desktop.operations.records import Decided, Decision, decide_each
from desktop.store import durable
from domain.errors import BadInput
from domain.intents import Action
from domain.lifecycle import ACTION_LABELS
from domain.records import Record
from domain.refusals import Refused
from domain.rules import may

MOST_BYTES = 20 * 1024 * 1024
Pair = tuple[Record, Record | None]


@frozen
class Planned:
    """One filled row. decision: what it comes to, None when it is skipped; why: the reason then."""

    filled: Filled
    decision: Decision | None = None
    why: str = ""
    remedy: str = ""

    @property
    def row(self) -> tuple[str, str, str]:
        """Whose, what was decided and where it stands in the sheet, and what will become of it."""
        action = self.filled.action
        decided = ACTION_LABELS[action] if action is not None else ""
        said = "　".join(filter(None, (decided, self.filled.place)))
        return self.filled.who, said, self.why or "可以"


def export(desk: Desk, pairs: Sequence[Pair], path: Path) -> int:
    """Write the worksheet of these outcomes (each with its enrolment); how many there are."""
    year = desk.school().settings.school_year
    rows = [Told(_cells(record, enrolment), record.id, record.content_hash) for record, enrolment in pairs]
    durable.write(path, [queue_sheet.write(rows, desk.codes[REASONS], year)])
    return len(rows)


def plan(desk: Desk, path: Path) -> tuple[Planned, ...]:
    """What the filled worksheet would do; nothing is decided yet. Raises BadInput when it cannot be read."""
    if path.stat().st_size > MOST_BYTES:
        raise BadInput("too_big", "這個檔案太大，不像是認證的工作表。", "請選匯出之後填好的那一份。")
    filled = queue_sheet.read(path.read_bytes(), desk.codes[REASONS])
    made = [_planned(desk, one) for one in filled]
    verdicts = iter(_verdicts(desk, [one.decision for one in made if one.decision is not None]))
    return tuple(one if one.decision is None else _judged(one, next(verdicts)) for one in made)


def apply(desk: Desk, planned: Sequence[Planned]) -> Decided:
    """Decide what the plan lets through, all in one transaction."""
    return decide_each(desk, [one.decision for one in planned if one.decision is not None])


def told(planned: Sequence[Planned], refused: Sequence[object]) -> tuple[str, str]:
    """Tone and sentence of what became of a worksheet: "依工作表決定 11 件，略過 1 列"."""
    done = sum(1 for one in planned if one.decision is not None) - len(refused)
    left = len(planned) - done
    words = f"依工作表決定 {done} 件" + (f"，略過 {left} 列" if left else "")
    return ("warning" if left else "success"), words


def _planned(desk: Desk, filled: Filled) -> Planned:
    record = desk.record(filled.record) if filled.record else None
    if filled.wrong or filled.action is None:
        return Planned(filled, why=filled.wrong)
    if record is None:
        return Planned(filled, why="這台電腦上沒有這件成果。")
    if record.content_hash != filled.content_hash:
        return Planned(filled, why="匯出之後內容改過，請重新檢視。")
    if record.state != "pending":
        return Planned(filled, why="已經不在認證中，跳過。")
    if filled.action is Action.REJECT and not filled.reasons and not filled.comment:
        return Planned(filled, why="不通過要有原因或說明。")
    reasons = filled.reasons if filled.action is Action.REJECT else ()
    return Planned(filled, Decision(record, filled.action, filled.comment, reasons))


def _verdicts(desk: Desk, sure: Sequence[Decision]) -> list[Refused | None]:
    school, facts = desk.school(), desk.facts_each(one.record for one in sure)
    found = (
        may(desk.actor, one.action, one.record, school, known, d={"comment": one.comment})
        for one, known in zip(sure, facts, strict=True)
    )
    return [verdict if isinstance(verdict, Refused) else None for verdict in found]


def _judged(one: Planned, refused: Refused | None) -> Planned:
    return one if refused is None else Planned(one.filled, None, refused.sentence, refused.text)


def _cells(record: Record, enrolment: Record | None) -> tuple[Value, ...]:
    of = enrolment.text if enrolment is not None else lambda _: ""
    files = queue_sheet.BETWEEN.join(one.name for one in record.files.values())
    sent = local_day(record.srv.get("submitted_at"))
    who = (of("subject_name"), of("class_name"), of("seat"), of("student_name"))
    return (*who, record.text("summary"), files, sent)
