"""A certifier's own comments, kept to be used again: the first nine answer to the keys 1 to 9."""

from attrs import frozen

from desktop.desk import Desk
from domain.forms import FORMS
from domain.records import Record

PHRASE = FORMS["phrase"]
KEYED = 9
SHOWN = 14
"""Characters of a phrase on its button; the whole of it is in the tooltip."""


@frozen
class Phrase:
    """One comment. key: the digit that writes it, "" beyond the ninth."""

    record: Record
    key: str = ""

    @property
    def text(self) -> str:
        return self.record.text("text")

    @property
    def caption(self) -> str:
        """ "1　請補上實驗數據…"."""
        line = " ".join(self.text.split())
        short = line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
        return f"{self.key}　{short}" if self.key else short


def phrases(desk: Desk) -> tuple[Phrase, ...]:
    """The signed-in person's comments in their order."""
    mine = [entry.record for entry in desk.entries(PHRASE.key)]
    mine.sort(key=lambda record: (_place(record), record.id))
    return tuple(Phrase(r, str(n) if n <= KEYED else "") for n, r in enumerate(mine, 1))


def with_phrase(comment: str, phrase: str) -> str:
    """The comment with the phrase as its last line, once."""
    lines = comment.rstrip().splitlines()
    return comment if phrase in comment else "\n".join([*lines, phrase])


def next_place(kept: tuple[Phrase, ...]) -> str:
    return str(max((_place(one.record) for one in kept), default=0) + 1)


def _place(record: Record) -> int:
    text = record.text("place")
    return int(text) if text.isascii() and text.isdigit() else 99
