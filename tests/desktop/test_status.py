"""The truthful line: what it says follows from what is where, in this order of importance."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop.status import Standing, age, sentence_of

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
OK = NOW - timedelta(minutes=2)


@pytest.mark.parametrize(
    ("standing", "kind", "sentence"),
    [
        (Standing(last_ok=OK), "ok", "已同步 · 2 分鐘前"),
        (Standing(last_ok=OK, unsent=2, uploads=1), "waiting", "等待網路，3 件待上傳"),
        (
            Standing(last_ok=OK, unsent=3, state="offline"),
            "offline",
            "離線工作中，資料都在這台電腦，3 件待上傳",
        ),
        (Standing(last_ok=OK, state="offline"), "offline", "離線工作中，資料都在這台電腦"),
        (Standing(last_ok=OK, running=True, done=2, total=5, phase="upload"), "uploading", "上傳中 2／5"),
        (Standing(last_ok=OK, running=True, done=2, total=5, phase="download"), "downloading", "下載中 2／5"),
        (Standing(last_ok=OK, unsent=9, errors=1, running=True), "attention", "需要處理 1 件"),
        (Standing(last_ok=OK, conflicts=2), "attention", "需要處理 2 件"),
        (Standing(last_ok=OK, state="auth_required"), "attention", "學校端的登入已過期，請重新登入"),
        (Standing(last_ok=OK, state="not_the_school"), "portal", "網路需要登入，或回應的不是學校主機"),
        (Standing(state="ok"), "waiting", "還沒有和學校同步過"),
    ],
)
def test_the_line(standing: Standing, kind: str, sentence: str) -> None:
    status = sentence_of(standing, NOW)
    assert (status.kind, status.sentence) == (kind, sentence)


def test_that_it_never_says_synced_while_something_waits() -> None:
    for state in ("ok", "offline", "busy", "auth_required", "too_old", "not_the_school"):
        for waiting in (Standing(unsent=1), Standing(uploads=1), Standing(errors=1), Standing(conflicts=1)):
            told = sentence_of(
                Standing(
                    **{
                        **{f: getattr(waiting, f) for f in waiting.__slots__ if f[0] != "_"},
                        "state": state,
                        "last_ok": OK,
                    }
                ),
                NOW,
            )
            assert "已同步" not in told.sentence


def test_ages_in_words() -> None:
    ages = [age(NOW - timedelta(seconds=s), NOW) for s in (5, 90, 7200, 3 * 86400)]
    assert ages == ["剛剛", "1 分鐘前", "2 小時前", "3 天前"]
