"""Taking a file in: copied, hashed, judged by content and safe on disk before the screen says so.

The person's own file is never read again afterwards.
"""

import hashlib
from pathlib import Path

from derive import words
from desktop.desk import Desk
from desktop.operations.inspector import Inspector
from desktop.store.blobs import EDGE, Adopted
from domain import shrinking
from domain.attachments import HEAD, TAIL, Accepted, DeepCheck, judge
from domain.errors import BadInput
from domain.fields import FileSlot
from domain.file_refusals import Refusal
from domain.records import Attachment


class Shrinkable(BadInput):
    """Refused as it is, but the program can make it fit: `offer` says how."""

    def __init__(self, refusal: Refusal, offer: shrinking.Offer) -> None:
        super().__init__(refusal.code, refusal.sentence, refusal.remedy)
        self.offer = offer


def take(desk: Desk, slot: FileSlot, path: Path) -> Attachment:
    """Copy the file into the vault and judge it; raises BadInput, or Shrinkable, with what is wrong."""
    verdicts: list[Accepted] = []
    limit = desk.profile.files[slot.kind].max_bytes
    try:
        adopted = desk.blobs.adopt(
            path, limit, lambda copy: verdicts.append(_judged(desk, slot, path.name, copy))
        )
    except BadInput as error:
        if error.code == "too_large":
            _look_at_the_ends(desk, slot, path)
        raise
    return _noted(desk, adopted, verdicts[-1])


def take_bytes(desk: Desk, slot: FileSlot, name: str, data: bytes) -> Attachment:
    """The same for what came from the clipboard and never was a file."""
    verdicts: list[Accepted] = []
    adopted = desk.blobs.adopt_bytes(
        data, judge=lambda copy: verdicts.append(_judged(desk, slot, name, copy))
    )
    return _noted(desk, adopted, verdicts[-1])


def examine(desk: Desk, slot: FileSlot, name: str, data: bytes, look: DeepCheck) -> Attachment:
    """What the content would be in that slot; nothing is kept. Raises BadInput as `take` does."""
    copy = Adopted(hashlib.sha256(data).hexdigest(), len(data), data[:EDGE], data[-EDGE:], data)
    accepted = _judged(desk, slot, name, copy, look)
    return Attachment(copy.sha256, copy.size, accepted.name, accepted.mime)


def take_examined(desk: Desk, examined: Attachment, data: bytes) -> None:
    """Take over exactly what was examined before; the caller has compared the content with its hash."""
    desk.blobs.adopt_bytes(data)
    desk.writer.wait(lambda: desk.store.note_blob(examined.sha256, examined.size, examined.mime, "staged"))


def note_words(desk: Desk, sha256: str) -> None:
    """Read the words of a PDF in the vault and keep them, encrypted like everything else, for searching."""
    found = desk.aside.ask(words.of_pdf, desk.blobs.read_all(sha256))
    desk.writer.wait(lambda: desk.store.note_text(sha256, found))


def _judged(desk: Desk, slot: FileSlot, name: str, copy: Adopted, look: DeepCheck | None = None) -> Accepted:
    verdict = judge(desk.profile, slot, name, copy.size, copy.head, copy.tail)
    if not isinstance(verdict, Accepted):
        raise _refused(desk, slot, verdict)
    refusal = (look or Inspector(desk.aside))(copy.data, verdict.kind)
    if refusal is not None:
        raise _refused(desk, slot, refusal)
    return verdict


def _look_at_the_ends(desk: Desk, slot: FileSlot, path: Path) -> None:
    """What is too large to be copied is judged where it lies: perhaps it is no document at all."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
            file.seek(max(0, size - TAIL))
            verdict = judge(desk.profile, slot, path.name, size, head, file.read(TAIL))
    except OSError:  # it went away meanwhile; what was said of its size stands
        return
    if isinstance(verdict, Refusal):
        raise _refused(desk, slot, verdict)


def _refused(desk: Desk, slot: FileSlot, refusal: Refusal) -> BadInput:
    offered = shrinking.offer(desk.profile.files[slot.kind], refusal)
    if offered is not None:
        return Shrinkable(refusal, offered)
    return BadInput(refusal.code, refusal.sentence, refusal.remedy)


def _noted(desk: Desk, adopted: Adopted, accepted: Accepted) -> Attachment:
    desk.writer.wait(lambda: desk.store.note_blob(adopted.sha256, adopted.size, accepted.mime, "staged"))
    return Attachment(adopted.sha256, adopted.size, accepted.name, accepted.mime)
