"""Where every character of a PDF's pages stands, for finding and selecting. Bytes in, pages out, nothing written.

Places are shares of the page as it is seen (turned, cut to its crop box), so no zoom and no unit matters.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from attrs import field, frozen

from domain.text import alike

Box = tuple[float, float, float, float]
Span = tuple[int, int]
Extent = tuple[float, float]
_WIDE = "\u2e80"
"""From here on nobody types spaces between characters, and lines are broken anywhere."""
_ENDS = "。！？!?…"
_COPY = 1 << 4  # of the rights that a PDF names
_CLOSERS = "」』）》”’)"


class Unreadable(ValueError):
    """The file shows no text to us, although it may be shown."""


@frozen
class Line:
    """The characters first..last (not included), and which way they run."""

    first: int
    last: int
    right: float
    down: float


@frozen
class Page:
    """The text as it is read, a newline after each line; four shares of the page for each character."""

    text: str
    boxes: Sequence[float]
    lines: tuple[Line, ...]
    folded: str = field(repr=False)
    spots: Sequence[int] = field(repr=False)

    def find(self, needle: str) -> Iterator[Span]:
        """Where the needle stands; it comes folded."""
        at = self.folded.find(needle) if needle else -1
        while at >= 0:
            yield self.spots[at], self.spots[at + len(needle) - 1] + 1
            at = self.folded.find(needle, at + len(needle))

    def rects(self, first: int, last: int) -> list[Box]:
        """What covers these characters, one box for each line."""
        spans = ((max(first, one.first), min(last, one.last)) for one in self.lines)
        return [self._hull(a, b) for a, b in spans if a < b]

    def _hull(self, first: int, last: int) -> Box:
        box, a, b = self.boxes, first * 4, last * 4
        return min(box[a:b:4]), min(box[a + 1 : b : 4]), max(box[a + 2 : b : 4]), max(box[a + 3 : b : 4])

    def nearest(self, x: float, y: float, ratio: float) -> tuple[int, bool]:
        """The gap between characters next to the point, and whether the point is on text. ratio: height by width."""
        if not self.lines:
            return 0, False
        hulls = [(self._hull(one.first, one.last), one) for one in self.lines]
        box, line = _beside(hulls, x, y)
        on_text = box[0] <= x <= box[2] and box[1] <= y <= box[3]
        along = line.right * x + line.down * y * ratio
        gap = line.first
        for n in range(line.first, line.last):
            left, top, right, bottom = self.boxes[n * 4 : n * 4 + 4]
            if line.right * (left + right) / 2 + line.down * (top + bottom) / 2 * ratio < along:
                gap = n + 1
        return gap, on_text

    def under(self, x: float, y: float, gap: int) -> int:
        """The character at this point, next to the gap found there."""
        before = self.boxes[gap * 4 - 4 : gap * 4] if gap else ()
        inside = bool(before) and before[0] <= x <= before[2] and before[1] <= y <= before[3]
        return gap - 1 if inside else gap

    def line(self, at: int) -> Span:
        """The line in which this character stands."""
        found = (one for one in self.lines if at <= one.last)
        return next(((one.first, one.last) for one in found), (len(self.text), len(self.text)))

    def word(self, at: int) -> Span:
        """The word around this character: a run of letters, or of Chinese up to the next mark; never over a line."""
        first, last = self.line(at)
        if first == last:
            return first, last
        at = min(at, last - 1)
        kind = _sort(self.text[at])
        begin, end = at, at + 1
        while begin > first and kind and _sort(self.text[begin - 1]) == kind:
            begin -= 1
        while end < last and kind and _sort(self.text[end]) == kind:
            end += 1
        return begin, end

    def sentence(self, at: int) -> Span:
        """The sentence around this character: from mark to mark, over lines, never over a paragraph."""
        least, most = self._paragraph(at)
        begin = at
        while begin > least and self.text[begin - 1] not in _ENDS:
            begin -= 1
        while begin < at and (self.text[begin].isspace() or self.text[begin] in _CLOSERS):
            begin += 1
        end = at
        while end < most and self.text[end] not in _ENDS:
            end += 1
        while end < most and self.text[end] in _ENDS + _CLOSERS:
            end += 1
        return begin, end

    def _paragraph(self, at: int) -> Span:
        """From the first to the last of the lines that run on into each other."""
        here = next((n for n, one in enumerate(self.lines) if at <= one.last), len(self.lines) - 1)
        first = last = here
        while first > 0 and self._runs_on(first - 1):
            first -= 1
        while last + 1 < len(self.lines) and self._runs_on(last):
            last += 1
        return self.lines[first].first, self.lines[last].last

    def _runs_on(self, number: int) -> bool:
        """Whether the next line is as high as this one and close below it, or begins another column."""
        one, other = (self._hull(line.first, line.last) for line in self.lines[number : number + 2])
        tall, next_tall = one[3] - one[1], other[3] - other[1]
        return abs(tall - next_tall) < 0.15 * tall and other[1] - one[3] < 0.9 * tall


@frozen
class Reading:
    """Some pages, by their number from 0. copying: whether the author left copying open."""

    pages: dict[int, Page]
    copying: bool


def read(data: bytes, numbers: Sequence[int]) -> Reading:
    """These pages of the PDF. Call it in a worker process. Raises Unreadable."""
    import pymupdf  # noqa: PLC0415 - 0.3 s, and only when a PDF is read

    pymupdf.TOOLS.mupdf_display_errors(False)  # type: ignore[no-untyped-call]  # PyMuPDF has none
    pymupdf.TOOLS.mupdf_display_warnings(False)  # type: ignore[no-untyped-call]  # the same
    try:
        with pymupdf.open(stream=data, filetype="pdf") as document:  # type: ignore[no-untyped-call]  # the same
            copying = bool(document.permissions & _COPY)
            return Reading({n: _page(document, n) for n in numbers if n < len(document)}, copying)
    except (RuntimeError, ValueError, IndexError) as error:  # MuPDF's own kinds must not leave this process
        raise Unreadable(type(error).__name__) from None


def _page(document: Any, number: int) -> Page:
    """A page that cannot be read has no text."""
    import pymupdf  # noqa: PLC0415 - it is there already

    flags = (
        pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
    )
    try:
        page = document[number]
        blocks = page.get_text("rawdict", flags=flags)["blocks"]
        return _laid_out(blocks, tuple(page.rotation_matrix), page.rect.width, page.rect.height)
    except (RuntimeError, ValueError, IndexError):
        return page_of("", array("f"), ())


def _laid_out(blocks: Any, turn: Sequence[float], width: float, height: float) -> Page:
    a, b, c, d, e, f = turn
    text: list[str] = []
    boxes, lines = array("f"), list[Line]()
    for block in blocks:
        for line in block.get("lines", ()):
            first, (right, down) = len(text), line["dir"]
            for char in (char for span in line["spans"] for char in span["chars"]):
                x0, y0, x1, y1 = char["bbox"]
                left, far = sorted((a * x0 + c * y0 + e, a * x1 + c * y1 + e))
                top, low = sorted((b * x0 + d * y0 + f, b * x1 + d * y1 + f))
                if char["c"] > "\x1f" and far >= 0 and low >= 0 and left <= width and top <= height:
                    text.append(char["c"])
                    boxes.extend((left / width, top / height, far / width, low / height))
            if len(text) > first:
                lines.append(Line(first, len(text), a * right + c * down, b * right + d * down))
                text.append("\n")
                boxes.extend(boxes[-4:])
    return page_of("".join(text), boxes, tuple(lines))


def page_of(text: str, boxes: Sequence[float], lines: tuple[Line, ...]) -> Page:
    """A page ready to be searched."""
    folded, spots = fold(text)
    return Page(text, boxes, lines, folded, spots)


def fold(text: str) -> tuple[str, array[int]]:
    """The text as it is searched, and for each of its characters the place in the text that it comes from.

    As everywhere in the program width and capitals do not matter; where a line ends does not either.
    """
    out: list[str] = []
    spots = array("I")
    gap = False
    for first, last in pairwise(_clusters(text)):
        plain = alike(text[first:last]).strip()
        if not plain:
            gap = True
            continue
        if gap and out and out[-1] < _WIDE and plain[0] < _WIDE:
            out.append(" ")
            spots.append(first)
        gap = False
        out.extend(plain)
        spots.extend([first] * len(plain))
    return "".join(out), spots


def _clusters(text: str) -> list[int]:
    """Where characters begin, marks that stand on the one before not counted; the end too."""
    if text.isascii():
        return list(range(len(text) + 1))
    return [n for n, sign in enumerate(text) if n == 0 or not unicodedata.combining(sign)] + [len(text)]


def _sort(sign: str) -> str:
    if not (sign.isalnum() or sign == "_"):
        return ""
    return "wide" if sign >= _WIDE else "narrow"


def _beside(hulls: list[tuple[Box, Line]], x: float, y: float) -> tuple[Box, Line]:
    """The line a reader means with this point: one of the column under it, at its height when there is one."""
    upright = sum(abs(line.down) > abs(line.right) for _, line in hulls) * 2 > len(hulls)
    at, height = (y, x) if upright else (x, y)

    def span(box: Box, across: bool) -> Extent:
        return (box[1], box[3]) if across == upright else (box[0], box[2])

    column = [pair for pair in hulls if _away(span(pair[0], True), at) == 0]
    level = [pair for pair in hulls if _away(span(pair[0], False), height) == 0]
    own = [pair for pair in level if any(_meet(span(pair[0], True), span(box, True)) for box, _ in column)]
    if own or (level and not column):
        return min(own or level, key=lambda pair: _away(span(pair[0], True), at))
    return min(column or hulls, key=lambda pair: _away(span(pair[0], False), height))


def _away(span: Extent, at: float) -> float:
    return max(span[0] - at, 0.0, at - span[1])


def _meet(one: Extent, other: Extent) -> bool:
    return one[0] < other[1] and other[0] < one[1]
