"""Who may bring what from where to where: the only legal transitions, one table a life cycle.

Certification of course outcomes (domain.md 3.1), the life of 多元表現 and profile records (3.2), selection for the
national database (3.3), receipts (3.4), what the office writes. Every history row at the school is one of these.
"""

from collections.abc import Iterable

from attrs import frozen

from domain.intents import Action
from domain.people import Role

OWNER, TEACHER, STAFF, DEPUTY = "owner", "teacher", "staff", "deputy"

ABSENT = "absent"
DELETED = "deleted"

STATE_LABELS = {
    "draft": "等待送出",
    "pending": "認證中",
    "passed": "認證通過",
    "failed": "認證不通過",
    "revoked": "已取消認證",
    "editable": "可編輯",
    "current": "學校資料",
    "imported": "尚未開放",
    "open": "待確認",
    "confirmed": "已確認",
    "reported": "已回報問題",
    "processed": "已處理",
    "declined": "已婉拒",
    "deleted": "已刪除",
    "held": "等待決定",
    "granted": "准予補做",
    "refused": "不准補做",
}

ACTION_LABELS = {
    Action.SAVE: "儲存",
    Action.DELETE: "刪除",
    Action.RESTORE: "復原",
    Action.SUBMIT: "送出認證",
    Action.WITHDRAW: "收回",
    Action.CERTIFY: "認證通過",
    Action.REJECT: "認證不通過",
    Action.REVOKE: "取消認證",
    Action.SELECT: "勾選",
    Action.DESELECT: "取消勾選",
    Action.CONSENT: "同意書",
    Action.CONFIRM: "確認收訖明細",
    Action.REPORT: "回報問題",
    Action.PROCESS: "處理回報",
    Action.LOCK: "鎖定勾選",
    Action.UNLOCK: "解除鎖定",
    Action.SEND: "提交國教署",
    Action.REOPEN: "開放更正勾選",
    Action.RESOLVE: "選定內容",
    Action.GRANT: "准予補做",
    Action.REFUSE: "不准補做",
    Action.DECLINE: "婉拒代理",
    Action.RELEASE: "公布結果",
    Action.WITHHOLD: "收回公布",
}

SELECTION_LABELS = {
    "none": "未勾選",
    "picked": "已勾選",
    "locked": "學校已鎖定",
    "submitted": "已提交國教署",
    "reopened": "開放更正勾選",
}


@frozen
class Transition:
    """One legal step. gate: kind of the window that must be open, "" for none. switch: words for what else must hold.

    Switches of the profile: withdraw, revoke, set_failed, resubmission (the school must have opened it too),
    reporting. passed_before: the content was passed already. keeps: the act changes no content.
    as_it_was: it is what the record was when it was deleted.
    unreleased: the student is not shown it yet. released: shown, though the school still keeps results together.
    window_set: the school has set the gate's window at all. late_grants: the school may accept what came late.
    """

    action: Action
    who: str
    start: frozenset[str]
    end: str
    gate: str = ""
    switch: str = ""


def _step(action: Action, who: str, start: str, end: str, gate: str = "", switch: str = "") -> Transition:
    return Transition(action, who, frozenset(start.split()), end, gate, switch)


def _dismissals(states: str, who: str = OWNER) -> tuple[Transition, ...]:
    """Letting go of a value that came second is possible wherever the record stands."""
    return tuple(_step(Action.RESOLVE, who, state, state, "", "keeps") for state in states.split())


def _restored(states: str, gate: str = "") -> tuple[Transition, ...]:
    """What was deleted comes back as what it was: a deleted record keeps its state, and so no way leads to a pass."""
    return tuple(_step(Action.RESTORE, OWNER, DELETED, state, gate, "as_it_was") for state in states.split())


def _letting_out(states: str) -> tuple[Transition, ...]:
    """Whether the student is shown a decision is no decision: the state stays."""
    return tuple(
        step
        for state in states.split()
        for step in (
            _step(Action.RELEASE, TEACHER, state, state, "", "unreleased"),
            _step(Action.WITHHOLD, TEACHER, state, state, "", "released"),
        )
    )


def _late(states: str) -> tuple[Transition, ...]:
    """What the school says about an act that came late; the act itself is a step of its own."""
    return tuple(
        step
        for state in states.split()
        for step in (
            _step(Action.GRANT, STAFF, state, state, "", "late_grants"),
            _step(Action.REFUSE, STAFF, state, state),
        )
    )


LATE_ACTIONS = frozenset({Action.GRANT, Action.REFUSE})

_UNSENT = "draft failed revoked"

SENT_BACK = frozenset({"failed", "revoked"})
"""States of an outcome that the school has given back to the student."""

CERTIFICATION = (
    _step(Action.SAVE, OWNER, "absent draft", "draft"),
    _step(Action.SAVE, OWNER, "failed", "failed"),
    _step(Action.SAVE, OWNER, "revoked", "revoked"),
    _step(Action.DELETE, OWNER, _UNSENT, DELETED),
    *_restored(_UNSENT),
    _step(Action.SUBMIT, OWNER, _UNSENT, "passed", "outcome_submit", "passed_before"),
    _step(Action.SUBMIT, OWNER, _UNSENT, "pending", "outcome_submit"),
    _step(Action.SUBMIT, OWNER, "failed revoked", "pending", "outcome_certify", "resubmission"),
    _step(Action.WITHDRAW, OWNER, "pending", "draft", "outcome_submit", "withdraw"),
    _step(Action.CERTIFY, TEACHER, "pending", "passed", "outcome_certify"),
    _step(Action.REJECT, TEACHER, "pending", "failed", "outcome_certify"),
    _step(Action.REJECT, TEACHER, "passed", "failed", "outcome_certify", "set_failed"),
    _step(Action.REVOKE, TEACHER, "passed", "revoked", "outcome_certify", "revoke"),
    _step(Action.CERTIFY, TEACHER, "failed revoked", "passed", "outcome_certify", "unreleased"),
    _step(Action.REJECT, TEACHER, "passed revoked", "failed", "outcome_certify", "unreleased"),
    *_letting_out("passed failed revoked"),
    _step(Action.RESOLVE, OWNER, "draft", "draft"),
    _step(Action.RESOLVE, OWNER, "failed", "failed"),
    _step(Action.RESOLVE, OWNER, "revoked", "revoked"),
    *_dismissals("draft failed revoked pending passed deleted"),
    *_late("draft failed revoked pending passed deleted"),
)

DIVERSE = (
    _step(Action.SAVE, OWNER, "absent editable", "editable", "diverse_edit"),
    _step(Action.DELETE, OWNER, "editable", DELETED, "diverse_edit"),
    *_restored("editable", "diverse_edit"),
    _step(Action.RESOLVE, OWNER, "editable", "editable", "diverse_edit"),
    *_dismissals("editable deleted"),
    *_late("editable deleted"),
)

PROFILE = (
    _step(Action.SAVE, OWNER, "absent editable", "editable"),
    _step(Action.DELETE, OWNER, "editable", DELETED),
    *_restored("editable"),
    _step(Action.RESOLVE, OWNER, "editable", "editable"),
    *_dismissals("deleted"),
)

CONSENT = (_step(Action.CONSENT, OWNER, "absent current", "current"),)

INQUIRY = (
    _step(Action.SAVE, OWNER, "absent", "reported"),
    _step(Action.DELETE, OWNER, "reported", DELETED),
    _step(Action.PROCESS, STAFF, "reported", "processed"),
)
"""A question to the school is asked once; until the answer it can be taken back."""

SETTINGS = (
    _step(Action.SAVE, STAFF, "current", "current"),
    _step(Action.RESOLVE, STAFF, "current", "current"),
)
"""The school has one record of settings, from its first day to its last."""

POSTED = (
    *SETTINGS,
    _step(Action.SAVE, STAFF, "absent", "current"),
    _step(Action.DELETE, STAFF, "current", DELETED),
    *_dismissals("deleted", STAFF),
)
"""Windows and announcements: up as soon as they are written, until the office takes them down."""

RECEIPT = (
    _step(Action.CONFIRM, OWNER, "open processed", "confirmed", "receipt_confirm"),
    _step(Action.CONFIRM, OWNER, "imported", "confirmed", "receipt_confirm", "window_set"),
    _step(Action.REPORT, OWNER, "open", "reported", "receipt_confirm", "reporting"),
    _step(Action.REPORT, OWNER, "imported", "reported", "receipt_confirm", "reporting window_set"),
    _step(Action.PROCESS, STAFF, "reported", "processed"),
    *_late("imported open reported processed confirmed"),
)

APPOINTMENT = (
    _step(Action.SAVE, OWNER, "absent", "current"),
    _step(Action.SAVE, STAFF, "absent", "current"),
    _step(Action.DECLINE, DEPUTY, "current", "declined"),
    _step(Action.DELETE, OWNER, "current declined", DELETED),
    _step(Action.DELETE, STAFF, "current declined", DELETED),
)
"""A deputy is named once, by the teacher or by the office; to change something it is taken back and said anew."""

SELECTION = (
    _step(Action.SELECT, OWNER, "none", "picked", "select"),
    _step(Action.SELECT, OWNER, "none", "picked", "receipt_modify", "window_set"),
    _step(Action.SELECT, OWNER, "reopened", "picked", "receipt_modify"),
    _step(Action.DESELECT, OWNER, "picked", "none", "select"),
    _step(Action.DESELECT, OWNER, "picked", "none", "receipt_modify", "window_set"),
    _step(Action.DESELECT, OWNER, "reopened", "none", "receipt_modify"),
    _step(Action.LOCK, STAFF, "picked reopened", "locked"),
    _step(Action.UNLOCK, STAFF, "locked", "picked"),
    _step(Action.SEND, STAFF, "locked", "submitted"),
    _step(Action.REOPEN, STAFF, "submitted locked", "reopened"),
)
"""A picked record may be swapped as long as the school takes corrections (SA §7-1 5-1), when it has said until when."""

TABLES = {
    "outcome": CERTIFICATION,
    "diverse": DIVERSE,
    "profile": PROFILE,
    "own": PROFILE,
    "consent": CONSENT,
    "receipt": RECEIPT,
    "inquiry": INQUIRY,
    "settings": SETTINGS,
    "posted": POSTED,
    "appointment": APPOINTMENT,
}

LIVES = {
    "consent": "consent",
    "receipt": "receipt",
    "inquiry": "inquiry",
    "school": "settings",
    "window": "posted",
    "announcement": "posted",
    "deputy": "appointment",
}
"""Forms with a life of their own; every other one follows its group."""

OFFICE = frozenset({"settings", "posted"})
"""The lives of what the office writes: nobody's own, and in force at once."""

WHOLE = OFFICE | {"appointment"}
"""Lives without drafts: nothing in such a record may be missing or wrong."""

SELECTION_ACTIONS = frozenset(t.action for t in SELECTION)
"""Acts on the second life cycle of a record; they leave its state alone."""

FROZEN_SELECTIONS = frozenset({"picked", "locked", "submitted", "reopened"})
"""A record in one of these is chosen: it cannot be edited (SA §6-2 2-1), and it counts towards the year's cap."""

TICKED = frozenset({"picked", "reopened"})
"""Chosen, and the student's to change: a reopened record counts as chosen until it is taken out."""


def transitions(group: str, action: Action) -> tuple[Transition, ...]:
    """Every legal step of that act for that group of forms."""
    table = (
        SELECTION
        if action in SELECTION_ACTIONS and group in ("outcome", "diverse")
        else TABLES.get(group, ())
    )
    return tuple(t for t in table if t.action is action)


def starts(steps: Iterable[Transition]) -> frozenset[str]:
    """The states that any of the steps may start from."""
    return frozenset(state for step in steps for state in step.start)


def acts_as(role: Role, owns: bool, teaches: bool) -> frozenset[str]:
    """The parts a person plays towards a record."""
    parts = set()
    if role is Role.STUDENT and owns:
        parts.add(OWNER)
    if role is Role.TEACHER and teaches:
        parts.add(TEACHER)
    if role is Role.ADMINISTRATOR:
        parts.add(STAFF)
    return frozenset(parts)


def gate_kind(group: str, gate: str) -> str:
    """The kind of window behind a gate; selection has one for outcomes and one for 多元表現."""
    if gate != "select":
        return gate
    return "outcome_select" if group == "outcome" else "diverse_select"
