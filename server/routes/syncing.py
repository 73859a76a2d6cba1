"""Push, pull, and the long wait for news."""

import asyncio

from msgspec import Struct

from server.routes.answers import Refusal
from server.routes.typed import GARBLED, TOO_OLD, Call, Endpoint
from server.services import pulling, pushing
from server.services.office import Office
from server.services.pushing import Arrival
from sync.wire import SCHEMA, Pull, PullReply, Push, PushReply

POKE_S = 25.0
LOOK_EVERY_S = 2.0


class Poke(Struct, frozen=True):
    """seq: the newest that the account may read; changed: whether that is beyond what was asked."""

    seq: int
    changed: bool


async def push(call: Call) -> PushReply:
    """A program whose records are of an earlier schema may go on reading, but not write."""
    if call.body.schema < SCHEMA:
        raise Refusal(426, "too_old", TOO_OLD)
    arrival = Arrival(call.who.account, call.body.device, call.received)
    return await call.desk.run("push", lambda: pushing.take(call.desk.office, arrival, call.body))


async def pull(call: Call) -> PullReply:
    return await call.desk.run("pull", lambda: pulling.answer(call.desk.office, call.who.account, call.body))


async def poke(call: Call) -> Poke:
    """Answer as soon as there is news for the account, after 25 s without any."""
    looked = since = _since(call.request.query_params.get("since", "0"))
    until = asyncio.get_running_loop().time() + POKE_S
    office = call.desk.office
    while True:
        newest = await call.desk.run("pull", lambda: _newest(office, call.who.account))
        left = until - asyncio.get_running_loop().time()
        if newest > since or left <= 0 or await call.request.is_disconnected():
            return Poke(newest, newest > since)
        looked = await _wait(office, max(looked, newest), min(left, LOOK_EVERY_S))


def _since(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 17):
        raise Refusal(400, "bad_request", GARBLED)
    return int(text)


async def _wait(office: Office, seen: int, seconds: float) -> int:
    """Until the school moves beyond seen, or a while; another process may have moved it unheard."""
    future = office.pulse.after(seen)
    try:
        return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
    except TimeoutError:
        return seen
    finally:
        office.pulse.forget(future)


def _newest(office: Office, account: str) -> int:
    return office.database.read(lambda conn: pulling.newest(conn, office, account)).result()


ENDPOINTS = (
    Endpoint("POST", "/v1/sync/push", "送出", push, Push, PushReply),
    Endpoint("POST", "/v1/sync/pull", "取回", pull, Pull, PullReply),
    Endpoint("GET", "/v1/poke", "等候新消息", poke, gives=Poke, query=("since",)),
)
