"""One conversation with the school about records: say what we have, then read what is true.

Generators of effects; no I/O, no clock, no dice. Push goes first, so that what comes back already contains what
we said. A generator that is dropped half-way is simply begun anew: all that lasts lies in the store.
"""

from collections.abc import Generator
from typing import Any

from attrs import frozen
from msgspec import Raw

from sync import wire
from sync.answers import check_pull, check_push
from sync.effects import (
    Apply,
    Effect,
    Freeze,
    NewRequest,
    Note,
    Rewind,
    SendPull,
    SendPush,
    SetAside,
    Settle,
    Stand,
    Timeline,
    TooOld,
    Turned,
)
from sync.ports import Pending, Standing

INTERACTIVE = 20
BULK = wire.MAX_INTENTS
BATCH_BYTES = 256 * 1024
REWINDS = 3
PAGES = 20_000

Steps = Generator[Effect, Any, Any]


@frozen
class Count:
    """How many intents were settled, how many rows were read. poll_after: seconds until the school expects us again."""

    pushed: int = 0
    pulled: int = 0
    poll_after: int = 0


def cycle(batch: int = INTERACTIVE, page: int = wire.PAGE_ROWS) -> Generator[Effect, Any, Count]:
    """Push and pull; a school that was restored is told everything anew, at most REWINDS times a sync."""
    pushed = yield from pushing(batch)
    pulled = yield from pulling(page, batch)
    return Count(pushed.pushed + pulled.pushed, pulled.pulled, pulled.poll_after)


def pushing(batch: int = INTERACTIVE) -> Generator[Effect, Any, Count]:
    """Send every unsettled intent in order. A program that is too old keeps its intents and may go on reading."""
    total = 0
    for _ in range(REWINDS + 1):
        try:
            total += yield from push(batch)
            return Count(pushed=total)
        except Timeline as change:
            yield Rewind(change.epoch)
    raise Timeline()


def pulling(page: int = wire.PAGE_ROWS, batch: int = INTERACTIVE) -> Generator[Effect, Any, Count]:
    """Read every scope to its end; when the timeline changed under us, speak again first, then read anew."""
    pushed = 0
    for _ in range(REWINDS + 1):
        try:
            count: Count = yield from pull(page)
            return Count(pushed, count.pulled, count.poll_after)
        except Timeline as change:
            yield Rewind(change.epoch)
            pushed += (yield from _say_again(batch)).pushed
    raise Timeline()


def _say_again(batch: int) -> Generator[Effect, Any, Count]:
    try:
        return (yield from pushing(batch))
    except TooOld as error:
        yield Note(error.code, error.sentence)
        return Count()


def push(batch: int) -> Generator[Effect, Any, int]:
    """Batch after batch until nothing is unsettled; the number of intents that the school has answered."""
    total = 0
    before: tuple[str, ...] = ()
    while pending := (yield Freeze(batch, BATCH_BYTES)):
        ids = tuple(one.id for one in pending)
        if ids == before:
            yield Note("stuck", "這些內容已送出，但沒有記下學校的回答；下次會再核對。", ids[0])
            return total
        total += yield from _deliver(pending)
        before = ids
    return total


def _deliver(pending: tuple[Pending, ...]) -> Generator[Effect, Any, int]:
    """Send the batch; if the school turns the whole of it away, halve it until the one that it minds stands alone."""
    try:
        yield from _exchange(pending)
        return len(pending)
    except Turned as error:
        refused = error
    if len(pending) == 1:
        yield SetAside(pending[0].id, refused.code, refused.sentence)
        yield Note(refused.code, refused.sentence, pending[0].id)
        return 0
    middle = len(pending) // 2
    first = yield from _deliver(pending[:middle])
    return first + (yield from _deliver(pending[middle:]))


def _exchange(pending: tuple[Pending, ...]) -> Steps:
    standing: Standing = yield Stand()
    req: str = yield NewRequest()
    message = wire.Push(
        proto=wire.PROTO,
        schema=wire.SCHEMA,
        req=req,
        device=standing.device,
        intents=[wire.PushItem(Raw(one.body), one.receipt, one.archive) for one in pending],
        marks=dict(standing.cursors),
        ack=standing.ack,
    )
    reply: wire.PushReply = yield SendPush(message)
    check_push(message, [one.id for one in pending], reply, standing.server_id)
    _same_timeline(standing, reply.epoch)
    yield Settle(reply)
    for result in reply.results:
        if result.status in ("rejected", "held_late"):
            yield Note(result.reason or result.status, result.sentence, result.id)


def pull(page: int) -> Generator[Effect, Any, Count]:
    """Page after page until no scope says that there is more."""
    rows = 0
    for _ in range(PAGES):
        standing: Standing = yield Stand()
        req: str = yield NewRequest()
        message = wire.Pull(
            proto=wire.PROTO,
            schema=wire.SCHEMA,
            req=req,
            scopes=dict(standing.cursors),
            ack=standing.ack,
            limit=page,
        )
        reply: wire.PullReply = yield SendPull(message)
        check_pull(message, reply, standing.server_id)
        _same_timeline(standing, reply.epoch)
        yield Apply(reply)
        rows += sum(one.count for one in reply.scopes.values())
        if not any(one.more for one in reply.scopes.values()):
            return Count(pulled=rows, poll_after=reply.poll_after_s)
    yield Note("endless", "學校的資料一直沒有讀完，下次會繼續。")
    return Count(pulled=rows)


def _same_timeline(standing: Standing, epoch: str) -> None:
    if standing.epoch and epoch != standing.epoch:
        raise Timeline(epoch)
