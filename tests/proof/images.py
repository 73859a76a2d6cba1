"""What a power cut may leave of a folder: made from the list of everything that was written to it.

What a file was told to keep (fsync) is there. What came later may be there, in part, torn or out of order; a new or
changed name may be there only once its folder was told to keep it.
"""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

from attrs import define, field, frozen

from tests.proof.syscalls import Call

SECTOR = 512


class Journal:
    """Everything written, in order, with the promises that were made in between; kept outside the folder."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)

    def add(self, call: Call) -> None:
        data = base64.b64encode(call.data).decode()
        self._write([call.name, call.path, data, call.offset, call.target])

    def promise(self, kind: str, words: str) -> None:
        self._write(["promise", kind, "", 0, words])

    def _write(self, line: list[object]) -> None:
        os.write(self._handle, json.dumps(line).encode() + b"\n")


def read(path: Path) -> list[Call]:
    """The journal back; a promise is a call of that name."""
    with path.open() as file:
        told = [json.loads(line) for line in file]
    return [Call(name, where, base64.b64decode(data), offset, to) for name, where, data, offset, to in told]


@define
class File:
    """One file: the bytes that are safe, and what was done to it since."""

    safe: bytearray = field(factory=bytearray)
    later: list[Call] = field(factory=list)

    def sync(self) -> None:
        for call in self.later:
            apply(self.safe, call)
        self.later.clear()


def apply(data: bytearray, call: Call) -> None:
    if call.name == "ftruncate":
        del data[call.offset :]
        data.extend(bytes(call.offset - len(data)))
        return
    data.extend(bytes(max(0, call.offset - len(data))))
    data[call.offset : call.offset + len(call.data)] = call.data


@frozen
class Name:
    """A change of the names in a folder that is not safe yet: `new` got the file, `old` went."""

    old: str
    new: str
    file: File | None


@define
class Disk:
    """The folder as the disk may hold it: names that are safe, names that changed since."""

    names: dict[str, File] = field(factory=dict)
    current: dict[str, File] = field(factory=dict)
    changes: list[Name] = field(factory=list)

    @classmethod
    def of(cls, before: Path, root: Path) -> "Disk":
        """What lay in the folder `root` before anything happened, all of it safe: what lies in `before`."""
        disk = cls()
        for path in before.rglob("*"):
            if path.is_file() and path.name != "reserve":
                there = root / path.relative_to(before)
                disk.names[str(there)] = File(bytearray(path.read_bytes()))
        disk.current = dict(disk.names)
        return disk

    def do(self, call: Call) -> None:
        if call.name in ("write", "ftruncate"):
            self._file(call.path).later.append(call)
        elif call.name == "fsync" and call.path in self.current:
            self.current[call.path].sync()
        elif call.name == "fsync":
            self._kept(call.path)
        elif call.name == "rename":
            file = self.current.pop(call.path, None)
            if file is not None:
                self.current[call.target] = file
                self.changes.append(Name(call.path, call.target, file))
        elif call.name == "unlink" and self.current.pop(call.path, None) is not None:
            self.changes.append(Name(call.path, "", None))

    def _file(self, path: str) -> File:
        if path not in self.current:
            self.current[path] = File()
            self.changes.append(Name("", path, self.current[path]))
        return self.current[path]

    def _kept(self, folder: str) -> None:
        for change in [one for one in self.changes if os.path.dirname(one.new or one.old) == folder]:
            self.changes.remove(change)
            self._settle(self.names, change)

    @staticmethod
    def _settle(names: dict[str, File], change: Name) -> None:
        if change.old:
            names.pop(change.old, None)
        if change.new and change.file is not None:
            names[change.new] = change.file

    def image(self, dice: Random) -> Iterator[tuple[str, bytes]]:
        """What may be found after a cut at this moment."""
        names = dict(self.names)
        for change in self.changes[
            : dice.randint(0, len(self.changes))
        ]:  # a journal of names keeps their order
            self._settle(names, change)
        manner = dice.choice(("nothing", "part", "torn", "any order", "all"))
        for path, file in names.items():
            data = bytearray(file.safe)
            for call in _survivors(dice, manner, file.later):
                apply(data, call)
            yield path, bytes(data)


def _survivors(dice: Random, manner: str, later: list[Call]) -> Iterator[Call]:
    """Which of the writes that nobody waited for came to the disk, and how much of each."""
    if manner == "nothing":
        return
    if manner == "all":
        yield from later
        return
    if manner == "any order":
        chosen = [call for call in later if dice.random() < 0.5]
        dice.shuffle(chosen)
        yield from chosen
        return
    count = dice.randint(0, len(later))
    yield from later[:count]
    if manner == "torn" and count < len(later) and later[count].name == "write":
        call = later[count]
        whole = len(call.data) // SECTOR
        yield Call("write", call.path, call.data[: SECTOR * dice.randint(0, whole)], call.offset)


def lay_out(disk: Disk, root: Path, target: Path, dice: Random) -> None:
    """Write one image of the folder to another place."""
    for path, data in disk.image(dice):
        place = target / Path(path).relative_to(root)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
