"""What of a list lies on this computer: how many files, what is lacking and how much that is. No widgets in here."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from desktop.desk import Desk
from domain.attachments import readable_size
from domain.records import Attachment, Record


@frozen
class Ready:
    """The files of a list, in its order. lacking: those that are at the school only."""

    total: int
    lacking: tuple[Attachment, ...]

    @property
    def bytes_left(self) -> int:
        return sum(one.size for one in self.lacking)

    @property
    def words(self) -> str:
        """ "離線可用 37/52，剩 120 MB"; "" when there is nothing to say."""
        if not self.lacking:
            return ""
        here = self.total - len(self.lacking)
        return f"離線可用 {here}/{self.total}，剩 {readable_size(self.bytes_left)}"

    def lacks(self, record: Record) -> bool:
        """Whether something of the record cannot be looked at without a network."""
        gone = {one.sha256 for one in self.lacking}
        return any(one.sha256 in gone for one in record.files.values())


def ready(desk: Desk, records: Iterable[Record]) -> Ready:
    """Asked once for the whole list."""
    files = {one.sha256: one for record in records for _, one in sorted(record.files.items())}
    held = desk.store.held(files)
    return Ready(len(files), tuple(one for sha256, one in files.items() if sha256 not in held))


def failed(known: Ready, problems: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """problems: (SHA-256, why). A sentence on the files that did not come, and their names one a line."""
    names = {one.sha256: one.name for one in known.lacking}
    found = [(names[sha256], why) for sha256, why in problems if sha256 in names]
    if not found:
        return "", ""
    reasons = "；".join(dict.fromkeys(why.rstrip("。") for _, why in found))
    return f"{len(found)} 個檔案沒有下載：{reasons}。", "\n".join(f"{name}：{why}" for name, why in found)
