"""What came too late, as the office decides about it: whose, what, by how much, and what speaks for it."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from desktop.desk import Desk, Said
from desktop.models import reading
from desktop.models.entry_list import Line
from desktop.models.reading import Pair
from desktop.models.reports import names_of
from domain.forms import FORMS
from domain.forms.late import LATE_ACT
from domain.intents import Action
from domain.lifecycle import ACTION_LABELS, LATE_ACTIONS, STATE_LABELS
from domain.moments import spoken
from domain.records import Record
from domain.windows import instant

WAITING, DECIDED = "held", ("granted", "refused")
TONES = {"held": "warning", "granted": "success", "refused": "neutral"}
ON_THE_WAY = {Action.GRANT: "准予，待同步", Action.REFUSE: "不准，待同步"}
EVIDENCE = {"away": "學校主機停過", "noted": "截止前記下代碼", "none": "沒有佐證"}


@frozen
class Item:
    """One act. said: the office's word about it that the school has not answered; problem: why it took none."""

    record: Record
    who: str
    what: str
    evidence: frozenset[str]
    pill: str
    tone: str
    said: Said | None = None
    problem: str = ""

    @property
    def open(self) -> bool:
        """Whether a word about it is still to be said."""
        return self.record.state == WAITING and self.said is None

    @property
    def late_by(self) -> str:
        """How long after the end it came: "晚 1 小時 5 分"."""
        return lateness(self.record)


def items(desk: Desk, decided: bool = False) -> tuple[Item, ...]:
    """What waits, the first to arrive first; or what is decided, the newest first."""
    states = DECIDED if decided else (WAITING,)
    found = [entry.record for entry in desk.entries(LATE_ACT.key, states=states)]
    found.sort(key=lambda one: (one.text("received_at"), one.id), reverse=decided)
    words, answers = _words(desk.unsent()), _words(desk.inbox())
    names = names_of(desk, {one.text("account") for one in found})
    return tuple(_item(desk, one, names, words.get(one.id), answers.get(one.id)) for one in found)


def count(desk: Desk) -> int:
    """How many wait for a word, those left out about which one is on its way."""
    waiting = desk.store.count(form=LATE_ACT.key, states=(WAITING,))
    return max(waiting - len(_words(desk.unsent())), 0) if waiting else 0


def narrowed(found: Iterable[Item], text: str = "", evidence: str = "", act: str = "") -> tuple[Item, ...]:
    """Those that say every word, have that evidence, and are that act; "" for no matter."""
    words = text.casefold().split()
    return tuple(
        one
        for one in found
        if all(word in f"{one.who} {one.what} {one.record.text('account')}".casefold() for word in words)
        and (not evidence or evidence in one.evidence)
        and (not act or one.record.text("act") == act)
    )


def line(item: Item) -> Line:
    said = "、".join(EVIDENCE[key] for key in EVIDENCE if key in item.evidence and key != "none")
    subtitle = " · ".join(part for part in (item.what, said) if part)
    return Line(item.record, item.who, subtitle, item.late_by, item.pill, item.tone, "clock")


def acts(found: Iterable[Item]) -> list[tuple[str, str]]:
    """(code, word) of the acts among them, for a filter."""
    codes = sorted({item.record.text("act") for item in found})
    return [(code, ACTION_LABELS[Action(code)]) for code in codes]


def evidence_pairs(item: Item) -> tuple[Pair, ...]:
    """Everything that is known about when it was done."""
    text, record = item.record.text, item.record
    noted, away = text("noted_at"), text("away_minutes")
    ended = spoken(text("ended_at"), end=True) or "當時的期間已經改過"
    quiet = f"停了 {away} 分鐘" if away else "沒有停機的紀錄"
    if noted:
        in_time = "，在截止之前" if "noted" in item.evidence else "，在截止之後"
        told = f"{spoken(noted, end=False)} 記下{in_time}"
    else:
        told = "沒有人先報過這個代碼"
    clock = reading.moment(text("claimed"))
    return (
        Pair("學校收到", spoken(text("received_at"), end=False)),
        Pair("錯過的截止", ended),
        Pair("晚了多久", lateness(record)),
        Pair("截止前學校主機", quiet),
        Pair("電話報的代碼", f"{text('code')}：{told}"),
        Pair("那台電腦的時鐘", f"{clock or '沒有寫'}（學生的電腦自己說的，僅供參考）"),
        Pair("電腦代號", text("device")),
    )


def decision_pairs(item: Item) -> tuple[Pair, ...]:
    """What the school said, by whom and when; empty while it waits."""
    said = item.record.srv.get("late") or {}
    if not said:
        return ()
    told = (("理由", "reason"), ("誰", "by"))
    found = [Pair(label, str(said.get(key) or "")) for label, key in told if said.get(key)]
    return (*found, Pair("什麼時候", reading.moment(said.get("at"))))


def lateness(record: Record) -> str:
    """ "晚 2 天 3 小時"; "" where the end is not known."""
    ended, came = instant(record.text("ended_at")), instant(record.text("received_at"))
    if ended is None or came is None:
        return ""
    minutes = int((came - ended).total_seconds() // 60)
    days, hours, left = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"晚 {days} 天 {hours} 小時" if hours else f"晚 {days} 天"
    return f"晚 {hours} 小時 {left} 分" if hours else f"晚 {left} 分鐘"


def _item(desk: Desk, record: Record, names: Mapping[str, str], said: Said | None, told: Said | None) -> Item:
    act = ACTION_LABELS[Action(record.text("act"))]
    form = FORMS.get(record.text("about"))
    kind = desk.profile.title_of(form) if form else "紀錄"
    title = (record.text("title").strip().splitlines() or [""])[0]
    what = f"{act}：{title}" if title and title != kind else f"{act}{kind}"
    who = names.get(record.text("account"), "")
    if who in ("", record.text("account")):
        who = record.text("name") or who
    pill, tone = STATE_LABELS[record.state], TONES[record.state]
    problem = ""
    if said is not None and said.intent is not None:
        pill, tone = ON_THE_WAY[said.intent.action], "info"
    elif told is not None and record.state == WAITING:
        pill, tone, problem = "學校沒有接受", "danger", told.sentence
    return Item(record, who, what, _evidence(record), pill, tone, said, problem)


def _evidence(record: Record) -> frozenset[str]:
    noted, ended = instant(record.text("noted_at")), instant(record.text("ended_at"))
    found = {"away"} if record.text("away_minutes") else set()
    if noted and ended and noted < ended:
        found.add("noted")
    return frozenset(found or {"none"})


def _words(said: Sequence[Said]) -> dict[str, Said]:
    """The office's words among these, by the act that each is about."""
    words = {}
    for one in said:
        if one.intent is not None and one.intent.action in LATE_ACTIONS:
            words[str(one.intent.d["intent"])] = one
    return words
