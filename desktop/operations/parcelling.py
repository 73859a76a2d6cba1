"""Many files put where the person wants them: a folder or a ZIP, whole under its name or not at all."""

import secrets
import shutil
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from desktop.store import durable
from desktop.store.failures import told
from domain.errors import BadInput


class Place(Protocol):
    """Takes files by their path in it; nothing stays that was not kept."""

    def put(self, path: str, data: bytes) -> None: ...

    def keep(self) -> None:
        """Everything is in it: from now on it stands under its name."""


class Folder:
    """A new folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._draft = path.with_name(f".{secrets.token_hex(8)}.part")

    def __enter__(self) -> Self:
        if self._path.exists():
            raise BadInput("exists", f"這裡已經有「{self._path.name}」。", "請換一個名稱或位置。")
        durable.folder(self._draft)
        return self

    def put(self, path: str, data: bytes) -> None:
        place = self._draft / path
        durable.folder(place.parent)
        durable.write(place, [data])

    def keep(self) -> None:
        with told():
            self._draft.rename(self._path)
            durable.sync_folder(self._path.parent)

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        shutil.rmtree(self._draft, ignore_errors=True)


class Zip:
    """A ZIP file; one of the same name is replaced, as the person was asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._draft = path.with_name(f".{secrets.token_hex(8)}.part")
        self._archive: zipfile.ZipFile | None = None

    def __enter__(self) -> Self:
        with told():
            self._archive = zipfile.ZipFile(self._draft, "x", zipfile.ZIP_STORED)
            self._draft.chmod(durable.PRIVATE)
        return self

    def put(self, path: str, data: bytes) -> None:
        assert self._archive is not None
        with told():
            self._archive.writestr(path, data)

    def keep(self) -> None:
        assert self._archive is not None
        with told():
            self._archive.close()
            with self._draft.open("rb+") as file:
                durable.sync_file(file)
        durable.publish(self._draft, self._path)

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._archive is not None:
            self._archive.close()
        self._draft.unlink(missing_ok=True)
