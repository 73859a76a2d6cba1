"""The wire for real, on this computer, with servers that lie, stutter and die."""

import hashlib
import threading
import time
from collections.abc import Iterator

import msgspec
import pytest

from domain.errors import BadInput, Offline
from sync import wire
from sync.effects import AuthRequired, BlobOffset, BlobRefused, Busy, NotTheSchool, Timeline, TooOld
from sync.http import Grant, HttpSchool, MemoryTokens, address, hello, sign_in
from tests.fakes.loopback import Heard, Loopback, http, said
from tests.fakes.replies import SERVER, page, pull_reply, push_reply

PULL = wire.Pull(1, 1, "r1", {})
SHA = hashlib.sha256(b"hello").hexdigest()
HTML = b"<html><body>Wi-Fi sign in</body></html>"
GRANT = Grant("old", "refresh")
SESSION = wire.Session(SERVER, "a1", "王小明", "student", "senior-high", "示範高中", "new", "next", 900)


def school(server: Loopback, grant: Grant = GRANT, server_id: str = SERVER) -> HttpSchool:
    return HttpSchool(server.url, MemoryTokens(grant), server_id)


@pytest.fixture
def spoken() -> Iterator[list[HttpSchool]]:
    opened: list[HttpSchool] = []
    yield opened
    for one in opened:
        one.close()


def good(heard: Heard) -> bytes:
    return said(pull_reply(msgspec.convert(heard.message, wire.Pull), {"school": page(6, 7)}))


def pulled(reply, spoken, message=PULL, **more):
    with Loopback(reply) as server:
        spoken.append(school(server, **more))
        return spoken[-1].pull(message)


def test_that_a_good_answer_comes_through_whole(spoken):
    reply = pulled(good, spoken)
    assert reply.req == "r1"
    assert reply.scopes["school"].count == 2
    assert hashlib.sha256(bytes(reply.scopes["school"].rows)).hexdigest() == reply.scopes["school"].digest


def test_that_long_requests_are_packed_and_short_ones_are_not(spoken):
    with Loopback(good) as server:
        spoken.append(school(server))
        spoken[0].pull(PULL)
        spoken[0].pull(wire.Pull(1, 1, "r2", {f"crs:{n}": wire.Cursor(1, 1, 1) for n in range(100)}))
    assert [one.headers.get("content-encoding") for one in server.heard] == [None, "gzip"]
    assert len(server.heard[1].message["scopes"]) == 100


@pytest.mark.parametrize(
    "reply",
    [
        http(HTML, media="text/html"),
        http(b"", 302, Location="http://192.0.2.1/login"),
        http(b""),
        http(b'{"status":"ok"}', media="application/json"),
        http(b'{"server_id":"x","req":'),
        http(b"\x1f\x8b\x08half", Content_Encoding="gzip"),
        http(HTML, 403, "text/html"),
        http(HTML, 404, "text/html"),
        http(HTML, 401, "text/html"),
    ],
    ids=["html", "302", "empty", "stranger", "truncated", "half gzip", "403 html", "404 html", "401 html"],
)
def test_that_whatever_is_not_the_school_is_told_apart(reply, spoken):
    with pytest.raises(NotTheSchool) as caught:
        pulled(reply, spoken)
    assert caught.value.sentence


@pytest.mark.parametrize(
    "reply",
    [
        lambda heard: None,
        lambda heard: good(heard)[:40],
        lambda heard: good(heard)[:-10],
        http(b"{}", length=5000),
        b"SSH-2.0-OpenSSH_9.6\r\n",
    ],
    ids=["hung up", "cut in the head", "cut in the body", "short of its length", "another protocol"],
)
def test_that_half_an_answer_is_no_answer(reply, spoken):
    with pytest.raises(Offline):
        pulled(reply, spoken)


def test_that_another_school_s_answer_is_refused(spoken):
    with pytest.raises(NotTheSchool):
        pulled(good, spoken, server_id="another")


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (said(wire.Problem("maintenance", "維護中"), 503, Retry_After="12"), Busy),
        (http(HTML, 502, "text/html"), Busy),
        (said(wire.Problem("timeline_mismatch", "", epoch="e2"), 409), Timeline),
        (said(wire.Problem("too_old", "請更新"), 426), TooOld),
        (said(wire.Problem("forbidden", "不行"), 403), AuthRequired),
    ],
)
def test_that_the_school_s_refusals_keep_their_names(reply, kind, spoken):
    with pytest.raises(kind):
        pulled(reply, spoken)


NOW = "Wed, 21 Oct 2026 07:28:00 GMT"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("word", "seconds"),
    [
        ("17", 17.0),
        ("Wed, 21 Oct 2026 07:28:30 GMT", 30.0),
        ("Wed, 21 Oct 2026 07:00:00 GMT", 0.0),
        ("Wed, 21 Oct 2999 07:28:00 GMT", 86400.0),
        ("999999999", 86400.0),
        ("9" * 400, 0.0),
        ("-1", 0.0),
        ("1e9", 0.0),
        ("soon", 0.0),
        ("Wed, 99 Zzz 2026", 0.0),
    ],
)
def test_that_a_busy_school_is_given_the_time_it_asks_for_and_no_absurd_one(spoken, status, word, seconds):
    busy = said(wire.Problem("busy", "忙"), status, Retry_After=word, Date=NOW)
    with pytest.raises(Busy) as caught:
        pulled(busy, spoken)
    assert caught.value.retry_after == seconds


def test_that_a_school_that_cannot_be_reached_is_offline(spoken):
    with Loopback(good) as server:
        url = server.url
    spoken.append(HttpSchool(url, MemoryTokens(Grant("a", "r")), SERVER))
    with pytest.raises(Offline) as caught:
        spoken[0].pull(PULL)
    assert not isinstance(caught.value, NotTheSchool)


def test_that_a_school_that_stops_talking_is_given_up_after_the_idle_time(spoken):
    held = threading.Event()
    with Loopback(lambda heard: held.wait(5) and None) as server:
        spoken.append(HttpSchool(server.url, MemoryTokens(GRANT), SERVER, idle=0.2))
        started = time.monotonic()
        with pytest.raises(Offline):
            spoken[0].pull(PULL)
        assert time.monotonic() - started < 3
        held.set()


# ---- sessions


def test_that_an_expired_session_is_renewed_once_and_the_same_bytes_sent_again(spoken):
    expired = said(wire.Problem("expired", "過期"), 401)
    with Loopback(expired, said(SESSION), good) as server:
        spoken.append(school(server))
        spoken[0].pull(PULL)
    first, refresh, again = server.heard
    assert refresh.message == {"refresh": "refresh"}
    assert (first.body, first.headers["authorization"]) == (again.body, "Bearer old")
    assert again.headers["authorization"] == "Bearer new"


def test_that_a_session_that_cannot_be_renewed_asks_for_a_sign_in(spoken):
    with Loopback(said(wire.Problem("expired", "過期"), 401)) as server:
        spoken.append(school(server))
        with pytest.raises(AuthRequired):
            spoken[0].pull(PULL)
    assert len(server.heard) == 2


def test_that_without_a_refresh_token_nobody_is_asked(spoken):
    with Loopback(said(wire.Problem("expired", "過期"), 401)) as server:
        spoken.append(school(server, Grant("old", "")))
        with pytest.raises(AuthRequired):
            spoken[0].pull(PULL)
    assert len(server.heard) == 1


def test_that_many_threads_renew_a_session_once(spoken):
    def reply(heard: Heard) -> bytes:
        if heard.path.endswith("/refresh"):
            time.sleep(0.05)
            return said(SESSION)
        old = heard.headers["authorization"] == "Bearer old"
        return said(wire.Problem("expired", "過期"), 401) if old else good(heard)

    with Loopback(reply) as server:
        spoken.append(school(server))
        threads = [threading.Thread(target=spoken[0].pull, args=(PULL,)) for _ in range(6)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert sum(one.path.endswith("/refresh") for one in server.heard) == 1


def test_that_another_process_s_newer_token_is_used_instead_of_a_second_renewal(spoken):
    tokens = MemoryTokens(Grant("old", "refresh"))

    def reply(heard: Heard) -> bytes:
        if heard.headers["authorization"] == "Bearer old":
            tokens.write(Grant("newer", "next"))
            return said(wire.Problem("expired", "過期"), 401)
        return good(heard)

    with Loopback(reply) as server:
        spoken.append(HttpSchool(server.url, tokens, SERVER))
        spoken[0].pull(PULL)
    assert [one.headers["authorization"] for one in server.heard] == ["Bearer old", "Bearer newer"]


def test_that_a_stranger_s_session_is_not_kept(spoken):
    other = msgspec.structs.replace(SESSION, server_id="a stranger")
    tokens = MemoryTokens(Grant("old", "refresh"))
    with Loopback(said(wire.Problem("expired", "過期"), 401), said(other)) as server:
        spoken.append(HttpSchool(server.url, tokens, SERVER))
        with pytest.raises(NotTheSchool):
            spoken[0].pull(PULL)
    assert tokens.read() == Grant("old", "refresh")


def test_that_signing_in_gives_a_session_and_a_wrong_password_gives_the_school_s_sentence():
    with Loopback(said(SESSION), said(wire.Problem("wrong_password", "帳號或密碼不正確。"), 401)) as server:
        assert sign_in(server.url, "s1", "pw", "d1").account_id == "a1"
        with pytest.raises(AuthRequired) as caught:
            sign_in(server.url, "s1", "no", "d1", "123456")
    assert caught.value.sentence == "帳號或密碼不正確。"
    assert server.heard[1].message == {"account": "s1", "password": "no", "device": "d1", "otp": "123456"}


def test_that_an_address_says_which_school_it_is():
    with Loopback(said(wire.Hello(SERVER, "示範高中"))) as server:
        assert hello(server.url).school_name == "示範高中"


# ---- files


def state(offset: int, verified: bool = False) -> bytes:
    return said(wire.BlobState(SHA, offset, verified))


def test_that_a_piece_says_where_it_belongs(spoken):
    with Loopback(state(0), state(5, True)) as server:
        spoken.append(school(server))
        assert spoken[0].blob_state(SHA).offset == 0
        assert spoken[0].put_blob(SHA, 5, 2, b"llo").verified
    put = server.heard[1]
    assert (put.method, put.body, put.headers["content-range"]) == ("PUT", b"llo", "bytes 2-4/5")


def test_that_a_file_comes_in_pieces_and_a_refused_one_says_why(spoken):
    refused = said(wire.Problem("missing", "學校沒有這個檔案。"), 404)
    with Loopback(
        http(b"hello", media="application/octet-stream"), refused, http(HTML, media="text/html")
    ) as server:
        spoken.append(school(server))
        assert b"".join(spoken[0].get_blob(SHA)) == b"hello"
        with pytest.raises(BlobRefused):
            list(spoken[0].get_blob(SHA))
        with pytest.raises(NotTheSchool):
            list(spoken[0].get_blob(SHA))


def test_that_a_file_whose_session_expired_is_asked_for_again(spoken):
    expired = said(wire.Problem("expired", "過期"), 401)
    with Loopback(expired, said(SESSION), http(b"hello", media="application/pdf")) as server:
        spoken.append(school(server))
        assert b"".join(spoken[0].get_blob(SHA)) == b"hello"


def test_that_a_file_cut_short_is_not_taken_for_whole(spoken):
    with Loopback(http(b"hel", media="application/pdf", length=5)) as server:
        spoken.append(school(server))
        with pytest.raises(Offline):
            list(spoken[0].get_blob(SHA))


def test_that_the_school_s_offset_and_a_foreign_file_s_state_are_told_apart(spoken):
    moved = said(wire.Problem("offset", "接續", offset=3), 409)
    other = said(wire.BlobState("0" * 64, 0, False))
    with Loopback(moved, other) as server:
        spoken.append(school(server))
        with pytest.raises(BlobOffset) as caught:
            spoken[0].put_blob(SHA, 5, 0, b"hello")
        assert caught.value.offset == 3
        with pytest.raises(NotTheSchool):
            spoken[0].blob_state(SHA)


# ---- addresses


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" school.example.edu.tw/ ", "https://school.example.edu.tw"),
        ("https://school.example.edu.tw:8443", "https://school.example.edu.tw:8443"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_that_an_address_is_tidied(typed, kept):
    assert address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "http://school.example.edu.tw",
        "ftp://x",
        "https://",
        "https://a:b",
        "https://u:p@x",
        "http://[",
        "x y",
    ],
)
def test_that_an_address_that_is_none_or_not_encrypted_is_refused_with_a_sentence(typed):
    with pytest.raises(BadInput) as caught:
        address(typed)
    assert caught.value.remedy


def test_that_plain_http_to_the_school_s_own_network_can_be_allowed():
    assert address("http://10.0.0.5", plain_allowed=True) == "http://10.0.0.5"


def test_that_pushes_are_checked_for_the_school_too(spoken):
    message = wire.Push(1, 1, "r1", "d", [])
    with Loopback(said(push_reply(message, server_id="other"))) as server:
        spoken.append(school(server))
        with pytest.raises(NotTheSchool):
            spoken[0].push(message)
