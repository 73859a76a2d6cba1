"""A portfolio on A4: cover, contents, a page or more for each record, and what is written on taken-over pages."""

from collections.abc import Iterator, Sequence

from attrs import field, frozen
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QPainter, QPdfWriter, QTextDocument

from desktop.paper import ink
from desktop.paper.book import Cover, Entry, Portfolio
from desktop.paper.ink import HEIGHT, INNER, MARGIN, WIDTH, Sheets, face, write
from desktop.paper.parts import Leaf, Part
from desktop.paper.record_text import entry_html, trouble_html

ROW, GAP, TOP = 24.0, 18.0, 64.0
RIGHT = Qt.AlignmentFlag.AlignRight


@frozen
class Page:
    """One page of the paper. of: our sheet, or with taken the page taken over; over: what is laid upon it."""

    of: int
    taken: bool = False
    over: int = -1


@frozen
class Mark:
    """A bookmark: how deep, what it says, the page counted from 1."""

    level: int
    text: str
    page: int


@frozen
class Link:
    """A line of the contents, on that page of the paper, that leads to another. rect: left, top, right, bottom."""

    page: int
    rect: tuple[float, float, float, float]
    to: int


@frozen
class Typeset:
    """Our sheets as a PDF, and how the paper is put together of them and of the pages taken over."""

    sheets: bytes = field(repr=False)
    pages: tuple[Page, ...]
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]


@frozen
class _Chapter:
    """A record laid out: its text, its parts, the page it begins on."""

    entry: Entry
    text: QTextDocument
    parts: tuple[Part, ...]
    start: int

    @property
    def length(self) -> int:
        return self.text.pageCount() + sum(_length(part) for part in self.parts)


def typeset(book: Portfolio, parts: Sequence[tuple[Part, ...]]) -> Typeset:
    """Lay everything out, count, and draw; parts: the files of each record."""
    rows = tuple(_rows(book.entries))
    front = 1 + _contents_length(rows) if book.front else 0
    chapters = []
    page = front + 1
    for entry, own in zip(book.entries, parts, strict=True):
        chapters.append(_Chapter(entry, ink.document(entry_html(entry, own)), own, page))
        page += chapters[-1].length
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    drawing = _Drawing(book, tuple(chapters), rows, page - 1, Sheets(writer))
    drawing.draw()
    drawing.sheets.end()
    del writer
    return Typeset(_bytes(buffer), tuple(drawing.pages), tuple(_marks(book, chapters)), tuple(drawing.links))


class _Drawing:
    """Draws sheet after sheet and notes what lies where."""

    def __init__(
        self,
        book: Portfolio,
        chapters: tuple[_Chapter, ...],
        rows: tuple[Entry | str, ...],
        total: int,
        sheets: Sheets,
    ) -> None:
        self.book, self.chapters, self.rows, self.total, self.sheets = book, chapters, rows, total, sheets
        self.pages: list[Page] = []
        self.links: list[Link] = []

    def draw(self) -> None:
        if self.book.front:
            draw_cover(self._sheet(), self.book.cover, self._summary())
            self._contents()
        for chapter in self.chapters:
            self._chapter(chapter)

    def _sheet(self) -> QPainter:
        self.pages.append(Page(self.sheets.count))
        return self.sheets.begin()

    def _summary(self) -> str:
        files = sum(bool(part.leaves or part.note) for one in self.chapters for part in one.parts)
        count = f"收錄 {len(self.chapters)} 筆紀錄"
        return f"{count}、{files} 個附件，共 {self.total} 頁" if files else f"{count}，共 {self.total} 頁"

    def _contents(self) -> None:
        begins = {chapter.entry.id: chapter.start for chapter in self.chapters}
        for number, lines in enumerate(_contents_pages(self.rows)):
            painter = self._sheet()
            if not number:
                write(painter, QRectF(MARGIN, MARGIN, INNER.width(), 30), "目錄", face(20, True), "text")
            for top, row in lines:
                if isinstance(row, str):
                    place = QRectF(MARGIN, top + GAP, INNER.width(), ROW - 4)
                    write(painter, place, row, face(9.5, True), "accent_text")
                    ink.rule(painter, MARGIN, top + GAP + ROW - 4, INNER.width())
                else:
                    self._contents_row(painter, top, row, begins[row.id])
            self._edge(painter, Leaf(WIDTH, HEIGHT), "目錄" if number else "", "")

    def _contents_row(self, painter: QPainter, top: float, entry: Entry, page: int) -> None:
        right = MARGIN + INNER.width()
        write(painter, QRectF(MARGIN, top, INNER.width() - 190, ROW), entry.title, face(10.5), "text")
        write(painter, QRectF(right - 180, top, 140, ROW), entry.form, face(8.5), "muted", RIGHT)
        write(painter, QRectF(right - 30, top, 30, ROW), str(page), face(10.5), "text", RIGHT)
        self.links.append(Link(len(self.pages), (MARGIN, top, right, top + ROW), page))

    def _chapter(self, chapter: _Chapter) -> None:
        entry, sheet = chapter.entry, Leaf(WIDTH, HEIGHT)
        for number in range(chapter.text.pageCount()):
            painter = self._sheet()
            ink.draw_page(painter, chapter.text, number)
            self._edge(painter, sheet, entry.title if number else "", entry.form if number else "")
        for part in chapter.parts:
            if part.trouble:
                painter = self._sheet()
                ink.draw_page(painter, ink.document(trouble_html(part)), 0)
                self._edge(painter, sheet, entry.title, entry.form)
            for number, leaf in enumerate(part.leaves):
                self._taken(part, number, leaf, entry)

    def _taken(self, part: Part, number: int, leaf: Leaf, entry: Entry) -> None:
        """A page that is not ours: only its empty edges are written on."""
        self.pages.append(Page(part.start + number, True, self.sheets.count))
        painter = self.sheets.begin(leaf.width, leaf.height)
        many = f"　{number + 1}／{len(part.leaves)}" if len(part.leaves) > 1 else ""
        self._edge(painter, leaf, entry.title, f"附件　{part.file.name}{many}", line=False)

    def _edge(self, painter: QPainter, leaf: Leaf, left: str, right: str, line: bool = True) -> None:
        """Head and foot; a foot that is not empty gets a plate under the number."""
        side, width = MARGIN, leaf.width - 2 * MARGIN
        if width < 120:
            side, width = leaf.width * 0.05, leaf.width * 0.9
        font = face(8)
        if left and leaf.head:
            write(painter, QRectF(side, 20, width * 0.55, 16), left, font)
            write(painter, QRectF(side + width * 0.57, 20, width * 0.43, 16), right, font, "muted", RIGHT)
            if line:
                ink.rule(painter, side, 39, width)
        number = f"第 {len(self.pages)} 頁，共 {self.total} 頁"
        place = QRectF(side, leaf.height - 32, width, 16)
        if not leaf.foot:
            plate = QRectF(side + width - 96, leaf.height - 33, 102, 18)
            painter.fillRect(ink.scaled(plate), ink.colour("surface"))
        elif self.book.front:
            write(painter, QRectF(side, place.y(), width * 0.65, 16), self.book.cover.who, font)
        write(painter, place, number, font, "muted", RIGHT)


def draw_cover(painter: QPainter, cover: Cover, summary: str) -> None:
    """School, title, who, when: with air around them."""
    left, width = MARGIN + 22, INNER.width() - 22
    painter.fillRect(ink.scaled(QRectF(MARGIN, 232, 4, 150)), ink.colour("accent"))
    write(painter, QRectF(left, 230, width, 22), cover.school, face(13), "muted")
    title = ink.document(
        ink.paragraph(ink.span(cover.title, 30 if len(cover.title) <= 16 else 22, bold=True), line=125),
        width,
        110,
    )
    ink.draw_page(painter, title, 0, QRectF(left, 262, width, 110))
    shown = [part for part in (cover.group, cover.name) if part]
    write(painter, QRectF(left, 356, width, 26), "　".join(shown), face(15), "text")
    ink.rule(painter, MARGIN, HEIGHT - MARGIN - 46, INNER.width())
    bottom = HEIGHT - MARGIN - 38
    write(painter, QRectF(MARGIN, bottom, INNER.width() * 0.6, 20), summary, face(10))
    write(painter, QRectF(MARGIN, bottom, INNER.width(), 20), cover.day, face(10), "muted", RIGHT)


def _rows(entries: Sequence[Entry]) -> Iterator[Entry | str]:
    """Lines of the contents: a heading whenever the section changes."""
    section = ""
    for entry in entries:
        if entry.section and entry.section != section:
            section = entry.section
            yield section
        yield entry


def _contents_pages(rows: Sequence[Entry | str]) -> Iterator[list[tuple[float, Entry | str]]]:
    """The lines of each page with their tops; a heading never stands last."""
    lines: list[tuple[float, Entry | str]] = []
    top = MARGIN + TOP - GAP
    bottom = HEIGHT - MARGIN
    for row in rows:
        needed = GAP + 2 * ROW if isinstance(row, str) else ROW
        if top + needed > bottom:
            yield lines
            lines, top = [], MARGIN - 6
        lines.append((top, row))
        top += GAP + ROW if isinstance(row, str) else ROW
    yield lines


def _contents_length(rows: Sequence[Entry | str]) -> int:
    return sum(1 for _ in _contents_pages(rows))


def _length(part: Part) -> int:
    return 1 if part.trouble else len(part.leaves)


def _marks(book: Portfolio, chapters: Sequence[_Chapter]) -> Iterator[Mark]:
    if book.front:
        yield Mark(1, "封面", 1)
        yield Mark(1, "目錄", 2)
    section = ""
    for chapter in chapters:
        if chapter.entry.section and chapter.entry.section != section:
            section = chapter.entry.section
            yield Mark(1, section, chapter.start)
        deep = 2 if section else 1
        yield Mark(deep, chapter.entry.title, chapter.start)
        page = chapter.start + chapter.text.pageCount()
        for part in chapter.parts:
            if _length(part):
                yield Mark(deep + 1, part.file.name, page)
            page += _length(part)


def _bytes(buffer: QBuffer) -> bytes:
    return bytes(buffer.data().data())
