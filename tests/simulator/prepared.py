"""A connection of SQLAlchemy's that remembers how a statement reads in SQL. Test-only; no part of the program knows it.

Real SQLite, the same SQL, the same transactions, the same rows. What is left out is what SQLAlchemy does anew for each
execution: that was three fifths of a history. What does not fit (a first time, INSERT … RETURNING of many) goes the
long way.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import ref

from attrs import define, field, frozen
from sqlalchemy import Connection, Engine
from sqlalchemy.engine.result import IteratorResult
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2

Row = tuple[Any, ...]
UNBOUNDED = 1_073_741_823


@frozen
class Expanded:
    """The SQL for lists of certain lengths, and how each item of a list is called in it."""

    text: str
    order: Sequence[str]
    processors: Mapping[str, Any]
    items: Mapping[str, Sequence[str]]


@define
class Plan:
    """One statement as it is sent. metadata: how its rows are read; None when it has none."""

    compiled: Any
    metadata: Any
    expanded: dict[tuple[int, ...], Expanded] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.lists = [self.compiled.bind_names[one] for one in self.compiled.post_compile_params]

    lists: list[str] = field(init=False)

    def sent(self, given: Mapping[str, Any] | None, fixed: Mapping[str, Any]) -> tuple[str, Row]:
        """The SQL and its values for one row of parameters."""
        values = {**fixed, **given} if given else fixed
        if not self.lists:
            return self.compiled.string, _row(
                self.compiled.positiontup, values, self.compiled._bind_processors
            )
        shape = tuple(len(values[one]) for one in self.lists)
        how = self.expanded.get(shape)
        if how is None:
            how = self.expanded[shape] = self._expand(dict(values))
        flat = dict(values)
        for name, items in how.items.items():
            flat.update(zip(items, values[name], strict=True))
        return how.text, _row(how.order, flat, how.processors)

    def _expand(self, values: dict[str, Any]) -> Expanded:
        found = self.compiled._process_parameters_for_postcompile(values)
        processors = {**self.compiled._bind_processors, **found.processors}
        return Expanded(found.statement, found.positiontup, processors, found.parameter_expansion)


def _row(order: Sequence[str], values: Mapping[str, Any], processors: Mapping[str, Any]) -> Row:
    if not processors:
        return tuple([values[key] for key in order])
    return tuple([processors[key](values[key]) if key in processors else values[key] for key in order])


@frozen
class Done:
    """What is left of a statement that gives no rows."""

    rowcount: int


@define
class _Begun:
    """Where SQLAlchemy looks whether a transaction is under way."""

    is_active: bool = True


class Prepared(Connection):
    """Implements Connection, for statements of SQLAlchemy Core."""

    @contextmanager
    def begin(self) -> Iterator[None]:  # type: ignore[override]
        driver: Any = self._dbapi_connection
        assert self._transaction is None
        driver.driver_connection.execute(self.engine.__dict__["_opening"](self))
        self._transaction = _Begun()  # type: ignore[assignment]
        try:
            yield
        except BaseException:
            driver.driver_connection.rollback()
            raise
        else:
            driver.driver_connection.commit()
        finally:
            self._transaction = None

    def _execute_clauseelement(self, elem: Any, distilled_parameters: Any, execution_options: Any) -> Any:
        plans: Plans = self.engine.__dict__["_plans"]
        known = plans.of(elem, distilled_parameters)
        if known is None:
            return self._long_way(plans, elem, distilled_parameters, execution_options)
        plan, fixed = known
        driver: Any = self._dbapi_connection
        text, row, cursor = plan.compiled.string, (), driver.driver_connection.cursor()
        try:
            if len(distilled_parameters) > 1:
                cursor.executemany(text, [plan.sent(one, fixed)[1] for one in distilled_parameters])
            else:
                text, row = plan.sent(distilled_parameters[0] if distilled_parameters else None, fixed)
                cursor.execute(text, row)
            if plan.metadata is None:
                return Done(cursor.rowcount)
            return IteratorResult(plan.metadata, iter(cursor.fetchall()))
        except BaseException as error:  # noqa: BLE001 - SQLAlchemy's own makes of it what it is, and raises
            self._handle_dbapi_exception(error, text, row, cursor, None)
        finally:
            cursor.close()

    def _long_way(self, plans: "Plans", elem: Any, parameters: Any, options: Any) -> Any:
        result = super()._execute_clauseelement(elem, parameters, options)
        compiled = getattr(result.context, "compiled", None)
        many = len(parameters) > 1 and (compiled is None or compiled._insertmanyvalues)
        if compiled is not None and not (many or compiled.insert_prefetch or compiled.literal_execute_params):
            plans.learn(elem, parameters, Plan(compiled, result._metadata if result.returns_rows else None))
        return result


class Plans:
    """By the statement itself while it lives, else by what SQLAlchemy calls its cache key."""

    def __init__(self) -> None:
        self._by_key: dict[Any, Plan] = {}
        self._by_statement: dict[Any, tuple[Any, Plan, dict[str, Any]]] = {}
        self._seen: dict[Any, Any] = {}

    def of(self, elem: Any, parameters: Any) -> tuple[Plan, dict[str, Any]] | None:
        """The plan, and the values that the statement brings along itself."""
        shape = (id(elem), *_shape(parameters))
        known = self._by_statement.get(shape)
        if known is not None and known[0]() is elem:
            return known[1], known[2]
        key = elem._generate_cache_key()
        plan = self._by_key.get((key.key, *shape[1:])) if key is not None else None
        if plan is None:
            return None
        given = parameters[0] if parameters else None
        fixed = plan.compiled.construct_params(given, escape_names=False, extracted_parameters=key.bindparams)
        before = self._seen.get(shape)
        if before is not None and before() is elem:
            self._by_statement[shape] = (before, plan, fixed)
        else:
            self._seen[shape] = ref(elem)
        return plan, fixed

    def learn(self, elem: Any, parameters: Any, plan: Plan) -> None:
        key = elem._generate_cache_key()
        if key is not None:
            self._by_key[(key.key, *_shape(parameters))] = plan


def _shape(parameters: Any) -> tuple[Any, ...]:
    return (tuple(parameters[0]), len(parameters) > 1) if parameters else ((), False)


def prepare(engine: Engine, opening: Callable[[Connection], str]) -> None:
    """From now on the engine's connections remember. opening: how a transaction of theirs begins."""
    engine._connection_cls = Prepared
    engine.__dict__.update(_plans=Plans(), _opening=opening)


class Kept:
    """The connections of a database whose every transaction comes after the other: one that writes, one that reads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._open: dict[bool, Connection] = {}
        self.full = self.locked = False
        """What the database meets next: a disk without room, another process that holds it."""

    def once(self, work: Callable[[Connection], Any], writing: bool) -> Any:
        """As server.db.engine.Database does it, less the way to the pool and back."""
        if writing not in self._open:
            self._open[writing] = self._engine.connect().execution_options(writing=writing)
        connection = self._open[writing]
        if writing:
            self._trouble(connection)
        with connection.begin():
            return work(connection)

    def _trouble(self, connection: Connection) -> None:
        """A full disk is SQLite's own fault, at whichever page comes first."""
        driver: Any = connection.connection.driver_connection
        pages = driver.execute("PRAGMA page_count").fetchone()[0] if self.full else UNBOUNDED
        driver.execute(f"PRAGMA max_page_count={pages}")
        if self.locked:
            self.locked = False
            raise OperationalError("BEGIN IMMEDIATE", None, dbapi2.OperationalError("database is locked"))

    def close(self) -> None:
        """Let go of the file, which is about to be another."""
        for connection in self._open.values():
            connection.close()
        self._open = {}
        self._engine.dispose()
