"""At the school's door: who may come in, in which form, and what is said to those who may not."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from server.app import Embedded
from server.services import tries
from server.settings import Settings
from sync import wire
from tests.server.campus import PASSWORD, SchoolClock

JSON = {"Content-Type": wire.MEDIA_TYPE}


@pytest.fixture
def clock() -> SchoolClock:
    return SchoolClock()


@pytest.fixture
def school(local: Path, clock: SchoolClock) -> Iterator[Embedded]:
    with Embedded(Settings(folder=local, port=0), clock) as running:
        yield running


@pytest.fixture
def client(school: Embedded) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=school.base_url, headers=JSON) as client:
        yield client


def _login(client: httpx.Client, password: str = PASSWORD, account: str = "amy") -> httpx.Response:
    return client.post("/v1/session", content=msgspec.json.encode(wire.Login(account, password, "pc")))


def _pull(client: httpx.Client, access: str, **more: Any) -> httpx.Response:
    body = msgspec.json.encode(wire.Pull(1, 1, "r"))
    return client.post("/v1/sync/pull", content=body, headers={"Authorization": f"Bearer {access}", **more})


def _refresh(client: httpx.Client, token: str) -> httpx.Response:
    return client.post("/v1/session/refresh", content=msgspec.json.encode(wire.Refresh(token)))


def test_that_an_access_token_ends_and_is_renewed(client: httpx.Client, clock: SchoolClock) -> None:
    first = _login(client).json()
    assert first["expires_in"] == 900
    assert _pull(client, first["access"]).status_code == 200
    clock.forward(minutes=16)
    expired = _pull(client, first["access"])
    assert (expired.status_code, expired.json()["code"]) == (401, "expired")
    renewed = _refresh(client, first["refresh"]).json()
    assert _pull(client, renewed["access"]).status_code == 200


def test_that_a_lost_renewal_is_answered_the_same_for_a_minute(
    client: httpx.Client, clock: SchoolClock
) -> None:
    first = _login(client).json()
    renewed = _refresh(client, first["refresh"]).json()
    clock.forward(seconds=50)
    assert _refresh(client, first["refresh"]).json()["refresh"] == renewed["refresh"]
    clock.forward(seconds=20)
    assert _refresh(client, first["refresh"]).status_code == 401
    assert _refresh(client, renewed["refresh"]).status_code == 200


def test_that_a_session_ends_at_sign_out_and_at_a_new_password(
    client: httpx.Client, school: Embedded
) -> None:
    one, other = _login(client).json(), _login(client).json()
    gone = client.delete("/v1/session", headers={"Authorization": f"Bearer {one['access']}"})
    assert gone.status_code == 204
    assert _pull(client, one["access"]).status_code == 401
    assert _pull(client, other["access"]).status_code == 200
    school.doorkeeper.set_password("amy", "another password")
    assert _pull(client, other["access"]).status_code == 401
    assert _refresh(client, other["refresh"]).status_code == 401
    assert _login(client, "another password").status_code == 200


def test_that_wrong_passwords_slow_one_account_down(client: httpx.Client, clock: SchoolClock) -> None:
    statuses = [_login(client, "wrong").status_code for _ in range(tries.FREE_TRIES)]
    assert statuses == [401] * tries.FREE_TRIES
    slow = _login(client)
    assert slow.status_code == 429
    assert int(slow.headers["Retry-After"]) >= 1
    assert _login(client, account="ben").status_code == 200
    clock.forward(seconds=int(slow.headers["Retry-After"]))
    assert _login(client, "wrong").status_code == 401
    again = _login(client)
    assert int(again.headers["Retry-After"]) > int(slow.headers["Retry-After"])
    clock.forward(seconds=int(again.headers["Retry-After"]))
    assert _login(client).status_code == 200


def test_that_an_unknown_account_and_a_wrong_password_sound_alike(client: httpx.Client) -> None:
    assert _login(client, "wrong").json() == _login(client, "wrong", "nobody").json()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"<html><body>Welcome to Wi-Fi</body></html>", {"Content-Type": "text/html"}),
        (b"<html><body>Welcome to Wi-Fi</body></html>", JSON),
        (b"", JSON),
        (b'{"account": "amy"', JSON),
        (b"\xff\xfe\x00", JSON),
        (b"[]", JSON),
        (b'{"account":"amy","password":"x","device":"pc","admin":true}', JSON),
        (b"\x1f\x8b broken", {**JSON, "Content-Encoding": "gzip"}),
        (gzip.compress(b'{"account":"amy"}', mtime=0)[:-9], {**JSON, "Content-Encoding": "gzip"}),
    ],
)
def test_that_garbage_is_answered_with_a_sentence(
    client: httpx.Client, body: bytes, headers: dict[str, str]
) -> None:
    reply = client.post("/v1/session", content=body, headers=headers)
    assert reply.status_code == 400
    assert reply.headers["content-type"] == wire.MEDIA_TYPE
    assert reply.json()["sentence"].endswith("。")


def test_that_a_bomb_is_not_unpacked(client: httpx.Client) -> None:
    bomb = gzip.compress(b" " * (wire.MAX_PUSH_BYTES + 1))
    reply = client.post("/v1/session", content=bomb, headers={"Content-Encoding": "gzip"})
    assert reply.status_code == 413


def test_that_zipped_messages_are_read_and_written(client: httpx.Client) -> None:
    access = _login(client).json()["access"]
    body = gzip.compress(msgspec.json.encode(wire.Pull(1, 1, "r")))
    headers = {"Authorization": f"Bearer {access}", "Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
    reply = client.post("/v1/sync/pull", content=body, headers=headers)
    assert reply.headers["Content-Encoding"] == "gzip"
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.json()["end"] is True


def test_that_a_program_of_another_age_is_told_so(client: httpx.Client) -> None:
    access = _login(client).json()["access"]
    headers = {"Authorization": f"Bearer {access}"}
    old = client.post("/v1/sync/pull", content=b'{"proto":0,"schema":0,"req":"r"}', headers=headers)
    assert (old.status_code, old.json()["code"]) == (426, "too_old")
    new = client.post("/v1/sync/pull", content=b'{"proto":9,"schema":9,"req":"r","novel":1}', headers=headers)
    assert new.json()["code"] == "too_new"


def test_that_nobody_comes_in_without_a_token(client: httpx.Client) -> None:
    for method, path in (("POST", "/v1/sync/pull"), ("GET", "/v1/poke"), ("GET", f"/v1/blobs/{'a' * 64}")):
        body = msgspec.json.encode(wire.Pull(1, 1, "r")) if method == "POST" else None
        assert client.request(method, path, content=body).status_code == 401


def test_that_the_school_says_who_it_is_and_what_it_knows(client: httpx.Client) -> None:
    hello = client.get("/v1/hello").json()
    assert (hello["school_name"], hello["profile"]) == ("示範高中", "senior-high")
    forms = client.get("/spec")
    assert "course_outcome" in forms.json()["forms"]
    assert client.get("/spec", headers={"If-None-Match": forms.headers["ETag"]}).status_code == 304
    interface = client.get("/openapi.json").json()
    assert set(interface["paths"]) >= {"/v1/session", "/v1/sync/push", "/v1/sync/pull"}
    assert interface["components"]["schemas"]["Login"]["additionalProperties"] is False
    assert client.get("/nowhere").json()["code"] == "nowhere"


def test_that_a_poke_answers_at_once_when_there_is_news(client: httpx.Client) -> None:
    access = _login(client).json()["access"]
    headers = {"Authorization": f"Bearer {access}"}
    reply = client.get("/v1/poke?since=0", headers=headers).json()
    assert reply["changed"] is True
    assert reply["seq"] > 0
