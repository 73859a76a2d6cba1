"""Messages between the school and its office's computers, beyond the feed: what only the school itself can tell."""

from typing import Annotated

from msgspec import Meta, Struct

from sync.wire import Id

MOST_AT_ONCE = 500


class LateTry(Struct, frozen=True, forbid_unknown_fields=True):
    """Acts that are held: could each be let through as things stand?"""

    intents: Annotated[list[Id], Meta(min_length=1, max_length=MOST_AT_ONCE)]


class LateTried(Struct, frozen=True):
    """By act: why it cannot be let through, "" when it can. Nothing has changed."""

    against: dict[str, str]
