"""What this copy holds, in sums, and putting right what turned out to differ. In the caller's transaction."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select, update

from desktop.store import rows
from desktop.store.schema import among, base, base_scope, blob, given, scope
from sync.comparing import Own
from sync.wire import Cursor
from sync.wire.checking import sum_of

_SCOPES = select(scope).where(scope.c.stale == 0)
_MEMBERS = (
    select(base).join(base_scope, base_scope.c.id == base.c.id).where(base_scope.c.scope == bindparam("of"))
)
_ANEW = update(scope).where(scope.c.id == bindparam("of")).values(seq=0, nonce=0, stale=1)
_AGE_SCOPE = update(base_scope).where(base_scope.c.scope == bindparam("of")).values(stale=1)
_AGE_BASE = (
    update(base)
    .where(base.c.id.in_(select(base_scope.c.id).where(base_scope.c.scope == bindparam("of"))))
    .values(stale=1)
)
_SENT = select(blob.c.sha256, blob.c.size).where(blob.c.state == "remote")
_OWN = select(base.c.files).where(base.c.owner == bindparam("of"), base.c.deleted == 0, base.c.files != "{}")
_STAGE = update(blob).where(among(blob.c.sha256), blob.c.state == "remote").values(state="staged")


def own(connection: Connection) -> dict[str, Own]:
    """Every scope that was read to its end."""
    found = {}
    for row in connection.execute(_SCOPES).all():
        sums = {
            one.id: sum_of(rows.base_record(one).told())
            for one in connection.execute(_MEMBERS, {"of": row.id})
        }
        found[row.id] = Own(Cursor(row.gen, row.seq, row.nonce), sums)
    return found


def read_again(connection: Connection, scopes: Iterable[str]) -> None:
    """These scopes are begun anew; what is shown stays until the new rows are here."""
    for name in scopes:
        connection.execute(_AGE_BASE, {"of": name})
        connection.execute(_AGE_SCOPE, {"of": name})
        connection.execute(_ANEW, {"of": name})


def sent_files(connection: Connection, account: str) -> dict[str, int]:
    """Files of the person's own records that this copy takes for sent, with their size."""
    named = {
        one.sha256
        for text in connection.execute(_OWN, {"of": account}).scalars()
        for one in rows.attachments(rows.load(text)).values()
    }
    return {row.sha256: row.size for row in connection.execute(_SENT) if row.sha256 in named}


def send_again(connection: Connection, sha256s: Iterable[str]) -> None:
    """They go up with the next sync."""
    connection.execute(_STAGE, given(sha256s))
