"""Nothing but a whole, sound answer of our own school to our own question is ever applied."""

import msgspec
import pytest
from msgspec import Raw

from domain.errors import LichengError
from sync import wire
from sync.answers import Answer, check_pull, check_push, read, rows_of
from sync.effects import (
    AuthRequired,
    BlobMismatch,
    BlobOffset,
    Busy,
    NotTheSchool,
    Timeline,
    TooLarge,
    TooOld,
    Turned,
)
from tests.fakes.replies import SERVER, identity, page, pending, pull_reply, push_reply

PULL = wire.Pull(1, 1, "r1", {"school": wire.Cursor(1, 5, 55)})
PUSH = wire.Push(1, 1, "r1", "d", [wire.PushItem(Raw(pending(1).body))])


def sound():
    return pull_reply(PULL, {"school": page(6, 7, head=9), "acc:1": page(3, 3, 8, head=9)})


def answer(status=200, body=b"", media=wire.MEDIA_TYPE, **more):
    return Answer(status, media, body, **more)


def test_that_a_sound_page_passes():
    check_pull(PULL, sound(), SERVER)
    assert [row.seq for row in rows_of(sound().scopes["school"])] == [6, 7]


def test_that_a_page_cut_at_any_byte_is_not_taken():
    body = msgspec.json.encode(sound())
    for cut in range(len(body)):
        with pytest.raises(NotTheSchool):
            check_pull(PULL, read(answer(body=body[:cut]), wire.PullReply), SERVER)


def test_that_a_flipped_byte_within_the_rows_is_not_taken():
    rows = bytes(sound().scopes["school"].rows)
    for at in range(len(rows)):
        flipped = rows[:at] + bytes([rows[at] ^ 1]) + rows[at + 1 :]
        broken = msgspec.structs.replace(page(6, 7), rows=Raw(flipped))
        with pytest.raises(NotTheSchool):
            check_pull(PULL, pull_reply(PULL, {"school": broken}), SERVER)


@pytest.mark.parametrize(
    "changes",
    [
        {"digest": "0" * 64},
        {"count": 1},
        {"count": 3},
        {"seq": 6},
        {"more": True, "seq": 8},
        {"rows": Raw(b"{}")},
    ],
)
def test_that_a_page_that_contradicts_itself_is_not_taken(changes):
    broken = msgspec.structs.replace(page(6, 7), **changes)
    with pytest.raises(NotTheSchool):
        check_pull(PULL, pull_reply(PULL, {"school": broken}), SERVER)


@pytest.mark.parametrize("seqs", [(7, 6), (5, 6), (1,)])
def test_that_rows_out_of_order_or_from_before_the_cursor_are_not_taken(seqs):
    with pytest.raises(NotTheSchool):
        check_pull(PULL, pull_reply(PULL, {"school": page(*seqs, head=9)}), SERVER)


def test_that_an_empty_page_that_promises_more_is_not_taken():
    with pytest.raises(NotTheSchool):
        check_pull(PULL, pull_reply(PULL, {"school": page(head=9, more=True)}), SERVER)


def test_that_a_scope_of_a_new_generation_begins_anew():
    anew = msgspec.structs.replace(page(1, 2, head=9), gen=2)
    check_pull(PULL, pull_reply(PULL, {"school": anew}), SERVER)


@pytest.mark.parametrize(
    "changes", [{"req": "r0"}, {"server_id": "a stranger"}, {"server_id": ""}, {"end": False}, {"epoch": ""}]
)
def test_that_an_envelope_that_is_not_ours_is_not_taken(changes):
    with pytest.raises(NotTheSchool):
        check_pull(PULL, msgspec.structs.replace(sound(), **changes), SERVER)
    with pytest.raises(NotTheSchool):
        check_push(PUSH, [identity(1)], push_reply(PUSH, **changes), SERVER)


@pytest.mark.parametrize(
    "results",
    [
        [],
        [wire.Result(identity(2), "applied")],
        [wire.Result(identity(1), "applied"), wire.Result(identity(1), "applied")],
        [wire.Result(identity(1), "eaten")],
    ],
)
def test_that_every_intent_gets_exactly_one_known_word(results):
    with pytest.raises(NotTheSchool):
        check_push(PUSH, [identity(1)], push_reply(PUSH, results=results), SERVER)


def test_that_a_sound_push_reply_passes():
    check_push(PUSH, [identity(1)], push_reply(PUSH), SERVER)


@pytest.mark.parametrize(
    ("status", "media", "body"),
    [
        (200, "text/html", b"<html>please sign in</html>"),
        (200, wire.MEDIA_TYPE, b""),
        (200, "application/json", b'{"status":"ok"}'),
        (200, wire.MEDIA_TYPE, b'{"status":"ok"}'),
        (302, "", b""),
        (401, "text/html", b"<html>"),
        (404, "text/html", b"<html>"),
        (403, wire.MEDIA_TYPE, b"half"),
    ],
)
def test_that_what_is_not_the_school_is_called_so(status, media, body):
    with pytest.raises(NotTheSchool) as caught:
        read(answer(status, body, media), wire.PullReply)
    assert caught.value.sentence


@pytest.mark.parametrize(
    ("status", "problem", "kind"),
    [
        (400, wire.Problem("bad_request", "壞了"), Turned),
        (401, wire.Problem("expired", "登入過期"), AuthRequired),
        (403, wire.Problem("forbidden", "不行"), AuthRequired),
        (409, wire.Problem("timeline_mismatch", "", epoch="e2"), Timeline),
        (409, wire.Problem("offset", "", offset=7), BlobOffset),
        (413, wire.Problem("too_large", ""), TooLarge),
        (422, wire.Problem("hash_mismatch", ""), BlobMismatch),
        (426, wire.Problem("too_old", "請更新"), TooOld),
        (429, wire.Problem("busy", "忙"), Busy),
        (500, wire.Problem("internal", "壞了"), Busy),
        (503, wire.Problem("maintenance", "維護中"), Busy),
    ],
)
def test_that_each_refusal_has_its_own_name_and_a_sentence(status, problem, kind):
    with pytest.raises(kind) as caught:
        read(answer(status, msgspec.json.encode(problem)), wire.PullReply)
    assert isinstance(caught.value, LichengError)
    assert caught.value.sentence


def test_that_a_gateway_s_own_page_means_try_later():
    with pytest.raises(Busy) as caught:
        read(answer(502, b"<html>bad gateway", "text/html", retry_after="7"), wire.PullReply)
    assert caught.value.retry_after == 7.0


def test_that_a_date_to_retry_after_is_counted_by_the_school_s_clock():
    late, now = "Wed, 21 Oct 2026 07:29:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT"
    with pytest.raises(Busy) as caught:
        read(answer(503, retry_after=late, date=now), wire.PullReply)
    assert caught.value.retry_after == 60.0
