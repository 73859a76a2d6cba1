"""Typesets the demo's reports as real PDFs: headings, paragraphs, a bar chart and an embedded photograph.

The Chinese font is embedded (as a subset), so the text shows in every viewer.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from demo.mupdf import mupdf
from demo.sample_pictures import bench_photo, cups_photo, poster_photo
from demo.sample_writing import CALCULUS, INQUIRY, NOTICE, PLAN, READING, Chart, Report

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 62.0
MADE = "D:20251120103000+08'00'"
PICTURES = {"bench": bench_photo, "cups": cups_photo, "poster": poster_photo}
NEVER_FIRST = "，。、；：？！）」』》"  # marks that may not begin a line
BLUE, GREY, BLACK = (0.09, 0.29, 0.43), (0.45, 0.45, 0.45), (0.1, 0.1, 0.1)


@cache
def _font() -> Any:
    return mupdf().Font("china-t")


def wrap(text: str, size: float, width: float) -> list[str]:
    """Lines no wider than `width`; a mark that may not begin a line hangs on the one before."""
    lines, line = [], ""
    for letter in text:
        if line and _font().text_length(line + letter, size) > width and letter not in NEVER_FIRST:
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line]


class Typesetter:
    """Puts blocks under one another and begins a page when one is full."""

    def __init__(self, title: str) -> None:
        self.document = mupdf().open()
        self.document.set_metadata(
            {"title": title, "author": "林怡君", "creationDate": MADE, "modDate": MADE}
        )
        self.turn()

    def turn(self) -> None:
        """Begins a page, with its number at the foot."""
        self.page = self.document.new_page(width=WIDTH, height=HEIGHT)
        self.y = MARGIN
        self.put(WIDTH / 2 - 10, HEIGHT - 34, f"－{self.document.page_count}－", 9, GREY)

    def room(self, height: float) -> None:
        """Begins a page unless `height` points are left on this one."""
        if self.y + height > HEIGHT - MARGIN:
            self.turn()

    def put(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: tuple[float, float, float] = BLACK,
        bold: bool = False,
    ) -> None:
        """One line of text with its baseline at y."""
        writer = mupdf().TextWriter(self.page.rect)
        writer.append((x, y), text, font=_font(), fontsize=size)
        writer.write_text(self.page, color=colour, render_mode=2 if bold else 0)

    def lines(
        self,
        text: str,
        size: float,
        lead: float,
        colour: tuple[float, float, float] = BLACK,
        bold: bool = False,
    ) -> None:
        """Wrapped text over the width of the page."""
        for line in wrap(text, size, WIDTH - 2 * MARGIN - size):
            self.room(lead)
            self.put(MARGIN, self.y + size, line, size, colour, bold)
            self.y += lead

    def cover(self, report: Report) -> None:
        """The head of the first page."""
        self.page.draw_rect((0, 0, WIDTH, 20), color=None, fill=BLUE)
        self.lines(report.title, 21, 32, BLUE, bold=True)
        self.lines(report.course, 11, 18, GREY)
        self.lines(report.author, 11, 18, GREY)
        self.page.draw_line((MARGIN, self.y + 4), (WIDTH - MARGIN, self.y + 4), color=BLUE, width=1.2)
        self.y += 22

    def chart(self, chart: Chart) -> None:
        """A bar chart with its values and a caption."""
        self.room(220)
        left, base, tall = MARGIN + 30, self.y + 170, 140.0
        top = max(value for _, value in chart.bars)
        step = (WIDTH - 2 * MARGIN - 60) / len(chart.bars)
        for mark in range(5):
            y = base - tall * mark / 4
            self.page.draw_line((left, y), (WIDTH - MARGIN - 30, y), color=(0.85, 0.85, 0.85), width=0.6)
        for place, (label, value) in enumerate(chart.bars):
            x = left + place * step + step * 0.2
            self.page.draw_rect((x, base - tall * value / top, x + step * 0.6, base), color=None, fill=BLUE)
            self.put(x + step * 0.3 - 9, base - tall * value / top - 4, f"{value:g}", 9, GREY)
            self.put(x + step * 0.3 - 5 * len(label), base + 15, label, 10)
        self.page.draw_line((left, base), (WIDTH - MARGIN - 30, base), color=BLACK, width=1)
        self.caption(chart.caption, base + 36)

    def photo(self, caption: str, picture: Path) -> None:
        """A photograph 4:3 with its caption."""
        self.room(282)
        side = (WIDTH - 320) / 2
        self.page.insert_image((side, self.y + 4, WIDTH - side, self.y + 244), filename=str(picture))
        self.caption(caption, self.y + 262)

    def caption(self, text: str, y: float) -> None:
        """A line in the middle, and the space under it."""
        self.put((WIDTH - _font().text_length(text, 9.5)) / 2, y, text, 9.5, GREY)
        self.y = y + 20

    def save(self, path: Path) -> Path:
        """Writes the file with only the letters it uses."""
        self.document.subset_fonts()
        self.document.save(str(path), garbage=4, deflate=True, no_new_id=True)
        self.document.close()
        return path


def typeset(report: Report, path: Path) -> Path:
    """Makes one report's PDF."""
    sheet = Typesetter(report.title)
    sheet.cover(report)
    with tempfile.TemporaryDirectory() as place:
        pictures = {
            section.picture: PICTURES[section.picture](Path(place) / f"{section.picture}.jpg")
            for section in report.sections
            if section.photo
        }
        for section in report.sections:
            sheet.room(70)
            sheet.lines(section.heading, 14, 26, BLUE, bold=True)
            for paragraph in section.paragraphs:
                sheet.lines("　　" + paragraph, 11.5, 20)
                sheet.y += 4
            if section.chart:
                sheet.chart(section.chart)
            if section.photo:
                sheet.photo(section.photo, pictures[section.picture])
            sheet.y += 10
    return sheet.save(path)


def inquiry_report(path: Path) -> Path:
    """A PDF of three pages: an inquiry report with a photograph and a chart."""
    return typeset(INQUIRY, path)


def reading_report(path: Path) -> Path:
    """A PDF of two pages: a book report with a photograph and a chart."""
    return typeset(READING, path)


def calculus_report(path: Path) -> Path:
    """A PDF of two pages: calculus in daily life, with a chart and a photograph."""
    return typeset(CALCULUS, path)


def learning_plan(path: Path) -> Path:
    """A PDF of one or two pages: a plan for self-directed learning."""
    return typeset(PLAN, path)


def notice(path: Path) -> Path:
    """A PDF of one page: what the school attaches to an announcement."""
    return typeset(NOTICE, path)
