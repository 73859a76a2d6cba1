"""What people change about their own accounts, asked over HTTP."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pyotp
import pytest
from attrs import evolve
from sqlalchemy import select

from domain.errors import BadInput
from domain.records import Record
from server.app import Embedded
from server.db import rows, tables
from server.services import accounts, post, tries
from server.services.publishing import publish
from server.settings import Settings
from sync import wire
from tests.fakes.mailbox import Mailbox, mailbox
from tests.server.campus import PASSWORD, SchoolClock

JSON = {"Content-Type": wire.MEDIA_TYPE}
SENDER = "學習歷程 <portfolio@school.example>"
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
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture
def school(settings: Settings, clock: SchoolClock, box: Mailbox) -> Iterator[Embedded]:
    with Embedded(evolve(settings, port=0, smtp_url=box.url, smtp_sender=SENDER), clock) as running:
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


# ---- the second step


def digits(secret: str, clock: SchoolClock, later: int = 0) -> str:
    """What an authenticator shows, when its clock is that of the school or a little off."""
    return pyotp.TOTP(secret).at(clock.now, counter_offset=later)


def turned_on(here: Person, clock: SchoolClock) -> tuple[str, list[str]]:
    """The secret and the spare codes; the digits of the moment are used up."""
    secret = here.post("/otp/begin", wire.Proof(PASSWORD)).json()["secret"]
    codes = here.post("/otp/confirm", wire.Code(digits(secret, clock))).json()["codes"]
    clock.forward(seconds=60)
    return secret, codes


def test_that_the_second_step_begins_only_when_it_was_confirmed(
    client: httpx.Client, clock: SchoolClock
) -> None:
    here = Person(client)
    begun = here.post("/otp/begin", wire.Proof(PASSWORD)).json()
    assert pyotp.parse_uri(begun["uri"]).secret == begun["secret"]
    assert pyotp.parse_uri(begun["uri"]).issuer == "示範高中"
    assert Person(client).code == ""
    assert told(here.post("/otp/confirm", wire.Code("000000"))) == (400, "wrong_otp")
    assert here.account()["two_step"] is False
    codes = here.post("/otp/confirm", wire.Code(digits(begun["secret"], clock))).json()["codes"]
    assert len(set(codes)) == 10
    assert (here.account()["two_step"], here.account()["spare_codes"]) == (True, 10)
    assert Person(client).code == "otp_required"


def test_that_the_password_alone_no_longer_lets_anybody_in(client: httpx.Client, clock: SchoolClock) -> None:
    secret, _ = turned_on(Person(client), clock)
    assert Person(client, password="wrong", otp=digits(secret, clock)).code == "wrong_password"
    assert Person(client, otp="000000").code == "wrong_otp"
    assert Person(client, otp=digits(secret, clock)).code == ""


def test_that_digits_are_good_once(client: httpx.Client, clock: SchoolClock) -> None:
    secret, _ = turned_on(Person(client), clock)
    code = digits(secret, clock)
    assert Person(client, otp=code).code == ""
    assert Person(client, otp=code).code == "wrong_otp"
    clock.forward(seconds=30)
    assert Person(client, otp=code).code == "wrong_otp"
    assert Person(client, otp=digits(secret, clock)).code == ""


def test_that_a_clock_half_a_minute_off_does_no_harm(client: httpx.Client, clock: SchoolClock) -> None:
    secret, _ = turned_on(Person(client), clock)
    early, late = digits(secret, clock, -1), digits(secret, clock, 1)
    assert Person(client, otp=digits(secret, clock, 2)).code == "wrong_otp"
    assert Person(client, otp=f"{early[:3]} {early[3:]}").code == ""
    assert Person(client, otp=late).code == ""


def test_that_each_spare_code_is_good_once(client: httpx.Client, clock: SchoolClock) -> None:
    here = Person(client)
    _, codes = turned_on(here, clock)
    assert Person(client, otp=codes[3].lower().replace("-", " ")).code == ""
    assert Person(client, otp=codes[3]).code == "wrong_otp"
    assert Person(client, otp=codes[4]).code == ""
    assert here.account()["spare_codes"] == 8


def test_that_nothing_of_the_second_step_lies_open_in_the_database(
    client: httpx.Client, school: Embedded, clock: SchoolClock
) -> None:
    secret, codes = turned_on(Person(client), clock)
    rows = school.office.database.read(
        lambda conn: [
            str(row) for table in tables.metadata.sorted_tables for row in conn.execute(select(table))
        ]
    ).result()
    assert not [row for row in rows if secret in row or any(code in row for code in codes)]


def test_that_guessing_digits_is_slowed_down(client: httpx.Client, clock: SchoolClock) -> None:
    here = Person(client)
    secret, _ = turned_on(here, clock)
    for _ in range(tries.FREE_TRIES):
        assert Person(client, otp="000000").code == "wrong_otp"
    assert Person(client, otp=digits(secret, clock)).code == "slow_down"
    assert told(here.ask("DELETE", "/otp", wire.OtpEnd(PASSWORD, digits(secret, clock)))) == (
        429,
        "slow_down",
    )
    clock.forward(minutes=1)
    assert Person(client, otp=digits(secret, clock)).code == ""


def test_that_it_is_turned_off_with_both_password_and_code_only(
    client: httpx.Client, clock: SchoolClock
) -> None:
    here = Person(client)
    secret, codes = turned_on(here, clock)
    assert told(here.post("/otp/begin", wire.Proof(PASSWORD))) == (400, "otp_on")
    wrong = here.ask("DELETE", "/otp", wire.OtpEnd("wrong", digits(secret, clock)))
    assert told(wrong) == (400, "wrong_password")
    assert told(here.ask("DELETE", "/otp", wire.OtpEnd(PASSWORD, "000000"))) == (400, "wrong_otp")
    assert here.account()["two_step"] is True
    off = here.ask("DELETE", "/otp", wire.OtpEnd(PASSWORD, codes[0]))
    assert (off.json()["two_step"], off.json()["spare_codes"]) == (False, 0)
    assert Person(client).code == ""


def test_that_a_secret_that_was_never_confirmed_is_replaced(client: httpx.Client, clock: SchoolClock) -> None:
    here = Person(client)
    assert told(here.post("/otp/confirm", wire.Code("123456"))) == (400, "wrong_otp")
    first = here.post("/otp/begin", wire.Proof(PASSWORD)).json()["secret"]
    second = here.post("/otp/begin", wire.Proof(PASSWORD)).json()["secret"]
    assert told(here.post("/otp/confirm", wire.Code(digits(first, clock)))) == (400, "wrong_otp")
    assert here.post("/otp/confirm", wire.Code(digits(second, clock))).status_code == 200


def test_that_the_school_helps_who_lost_phone_and_codes(
    client: httpx.Client, school: Embedded, clock: SchoolClock
) -> None:
    turned_on(Person(client), clock)
    accounts.end_second_step(school.office, "amy")
    assert Person(client).code == ""
    with pytest.raises(BadInput, match="沒有"):
        accounts.end_second_step(school.office, "nobody")


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


def test_that_a_school_that_lost_its_keys_lets_nobody_pass_unasked(
    client: httpx.Client, school: Embedded, clock: SchoolClock
) -> None:
    """The secret was sealed with the keys of old: no digits fit, and the school can help."""
    secret, codes = turned_on(Person(client), clock)
    foreign = school.office.keys.seal("second step", "ben", secret)
    accounts_table = tables.account
    school.office.database.write(
        lambda conn: (
            conn.execute(
                accounts_table.update().where(accounts_table.c.id == "amy").values(otp_secret=foreign)
            ).rowcount
        )
    ).result()
    assert Person(client, otp=digits(secret, clock)).code == "wrong_otp"
    assert Person(client, otp=codes[0]).code == "wrong_otp"
    accounts.end_second_step(school.office, "amy")
    assert Person(client).code == ""
