"""Who may ask what, of every address and about every record: own, somebody else's, none at all.

The addresses come from the school's own table: a new one without a row here fails. What belongs to others is answered
like what does not exist, word for word.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from attrs import evolve
from sqlalchemy import Connection
from starlette.routing import Route

from domain import intents
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.people import Role
from domain.records import Record
from domain.scopes import SCHOOL_FORMS
from server.app import Embedded
from server.services.accounts import Doorkeeper, NewAccount
from server.services.ledger import Deed, Ledger
from server.settings import Settings
from sync import wire
from tests.server.campus import PASSWORD, Campus, attachment, new_id, pdf
from tests.server.visitors import JSON

OPEN, OWN, OFFICE, FILE, PAPER = (
    "everybody",
    "whoever is signed in, about themselves",
    "office",
    "file",
    "paper",
)
ADDRESSES = {
    ("GET", "/v1/hello"): OPEN,
    ("POST", "/v1/session"): OPEN,
    ("POST", "/v1/session/refresh"): OPEN,
    ("GET", "/spec"): PAPER,
    ("GET", "/openapi.json"): PAPER,
    ("DELETE", "/v1/session"): OWN,
    ("GET", "/v1/account"): OWN,
    ("POST", "/v1/account/password"): OWN,
    ("POST", "/v1/account/otp/begin"): OWN,
    ("POST", "/v1/account/otp/confirm"): OWN,
    ("DELETE", "/v1/account/otp"): OWN,
    ("POST", "/v1/account/email"): OWN,
    ("POST", "/v1/account/email/confirm"): OWN,
    ("POST", "/v1/sync/push"): OWN,
    ("POST", "/v1/sync/pull"): OWN,
    ("GET", "/v1/poke"): OWN,
    ("GET", "/v1/keeping"): OFFICE,
    ("POST", "/v1/keeping/purge"): OFFICE,
    ("POST", "/v1/office/late/try"): OFFICE,
    ("GET", "/v1/office/progress"): OFFICE,
    ("POST", "/v1/sync/check"): OWN,
    ("GET", "/v1/blobs"): OWN,
    ("POST", "/v1/office/acts"): OFFICE,
    ("POST", "/v1/office/acts/one"): OFFICE,
    ("POST", "/v1/office/lists"): OFFICE,
    ("GET", "/v1/office/accounts"): OFFICE,
    ("POST", "/v1/office/passwords"): OFFICE,
    ("GET", "/v1/blobs/{sha256}"): FILE,
    ("HEAD", "/v1/blobs/{sha256}"): FILE,
    ("PUT", "/v1/blobs/{sha256}"): FILE,
    ("GET", "/v1/blobs/{sha256}/state"): FILE,
}
PEOPLE = {"amy": Role.STUDENT, "chen": Role.TEACHER, "lee": Role.COUNSELOR, "admin": Role.ADMINISTRATOR}
LEE = NewAccount("lee", "張老師", Role.COUNSELOR, PASSWORD)

BODIES: Mapping[str, object] = {
    "/v1/sync/push": wire.Push(1, 1, "r", "pc", []),
    "/v1/sync/pull": wire.Pull(1, 1, "r"),
    "/v1/keeping/purge": {"accounts": [], "reason": "測試", "confirm": ""},
    "/v1/office/late/try": {"intents": []},
}


class School:
    """A running school with a line to it and a key for each person."""

    def __init__(self, running: Embedded, client: httpx.Client) -> None:
        self.running, self.client = running, client
        self.keys = {who: self._key(who) for who in PEOPLE}

    def _key(self, who: str) -> str:
        said = self.client.post("/v1/session", content=msgspec.json.encode(wire.Login(who, PASSWORD, "pc")))
        return str(said.json()["access"])

    def ask(self, who: str, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        given = {"Authorization": f"Bearer {self.keys[who]}"} if who else {}
        content = body if isinstance(body, bytes) else msgspec.json.encode(body if body is not None else {})
        return self.client.request(method, path, content=content, headers={**given, **headers})

    @property
    def addresses(self) -> set[tuple[str, str]]:
        """Every address of the school, as it runs."""
        routes = self.running._app.routes
        assert all(isinstance(one, Route) for one in routes)
        told = {(method, one.path) for one in routes for method in one.methods or ()}
        heads = {("HEAD", path) for method, path in told if method == "GET"}
        return {one for one in told if one not in heads or one == ("HEAD", "/v1/blobs/{sha256}")}


@pytest.fixture
def school(local: Path) -> Iterator[School]:
    with Embedded(Settings(folder=local, port=0)) as running:
        running.doorkeeper.add([LEE])
        with httpx.Client(base_url=running.base_url, headers=JSON) as client:
            yield School(running, client)


def _of(kind: str) -> list[tuple[str, str]]:
    return sorted(address for address, row in ADDRESSES.items() if row == kind)


def told(reply: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """All that an answer says, but for the hour."""
    headers = {key: value for key, value in reply.headers.items() if key not in ("date", "server")}
    return reply.status_code, reply.content, headers


def test_that_every_address_of_the_school_has_a_row(school):
    assert school.addresses == set(ADDRESSES)


def test_that_nobody_is_let_in_without_a_key_and_is_told_nothing_but_that(school):
    answers = set()
    for method, path in (*_of(OWN), *_of(OFFICE), *_of(FILE)):
        reply = school.ask("", method, path.replace("{sha256}", "0" * 64), BODIES.get(path))
        assert reply.status_code == 401, (method, path)
        answers.add(reply.content if method != "HEAD" else b"")
    assert len(answers - {b""}) == 1
    for method, path in (*_of(OPEN), *_of(PAPER)):
        reply = school.ask("", method, path)
        assert reply.status_code in (200, 400), (method, path)


@pytest.mark.parametrize("who", PEOPLE)
def test_that_whoever_is_signed_in_is_heard_about_themselves(school, who):
    for method, path in _of(OWN):
        if path != "/v1/session":
            reply = school.ask(who, method, path, BODIES.get(path))
            assert reply.status_code in (200, 400), (method, path, reply.text)
            assert reply.json().get("code", "") not in ("forbidden", "nowhere")
    assert school.ask(who, "DELETE", "/v1/session").status_code == 204
    assert school.ask(who, "GET", "/v1/account").status_code == 401


@pytest.mark.parametrize(("method", "path"), _of(OFFICE))
def test_that_the_offices_addresses_are_not_there_for_anybody_else(school, method, path):
    nowhere = told(school.ask("amy", method, path + "/nothing", BODIES.get(path)))
    assert nowhere[0] == 404
    for who in PEOPLE:
        reply = school.ask(who, method, path, BODIES.get(path))
        if who == "admin":
            assert reply.status_code in (200, 400), reply.text
        else:
            assert told(reply) == nowhere, who


FILES = {one: pdf(f"access-{one}") for one in ("own", "foreign", "absent")}


@pytest.fixture
def files(campus: Campus) -> dict[str, str]:
    """A file of amy's that 陳老師 may read, one of ben's for 竇老師, and the name of one that nobody has."""
    Doorkeeper(campus.office).add([LEE])
    for who, course, one in (("amy", "chinese", "own"), ("ben", "maths", "foreign")):
        campus.submitted(FILES[one], who, course)
        campus.send(who, FILES[one])
    return {one: attachment(data).sha256 for one, data in FILES.items()}


@pytest.fixture
def with_files(files: dict[str, str], campus: Campus) -> Iterator[School]:
    settings = evolve(campus.office.settings, port=0)
    with (
        Embedded(settings, campus.clock) as running,
        httpx.Client(base_url=running.base_url, headers=JSON) as client,
    ):
        yield School(running, client)


MAY_READ = {"amy": True, "chen": True, "lee": False, "admin": False}


@pytest.mark.parametrize("who", PEOPLE)
def test_that_a_file_of_others_is_answered_like_one_that_nobody_has(with_files, files, who):
    for method, path in (("GET", ""), ("HEAD", ""), ("GET", "/state")):
        own, foreign, absent = (
            with_files.ask(who, method, f"/v1/blobs/{files[one]}{path}")
            for one in ("own", "foreign", "absent")
        )
        echoed = foreign.content.replace(files["foreign"].encode(), files["absent"].encode())
        assert (foreign.status_code, echoed) == told(absent)[:2], (method, path)
        assert set(foreign.headers) == set(absent.headers), (method, path)
        assert foreign.status_code in (404, 200 if path else 404)
        if (method, path) == ("GET", ""):
            assert own.status_code == (200 if MAY_READ[who] else 404)
            assert MAY_READ[who] or told(own) == told(absent)
        assert foreign.headers.get("upload-offset") == absent.headers.get("upload-offset")


@pytest.mark.parametrize("who", PEOPLE)
def test_that_knowing_the_name_of_a_file_uploads_nothing(with_files, files, who):
    """A file counts as sent only when every byte of it came."""
    answers = [
        with_files.ask(
            who,
            "PUT",
            f"/v1/blobs/{files[one]}",
            FILES[one][:10],
            **{"Content-Range": f"bytes 0-9/{len(FILES[one])}", "Content-Type": "application/octet-stream"},
        )
        for one in ("foreign", "absent")
    ]
    assert {reply.status_code for reply in answers} == {200}
    assert [reply.json()["offset"] for reply in answers] == [10, 10]
    assert not any(reply.json()["verified"] for reply in answers)


# ---- what is said about records

NOT_THEIRS = frozenset({"forbidden", "missing"})
MAKES = frozenset({Action.SAVE, Action.CONSENT})
"""Acts with which a record begins: said of an id that nobody has, they are one's own."""

ACTS: Mapping[Action, tuple[str, str, frozenset[str]]] = {
    Action.SAVE: ("course_outcome", "draft", frozenset({"amy"})),
    Action.DELETE: ("course_outcome", "draft", frozenset({"amy"})),
    Action.RESTORE: ("course_outcome", "draft", frozenset({"amy"})),
    Action.SUBMIT: ("course_outcome", "draft", frozenset({"amy"})),
    Action.WITHDRAW: ("course_outcome", "pending", frozenset({"amy"})),
    Action.RESOLVE: ("course_outcome", "draft", frozenset({"amy"})),
    Action.SELECT: ("course_outcome", "passed", frozenset({"amy"})),
    Action.DESELECT: ("course_outcome", "passed", frozenset({"amy"})),
    Action.CERTIFY: ("course_outcome", "pending", frozenset({"chen"})),
    Action.REJECT: ("course_outcome", "pending", frozenset({"chen"})),
    Action.REVOKE: ("course_outcome", "passed", frozenset({"chen"})),
    Action.RELEASE: ("course_outcome", "passed", frozenset({"chen"})),
    Action.WITHHOLD: ("course_outcome", "passed", frozenset({"chen"})),
    Action.LOCK: ("course_outcome", "passed", frozenset({"admin"})),
    Action.UNLOCK: ("course_outcome", "passed", frozenset({"admin"})),
    Action.SEND: ("course_outcome", "passed", frozenset({"admin"})),
    Action.REOPEN: ("course_outcome", "passed", frozenset({"admin"})),
    Action.CONSENT: ("consent", "current", frozenset({"amy"})),
    Action.CONFIRM: ("receipt", "open", frozenset({"amy"})),
    Action.REPORT: ("receipt", "open", frozenset({"amy"})),
    Action.PROCESS: ("receipt", "reported", frozenset({"admin"})),
    Action.DECLINE: ("deputy", "current", frozenset({"chen"})),
    Action.GRANT: ("course_outcome", "draft", frozenset()),
    Action.REFUSE: ("course_outcome", "draft", frozenset()),
}
"""Of which form and state an act is asked about, and whose it is. What came late is nobody's while nothing did."""

STATES = {"course_outcome": ("draft", "pending", "passed", "failed"), "receipt": ("open", "reported")}


def shaped(action: Action, seen: str) -> Mapping[str, Any]:
    match action:
        case Action.SAVE:
            return intents.save({})
        case Action.SUBMIT:
            return intents.submission(seen, {})
        case Action.CERTIFY | Action.REJECT | Action.REVOKE:
            return intents.decision(seen)
        case Action.CONSENT:
            return intents.consent("outcome", "114", "0" * 64)
        case Action.REPORT:
            return intents.report(("1",), "資料有誤")
        case Action.PROCESS:
            return intents.reply("已處理")
        case Action.GRANT | Action.REFUSE:
            return intents.late(new_id(), "理由")
        case Action.RESOLVE:
            return intents.resolution("summary", (), None, "新的")
    return intents.seen(seen)


def about(action: Action, form: str, record: str, seen: str = "0" * 64) -> Intent:
    return Intent(new_id(), action, record, form, shaped(action, seen))


def written(campus: Campus, *records: Record) -> list[Record]:
    """Straight into the school, past every rule."""

    def work(conn: Connection) -> list[Record]:
        ledger = Ledger(conn, campus.clock())
        done = [ledger.write(record, Deed("publish")) for record in records]
        ledger.finish()
        return done

    return campus.office.database.write(work).result()


def made(campus: Campus, form: str, state: str, owner: str = "amy", course: str = "chinese") -> Record:
    parent = campus.enrolments[f"{owner}/{course}"] if form == "course_outcome" else ""
    if form == "deputy":
        days = {"start_date": "2026-02-20", "end_date": "2026-02-28"}
        named = {"teacher": "dou", "deputy": "chen" if owner == "amy" else "ben", **days}
        return Record(new_id(), form, "dou", state=state, values=named)
    return Record(new_id(), form, owner, parent, state, values={"summary": "我學會了。"} if parent else {})


@pytest.fixture
def crowd(campus: Campus) -> Campus:
    Doorkeeper(campus.office).add([LEE])
    return campus


def test_that_every_act_has_a_row():
    assert set(ACTS) == set(Action)


@pytest.mark.parametrize("who", PEOPLE)
def test_that_an_act_is_theirs_whose_part_it_is_and_nobody_elses(crowd, who):
    wrong = []
    for action, (form, state, whose) in ACTS.items():
        (record,) = written(crowd, made(crowd, form, state))
        result = crowd.one(who, about(action, form, record.id, record.content_hash))
        if (result.reason in NOT_THEIRS or result.reason == "not_held") == (who in whose):
            wrong.append((action.value, result.status, result.reason))
    assert wrong == []


def _answers(campus: Campus, who: str, asked: list[Intent]) -> list[tuple[object, ...]]:
    results = campus.do(who, *asked)
    return [(one.status, one.reason, one.sentence, one.ver, tuple(one.missing)) for one in results]


@pytest.mark.parametrize("who", ["amy", "chen", "lee"])
def test_that_a_record_of_others_is_answered_like_one_that_is_not_there(crowd, who):
    """Every form in every state, every act. An administrator may know of records, and no row of his is in here."""
    forms = [form for form in FORMS if form not in SCHOOL_FORMS]
    cases = [(form, state) for form in forms for state in STATES.get(form, ("current",))]
    foreign = written(crowd, *(made(crowd, form, state, "ben", "maths") for form, state in cases))
    acts = [action for action in Action if action not in MAKES]
    asked = [(action, one.form, one.id, one.content_hash) for one in foreign for action in acts]
    of_others = _answers(crowd, who, [about(*one) for one in asked])
    of_none = _answers(crowd, who, [about(a, form, new_id(), seen) for a, form, _, seen in asked])
    differing = [
        (case[0].value, case[1], one, other)
        for case, one, other in zip(asked, of_others, of_none, strict=True)
        if one != other
    ]
    assert differing == []
    assert {(status, reason) for status, reason, *_ in of_others} <= {
        ("rejected", "missing"),
        ("rejected", "not_held"),
        ("rejected", "bad_request"),
    }
    began = _answers(crowd, who, [about(action, one.form, one.id) for one in foreign for action in MAKES])
    assert {(status, reason) for status, reason, *_ in began} == {("rejected", "missing")}
    after = crowd.office.database.read(
        lambda conn: Ledger(conn, crowd.clock()).shelf.records(r.id for r in foreign)
    )
    assert {one.ver for one in after.result().values()} == {1}


def test_that_what_people_keep_for_themselves_is_not_there_for_the_office_either(crowd):
    own = [form.key for form in FORMS.values() if form.group == "own"]
    kept = written(crowd, *(Record(new_id(), form, "chen", state="editable") for form in own))
    acts = [action for action in Action if action not in MAKES]
    asked = [(action, one.form, one.id, one.content_hash) for one in kept for action in acts]
    of_others = _answers(crowd, "admin", [about(*one) for one in asked])
    of_none = _answers(crowd, "admin", [about(a, form, new_id(), seen) for a, form, _, seen in asked])
    assert of_others == of_none
