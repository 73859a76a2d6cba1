"""A file made to fit is attached like any other; what it was made from stays in the vault beside it, for good."""

from pathlib import Path, PurePath

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.operations import attachments
from desktop.shrinking import workshop
from desktop.shrinking.outcome import Order, Shrunk, Side
from desktop.store import durable
from desktop.store.blobs import read_once
from desktop.threads import Cancel
from domain import shrinking
from domain.errors import BadInput
from domain.fields import FileSlot
from domain.records import Attachment
from domain.text import safe_name

OCTETS = "application/octet-stream"


class Fitting(QObject):
    """One file being made to fit, as often as the person chooses anew; what was made is kept until `stop`.

    moved(share, words), seen(Side) of the file as it was, made(Choice), failed(Choice, Exception). It belongs to the
    desk, so that a worker's last word finds somebody, also when the screen that asked is gone.
    """

    moved = Signal(float, str)
    seen = Signal(object)
    made = Signal(object)
    failed = Signal(object, object)

    def __init__(self, desk: Desk, data: bytes, offer: shrinking.Offer) -> None:
        super().__init__(desk)
        self._desk, self._offer = desk, offer
        self._cancel = Cancel()
        self.data = data
        self.results: dict[shrinking.Choice, Shrunk] = {}

    def want(self, choice: shrinking.Choice) -> None:
        """Make this one now, instead of what is being made."""
        self._cancel.set()
        self._cancel = cancel = Cancel()
        if choice in self.results:
            self.made.emit(choice)
            return
        order = Order.on(self._offer, choice)
        self._desk.bench.start(
            lambda: self._make(order, cancel),
            lambda shrunk: self._made(choice, shrunk, cancel),
            lambda error: self._failed(choice, error, cancel),
        )

    def stop(self) -> None:
        """Nobody wants it any more: the worker ends, the bytes are let go."""
        self._cancel.set()
        self.data = b""
        self.results.clear()
        self._desk.bench.start(lambda: None, lambda _: self.deleteLater())

    def _make(self, order: Order, cancel: Cancel) -> Shrunk:
        return workshop.shrink(
            self.data, order, _Telling(self, cancel), lambda: cancel() or self._desk.closed
        )

    def _made(self, choice: shrinking.Choice, shrunk: Shrunk, cancel: Cancel) -> None:
        if not cancel():
            self.results[choice] = shrunk
            self.made.emit(choice)

    def _failed(self, choice: shrinking.Choice, error: Exception, cancel: Cancel) -> None:
        if not cancel():
            self.failed.emit(choice, error)


class _Telling:
    """What the worker says, told on by signals as long as somebody wants to hear it."""

    def __init__(self, fitting: Fitting, cancel: Cancel) -> None:
        self._fitting, self._cancel = fitting, cancel

    def __call__(self, share: float, words: str) -> None:
        if not self._cancel():
            self._fitting.moved.emit(share, words)

    def before(self, side: Side) -> None:
        if not self._cancel():
            self._fitting.seen.emit(side)


def read(path: Path) -> bytes:
    """The person's own file, once, into memory; raises BadInput."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0  # reading it will say why
    if size > shrinking.MOST:
        refusal = shrinking.too_big_to_read(size)
        raise BadInput(refusal.code, refusal.sentence, refusal.remedy)
    return read_once(path, shrinking.MOST)


def keep(desk: Desk, slot: FileSlot, name: str, data: bytes, shrunk: Shrunk) -> Attachment:
    """Attach the new file by the normal way and note what it was made from; raises BadInput."""
    stem = PurePath(safe_name(name)).stem or "檔案"
    taken = attachments.take_bytes(desk, slot, f"{stem}{shrunk.kind.extensions[0]}", shrunk.data)
    kept = desk.blobs.adopt_bytes(data)
    source = Attachment(kept.sha256, kept.size, safe_name(name), OCTETS)
    desk.writer.wait(lambda: desk.store.note_original(taken.sha256, source))
    return taken


def save_original(desk: Desk, original: Attachment, path: Path) -> None:
    """Write it where the person wants it, proven to be what they once gave."""
    durable.write(path, [desk.blobs.read_all(original.sha256)])
