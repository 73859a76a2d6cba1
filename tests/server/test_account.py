"""What people change about their own accounts, asked over HTTP."""

from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest
from attrs import evolve

from server.app import Embedded
from server.services import tries
from server.settings import Settings
from sync import wire
from tests.server.campus import PASSWORD, SchoolClock

JSON = {"Content-Type": wire.MEDIA_TYPE}
NEW = "雨後的 corn field"


class Person:
    """A signed-in person at one computer."""

    def __init__(
        self, client: httpx.Client, device: str = "pc", password: str = PASSWORD, otp: str = ""
    ) -> None:
        self.client = client
        self.reply = client.post(
            "/v1/session", content=msgspec.json.encode(wire.Login("amy", password, device, otp))
        )
        self.said = self.reply.json()

    @property
    def code(self) -> str:
        """Why the school did not let the person in, "" when it did."""
        return "" if self.reply.status_code == 200 else str(self.said["code"])

    def ask(self, method: str, path: str = "", message: object = None) -> httpx.Response:
        body = msgspec.json.encode(message) if message is not None else None
        headers = {"Authorization": f"Bearer {self.said['access']}"}
        return self.client.request(method, f"/v1/account{path}", content=body, headers=headers)

    def post(self, path: str, message: object) -> httpx.Response:
        return self.ask("POST", path, message)

    def account(self) -> dict[str, Any]:
        return self.ask("GET").json()


@pytest.fixture
def clock() -> SchoolClock:
    return SchoolClock()


@pytest.fixture
def school(settings: Settings, clock: SchoolClock) -> Iterator[Embedded]:
    with Embedded(evolve(settings, port=0), clock) as running:
        yield running


@pytest.fixture
def client(school: Embedded) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=school.base_url, headers=JSON) as client:
        yield client


def told(reply: httpx.Response) -> tuple[int, str]:
    return reply.status_code, reply.json().get("code", "")


# ---- the password


def test_that_a_new_password_ends_every_session_but_the_one_that_asked(client: httpx.Client) -> None:
    here, there = Person(client), Person(client, "laptop")
    assert here.post("/password", wire.PasswordChange(PASSWORD, NEW)).status_code == 200
    assert here.account()["account"] == "amy"
    assert there.ask("GET").status_code == 401
    renewal = client.post(
        "/v1/session/refresh", content=msgspec.json.encode(wire.Refresh(there.said["refresh"]))
    )
    assert renewal.status_code == 401
    assert Person(client).code == "wrong_password"
    assert Person(client, password=NEW).code == ""


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("short", "weak_password"),
        ("password123", "weak_password"),
        ("ＰＡＳＳＷＯＲＤ", "weak_password"),
        ("一一一一一一一一", "weak_password"),
        (PASSWORD, "same_password"),
    ],
)
def test_that_a_password_that_is_easily_guessed_is_not_taken(
    client: httpx.Client, new: str, code: str
) -> None:
    reply = Person(client).post("/password", wire.PasswordChange(PASSWORD, new))
    assert told(reply) == (400, code)
    assert reply.json()["sentence"].endswith("。")
    assert Person(client).code == ""


def test_that_guessing_the_old_password_is_slowed_down(client: httpx.Client, clock: SchoolClock) -> None:
    here = Person(client)
    for _ in range(tries.FREE_TRIES):
        assert told(here.post("/password", wire.PasswordChange("wrong", NEW))) == (400, "wrong_password")
    slow = here.post("/password", wire.PasswordChange(PASSWORD, NEW))
    assert told(slow) == (429, "slow_down")
    assert Person(client).code == "slow_down"
    clock.forward(seconds=int(slow.headers["Retry-After"]))
    assert here.post("/password", wire.PasswordChange(PASSWORD, NEW)).status_code == 200


def test_that_a_stranger_changes_nothing(client: httpx.Client) -> None:
    reply = client.post(
        "/v1/account/password", content=msgspec.json.encode(wire.PasswordChange(PASSWORD, NEW))
    )
    assert reply.status_code == 401
