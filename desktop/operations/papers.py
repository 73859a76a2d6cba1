"""Having a paper made and putting it where the person wants it, all or nothing. Never in the GUI thread."""

from pathlib import Path

from desktop.desk import Desk
from desktop.operations.packing import Cancel, Cancelled, Progress
from desktop.paper import bindery
from desktop.paper.bindery import Bound, Stopped
from desktop.paper.book import Confirmations, Handbook, Portfolio, Slip
from desktop.store import durable
from domain.errors import BadInput
from sync import receipts
from sync.receipts import Receipt

__all__ = ["Bound", "Cancelled", "confirmations", "handbook", "named", "portfolio", "receipt_json", "slip"]


def portfolio(
    desk: Desk,
    book: Portfolio,
    path: Path,
    progress: Progress = lambda *_: None,
    cancel: Cancel = lambda: False,
) -> Bound:
    """Write the PDF. progress: files done, files in all, the present one's name. Raises Cancelled and LichengError."""
    if not book.entries:
        raise BadInput("nothing_to_print", "沒有選任何一筆紀錄。", "請至少選一筆。")

    return _kept(desk, book, path, progress, cancel)


def handbook(
    desk: Desk,
    book: Handbook,
    path: Path,
    progress: Progress = lambda *_: None,
    cancel: Cancel = lambda: False,
) -> Bound:
    """Write the manual. Raises Cancelled and LichengError."""
    return _kept(desk, book, path, progress, cancel)


def confirmations(
    desk: Desk,
    book: Confirmations,
    path: Path,
    progress: Progress = lambda *_: None,
    cancel: Cancel = lambda: False,
) -> Bound:
    """Write the sheets to be signed. Raises Cancelled and LichengError."""
    if not book.sheets:
        raise BadInput("nothing_to_print", "沒有選任何一位學生。", "請至少選一位。")
    return _kept(desk, book, path, progress, cancel)


def _kept(
    desk: Desk, book: Portfolio | Handbook | Confirmations, path: Path, progress: Progress, cancel: Cancel
) -> Bound:
    def over() -> bool:
        return cancel() or desk.closed  # who leaves does not wait for it

    try:
        bound = bindery.bind(book, desk.blobs.read_all, progress, over)
    except Stopped as stop:
        raise Cancelled from stop
    if over():
        raise Cancelled
    durable.write(path, [bound.pdf])
    return bound


def slip(paper: Slip, path: Path) -> Bound:
    """Write a receipt as a PDF."""
    bound = bindery.bind(paper, lambda _: b"")
    durable.write(path, [bound.pdf])
    return bound


def receipt_json(receipt: Receipt, path: Path) -> None:
    """Write a receipt as the file that anybody can check."""
    durable.write(path, [receipts.to_json(receipt)])


def named(path: Path, suffix: str) -> Path:
    """The path with its ending, whatever the person typed."""
    return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)
