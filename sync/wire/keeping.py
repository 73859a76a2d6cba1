"""The end of keeping: what an administrator asks about former students' data, and what the school answers."""

from typing import Annotated

from msgspec import Meta, Struct

from sync.wire import Count, Id, Text

AT_MOST = 2000


class Kept(Struct, frozen=True):
    """One former student. until: first day on which the data may go; reasons: why not now, empty when they may."""

    account: str
    name: str
    left_on: str
    until: str
    records: int
    files: int
    reasons: list[str]


class Gone(Struct, frozen=True):
    """A line of the log of what was removed: whose, when, by whom, why, how much. It names nobody but the account."""

    account: str
    left_on: str
    at: str
    by: str
    reason: str
    records: int
    acts: int
    files: int


class Keeping(Struct, frozen=True):
    """Who has left, the earliest first, and what was removed, the newest first. years: how long the school keeps."""

    years: Count
    kept: list[Kept]
    gone: list[Gone]


class Purge(Struct, frozen=True, forbid_unknown_fields=True):
    """Remove what these accounts left behind. confirm: domain.keeping.confirmation of their number, as typed."""

    accounts: Annotated[list[Id], Meta(max_length=AT_MOST)]
    reason: Text
    confirm: Text
