"""What a student has asked the school, as cards read it: about what, in which words, how it stands, the answer."""

from attrs import frozen

from desktop.desk import Desk
from desktop.models import reading
from domain.intents import Action
from domain.lifecycle import STATE_LABELS
from domain.records import Record


@frozen
class Question:
    """One question. open: it can be taken back; pending: it has not reached the school yet."""

    record: Record
    subject: str
    text: str
    pill: str
    tone: str
    reply: str
    processed_at: str
    open: bool
    pending: bool


def questions(desk: Desk, about: str) -> tuple[Question, ...]:
    """The person's own questions of that kind, the newest first."""
    found = [entry.record for entry in desk.entries("inquiry")]
    mine = [one for one in found if one.owner == desk.actor.id and one.text("about") == about]
    return tuple(_question(desk, one) for one in mine)


def _question(desk: Desk, record: Record) -> Question:
    kinds = "、".join(
        desk.codes["problem_type"].label(code) for code in record.text("problems").split(",") if code
    )
    said = record.srv.get("report") or {}
    done = record.state == "processed"
    pending = bool(desk.pending(record.id))
    return Question(
        record,
        record.text("subject"),
        f"{kinds}：{record.text('text')}" if kinds else record.text("text"),
        STATE_LABELS["processed"] if done else "等待送到學校" if pending else "等學校處理",
        "success" if done else "neutral" if pending else "info",
        str(said.get("reply") or ""),
        reading.moment(said.get("processed_at")),
        bool(desk.may(Action.DELETE, record)),
        pending,
    )
