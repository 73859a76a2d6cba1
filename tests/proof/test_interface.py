"""Everything the school says one may ask, asked at random (schemathesis): no fault, no answer it did not describe.

LICHENG_FUZZ_CASES: how many requests in all (5,000 in a soak). LICHENG_SEED: which.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
import schemathesis
from anyio.from_thread import start_blocking_portal
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from msgspec import Raw
from schemathesis.checks import CHECKS, negative_data_rejection
from schemathesis.generation import GenerationMode
from starlette.applications import Starlette

from domain.canonical import canonical
from domain.intents import Action, Intent
from server.app.factory import ENDPOINTS, create
from server.routes.interface import interface
from server.settings import Settings
from sync import wire
from tests.server.campus import PASSWORD, Campus, SchoolClock, copied, know_enrolments, pdf

CASES = int(os.environ.get("LICHENG_FUZZ_CASES", "400"))
SEED = int(os.environ.get("LICHENG_SEED", "1"))
ASKED = [
    (method, path)
    for path, methods in json.loads(interface(ENDPOINTS))["paths"].items()
    for method in methods
]
NAMES = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)
STATUSES = frozenset({"applied", "merged", "noop", "rejected", "held_late", "reused"})
ODD: list[Any] = [
    None, True, 0, -1, 2**63, 2**70, 1.5, "", "\x00", "\u202e", "é", "e\u0301", "a\r\nb", "\ud800",
    "0" * 64, "x" * 5000, [], [[]], {}, {"": {}}, {"from": None, "to": []},
]  # fmt: skip


@pytest.fixture(scope="module")
def app(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starlette]:
    folder = tmp_path_factory.mktemp("asked") / "school"
    copied(founded, folder)
    app = create(Settings(folder=folder, threads=2))
    lifespan = app.router.lifespan_context(app)  # it closes the school
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(lifespan):
        yield app


@pytest.fixture(scope="module")
def schema(app: Starlette) -> Any:
    async def staying(scope: Any, receive: Any, send: Any) -> None:
        """The school without its end: schemathesis would close it after each kind of request."""
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        for word in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{word}.complete"})

    return schemathesis.openapi.from_asgi("/openapi.json", staying)


@pytest.fixture(scope="module")
def tokens(app: Starlette) -> dict[str, str]:
    def access(who: str) -> str:
        return str(app.state.desk.doorkeeper.sign_in(wire.Login(who, PASSWORD, "asking")).access)

    return {who: access(who) for who in ("amy", "ben")}


@pytest.mark.parametrize(("method", "path"), ASKED, ids=[f"{method} {path}" for method, path in ASKED])
@pytest.mark.timeout(3600)
def test_that_the_school_answers_as_it_says(
    schema: Any, tokens: dict[str, str], method: str, path: str
) -> None:
    operation = schema[path][method.upper()]
    token = tokens["ben" if (method, path) == ("delete", "/v1/session") else "amy"]  # ben signs out
    counts: Counter[str] = Counter()
    each = max(2, CASES // len(ASKED) // 2)
    _ask(operation, GenerationMode.POSITIVE, each, token, counts)
    try:
        _ask(operation, GenerationMode.NEGATIVE, each, token, counts)
    except Unsatisfiable:  # what takes nothing cannot be asked wrongly
        assert not operation.body
    sys.stdout.write(f"seed {SEED}: {method} {path}: {dict(counts)}\n")
    assert counts


def _ask(operation: Any, mode: GenerationMode, many: int, token: str, counts: Counter[str]) -> None:
    """Requests that keep to the description, or that offend against it; every answer is checked."""
    checks = [one for one in CHECKS.get_all() if one.__name__ in NAMES]
    assert len(checks) == len(NAMES)

    @seed(SEED)
    @settings(
        max_examples=many, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if operation.path.endswith("/poke"):
            _soon(case)
        if isinstance(case.body, dict) and "proto" in case.body and mode is GenerationMode.POSITIVE:
            case.body = {**case.body, "proto": wire.PROTO}  # of another it would not be read further
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
        answer = case.call()
        counts[f"{answer.status_code}"] += 1
        # 413 and 426 refuse too; and the header with the token is always sound here, whatever was drawn
        mended = answer.status_code in (413, 426) or not isinstance(case.body, dict)
        turned_away = [negative_data_rejection] if mended else []
        case.validate_response(answer, checks=checks, excluded_checks=turned_away)

    ask()


def _soon(case: Any) -> None:
    """Nobody waits for news that will not come: what was seen is not beyond what there is."""
    since = str((case.query or {}).get("since", ""))
    if since.isdigit():
        case.query = {**case.query, "since": "0"}


def _odd(dice: Random, value: Any) -> Any:
    """The value with something in it that nobody expects there."""
    if isinstance(value, dict) and value and dice.random() < 0.85:
        key = dice.choice(sorted(value))
        kind = dice.random()
        if kind < 0.1:
            return {one: item for one, item in value.items() if one != key}
        if kind < 0.2:
            return {**value, dice.choice(["", "deleted", "srv", "\u202e", key.upper()]): dice.choice(ODD)}
        return {**value, key: _odd(dice, value[key])}
    if isinstance(value, list) and value and dice.random() < 0.85:
        place = dice.randrange(len(value))
        return [*value[:place], _odd(dice, value[place]), *value[place + dice.randrange(2) :]]
    return dice.choice(ODD)


def _written(dice: Random, told: Any) -> bytes:
    """As JSON: in canonical form where that is possible, else as it comes."""
    try:
        return canonical(told)
    except (ValueError, TypeError):
        return json.dumps(told, ensure_ascii=dice.random() < 0.5).encode("utf-8", "surrogatepass")


def test_that_a_wait_since_nonsense_is_refused(schema: Any, tokens: dict[str, str]) -> None:
    operation = schema["/v1/poke"]["GET"]
    headers = {"Authorization": f"Bearer {tokens['amy']}"}
    for since in ("-1", "many", "1" * 17, "٣"):
        answer = operation.Case(query={"since": since}, headers=headers).call()
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert operation.Case(headers=headers).call().json()["changed"] is True


def test_that_a_nearly_right_intent_is_judged_and_never_stumbled_over(app: Starlette) -> None:
    """Sound intents of every act with one or two things changed, several in one push."""
    clock = SchoolClock()
    campus = Campus(app.state.desk.office, clock)
    know_enrolments(campus)
    record = campus.submitted(pdf())
    sound: list[Intent] = [campus.outcome(file=pdf(str(n))) for n in range(3)]
    sound += [campus.edit(record, "summary", "我學會了閱讀。", "改過")]
    sound += [
        campus.submit(record),
        *(campus.act(action, record) for action in Action if action != "save_draft"),
    ]
    dice, counts = Random(SEED), Counter[str]()
    for _ in range(CASES // 4):
        items = []
        for _ in range(dice.randint(1, 4)):
            told = json.loads(dice.choice(sound).encode())
            for _ in range(dice.randint(1, 2)):
                told = _odd(dice, told)
            if isinstance(told, dict) and "id" in told and dice.random() < 0.7:
                told["id"] = campus.outcome().id
            items.append(wire.PushItem(Raw(_written(dice, told))))
        try:
            reply = campus.push(dice.choice(["amy", "chen"]), *items)
        except msgspec.DecodeError as error:
            raise AssertionError(f"seed {SEED}: {items}") from error
        assert len(reply.results) == len(items)
        for item, result in zip(items, reply.results, strict=True):
            assert result.status in STATUSES
            assert result.reason != "internal", f"seed {SEED}: {bytes(item.body)!r}"
            counts[f"{result.status} {result.reason}".strip()] += 1
    sys.stdout.write(f"seed {SEED}: {dict(counts)}\n")
    assert counts["rejected bad_request"] > 0
    assert len(counts) > 3
