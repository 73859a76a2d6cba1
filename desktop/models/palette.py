"""What may be commanded by a few letters, and which of it a person means. No widgets in here."""

import re
from collections.abc import Callable, Sequence

from attrs import frozen

from desktop.models.search import normal

MOST, REMEMBERED = 80, 8
_WORD_START = re.compile(r"(?:^|[\s/›：_-])$")


@frozen
class Command:
    """One line of the palette. aliases: other words for it; shortcut: the key that does the same."""

    key: str
    title: str
    run: Callable[[], None]
    group: str = "指令"
    icon: str = "play"
    aliases: str = ""
    shortcut: str = ""


def fits(query: str, text: str) -> int:
    """How well the letters stand in the text in this order, 0 for not at all; better the closer they stand."""
    wanted, held = normal(query).replace(" ", ""), normal(text)
    if not wanted:
        return 1
    at = held.find(wanted)
    if at >= 0:
        return 1000 - min(at, 200) - min(len(held), 200) + (200 if _starts(held, at) else 0)
    score, place = 400, -1
    for letter in wanted:
        found = held.find(letter, place + 1)
        if found < 0:
            return 0
        score -= min(found - place - 1, 40)
        place = found
    return max(score - min(len(held), 100), 1)


def chosen(query: str, commands: Sequence[Command], recent: Sequence[str]) -> tuple[Command, ...]:
    """The commands that are meant, best first; without a query all of them, those used lately first."""
    order = {key: place for place, key in enumerate(recent)}
    late = len(order)
    if not query.strip():
        return tuple(sorted(commands, key=lambda one: order.get(one.key, late)))[:MOST]
    scored = [(max(fits(query, one.title), fits(query, one.aliases) - 50), one) for one in commands]
    fitting = [(score, one) for score, one in scored if score > 0]
    fitting.sort(key=lambda pair: (-pair[0], order.get(pair[1].key, late)))
    return tuple(one for _, one in fitting)[:MOST]


def remember(recent: Sequence[str], key: str) -> tuple[str, ...]:
    """The keys used lately, this one first."""
    return (key, *(one for one in recent if one != key))[:REMEMBERED]


def _starts(held: str, at: int) -> bool:
    return bool(_WORD_START.search(held[:at]))
