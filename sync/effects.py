"""What a cycle may ask of the world, and what the world may answer instead of an answer.

Effects are values that a generator yields; the runner performs them and sends the answer in, or throws one
of the errors below into the generator. Every error that a person may meet says in their language what to do.
"""

from enum import StrEnum

from attrs import frozen

from domain.errors import LichengError, Offline
from sync.wire import Pull, PullReply, Push, PushReply


@frozen
class Stand:
    """Where does this copy stand? Answer: ports.Standing."""


@frozen
class NewRequest:
    """A fresh request id. Answer: str."""


@frozen
class Freeze:
    """The oldest unsettled intents, frozen and committed. Answer: tuple[Pending, ...]."""

    limit: int
    max_bytes: int


@frozen
class SendPush:
    """Answer: PushReply, as decoded; the cycle itself checks it."""

    message: Push


@frozen
class Settle:
    """Note the results (one transaction). Answer: None."""

    reply: PushReply


@frozen
class SetAside:
    """The school will not even read this intent: keep its body, tell the person, and go on. Answer: None."""

    intent: str
    code: str
    sentence: str


@frozen
class SendPull:
    """Answer: PullReply, as decoded; the cycle itself checks it."""

    message: Pull


@frozen
class Apply:
    """Rows, cursors and working copy in one transaction. Answer: None; may throw WipeGuard."""

    reply: PullReply


@frozen
class Rewind:
    """The school's timeline changed: read everything anew, say everything anew. Answer: None."""

    epoch: str


@frozen
class AskBlob:
    """How much of a file does the school have? Answer: BlobState."""

    sha256: str


@frozen
class SendPiece:
    """Send `length` bytes of the own copy from `offset`. Answer: BlobState."""

    sha256: str
    size: int
    offset: int
    length: int


@frozen
class VerifyOwn:
    """Is the own copy there, and still what its name says? Answer: bool."""

    sha256: str


@frozen
class FetchBlob:
    """Fetch a file, hash it while it comes, publish it only when it is whole. Answer: None."""

    sha256: str
    size: int


@frozen
class Uploaded:
    """The school has verified the file. Answer: None."""

    sha256: str


@frozen
class Downloaded:
    """The file lies in the own store. Answer: None."""

    sha256: str


@frozen
class Wait:
    """Wait before try number `attempt` (from 0), not shorter than the school asked. Answer: None."""

    attempt: int
    retry_after: float = 0.0


@frozen
class Note:
    """Something that a person may want to know and that stopped nothing else. subject: intent id or SHA-256."""

    code: str
    sentence: str
    subject: str = ""


Effect = (
    Stand
    | NewRequest
    | Freeze
    | SendPush
    | Settle
    | SetAside
    | SendPull
    | Apply
    | Rewind
    | AskBlob
    | SendPiece
    | VerifyOwn
    | FetchBlob
    | Uploaded
    | Downloaded
    | Wait
    | Note
)


class State(StrEnum):
    """How a sync ended, for the status line."""

    OK = "ok"
    OFFLINE = "offline"
    AUTH_REQUIRED = "auth_required"
    BUSY = "busy"
    TOO_OLD = "too_old"
    NOT_THE_SCHOOL = "not_the_school"
    WIPE_GUARD = "wipe_guard"
    TIMELINE = "timeline"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    RUNNING_ELSEWHERE = "running_elsewhere"
    DISK = "disk"


SENTENCES = {
    State.OK: "已和學校同步。",
    State.OFFLINE: "目前連不上學校，資料都在這台電腦，連上後會自動同步。",
    State.AUTH_REQUIRED: "登入已過期，請重新登入；還沒送出的內容都保留著。",
    State.BUSY: "學校主機忙碌中，稍後會自動再試。",
    State.TOO_OLD: "這個程式太舊，學校已不接受它送出的內容。請更新程式；內容都保留著。",
    State.NOT_THE_SCHOOL: "回答的不是學校主機，可能要先登入網路（例如校園或飯店的無線網路）。",
    State.WIPE_GUARD: "學校要求移除這台電腦上的很多紀錄，已先暫停。請確認後再繼續。",
    State.TIMELINE: "學校主機剛從備份還原，稍後會自動重新核對。",
    State.REFUSED: "學校沒有接受這次連線，稍後會再試；內容都保留著。",
    State.CANCELLED: "同步已停止，下次會從這裡繼續。",
    State.RUNNING_ELSEWHERE: "另一個視窗正在同步。",
    State.DISK: "這台電腦的資料無法寫入，請檢查磁碟空間。",
}


class Timeline(LichengError):
    """The school does not know our marks, or calls its timeline by another name: it was restored."""

    def __init__(self, epoch: str = "") -> None:
        super().__init__("timeline", SENTENCES[State.TIMELINE])
        self.epoch = epoch


class AuthRequired(LichengError):
    """The session is over, or the account may not do this any more. Never drops queued work."""

    def __init__(self, code: str = "auth_required", sentence: str = SENTENCES[State.AUTH_REQUIRED]) -> None:
        super().__init__(code, sentence)


class Busy(LichengError):
    """Come back later, not sooner than `retry_after` seconds (0: not said)."""

    def __init__(self, retry_after: float = 0.0, sentence: str = SENTENCES[State.BUSY]) -> None:
        super().__init__("busy", sentence)
        self.retry_after = retry_after


class TooOld(LichengError):
    """This program speaks a wire that the school no longer reads."""

    def __init__(self, sentence: str = SENTENCES[State.TOO_OLD]) -> None:
        super().__init__("too_old", sentence)


class Turned(LichengError):
    """The school refused the request as a whole (a 4xx that is none of the others)."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence or SENTENCES[State.REFUSED])


class TooLarge(Turned):
    """More bytes than the school, or something on the way to it, lets through."""

    def __init__(self, sentence: str = "這次送出的內容太大，學校沒有接收。") -> None:
        super().__init__("too_large", sentence)


class NotTheSchool(Offline):
    """What answered was not the school: a sign-in page of the network, a stranger, or half an answer."""

    def __init__(self, code: str = "not_the_school", sentence: str = SENTENCES[State.NOT_THE_SCHOOL]) -> None:
        super().__init__(code, sentence, "")


class BlobMismatch(LichengError):
    """What the school received does not hash to its name."""

    def __init__(self, sentence: str = "檔案在傳送途中損壞。") -> None:
        super().__init__("blob_mismatch", sentence, "程式會檢查並重送。")


class BlobOffset(LichengError):
    """The school stands at another byte of the file."""

    def __init__(self, offset: int) -> None:
        super().__init__("blob_offset", "檔案已從別處接續上傳。")
        self.offset = offset


class BlobRefused(LichengError):
    """The school does not take, or does not hand out, this file."""


class WipeGuard(LichengError):
    """A pull would remove too many local records; nothing was removed."""

    def __init__(self, count: int) -> None:
        sentence = f"學校要求移除這台電腦上的 {count} 筆紀錄，已先暫停。"
        super().__init__("wipe_guard", sentence, "請確認後再繼續。")
        self.count = count


class Cancelled(Exception):
    """The person leaves: not an error, and never shown."""
