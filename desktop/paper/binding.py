"""Puts sheets and taken-over pages together: one PDF with bookmarks, links and what is embedded. Other process only."""

from collections.abc import Callable
from typing import Any

from desktop.paper import parts
from desktop.paper.book import Confirmations, File, Handbook, Made, Portfolio, Slip
from desktop.paper.confirmation import typeset_confirmations
from desktop.paper.handbook import typeset_handbook
from desktop.paper.legible import legible
from desktop.paper.parts import Part
from desktop.paper.seal import sealed
from desktop.paper.slip import typeset_slip
from desktop.paper.typeset import Typeset, typeset

Fetch = Callable[[File], tuple[bytes, bool]]
Tell = Callable[[int, int, str], None]
PROGRAM = "歷程 Licheng"


def bind(book: Portfolio, fetch: Fetch, tell: Tell) -> tuple[bytes, Made]:
    """The whole portfolio. fetch: the bytes of a file, and whether it is known to be broken."""
    taken: Any = _empty()
    total = sum(len(entry.files) for entry in book.entries)
    found: list[tuple[Part, ...]] = []
    done = 0
    for entry in book.entries:
        own = []
        for file in entry.files:
            tell(done, total, file.name)
            data, broken = (b"", False) if file.gone else fetch(file)
            own.append(parts.take(taken, file, data, broken))
            done += 1
        found.append(tuple(own))
    tell(done, total, "排版中")
    plan = typeset(book, found)
    pdf = _assembled(plan, taken)
    pdf.set_metadata(
        {"title": book.cover.title, "author": book.cover.name, "creator": PROGRAM, "producer": PROGRAM}
    )
    left = tuple(f"{one.file.name}：{one.trouble}" for own in found for one in own if one.trouble)
    return _written(pdf), Made(len(plan.pages), left)


def bind_slip(slip: Slip) -> tuple[bytes, Made]:
    """A receipt, with itself inside as a file, and sealed."""
    pdf = legible(_opened(typeset_slip(slip)))
    pdf.set_metadata({"title": f"{slip.title} {slip.number}", "creator": PROGRAM, "producer": PROGRAM})
    pdf.embfile_add(slip.name, slip.content.encode(), filename=slip.name, ufilename=slip.name)
    pages = len(pdf)
    return sealed(_written(pdf)), Made(pages)


def bind_handbook(book: Handbook) -> tuple[bytes, Made]:
    """The manual: pages, and a bookmark for each chapter."""
    sheets, marks = typeset_handbook(book)
    pdf = legible(_opened(sheets))
    pdf.set_metadata({"title": book.title, "creator": PROGRAM, "producer": PROGRAM})
    pdf.set_toc([[mark.level, mark.text, mark.page] for mark in marks])
    return _written(pdf), Made(len(pdf))


def bind_confirmations(book: Confirmations, tell: Tell) -> tuple[bytes, Made]:
    """Every student's sheet, with a bookmark for each."""
    sheets, marks = typeset_confirmations(book, tell)
    pdf = legible(_opened(sheets))
    pdf.set_metadata({"title": book.title, "creator": PROGRAM, "producer": PROGRAM})
    pdf.set_toc([[mark.level, mark.text, mark.page] for mark in marks])
    return _written(pdf), Made(len(pdf))


def extract(pdf: bytes, name: str) -> bytes:
    """The embedded file of that name, b"" when there is none or the PDF does not open."""
    try:
        with _opened(pdf) as document:
            return bytes(document.embfile_get(name)) if name in document.embfile_names() else b""
    except (RuntimeError, ValueError, KeyError, TypeError, IndexError):  # MuPDF's errors are RuntimeErrors
        return b""


def _assembled(plan: Typeset, taken: Any) -> Any:
    sheets, made = legible(_opened(plan.sheets)), _empty()
    for page in plan.pages:
        made.insert_pdf(taken if page.taken else sheets, from_page=page.of, to_page=page.of, final=False)
        if page.over >= 0:
            sheet = made[-1]
            sheet.wrap_contents()
            sheet.show_pdf_page(sheet.rect, sheets, page.over, keep_proportion=False)
    made.set_toc([[mark.level, mark.text, mark.page] for mark in plan.marks])
    import pymupdf  # noqa: PLC0415 - as below

    for link in plan.links:
        place = pymupdf.Rect(*link.rect)  # type: ignore[no-untyped-call]  # PyMuPDF has no types
        made[link.page - 1].insert_link({"kind": pymupdf.LINK_GOTO, "from": place, "page": link.to - 1})
    return made


def _empty() -> Any:
    import pymupdf  # noqa: PLC0415 - takes 0.3 s; only where a paper is made

    opened: Any = pymupdf.open
    return opened()


def _opened(pdf: bytes) -> Any:
    import pymupdf  # noqa: PLC0415 - as above

    opened: Any = pymupdf.open
    return opened(stream=pdf, filetype="pdf")


def _written(pdf: Any) -> bytes:
    return bytes(pdf.tobytes(garbage=3, deflate=True, use_objstms=1))
