"""What people change about their own accounts, asked over HTTP."""

from pathlib import Path

import httpx
import msgspec
import pytest
from attrs import evolve

from domain.records import Record
from server.app import Embedded
from server.db import rows
from server.services import post, tries
from server.services.publishing import publish
from sync import wire
from tests.fakes.mailbox import Mailbox
from tests.server.campus import PASSWORD, SchoolClock
from tests.server.visitors import JSON, NEW, SENDER, Person, told

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


# ---- the address


def test_that_only_who_reads_the_letter_changes_the_address(client: httpx.Client, box: Mailbox) -> None:
    here = Person(client)
    assert here.account()["mail"] is True
    assert here.post("/email", wire.Email(" amy@example.com ")).status_code == 200
    assert here.account()["email"] == ""
    letter = box.letters[0]
    assert (letter["To"], letter["From"]) == ("amy@example.com", SENDER)
    assert "示範高中" in letter["Subject"]
    assert told(here.post("/email/confirm", wire.Code("not it"))) == (400, "wrong_code")
    assert here.post("/email/confirm", wire.Code(box.code())).json()["email"] == "amy@example.com"
    assert told(here.post("/email/confirm", wire.Code(box.code()))) == (400, "code_expired")
    assert told(here.post("/email", wire.Email("amy@example.com"))) == (400, "same_email")


def test_that_the_new_address_stands_on_the_persons_page(
    client: httpx.Client, school: Embedded, box: Mailbox
) -> None:
    publish(
        school.office, [Record("", "person", "amy", values={"name": "王小明", "email": "old@example.com"})]
    )
    here = Person(client)
    here.post("/email", wire.Email("amy@example.com"))
    here.post("/email/confirm", wire.Code(box.code()))
    people = school.office.database.read(lambda conn: rows.of_forms(conn, ("person",))).result()
    assert [(one.text("name"), one.text("email")) for one in people] == [("王小明", "amy@example.com")]


@pytest.mark.parametrize(
    "email", ["", "amy", "amy@example", "a b@example.com", "a@b.com\r\nBcc: x@y.tw", "王@例.tw"]
)
def test_that_what_is_no_address_gets_no_letter(client: httpx.Client, box: Mailbox, email: str) -> None:
    assert told(Person(client).post("/email", wire.Email(email))) == (400, "bad_email")
    assert box.letters == []


def test_that_a_code_is_good_for_a_quarter_of_an_hour_and_five_guesses(
    client: httpx.Client, clock: SchoolClock, box: Mailbox
) -> None:
    here = Person(client)
    here.post("/email", wire.Email("amy@example.com"))
    for _ in range(5):
        assert told(here.post("/email/confirm", wire.Code("wrong"))) == (400, "wrong_code")
    assert told(here.post("/email/confirm", wire.Code(box.code()))) == (400, "code_expired")
    here.post("/email", wire.Email("amy@example.com"))
    clock.forward(minutes=14)
    late = wire.Code(box.code())
    clock.forward(minutes=1)
    here = Person(client)
    assert told(here.post("/email/confirm", late)) == (400, "code_expired")


def test_that_a_code_is_for_the_address_it_was_sent_to(client: httpx.Client, box: Mailbox) -> None:
    here = Person(client)
    here.post("/email", wire.Email("mine@example.com"))
    mine = wire.Code(box.code())
    here.post("/email", wire.Email("the-principal@example.com"))
    if box.code() != mine.code:
        assert told(here.post("/email/confirm", mine)) == (400, "wrong_code")
    assert told(Person(client, "laptop").post("/email/confirm", wire.Code("000000x"))) == (400, "wrong_code")


def test_that_letters_are_not_sent_without_end(
    client: httpx.Client, clock: SchoolClock, box: Mailbox
) -> None:
    here = Person(client)
    sent = [here.post("/email", wire.Email(f"a{n}@example.com")).status_code for n in range(6)]
    assert sent == [200] * 5 + [429]
    assert len(box.letters) == 5
    clock.forward(hours=1)
    assert Person(client).post("/email", wire.Email("amy@example.com")).status_code == 200


def test_that_a_refused_address_and_a_silent_post_are_told_apart(
    client: httpx.Client, school: Embedded, box: Mailbox
) -> None:
    here = Person(client)
    box.closed.add("nobody@example.com")
    assert told(here.post("/email", wire.Email("nobody@example.com"))) == (400, "mail_refused")
    encrypted = evolve(school.office.settings, smtp_url=f"{box.url}?starttls")
    with pytest.raises(post.NotSent, match="沒有寄出去"):
        post.send(encrypted, "amy@example.com", "x", "y")
    with pytest.raises(post.NotSent):
        post.send(evolve(encrypted, smtp_url="smtp://127.0.0.1:9"), "amy@example.com", "x", "y")
    assert box.letters == []


def test_that_a_school_without_post_says_so(local: Path, clock: SchoolClock) -> None:
    with Embedded(local, clock) as school, httpx.Client(base_url=school.base_url, headers=JSON) as client:
        here = Person(client)
        assert here.account()["mail"] is False
        reply = here.post("/email", wire.Email("amy@example.com"))
        assert told(reply) == (400, "no_mail")
        assert "還沒有設定寄信" in reply.json()["sentence"]
