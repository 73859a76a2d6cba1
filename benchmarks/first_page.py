"""The first page of a PDF on the screen, from the encrypted file to the painted pixel, and the next page.

Against PyMuPDF in the same process, which opens the same bytes and renders the page as wide.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QAbstractScrollArea

from benchmarks import papers
from benchmarks.attaching import local_desk
from benchmarks.processes import Unmeasured
from benchmarks.row import FLOOR, OURS, Asked, Row, Sides
from benchmarks.window import application
from demo import hands
from demo.mupdf import mupdf
from desktop.desk import Desk
from desktop.preview.pane import PreviewPane

WIDE, HIGH = 900, 1200
PAGES = 40
TIMES = 5
DARK = 140
PDF = "application/pdf"


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _ours(desk: Desk, sha256: str) -> dict[str, float]:
    """The middle of some times; the pane has shown a file before, as it has after a minute of work."""
    pane = PreviewPane()
    pane.resize(WIDE, HIGH)
    pane.show()
    try:
        found = [_shown(pane, desk, sha256) for _ in range(TIMES + 1)][1:]
    finally:
        pane.clear()
        pane.close()
        pane.deleteLater()
        hands.live(0.05)
    return {name: statistics.median(one[name] for one in found) for name in found[0]}


def _shown(pane: PreviewPane, desk: Desk, sha256: str) -> dict[str, float]:
    first = _seconds(lambda: _open(pane, desk, sha256))
    hands.live(0.3)  # somebody looks at the page
    viewer = pane.viewer
    if viewer is None or not viewer.act("next"):
        raise Unmeasured("the preview has no next page")
    following = _seconds(lambda: _painted(pane))
    pane.clear()
    hands.live(0.02)
    return {"first page": first, "next page": following}


def _open(pane: PreviewPane, desk: Desk, sha256: str) -> None:
    pane.show_bytes("報告.pdf", PDF, desk.blobs.read_all(sha256))
    _painted(pane)


def _painted(pane: PreviewPane) -> None:
    """Until the dark band on top of the page is on the screen."""
    area = next((a for a in pane.findChildren(QAbstractScrollArea) if a.accessibleName() == "文件內容"), None)
    if area is None:
        raise Unmeasured("the preview shows no document")
    canvas = area.viewport()

    def dark() -> bool:
        spot = canvas.grab(canvas.rect().adjusted(canvas.width() // 2, 60, 1 - canvas.width() // 2, 0))
        return any(spot.toImage().pixelColor(0, y).red() < DARK for y in range(0, 40, 8))

    hands.wait(dark, "the page")


def _mupdf(data: bytes) -> dict[str, float]:
    library = mupdf()

    def render() -> tuple[float, float]:
        began = time.perf_counter()
        document = library.open(stream=data, filetype="pdf")
        _pixels(library, document[0])
        halfway = time.perf_counter()
        _pixels(library, document[1])
        ended = time.perf_counter()
        document.close()
        return halfway - began, ended - halfway

    firsts, nexts = zip(*[render() for _ in range(TIMES + 1)][1:], strict=True)
    return {"first page": statistics.median(firsts), "next page": statistics.median(nexts)}


def _pixels(library: object, page: object) -> None:
    zoom = WIDE / page.rect.width  # type: ignore[attr-defined]  # PyMuPDF has no types
    page.get_pixmap(matrix=library.Matrix(zoom, zoom), alpha=False)  # type: ignore[attr-defined]  # as above


@contextmanager
def _sides(asked: Asked) -> Iterator[Sides]:
    application()
    data = papers.report(4 if asked.quick else PAGES)
    with tempfile.TemporaryDirectory() as place, local_desk(Path(place)) as desk:
        adopted = desk.blobs.adopt_bytes(data)
        yield {FLOOR: partial(_mupdf, data), OURS: partial(_ours, desk, adopted.sha256)}


FIRST_PAGE = Row(
    key="preview",
    how="a PDF of 40 pages and 3.9 MB, decrypted, opened and painted 900 pixels wide; against PyMuPDF in the process",
    sides=_sides,
    goals={"first page": 1.3},
)
