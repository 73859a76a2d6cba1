"""Which text of the shown PDF is selected: from a fixed place to a moving one, over lines and pages."""

from collections.abc import Iterable

from attrs import define

from derive.pages import Page, Span
from desktop.preview.texts import Texts
from domain.text import normal

Spot = tuple[int, int]
"""A page and a gap between its characters."""
END = 1 << 30
"""Behind the last character of a page that nobody has counted yet."""
_ONWARD = ("right", "down", "word_right")


@define
class Picking:
    """Nothing is selected while both places are the same."""

    texts: Texts
    fixed: Spot | None = None
    moving: Spot | None = None

    def clear(self) -> None:
        self.fixed = self.moving = None

    def between(self, fixed: Spot, moving: Spot) -> None:
        self.fixed, self.moving = fixed, moving

    def everything(self) -> None:
        self.between((0, 0), (self.texts.count - 1, END))

    @property
    def ends(self) -> tuple[Spot, Spot] | None:
        """First and last place in reading order; None when nothing is selected."""
        if self.fixed is None or self.moving is None or self.fixed == self.moving:
            return None
        return min(self.fixed, self.moving), max(self.fixed, self.moving)

    @property
    def pages(self) -> range:
        ends = self.ends
        return range(ends[0][0], ends[1][0] + 1) if ends else range(0)

    def on(self, number: int) -> Span | None:
        """The selected characters of a page."""
        ends, page = self.ends, self.texts.page(number)
        if ends is None or page is None or number not in self.pages:
            return None
        (first, begin), (last, end) = ends
        return begin if number == first else 0, min(end if number == last else END, len(page.text))

    @property
    def missing(self) -> list[int]:
        """Selected pages that are not read yet."""
        return [n for n in self.pages if self.texts.page(n) is None]

    @property
    def text(self) -> str:
        """What is copied: line by line as on the page."""
        return normal("\n".join(self._pieces()).strip("\n"))

    def _pieces(self) -> Iterable[str]:
        for number in self.pages:
            page, span = self.texts.page(number), self.on(number)
            if page is not None and span is not None:
                yield page.text[slice(*span)].rstrip("\n")

    def step(self, way: str) -> None:
        """Move the moving place: left right up down, word before or after, begin or end of the line."""
        if self.moving is None:
            return
        number, at = self.moving
        page = self.texts.page(number)
        if page is None:
            return
        at = min(at, len(page.text))
        wanted = _stepped(page, at, way)
        if wanted is None and 0 <= number + (1 if way in _ONWARD else -1) < self.texts.count:
            number += 1 if way in _ONWARD else -1
            wanted = 0 if way in _ONWARD else END
            self.texts.want([number])
        if wanted is not None:
            self.moving = (number, wanted)


def _stepped(page: Page, at: int, way: str) -> int | None:
    """Where a key leads on the page; None: off it."""
    first, last = page.line(at)
    match way:
        case "left" | "right":
            there = at + (1 if way == "right" else -1)
            return there if 0 <= there <= len(page.text) else None
        case "word_right":
            return page.word(at)[1] if at < last else _stepped(page, at, "right")
        case "word_left":
            return page.word(at - 1)[0] if at > first else _stepped(page, at, "left")
        case "begin" | "end":
            return first if way == "begin" else last
        case _:
            return _row(page, at, 1 if way == "down" else -1)


def _row(page: Page, at: int, step: int) -> int | None:
    """The line below or above, as far along as before."""
    here = next((n for n, line in enumerate(page.lines) if at <= line.last), len(page.lines) - 1)
    if not 0 <= here + step < len(page.lines):
        return None
    line = page.lines[here + step]
    return min(line.first + max(0, at - page.lines[here].first), line.last)
