"""Does this copy hold what the school holds? A conversation of questions about sums; pure, and it changes nothing.

Whatever the school has changed since this copy last read is no difference: it comes with the next sync.
"""

from collections.abc import Callable, Mapping

from attrs import frozen

from sync.effects import Timeline
from sync.wire import PROTO, Cursor
from sync.wire.checking import Check, CheckReply, ScopeSums, bucket_of, buckets_of

Ask = Callable[[Check], CheckReply]


@frozen
class Own:
    """A scope as this copy holds it: how far it was read, and the sum of each record."""

    cursor: Cursor
    sums: Mapping[str, str]


@frozen
class Difference:
    """A record that differs. here, there: whether it stands in the scope on this side."""

    scope: str
    record: str
    here: bool
    there: bool


def differences(
    own: Mapping[str, Own],
    epoch: str,
    ask: Ask,
    request_id: Callable[[], str],
    step: Callable[[int, int], None],
) -> tuple[Difference, ...]:
    """Scope by scope, the records of which both sides say something else. Raises Timeline after a restore.

    step: is told (scopes compared, all scopes), and may raise to stop.
    """
    found: list[Difference] = []
    for number, (scope, mine) in enumerate(sorted(own.items())):
        step(number, len(own))
        theirs = _asked(ask, Check(PROTO, request_id(), {scope: []}), epoch, scope)
        if theirs is None or theirs.gen != mine.cursor.gen:
            continue  # the next sync will say so
        mine_now = buckets_of(mine.sums)
        unlike = [n for n, (a, b) in enumerate(zip(mine_now, theirs.buckets, strict=True)) if a != b]
        if unlike:
            listed = _asked(ask, Check(PROTO, request_id(), {scope: unlike}), epoch, scope)
            found += _unlike(scope, mine, listed, set(unlike)) if listed is not None else []
    step(len(own), len(own))
    return tuple(found)


def _asked(ask: Ask, message: Check, epoch: str, scope: str) -> ScopeSums | None:
    reply = ask(message)
    if epoch and reply.epoch != epoch:
        raise Timeline(reply.epoch)
    return reply.scopes.get(scope)


def _unlike(scope: str, mine: Own, theirs: ScopeSums, buckets: set[int]) -> list[Difference]:
    there = {row.id: row for row in theirs.listed}
    later = {row.id for row in theirs.listed if row.seq > mine.cursor.seq}
    here = {record: text for record, text in mine.sums.items() if bucket_of(record) in buckets}
    found = []
    for record in sorted((here.keys() | there.keys()) - later):
        row = there.get(record)
        if here.get(record, "") != (row.sum if row else ""):
            found.append(Difference(scope, record, record in here, bool(row and row.sum)))
    return found
