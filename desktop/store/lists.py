"""Lists of the working copy, filtered and sorted by the database."""

from collections.abc import Collection
from typing import Any, TypedDict

from attrs import frozen
from sqlalchemy import Connection, Row, Select, and_, case, func, or_, select

from desktop.store import rows
from desktop.store.schema import among, given, work
from desktop.store.views import Entry
from desktop.store.working import searchable

Names = str | Collection[str]

_parent = work.alias("parent_of")
_YEAR_TERM = case((work.c.year_term != "", work.c.year_term), else_=func.coalesce(_parent.c.year_term, ""))
_ENTRIES = select(work).where(among(work.c.id))
ORDERS: dict[str, Any] = {
    "updated": work.c.updated,
    "title": work.c.title,
    "year_term": _YEAR_TERM,
    "state": work.c.state,
    "form": work.c.form,
    "created": work.c.id,
}


class Filters(TypedDict, total=False):
    """What a list may be narrowed by besides the form; see Query."""

    owner: Names | None
    parent: Names | None
    states: Names | None
    selection: Names | None
    year_term: Names | None
    text: str | None
    deleted: bool | None


@frozen(kw_only=True)
class Query:
    """None: no matter which. text: every word of it occurs in the record or in what it hangs on."""

    form: Names | None = None
    owner: Names | None = None
    parent: Names | None = None
    states: Names | None = None
    selection: Names | None = None
    year_term: Names | None = None
    text: str | None = None
    deleted: bool | None = False


def listed(
    connection: Connection, query: Query, order: str, limit: int | None, offset: int
) -> tuple[Entry, ...]:
    """The entries in order. The database sorts names only: whole records are fetched for what is shown."""
    wanted = _narrowed(select(work.c.id), query).order_by(*_order(order)).limit(limit).offset(offset)
    return entries(connection, list(connection.execute(wanted).scalars()))


def entries(connection: Connection, ids: list[str]) -> tuple[Entry, ...]:
    """The entries of these records, in this order."""
    found = {row.id: row for row in connection.execute(_ENTRIES, given(ids))}
    return tuple(entry(found[one]) for one in ids)


def known(connection: Connection, ids: Collection[str]) -> tuple[Entry, ...]:
    """The entries of those that are here, in no order."""
    return tuple(entry(row) for row in connection.execute(_ENTRIES, given(ids)))


def counted(connection: Connection, query: Query) -> int:
    return int(connection.execute(_narrowed(select(func.count(work.c.id)), query)).scalar() or 0)


def entry(row: Row[Any]) -> Entry:
    return Entry(rows.from_json(row.view), row.pending, row.conflict, row.problem, row.title, row.updated)


def _order(order: str) -> tuple[Any, ...]:
    column = ORDERS[order.removeprefix("-")]
    return (column.desc(), work.c.id.desc()) if order.startswith("-") else (column, work.c.id)


def _narrowed(statement: Select[Any], query: Query) -> Select[Any]:
    terms = [
        _one_of(column, wanted)
        for column, wanted in (
            (work.c.form, query.form),
            (work.c.owner, query.owner),
            (work.c.parent, query.parent),
            (work.c.state, query.states),
            (work.c.selection, query.selection),
            (_YEAR_TERM, query.year_term),
        )
        if wanted is not None
    ]
    if query.deleted is not None:
        terms.append(work.c.deleted == int(query.deleted))
    for word in searchable(query.text or "").split():
        here = work.c.search.contains(word, autoescape=True)
        terms.append(or_(here, _parent.c.search.contains(word, autoescape=True)))
    joined = statement.select_from(
        work.outerjoin(_parent, and_(work.c.parent != "", _parent.c.id == work.c.parent))
    )
    return joined.where(*terms)


def _one_of(column: Any, wanted: Names) -> Any:
    return column == wanted if isinstance(wanted, str) else column.in_(sorted(wanted))
