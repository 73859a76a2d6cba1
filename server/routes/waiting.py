"""Who waits for news at this process. One look at the database serves them all, and nobody who waits has a thread.

Whoever waits stands here with the scopes that they may read; a look finds the scopes in which something changed and
wakes exactly those. The look comes with each beat of the pulse, and every two seconds for what other processes do.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from random import Random
from typing import Any

from attrs import define, field, frozen

from server.services.news import Look

LOOK_EVERY_S = 2.0
MOST = 4000
A_SECOND = 50
"""So many are asked to fetch in one second; a change for the whole school is spread over more."""


@frozen
class Woken:
    """How far the school has come, and after how many seconds to fetch."""

    seq: int
    wait_s: float


@define(eq=False)
class Waiting:
    """One who waits."""

    scopes: frozenset[str]
    told: "asyncio.Future[Woken]"


@define(eq=False)
class Lookout:
    """All who wait, by scope. Lives in the event loop; only `stir` may be called from elsewhere."""

    dice: Random = field(factory=Random)
    count: int = 0
    _by_scope: dict[str, set[Waiting]] = field(factory=dict)
    _stirred: asyncio.Event = field(factory=asyncio.Event)
    _seen: int | None = None
    _joined: int | None = None
    _closing: bool = False

    @property
    def full(self) -> bool:
        return self.count >= MOST or self._closing

    def close(self) -> None:
        """Everybody goes home with no news; nobody comes in any more."""
        self._closing = True
        for one in {one for those in self._by_scope.values() for one in those}:
            _tell(one, Woken(0, 0.0))

    @asynccontextmanager
    async def waiting(self, scopes: Iterable[str], head: int) -> AsyncIterator[Waiting]:
        """Stand here. head: how far the school was when it was found that there is no news yet.

        What happened since then is looked at, also when a look is just under way: somebody may be woken once too often,
        never too seldom.
        """
        one = Waiting(frozenset(scopes), asyncio.get_running_loop().create_future())
        for scope in one.scopes:
            self._by_scope.setdefault(scope, set()).add(one)
        self.count += 1
        self._seen = head if self._seen is None else min(self._seen, head)
        self._joined = head if self._joined is None else min(self._joined, head)
        try:
            yield one
        finally:
            self.count -= 1
            for scope in one.scopes:
                self._by_scope[scope].discard(one)
                if not self._by_scope[scope]:
                    del self._by_scope[scope]

    def stir(self) -> None:
        """Look at once. In the event loop only."""
        self._stirred.set()

    async def next_look(self) -> tuple[int, frozenset[str]] | None:
        """Since when to look, and at which scopes; None while nobody waits."""
        try:
            await asyncio.wait_for(self._stirred.wait(), LOOK_EVERY_S)
        except TimeoutError:
            pass
        self._stirred.clear()
        self._joined = None
        if not self.count or self._seen is None:
            self._seen = None
            return None
        return self._seen, frozenset(self._by_scope)

    def found(self, look: Look) -> None:
        """Wake who may read what changed. For whoever came while the look was under way there is another."""
        self._seen = look.head if self._joined is None else min(look.head, self._joined)
        woken = {one for scope in look.scopes for one in self._by_scope.get(scope, ())}
        span = len(woken) / A_SECOND if len(woken) > 1 else 0.0
        for one in woken:
            _tell(one, Woken(look.head, round(self.dice.uniform(0, span), 3)))


def _tell(one: Waiting, woken: Woken) -> None:
    if not one.told.done():
        one.told.set_result(woken)


async def first_of(told: "asyncio.Future[Woken]", left: Awaitable[None], seconds: float) -> Woken | None:
    """What came first: news, or the end of the wait, or that whoever asked has gone (`left` awaited to its end)."""
    gone = asyncio.ensure_future(left)
    try:
        both: set[asyncio.Future[Any]] = {told, gone}
        await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
    return told.result() if told.done() else None
