"""Where a school keeps its things and how it listens. Read once at the start, passed on by argument."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen


@frozen(kw_only=True)
class Settings:
    """folder: keys, incoming files, and by default the database and the blobs too. port 0: any free one."""

    folder: Path
    database_url: str = ""
    blob_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8765
    workers: int = 1
    threads: int = field(default=8)
    smtp_url: str = field(default="", repr=False)
    smtp_sender: str = ""

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.folder / 'school.db'}"

    @property
    def blobs(self) -> str:
        return self.blob_url or f"file://{self.folder / 'blobs'}"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def incoming(self) -> Path:
        return self.folder / "incoming"


def settings(folder: Path, environment: Mapping[str, str], **given: object) -> Settings:
    """The settings for a folder; DATABASE_URL and BLOB_URL move the database and the blobs elsewhere.

    SMTP_URL and SMTP_SENDER let the school send letters.
    """
    return Settings(
        folder=folder.resolve(),
        database_url=environment.get("DATABASE_URL", ""),
        blob_url=environment.get("BLOB_URL", ""),
        smtp_url=environment.get("SMTP_URL", ""),
        smtp_sender=environment.get("SMTP_SENDER", ""),
        **given,  # type: ignore[arg-type]  # attrs checks each by its converter
    )
