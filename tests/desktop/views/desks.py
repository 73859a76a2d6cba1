"""A small school's records as real pages of a pull, and desks over them: a student's, a teacher's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from attrs import evolve, field, frozen
from msgspec import Raw

from derive import resources
from desktop.clock import Clock
from desktop.desk import Desk
from desktop.identity import Identity
from desktop.store.blobs import BlobFolder
from desktop.store.opening import memory_store
from domain.ids import uuid7
from domain.records import Attachment, Record
from domain.windows import stamp
from sync import wire

NOW = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
STUDENT, TEACHER = "acc-lin", "acc-wang"
CONSENT = (
    "本人同意學校將勾選之課程學習成果提交至學習歷程中央資料庫。\n\n"
    + "資料的蒐集、處理與利用依個人資料保護法辦理。" * 20
)
NAMES = (
    *("林小宇", "陳品妤", "王柏翰", "張詩涵", "黃子軒", "吳承恩"),
    *("劉宜蓁", "蔡宗翰", "楊雅筑", "許家豪", "鄭羽彤", "謝孟哲"),
    "歐陽阿美・達拉拔巴甘・瓦旦比浩伊斯坦大",
)
SUMMARIES = (
    "以電磁感應自製發電機，量測轉速與電壓的關係",
    "社區水質調查：從採樣到報告",
    "讀《少年小樹之歌》寫給作者的一封信，並比較譯本",
    "用迴歸分析預測福利社的銷量，附程式與圖表說明，並在課堂上發表十五分鐘，回答同學的提問",
)


@frozen
class Visit:
    """What a page asked of the window it stands in."""

    desk: Desk
    said: list[tuple[str, str]] = field(factory=list)
    failed: list[Exception] = field(factory=list)
    went: list[tuple[str, str]] = field(factory=list)
    save_to: list[Path] = field(factory=list)

    def say(self, text: str, tone: str = "info") -> None:
        self.said.append((text, tone))

    def offer(self, text: str, action: str, act: Callable[[], None]) -> None:
        self.said.append((text, action))

    def fail(self, error: Exception) -> None:
        self.failed.append(error)

    def go(self, page: str, record: str = "") -> None:
        self.went.append((page, record))

    def ask_for_file(self, title: str, kinds: tuple[str, ...]) -> Path | None:
        return None

    def ask_where_to_save(self, title: str, name: str) -> Path | None:
        return self.save_to[0] if self.save_to else None


def identity(number: int) -> str:
    return uuid7(1_770_000_000_000 + number, number.to_bytes(10, "big"))


def attachment(data: bytes, name: str, mime: str = "application/pdf") -> Attachment:
    return Attachment(hashlib.sha256(data).hexdigest(), len(data), name, mime)


def school(**values: object) -> Record:
    settings = {
        "name": "範例高級中學",
        "profile": "senior-high",
        "school_year": "114",
        "outcome_cap": "2",
        "diverse_cap": "3",
        "consent_outcome": CONSENT,
        "consent_diverse": CONSENT,
        **values,
    }
    return Record(identity(1), "school", state="current", values=settings)


def window(number: int, kind: str, days: float, opened: float = -30, printed: str = "") -> Record:
    values = {
        "kind": kind,
        "opens_at": stamp(NOW + timedelta(days=opened)),
        "closes_at": stamp(NOW + timedelta(days=days)),
        "zone": "Asia/Taipei",
        "printed": printed,
        "school_year": "114",
    }
    return Record(identity(number), "window", state="current", values=values)


WINDOWS = (
    window(11, "outcome_submit", 5.2, printed="115 年 3 月 7 日（六）24:00"),
    window(12, "outcome_certify", 0.6, printed="115 年 3 月 3 日（二）24:00"),
    window(13, "outcome_select", 20, printed="115 年 3 月 22 日（日）24:00"),
    window(14, "diverse_edit", 40, printed="115 年 4 月 11 日（六）24:00"),
    window(15, "diverse_select", 20, printed="115 年 3 月 22 日（日）24:00"),
)


def enrolment(
    number: int, student: int = 0, owner: str = "", subject: str = "物理", year: str = "114-1"
) -> Record:
    values = {
        "course": f"{year}-{subject}",
        "subject_name": subject,
        "year_term": year,
        "teacher_name": "王小明",
        "student_name": NAMES[student % len(NAMES)],
        "class_name": "高一仁",
        "seat": str(student + 1),
        "credits": "2",
    }
    return Record(identity(number), "enrolment", owner or f"acc-{student}", state="current", values=values)


def outcome(
    number: int, parent: Record, state: str = "pending", file: Attachment | None = None, **srv: object
) -> Record:
    files = {"document_file": file or attachment(b"%PDF-" + str(number).encode(), "探究與實作報告.pdf")}
    values = {"summary": SUMMARIES[number % len(SUMMARIES)]}
    said = {"source": "student", "submitted_at": stamp(NOW - timedelta(days=3)), **srv}
    return Record(
        identity(number), "course_outcome", parent.owner, parent.id, state, 1, 0, values, files, said
    )


def competition(number: int, owner: str, whole: bool = True, year: str = "114-1", **srv: object) -> Record:
    values = {
        "year_term": year,
        "competition_name": f"全國高中科學探究競賽第 {number - 70} 屆",
        "event_category": "自然科學組",
        "competition_field": "local-mathematics",
        "competition_level": "3",
        "participation_type": "1",
        "award": "佳作",
        "result_date": "2025-12-20",
        "description": "小組三人，負責實驗設計與數據分析。" if whole else "",
    }
    files = {"document_file": attachment(b"%PDF-c" + str(number).encode(), "獎狀.pdf")} if whole else {}
    kept = {key: value for key, value in values.items() if value}
    return Record(
        identity(number),
        "competition",
        owner,
        "",
        "editable",
        1,
        0,
        kept,
        files,
        {"source": "student", **srv},
    )


def announcement(number: int, title: str, body: str, day: str, until: str = "") -> Record:
    values = {"title": title, "body": body, "published_on": day, "expires_on": until}
    kept = {key: value for key, value in values.items() if value}
    return Record(identity(number), "announcement", state="current", values=kept)


EVERYTHING = "acc:all"


def reply(records: Iterable[Record], seq: int = 0, scope: str = EVERYTHING) -> wire.PullReply:
    """One page of everything, as the school would send it."""
    rows = [_row(record, seq + place) for place, record in enumerate(records, 1)]
    raw = msgspec.json.encode(rows)
    head = seq + len(rows)
    page = wire.ScopePage(1, Raw(raw), len(rows), hashlib.sha256(raw).hexdigest(), head, 9, False)
    return wire.PullReply(identity(0), "request", "epoch-1", stamp(NOW), {scope: page}, 30, True)


def _row(record: Record, seq: int) -> wire.Row:
    files = {slot: one.as_json() for slot, one in record.files.items()}
    return wire.Row(
        id=record.id,
        form=record.form,
        ver=max(record.ver, 1),
        seq=seq,
        owner=record.owner,
        parent=record.parent,
        state=record.state,
        deleted=record.deleted,
        values=dict(record.values),
        files=files,
        srv=dict(record.srv),
    )


def make(
    folder: Path,
    account: str,
    role: str,
    name: str,
    records: Iterable[Record],
    profile: str = "senior-high",
    scope: str = EVERYTHING,
) -> Desk:
    """A desk whose store holds these records and whose school says it is NOW."""
    who = Identity("http://127.0.0.1", account, account, name, role, profile, "範例高級中學")
    store = memory_store(account)
    store.apply(reply(records, 0, scope))
    blobs = BlobFolder(folder / "blobs", bytes(32))
    clock = Clock(NOW - datetime.now(UTC))
    return Desk(who, store, blobs, resources.profile(profile), resources.codelists(), clock)


def hear(desk: Desk, records: Iterable[Record], seq: int, scope: str = EVERYTHING) -> None:
    """The school says something more."""
    desk._touched(desk.store.apply(reply(records, seq, scope)))


def class_of(count: int, first: int = 100, state: str = "pending") -> list[Record]:
    """Enrolments and outcomes of a class, one each."""
    found = []
    for place in range(count):
        joined = enrolment(first + place, place)
        found += [joined, outcome(first + 200 + place, joined, state)]
    return found


def with_pending_files(record: Record, count: int) -> Record:
    return evolve(record, srv={**record.srv, "blobs_pending": count})
