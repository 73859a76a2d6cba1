"""Taking a file in: copied, hashed, judged by content and safe on disk before the screen says so.

The person's own file is never read again afterwards.
"""

from pathlib import Path

from derive.inspect import inspect
from desktop.desk import Desk
from desktop.store.blobs import Adopted
from domain.attachments import Accepted, judge
from domain.errors import BadInput
from domain.fields import FileSlot
from domain.records import Attachment


def take(desk: Desk, slot: FileSlot, path: Path) -> Attachment:
    """Copy the file into the vault and judge it; raises BadInput with what is wrong and what to do."""
    limit = desk.profile.files[slot.kind].max_bytes
    verdicts: list[Accepted] = []

    def decide(copy: Adopted) -> None:
        verdict = judge(desk.profile, slot, path.name, copy.size, copy.head, copy.tail)
        if not isinstance(verdict, Accepted):
            raise BadInput(verdict.code, verdict.sentence, verdict.remedy)
        refusal = inspect(copy.data, verdict.kind)
        if refusal is not None:
            raise BadInput(refusal.code, refusal.sentence, refusal.remedy)
        verdicts.append(verdict)

    adopted = desk.blobs.adopt(path, limit, decide)
    accepted = verdicts[-1]
    desk.writer.wait(lambda: desk.store.note_blob(adopted.sha256, adopted.size, accepted.mime, "staged"))
    return Attachment(adopted.sha256, adopted.size, accepted.name, accepted.mime)
