"""Puts small files into Qt's resource system from memory, so that a style sheet may name them by url().

Nothing is written to disk. The layout is the first version of the binary format of Qt's rcc.
"""

import struct
from collections.abc import Mapping

from PySide6.QtCore import qRegisterResourceData

_FORMAT = 1
_FOLDER = 2
_kept: list[tuple[bytes, bytes, bytes]] = []  # Qt keeps the pointers, so the bytes must live on


def publish(folder: str, files: Mapping[str, bytes]) -> str:
    """Make `files` readable under `:/folder/` and answer that prefix. A folder is published once."""
    names, offsets = _names([folder, *files])
    payload, data_offsets = _payload(files)
    order = sorted(files, key=_hash)
    nodes = [_folder_node(0, 1, 1), _folder_node(offsets[folder], len(order), 2)]
    nodes += [struct.pack(">IHHHI", offsets[n], 0, 0, 1, data_offsets[n]) for n in order]
    entry = (b"".join(nodes), names, payload)
    _kept.append(entry)
    qRegisterResourceData(_FORMAT, *entry)
    return f":/{folder}/"


def _folder_node(name: int, children: int, first: int) -> bytes:
    return struct.pack(">IHII", name, _FOLDER, children, first)


def _names(words: list[str]) -> tuple[bytes, dict[str, int]]:
    blob, offsets = b"", {}
    for word in words:
        offsets[word] = len(blob)
        blob += struct.pack(">HI", len(word), _hash(word)) + word.encode("utf-16-be")
    return blob, offsets


def _payload(files: Mapping[str, bytes]) -> tuple[bytes, dict[str, int]]:
    blob, offsets = b"", {}
    for name, content in files.items():
        offsets[name] = len(blob)
        blob += struct.pack(">I", len(content)) + content
    return blob, offsets


def _hash(word: str) -> int:
    value = 0
    for character in word:
        value = ((value << 4) + ord(character)) & 0xFFFFFFFF
        value ^= (value & 0xF0000000) >> 23
        value &= 0x0FFFFFFF
    return value
