"""A file made to fit is attached like any other; what it was made from stays in the vault beside it, for good."""

from pathlib import Path, PurePath

from desktop.desk import Desk
from desktop.operations import attachments
from desktop.shrinking.outcome import Shrunk
from desktop.store import durable
from desktop.store.blobs import read_once
from domain import shrinking
from domain.errors import BadInput
from domain.fields import FileSlot
from domain.records import Attachment
from domain.text import safe_name

OCTETS = "application/octet-stream"


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
