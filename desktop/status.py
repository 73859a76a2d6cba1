"""The truthful line: what of this person's work is where, in one sentence with its age.

Computed from unsent + errors + conflicts + files on their way + age + what the last attempt met; never from a mood.
"""

from datetime import datetime

from attrs import frozen


@frozen
class Standing:
    """What the line is computed from. last_ok: when the school last had everything, by this computer's clock."""

    unsent: int = 0
    uploads: int = 0
    errors: int = 0
    conflicts: int = 0
    last_ok: datetime | None = None
    running: bool = False
    done: int = 0
    total: int = 0
    phase: str = ""
    state: str = "ok"
    paused: bool = False


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


def sentence_of(s: Standing, now: datetime) -> Status:
    """Errors first, then what is under way, then what waits, then how old the calm is."""
    waiting = s.unsent + s.uploads
    if s.errors + s.conflicts:
        return Status("attention", f"需要處理 {s.errors + s.conflicts} 件")
    if s.running and s.total:
        word = "下載中" if s.phase in ("pull", "download") else "上傳中"
        return Status("downloading" if word == "下載中" else "uploading", f"{word} {s.done}／{s.total}")
    if s.running and waiting:
        return Status("uploading", f"正在連絡學校，{waiting} 件待上傳")
    if s.paused:
        return Status("paused", f"同步已暫停，{waiting} 件待上傳" if waiting else "同步已暫停")
    if s.state in TROUBLE:
        kind, text = TROUBLE[s.state]
        return Status(
            kind, f"{text}，{waiting} 件待上傳" if waiting and s.state in ("offline", "busy") else text
        )
    if waiting:
        return Status("waiting", f"等待網路，{waiting} 件待上傳")
    if s.running:
        return Status("downloading", "正在和學校核對…")
    if s.last_ok is None:
        return Status("waiting", "還沒有和學校同步過")
    return Status("ok", f"已同步 · {age(s.last_ok, now)}")


def age(moment: datetime, now: datetime) -> str:
    """How long ago, in words."""
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < 60:
        return "剛剛"
    if seconds < 3600:
        return f"{seconds // 60} 分鐘前"
    if seconds < 86400:
        return f"{seconds // 3600} 小時前"
    return f"{seconds // 86400} 天前"
