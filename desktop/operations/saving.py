"""A copy of a file outside the vault, because the person asked for it: readable, theirs to keep or delete."""

from pathlib import Path

from desktop.desk import Desk
from desktop.store import durable
from domain.records import Attachment

READABLE = 0o644


def save_copy(desk: Desk, attachment: Attachment, path: Path) -> Path:
    """Write it whole under the path; raises Damaged when the file is not here, disk_full when there is no room."""
    durable.write(path, [desk.blobs.read_all(attachment.sha256)], READABLE)
    return path
