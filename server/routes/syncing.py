"""Push, pull, and the long wait for news."""

from starlette.requests import Request

from server.routes.answers import Refusal
from server.routes.typed import GARBLED, TOO_OLD, Call, Endpoint
from server.routes.waiting import first_of
from server.services import comparing, news, pulling, pushing
from server.services.pushing import Arrival
from sync.wire import SCHEMA, Pull, PullReply, Push, PushReply
from sync.wire.checking import Check, CheckReply, FileList
from sync.wire.news import News

POKE_S = (25.0, 50.0)
"""So long somebody waits: drawn, so that those who came together do not come back together."""
CROWDED = "等候新消息的人太多，程式會改為定時查看。"


async def push(call: Call) -> PushReply:
    """A program whose records are of an earlier schema may go on reading, but not write."""
    if call.body.schema < SCHEMA:
        raise Refusal(426, "too_old", TOO_OLD)
    arrival = Arrival(call.who.account, call.body.device, call.received)
    return await call.desk.run("push", lambda: pushing.take(call.desk.office, arrival, call.body))


async def pull(call: Call) -> PullReply:
    return await call.desk.run("pull", lambda: pulling.answer(call.desk.office, call.who.account, call.body))


async def check(call: Call) -> CheckReply:
    return await call.desk.run(
        "pull", lambda: comparing.answer(call.desk.office, call.who.account, call.body)
    )


async def files(call: Call) -> FileList:
    return await call.desk.run("blob", lambda: comparing.files(call.desk.office, call.who.account))


async def poke(call: Call) -> News:
    """Answer as soon as there is news for the account; without any, after less than a minute."""
    since, desk = _since(call.request.query_params.get("since", "0")), call.desk
    if desk.lookout.full:
        raise Refusal(503, "full", CROWDED)
    here = await desk.run("pull", lambda: news.place(desk.office, call.who.account))
    if here.newest > since:
        return News(here.head, changed=True)
    async with desk.lookout.waiting(here.scopes, here.head) as one:
        seconds = desk.lookout.dice.uniform(*POKE_S)
        woken = await first_of(one.told, _gone(call.request), seconds)
    if woken is None or not woken.seq:
        return News(here.head, changed=False)
    return News(woken.seq, changed=True, wait_s=woken.wait_s)


async def _gone(request: Request) -> None:
    """Until whoever asked has hung up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _since(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 17):
        raise Refusal(400, "bad_request", GARBLED)
    return int(text)


ENDPOINTS = (
    Endpoint("POST", "/v1/sync/push", "送出", push, Push, PushReply),
    Endpoint("POST", "/v1/sync/pull", "取回", pull, Pull, PullReply),
    Endpoint("POST", "/v1/sync/check", "核對", check, Check, CheckReply),
    Endpoint("GET", "/v1/blobs", "自己送到學校的檔案", files, gives=FileList),
    Endpoint("GET", "/v1/poke", "等候新消息", poke, gives=News, query=("since",)),
)
