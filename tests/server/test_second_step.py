"""The second step at sign-in, with an authenticator and with spare codes."""

import httpx
import pyotp
import pytest
from sqlalchemy import select

from domain.errors import BadInput
from server.app import Embedded
from server.db import tables
from server.services import accounts, tries
from sync import wire
from tests.server.campus import PASSWORD, SchoolClock
from tests.server.visitors import Person, told


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
