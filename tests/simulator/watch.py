"""What must hold always, not only when everything is quiet (sync.md 3.17): looked at after a sync and after a crash."""

from typing import Any

from attrs import define, field
from sqlalchemy import select

from desktop.store.schema import base, base_scope, scope, work
from server.db import tables
from server.services import pulling
from sync.effects import State
from sync.report import Report

M = tables.scope_member
_CURSORS = select(scope.c.id, scope.c.gen, scope.c.seq, scope.c.stale)
_HELD = select(base_scope.c.scope, base_scope.c.id, base.c.seq, base_scope.c.stale).join(
    base, base.c.id == base_scope.c.id
)
_WORK = select(work).order_by(work.c.id)


@define
class Seen:
    """Where a copy stood the last time, on which timeline."""

    epoch: str = ""
    cursors: dict[str, tuple[int, int]] = field(factory=dict)


def after_a_sync(device: Any, report: Report) -> None:
    _never_back(device)
    if report.state is State.OK and device.world.watching.random() < 0.25:
        _prefix(device, strict=True)


def after_a_crash(device: Any) -> None:
    """INV-7: what is on the screen is what it is made of; and the cursor did not go on without its rows."""
    _prefix(device, strict=False)
    before = _rows(device, _WORK)
    device.store.recompute()
    after = _rows(device, _WORK)
    assert before == after, f"{device.name}: the working copy was not what it is made of"
    device.world.counts["looked:restart"] += 1


def _rows(device: Any, query: Any) -> list[Any]:
    with device.database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def _never_back(device: Any) -> None:
    """INV-6: within a timeline no cursor goes back."""
    standing = device.store.standing()
    now = {name: (one.gen, one.seq) for name, one in standing.cursors.items()}
    if standing.epoch == device.seen.epoch and not device.school.counts["went_back"]:
        for name, before in device.seen.cursors.items():
            assert now.get(name, before) >= before, f"{device.name}: the cursor of {name} went back"
    device.seen.epoch, device.seen.cursors = standing.epoch, now
    device.world.counts["looked:cursors"] += 1


def _prefix(device: Any, strict: bool) -> None:
    """INV-5, INV-12, INV-14: at cursor c a copy holds what changed up to c, nothing else, in scopes that are its own.

    A copy that is behind may hold what another scope's page said since; it may lack nothing. On an older timeline it
    holds what that one said until it is read to its end, and says so itself (`stale`).
    """
    unaware = device.school.counts["went_back"] and not strict
    if unaware or device.store.meta("awaited") or device.store.meta("epoch") != device.school.epoch():
        return
    cursors = {one[0]: one for one in _rows(device, _CURSORS) if not one[3]}
    held = {(name, rec): seq for name, rec, seq, stale in _rows(device, _HELD) if not stale}
    entitled, members = device.school.members(device.account)
    foreign = {name for name, _ in held} - entitled
    assert not (strict and foreign), f"{device.name} holds rows of {foreign}, which are none of its scopes"
    for (name, rec), (seq, present) in members.items():
        if name not in cursors or name not in entitled or seq > cursors[name][2]:
            continue
        here = held.get((name, rec))
        if present:
            assert here is not None, f"{device.name} lacks {rec} of {name}, which its cursor has passed"
            assert here >= seq, f"{device.name} holds an older {rec} than its cursor of {name} says"
        else:
            assert here is None, f"{device.name} still holds {rec} of {name}, which has left it"
    device.world.counts["looked:prefix"] += 1


def entitled_members(conn: Any, office: Any, account: str) -> tuple[set[str], dict[tuple[str, str], Any]]:
    """The scopes of the account, and of every scope that it may ever have read the members with their place."""
    lines = conn.execute(select(M.c.scope, M.c.rec, M.c.seq, M.c.present))
    members = {(row.scope, row.rec): (row.seq, bool(row.present)) for row in lines}
    return set(pulling.entitled(conn, office, account)), members
