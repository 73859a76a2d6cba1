"""What this process writes to the disk, seen call by call: SQLite's, Python's, everybody's. Linux only, tests only.

The slots through which a loaded program part finds libc's write, fsync, rename … are pointed at us. A listener is
told before each call on a path below the watched folder; it may note the call, or end the process.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import frozen

SYMBOLIC = {"x86_64": {1, 6, 7}, "aarch64": {257, 1025, 1026}}  # 64-bit word, GLOB_DAT, JUMP_SLOT
JMPREL, PLTRELSZ, RELA, RELASZ, SYMTAB, STRTAB = 23, 2, 7, 8, 6, 5
INT, LONG, PTR, STR = ctypes.c_int, ctypes.c_long, ctypes.c_void_p, ctypes.c_char_p
SHAPES = {
    "write": (LONG, INT, PTR, LONG),
    "pwrite": (LONG, INT, PTR, LONG, LONG),
    "ftruncate": (INT, INT, LONG),
    "fsync": (INT, INT),
    "fdatasync": (INT, INT),
    "rename": (INT, STR, STR),
    "unlink": (INT, STR),
}
ALIASES = {"pwrite64": "pwrite", "ftruncate64": "ftruncate"}
SUPPORTED = sys.platform == "linux" and os.uname().machine in SYMBOLIC


@frozen
class Call:
    """One call that changes the disk. target: of a rename. offset: of a write or a truncation."""

    name: str
    path: str
    data: bytes = b""
    offset: int = 0
    target: str = ""


Listener = Callable[[Call], None]
_KEPT: list[object] = []  # what C points at must live on


def watch(folder: Path, listener: Listener) -> int:
    """From now on tell of every call below the folder; how many slots were pointed at us."""
    libc = ctypes.CDLL(None, use_errno=True)
    root = str(folder.resolve()) + os.sep
    hooks: dict[str, int] = {}
    for name, shape in SHAPES.items():
        kind = ctypes.CFUNCTYPE(*shape, use_errno=True)
        real = kind((name, libc))
        ours = kind(_told(name, real, root, listener))
        _KEPT.extend((real, ours))
        hooks[name] = ctypes.cast(ours, PTR).value or 0
    hooks |= {alias: hooks[name] for alias, name in ALIASES.items()}
    return sum(_point(path, base, hooks) for path, base in _parts())


def _told(name: str, real: Callable[..., int], root: str, listener: Listener) -> Callable[..., int]:
    def ours(*words: object) -> int:
        if name in ("rename", "unlink"):
            path = os.path.realpath(os.fsdecode(words[0]), strict=False)  # type: ignore[arg-type]
        else:
            path = _path(words[0])
        if path.startswith(root):
            listener(_call(name, path, words))
        return real(*words)

    return ours


def _call(name: str, path: str, words: tuple[object, ...]) -> Call:
    if name == "write":
        handle, place, size = words
        return Call(name, path, ctypes.string_at(place, size), os.lseek(handle, 0, os.SEEK_CUR))  # type: ignore[arg-type]
    if name == "pwrite":
        _, place, size, offset = words
        return Call("write", path, ctypes.string_at(place, size), offset)  # type: ignore[arg-type]
    if name == "ftruncate":
        return Call(name, path, offset=words[1])  # type: ignore[arg-type]
    if name == "rename":
        return Call(name, path, target=os.path.realpath(os.fsdecode(words[1]), strict=False))  # type: ignore[arg-type]
    return Call("fsync" if name == "fdatasync" else name, path)


def _path(handle: object) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{handle}")
    except OSError:
        return ""


def _parts() -> Iterator[tuple[str, int]]:
    """The parts that write: Python itself and SQLite, with the address where each begins."""
    seen = set()
    for line in Path("/proc/self/maps").read_text().splitlines():
        span, _, offset, _, _, *path = line.split(maxsplit=5)
        name = path[0] if path else ""
        ours = "sqlcipher3" in name or os.path.basename(name).startswith(("python3", "libpython3"))
        if ours and int(offset, 16) == 0 and name not in seen:
            seen.add(name)
            yield name, int(span.split("-")[0], 16)


def _point(path: str, base: int, hooks: dict[str, int]) -> int:
    """Change every slot of the part that holds one of the names."""
    data = Path(path).read_bytes()
    kind, start, size, count = (
        struct.unpack_from("<H", data, 16)[0],
        *struct.unpack_from("<QxxxxxxxxxxxxxxHH", data, 32),
    )
    base = base if kind == 3 else 0  # a shared object or a program that may lie anywhere
    heads = [struct.unpack_from("<IIQQQQ", data, start + n * size) for n in range(count)]
    table = next(head for head in heads if head[0] == 2)
    found = dict(struct.iter_unpack("<QQ", data[table[2] : table[2] + table[5]]))

    def at(address: int) -> int:
        head = next(h for h in heads if h[0] == 1 and h[3] <= address < h[3] + h[5])
        return int(head[2] + address - head[3])

    changed = 0
    wanted = SYMBOLIC[os.uname().machine]
    for where, length in ((JMPREL, PLTRELSZ), (RELA, RELASZ)):
        if where not in found:
            continue
        first = at(found[where])
        for slot, info, _ in struct.iter_unpack("<QQq", data[first : first + found[length]]):
            if info & 0xFFFFFFFF in wanted and info >> 32:
                symbol = struct.unpack_from("<I", data, at(found[SYMTAB]) + 24 * (info >> 32))[0]
                place = at(found[STRTAB]) + symbol
                name = data[place : data.index(b"\0", place)].decode()
                if name in hooks:
                    _set(base + slot, hooks[name])
                    changed += 1
    return changed


def _set(address: int, value: int) -> None:
    page = os.sysconf("SC_PAGE_SIZE")
    start = address - address % page
    if ctypes.CDLL(None).mprotect(ctypes.c_void_p(start), ctypes.c_size_t(page), 3) != 0:
        raise OSError("mprotect")
    ctypes.c_uint64.from_address(address).value = value
