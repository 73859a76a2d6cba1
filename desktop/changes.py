"""What changed, so that screens know what to read again. Values only; knows nothing of who tells or who listens."""

from attrs import frozen

from domain.intents import Intent

NOTHING: frozenset[str] = frozenset()


@frozen
class Changes:
    """Ids of records, keys of forms, hashes of files; settings of the school; all: everything may have changed.

    said: the acts behind it that a person may want to take back together.
    """

    records: frozenset[str] = NOTHING
    forms: frozenset[str] = NOTHING
    files: frozenset[str] = NOTHING
    settings: bool = False
    all: bool = False
    said: tuple[Intent, ...] = ()

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(
            self.records | other.records,
            self.forms | other.forms,
            self.files | other.files,
            self.settings or other.settings,
            self.all or other.all,
            self.said + other.said,
        )

    def __bool__(self) -> bool:
        return bool(self.records or self.forms or self.files or self.settings or self.all)
