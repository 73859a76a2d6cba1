"""Forty and more ZIP files that mean harm or are broken, each as bytes, with what has to become of it.

A sound entry called 好.txt lies in each that is refused by the entry: it must stay readable.
"""

import io
import stat
import struct
import zipfile
import zlib

GOOD, WORDS = "好.txt", "還在".encode()


def made(*entries, method=zipfile.ZIP_DEFLATED):
    """A ZIP of (name or ZipInfo, data) pairs, the sound one first."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in ((GOOD, WORDS), *entries):
            archive.writestr(name, data)
    return out.getvalue()


def raw(name, data=b"x", flags=0):
    """A ZIP whose second entry has exactly these bytes as its name, and these flags."""
    stand_in = b"PLACEHOLDER_________"[: len(name)]
    whole = bytearray(made((stand_in.decode(), data), method=0).replace(stand_in, name))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.rfind(mark) + offset
        struct.pack_into("<H", whole, at, struct.unpack_from("<H", whole, at)[0] | flags)
    return bytes(whole)


def kind(mode):
    info = zipfile.ZipInfo("連結.pdf")
    info.create_system = 3
    info.external_attr = mode << 16
    return made((info, b"/etc/passwd"))


def patched(data, mark, offset, code, value, last=True):
    whole = bytearray(data)
    at = whole.rfind(mark) if last else whole.find(mark)
    struct.pack_into(code, whole, at + offset, value)
    return bytes(whole)


def overlapping():
    """Two entries in the directory over the same bytes (Fifield's bomb in small)."""
    data = made(("b.pdf", bytes(2000)))
    first = data.find(b"PK\x03\x04")
    return patched(data, b"PK\x01\x02", 42, "<L", first)


def reaching():
    """An entry that claims bytes of the directory."""
    return patched(made(("b.pdf", bytes(100)), method=0), b"PK\x01\x02", 20, "<L", 5000)


def many(count):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.pdf", b"")
    return out.getvalue()


def lying_size():
    """Says 10 bytes, unpacks to 12 MB."""
    data = made(("大.pdf", bytes(12 * 1024 * 1024)))
    return patched(patched(data, b"PK\x01\x02", 24, "<L", 10), b"PK\x03\x04", 22, "<L", 10)


def wrong_sum():
    return patched(made(("b.pdf", b"content"), method=0), b"PK\x01\x02", 16, "<L", 1)


def broken_stream():
    data = bytearray(made(("b.pdf", zlib.compress(bytes(range(256)) * 40))))
    at = data.rfind(b"PK\x03\x04") + 30 + len("b.pdf")
    data[at : at + 8] = b"\xff" * 8
    return bytes(data)


def huge_in_all():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(31):
            archive.writestr(f"{number}.bin", b"x")
    data = bytearray(out.getvalue())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<L", data, at + 24, 10 * 1024 * 1024)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def big_directory():
    return patched(made(), b"PK\x05\x06", 12, "<L", 200_000_000)


def twice():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(GOOD, WORDS)
        archive.writestr("a.pdf", b"1")
        archive.writestr("A.PDF", b"2")
    return out.getvalue()


WHOLE_FILES = {
    "nothing": (b"", "not_a_zip"),
    "text": ("這不是壓縮檔".encode(), "not_a_zip"),
    "html": (b"<html><body>login</body></html>" * 40, "not_a_zip"),
    "rar": (b"Rar!\x1a\x07\x01\x00" + bytes(300), "not_a_zip"),
    "cut in half": (made(("b.pdf", bytes(range(256)) * 90))[:-4000], "not_a_zip"),
    "cut by one byte": (made()[:-1], "not_a_zip"),
    "only an end": (b"PK\x05\x06" + b"\xff" * 18, "zip_too_many"),
    "end with a lie": (big_directory(), "zip_too_many"),
    "501 entries": (many(501), "zip_too_many"),
    "70000 entries": (many(70_000), "zip_too_many"),
    "says 310 MB": (huge_in_all(), "zip_too_large"),
    "overlapping": (overlapping(), "zip_woven"),
    "into the directory": (reaching(), "zip_woven"),
    "offset outside": (patched(made(("b", b"1")), b"PK\x01\x02", 42, "<L", 0x7FFFFFFF), "not_a_zip"),
    "header is none": (made(("b.pdf", b"1")).replace(b"PK\x03\x04", b"PK\x00\x00"), "not_a_zip"),
    "zip64 to nowhere": (
        made()[:-22] + b"PK\x06\x07" + bytes(4) + b"\xff" * 7 + b"\x00" + bytes(4) + made()[-22:],
        "not_a_zip",
    ),
}

ENTRIES = {
    "up": made(("../b.pdf", b"1")),
    "up in the middle": made(("a/../../b.pdf", b"1")),
    "absolute": made(("/etc/passwd", b"1")),
    "drive": made(("C:/Windows/b.pdf", b"1")),
    "drive without slash": made(("c:b.pdf", b"1")),
    "unc": made(("\\\\server\\share\\b.pdf", b"1")),
    "unc with slashes": made(("//server/share/b.pdf", b"1")),
    "backslash": made(("a\\b.pdf", b"1")),
    "stream of ntfs": made(("b.pdf:hidden", b"1")),
    "dot": made(("./b.pdf", b"1")),
    "empty part": made(("a//b.pdf", b"1")),
    "device": made(("CON", b"1")),
    "device with suffix": made(("a/nul.pdf", b"1")),
    "device with number": made(("COM1.txt", b"1")),
    "nul in the name": raw(b"b.pdf\x00.e"),
    "newline in the name": raw(b"b\n.pdf"),
    "right to left": made(("\u202efdp.exe", b"1")),
    "very long name": made(("長" * 700 + ".pdf", b"1")),
    "very deep": made(("/".join("a" * 40) + "/b.pdf", b"1")),
    "symbolic link": kind(stat.S_IFLNK | 0o777),
    "device node": kind(stat.S_IFCHR | 0o600),
    "pipe": kind(stat.S_IFIFO | 0o600),
    "socket": kind(stat.S_IFSOCK | 0o600),
    "encrypted": raw(b"secret.pdf", bytes(40), 0x1),
    "strongly encrypted": raw(b"secret.pdf", bytes(40), 0x40),
    "bzip2": made(("b.pdf", bytes(5000)), method=zipfile.ZIP_BZIP2),
    "lzma": made(("b.pdf", bytes(5000)), method=zipfile.ZIP_LZMA),
    "unknown method": patched(made(("b.pdf", b"1")), b"PK\x01\x02", 10, "<H", 99),
    "a zip in the zip": made(("b.zip", made())),
    "a rar in the zip": made(("b.rar", b"Rar!")),
    "11 MB": made(("b.pdf", bytes(range(256)) * 45_000)),
    "bomb of 9 MB": made(("b.pdf", bytes(9 * 1024 * 1024))),
    "lies about its size": lying_size(),
    "wrong checksum": wrong_sum(),
    "broken stream": broken_stream(),
    "another name in the header": made(("b.pdf", b"1")).replace(b"b.pdf", b"c.pdf", 1),
    "twice the same": twice(),
}
