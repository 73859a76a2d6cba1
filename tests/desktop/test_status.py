"""The truthful line: what it says follows from what is where, in this order of importance."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop.status import TROUBLE, Standing, age, sentence_of
from desktop.views.kit.status import SYNC_KINDS
from domain.profile_rules import StatusRules
from domain.waiting import Deadline

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
OK = NOW - timedelta(minutes=2)


RULES = StatusRules(warn_after=86400, alarm_after=3 * 86400, near_deadline=3 * 86400)
SOON = Deadline("課程學習成果上傳及送出認證", NOW + timedelta(hours=5))
LATER = Deadline("課程學習成果上傳及送出認證", NOW + timedelta(days=9))
LONG_AGO = NOW - timedelta(days=4)


def line(standing):
    status = sentence_of(standing, NOW, RULES)
    return status.kind, status.sentence


@pytest.mark.parametrize(
    ("standing", "kind", "sentence"),
    [
        (Standing(last_ok=OK), "ok", "已同步 · 2 分鐘前"),
        (Standing(last_ok=LONG_AGO), "stale", "上次同步是 4 天前"),
        (Standing(), "waiting", "還沒有和學校同步過"),
        (Standing(last_ok=OK, running=True), "downloading", "正在和學校核對…"),
        (Standing(last_ok=OK, running=True, done=2, total=5, phase="upload"), "uploading", "上傳中 2／5"),
        (
            Standing(last_ok=OK, running=True, done=2, total=5, phase="upload", seconds_left=20),
            "uploading",
            "上傳中 2／5 · 約 20 秒",
        ),
        (Standing(last_ok=OK, running=True, done=2, total=5, phase="download"), "downloading", "下載中 2／5"),
        (Standing(last_ok=OK, running=True, unsent=1), "uploading", "正在連絡學校，1 件待上傳"),
        (Standing(last_ok=OK, unsent=2, uploads=1), "waiting", "等待網路，3 件待上傳"),
        (
            Standing(last_ok=OK, unsent=3, state="offline"),
            "offline",
            "離線工作中，資料都在這台電腦，3 件待上傳",
        ),
        (
            Standing(last_ok=OK, state="offline"),
            "offline",
            "離線工作中，資料都在這台電腦 · 上次同步 2 分鐘前",
        ),
        (Standing(last_ok=OK, unsent=1, state="busy"), "waiting", "學校主機忙碌中，稍後自動再試，1 件待上傳"),
        (Standing(last_ok=OK, state="not_the_school"), "portal", "網路需要登入，或回應的不是學校主機"),
        (Standing(last_ok=OK, paused=True, unsent=1), "paused", "同步已暫停，1 件待上傳"),
        (Standing(last_ok=OK, unsent=9, errors=1, running=True), "attention", "需要處理 1 件"),
        (Standing(last_ok=OK, conflicts=2), "attention", "需要處理 2 件"),
        (Standing(last_ok=OK, state="auth_required"), "attention", "學校端的登入已過期，請重新登入"),
        (Standing(last_ok=OK, state="too_old"), "attention", "程式版本太舊，請更新；資料都在這台電腦"),
        (Standing(last_ok=OK, state="wipe_guard"), "attention", "學校端少了很多紀錄，已停下來等您確認"),
        (Standing(last_ok=OK, state="disk"), "attention", "磁碟空間不足，請先清出空間"),
        (
            Standing(last_ok=OK, state="failed"),
            "attention",
            "同步遇到沒有料到的問題，資料都在這台電腦，稍後自動再試",
        ),
        (
            Standing(last_ok=OK, unsent=2, waits_since=LONG_AGO, state="offline"),
            "alarm",
            "4 天沒有東西送到學校，2 件待上傳",
        ),
        (
            Standing(last_ok=OK, unsent=1, deadline=SOON, state="offline"),
            "alarm",
            "「課程學習成果上傳及送出認證」剩 5 小時，1 件還沒送到學校",
        ),
        (
            Standing(last_ok=OK, unsent=1, deadline=LATER, state="offline"),
            "offline",
            "離線工作中，資料都在這台電腦，1 件待上傳",
        ),
    ],
)
def test_the_line(standing: Standing, kind: str, sentence: str) -> None:
    assert line(standing) == (kind, sentence)


def test_that_a_pause_says_when_it_ends() -> None:
    until = datetime(2026, 2, 1, 14, 30).astimezone()
    assert line(Standing(last_ok=OK, paused=True, paused_until=until)) == ("paused", "同步已暫停，14:30 繼續")


def test_that_every_kind_of_line_has_an_icon() -> None:
    assert {kind for kind, _ in TROUBLE.values()} | {"alarm", "stale", "ok"} <= set(SYNC_KINDS)


STATES = ("ok", "offline", "busy", "auth_required", "too_old", "not_the_school")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("lack", ["unsent", "uploads", "errors", "conflicts"])
def test_that_it_never_says_synced_while_something_waits(state: str, lack: str) -> None:
    _, sentence = line(Standing(**{lack: 1}, state=state, last_ok=OK))
    assert not sentence.startswith("已同步")


def test_ages_in_words() -> None:
    ages = [age(NOW - timedelta(seconds=s), NOW) for s in (5, 90, 7200, 3 * 86400)]
    assert ages == ["剛剛", "1 分鐘前", "2 小時前", "3 天前"]
