"""One member of a ZIP under WinZip's AES, which Python's zipfile cannot open: checked before a byte of it is believed.

The format: salt, two bytes that tell a wrong password, AES-CTR with a little-endian counter, ten bytes of HMAC-SHA1.
"""

import hashlib
import hmac
import struct
import zipfile
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

METHOD = 99
_FIELD, _ROUNDS, _SEAL = 0x9901, 1000, 10
_KEYS = {1: 16, 2: 24, 3: 32}


class WrongPassword(ValueError):
    """The password is not that of the member."""


def contents(archive: bytes, entry: zipfile.ZipInfo, password: bytes) -> bytes:
    """The member's bytes; WrongPassword, or BadZipFile when it is damaged or of a kind we do not know."""
    strength, method = _terms(entry)
    key_size = _KEYS[strength]
    name, extra = struct.unpack_from("<HH", archive, entry.header_offset + 26)
    start = entry.header_offset + 30 + name + extra
    packed = archive[start : start + entry.compress_size]
    salt_size = key_size // 2
    if len(packed) < salt_size + 2 + _SEAL:
        raise zipfile.BadZipFile(f"{entry.filename} is cut short")
    salt, told = packed[:salt_size], packed[salt_size : salt_size + 2]
    body, seal = packed[salt_size + 2 : -_SEAL], packed[-_SEAL:]
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * key_size + 2)
    if not hmac.compare_digest(keys[-2:], told):
        raise WrongPassword(entry.filename)
    if not hmac.compare_digest(hmac.digest(keys[key_size : 2 * key_size], body, "sha1")[:_SEAL], seal):
        raise zipfile.BadZipFile(f"{entry.filename} is damaged")
    return _unpacked(entry, method, _counted(keys[:key_size], body))


def _terms(entry: zipfile.ZipInfo) -> tuple[int, int]:
    """The strength and the method under the encryption, as the extra field says."""
    extra, place = entry.extra, 0
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, place)
        if kind == _FIELD and size >= 7:
            strength, method = struct.unpack_from("<BH", extra, place + 8)
            if strength in _KEYS:
                return int(strength), int(method)
        place += 4 + size
    raise zipfile.BadZipFile(f"{entry.filename} does not say how it is encrypted")


def _counted(key: bytes, body: bytes) -> bytes:
    blocks = (len(body) + 15) // 16
    counters = b"".join(number.to_bytes(16, "little") for number in range(1, blocks + 1))
    stream = Cipher(AES(key), ECB()).encryptor().update(counters)[: len(body)]
    mixed = int.from_bytes(body, "little") ^ int.from_bytes(stream, "little")
    return mixed.to_bytes(len(body), "little")


def _unpacked(entry: zipfile.ZipInfo, method: int, body: bytes) -> bytes:
    if method == zipfile.ZIP_STORED:
        return body
    if method != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(f"{entry.filename} is compressed in a way we do not know")
    found = zlib.decompressobj(-15).decompress(body, entry.file_size + 1)
    if len(found) != entry.file_size:
        raise zipfile.BadZipFile(f"{entry.filename} is not as long as it says")
    return found
