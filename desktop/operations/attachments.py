"""Taking a file in: copied, hashed, judged by content and safe on disk before the screen says so.

The person's own file is never read again afterwards.
"""

import hashlib
from pathlib import Path

from derive import words
from derive.inspect import inspect
from desktop.desk import Desk
from desktop.store.blobs import EDGE, Adopted
from domain.attachments import Accepted, judge
from domain.errors import BadInput
from domain.fields import FileSlot
from domain.records import Attachment


def take(desk: Desk, slot: FileSlot, path: Path) -> Attachment:
    """Copy the file into the vault and judge it; raises BadInput with what is wrong and what to do."""
    verdicts: list[Accepted] = []
    limit = desk.profile.files[slot.kind].max_bytes
    adopted = desk.blobs.adopt(
        path, limit, lambda copy: verdicts.append(_judged(desk, slot, path.name, copy))
    )
    return _noted(desk, adopted, verdicts[-1])


def take_bytes(desk: Desk, slot: FileSlot, name: str, data: bytes) -> Attachment:
    """The same for what came from the clipboard and never was a file."""
    verdicts: list[Accepted] = []
    limit = desk.profile.files[slot.kind].max_bytes
    adopted = desk.blobs.adopt_bytes(
        data, limit, lambda copy: verdicts.append(_judged(desk, slot, name, copy))
    )
    return _noted(desk, adopted, verdicts[-1])


def examine(desk: Desk, slot: FileSlot, name: str, data: bytes) -> Attachment:
    """What the content would be in that slot; nothing is kept. Raises BadInput as `take` does."""
    copy = Adopted(hashlib.sha256(data).hexdigest(), len(data), data[:EDGE], data[-EDGE:], data)
    accepted = _judged(desk, slot, name, copy)
    return Attachment(copy.sha256, copy.size, accepted.name, accepted.mime)


def note_words(desk: Desk, sha256: str) -> None:
    """Read the words of a PDF in the vault and keep them, encrypted like everything else, for searching."""
    found = words.of_pdf(desk.blobs.read_all(sha256))
    desk.writer.wait(lambda: desk.store.note_text(sha256, found))


def _judged(desk: Desk, slot: FileSlot, name: str, copy: Adopted) -> Accepted:
    verdict = judge(desk.profile, slot, name, copy.size, copy.head, copy.tail)
    if not isinstance(verdict, Accepted):
        raise BadInput(verdict.code, verdict.sentence, verdict.remedy)
    refusal = inspect(copy.data, verdict.kind)
    if refusal is not None:
        raise BadInput(refusal.code, refusal.sentence, refusal.remedy)
    return verdict


def _noted(desk: Desk, adopted: Adopted, accepted: Accepted) -> Attachment:
    desk.writer.wait(lambda: desk.store.note_blob(adopted.sha256, adopted.size, accepted.mime, "staged"))
    return Attachment(adopted.sha256, adopted.size, accepted.name, accepted.mime)
