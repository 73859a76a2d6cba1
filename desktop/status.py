"""The truthful line: what of this person's work is where, in one sentence with its age.

Computed from unsent + errors + conflicts + files on their way + age + deadlines + what the last attempt met; never
from a mood. Thresholds in seconds are the profile's.
"""

from datetime import datetime

from attrs import frozen

from domain.profile_rules import StatusRules
from domain.waiting import Deadline

MINUTE, HOUR, DAY = 60, 3600, 86400


@frozen
class Standing:
    """What the line is computed from.

    last_ok: when the school last had everything; waits_since: when the oldest unsent thing was written (both by the
    school's time as known here). deadline: the first that something unsent must meet. seconds_left: of a transfer.
    """

    unsent: int = 0
    uploads: int = 0
    errors: int = 0
    conflicts: int = 0
    last_ok: datetime | None = None
    waits_since: datetime | None = None
    deadline: Deadline | None = None
    running: bool = False
    done: int = 0
    total: int = 0
    phase: str = ""
    seconds_left: int = 0
    state: str = "ok"
    paused: bool = False
    paused_until: datetime | None = None

    @property
    def waiting(self) -> int:
        """Things and files that the school does not have yet."""
        return self.unsent + self.uploads


@frozen
class Status:
    """kind chooses icon and colour (kit.SyncIndicator), sentence says it."""

    kind: str
    sentence: str


TROUBLE = {
    "offline": ("offline", "離線工作中，資料都在這台電腦"),
    "not_the_school": ("portal", "網路需要登入，或回應的不是學校主機"),
    "auth_required": ("attention", "學校端的登入已過期，請重新登入"),
    "too_old": ("attention", "程式版本太舊，請更新；資料都在這台電腦"),
    "busy": ("waiting", "學校主機忙碌中，稍後自動再試"),
    "wipe_guard": ("attention", "學校端少了很多紀錄，已停下來等您確認"),
    "failed": ("attention", "同步遇到沒有料到的問題，資料都在這台電腦，稍後自動再試"),
    "disk": ("attention", "磁碟空間不足，請先清出空間"),
}
QUIET = ("offline", "busy", "not_the_school")
"""Troubles that pass by themselves: what waits is counted behind them."""


def sentence_of(s: Standing, now: datetime, rules: StatusRules) -> Status:
    """Errors first, then what a deadline or long silence makes urgent, what is under way, what waits, and calm."""
    if s.errors + s.conflicts:
        return Status("attention", f"需要處理 {s.errors + s.conflicts} 件")
    return _alarm(s, now, rules) or _under_way(s) or _held_up(s, now) or _calm(s, now, rules)


def _alarm(s: Standing, now: datetime, rules: StatusRules) -> Status | None:
    """A deadline is near, or nothing has reached the school for days, while something waits."""
    if s.deadline is not None:
        left = int((s.deadline.closes_at - now).total_seconds())
        if 0 < left < rules.near_deadline and not (s.running and s.total):
            return Status("alarm", f"「{s.deadline.label}」剩 {span(left)}，{s.waiting} 件還沒送到學校")
    silent = _since(s.waits_since, now) if s.waiting else 0
    if silent >= rules.alarm_after:
        return Status("alarm", f"{span(silent)}沒有東西送到學校，{s.waiting} 件待上傳")
    return None


def _under_way(s: Standing) -> Status | None:
    if s.running and s.total:
        word, kind = ("下載中", "downloading") if s.phase in ("pull", "download") else ("上傳中", "uploading")
        left = f" · 約 {span(s.seconds_left)}" if s.seconds_left else ""
        return Status(kind, f"{word} {s.done}／{s.total}{left}")
    if s.running and s.waiting:
        return Status("uploading", f"正在連絡學校，{s.waiting} 件待上傳")
    return None


def _held_up(s: Standing, now: datetime) -> Status | None:
    waits = f"，{s.waiting} 件待上傳" if s.waiting else ""
    if s.paused:
        until = f"，{s.paused_until.astimezone():%H:%M} 繼續" if s.paused_until else ""
        return Status("paused", f"同步已暫停{until}{waits}")
    if s.state in TROUBLE:
        kind, text = TROUBLE[s.state]
        seen = (
            f" · 上次同步 {age(s.last_ok, now)}" if s.state == "offline" and s.last_ok and not waits else ""
        )
        return Status(kind, f"{text}{waits}{seen}" if s.state in QUIET else text)
    if s.waiting:
        return Status("waiting", f"等待網路{waits}")
    return None


def _calm(s: Standing, now: datetime, rules: StatusRules) -> Status:
    if s.running:
        return Status("downloading", "正在和學校核對…")
    if s.last_ok is None:
        return Status("waiting", "還沒有和學校同步過")
    when = age(s.last_ok, now)
    if _since(s.last_ok, now) >= rules.warn_after:
        return Status("stale", f"上次同步是 {when}")
    return Status("ok", f"已同步 · {when}")


def _since(moment: datetime | None, now: datetime) -> int:
    return int((now - moment).total_seconds()) if moment is not None else 0


def age(moment: datetime, now: datetime) -> str:
    """How long ago, in words."""
    seconds = max(0, _since(moment, now))
    return "剛剛" if seconds < MINUTE else f"{span(seconds)}前"


def span(seconds: int) -> str:
    """A length of time in its biggest unit: 20 秒, 3 分鐘, 5 小時, 4 天."""
    for size, word in ((DAY, "天"), (HOUR, "小時"), (MINUTE, "分鐘")):
        if seconds >= size:
            return f"{seconds // size} {word}"
    return f"{seconds} 秒"
