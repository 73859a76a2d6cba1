"""Having the files of a list brought to this computer, those at its top first."""

from collections.abc import Sequence

from desktop.changes import Changes
from desktop.desk import Desk
from domain.records import Attachment


def fetch_all(desk: Desk, files: Sequence[Attachment]) -> Changes:
    """Ask for all of them, in this order. Raises LichengError when the disk has no room for them."""
    desk.blobs.make_room(sum(one.size for one in files))
    desk.store.ask_for(*files)
    return Changes()
