"""ZIP members under AES, as libarchive 3.6 wrote them: a foreign hand, so that we do not only understand ourselves."""

import base64
import io
import zipfile

import pytest

from server.services import winzip

PASSWORD = b"k12ea-114"
AES128 = (
    "UEsDBBQACQBjAAAAIQAAAAAAAAAAAEABAAAFAB8AYS50eHRVVAEAAHV4CwABBAAAAAAEAAAAAAGZBwABAEFFAQgABSf5vSFzuOnH"
    "WRNzE2SfOahHLuZf6ev0c2Mcxc+G+Kg9N9a+B5m1E0orjlBLBwit2tqYKwAAAEABAABQSwMEFAAJAGMAAAAhAAAAAAAAAAAAAQAA"
    "AAUAHwBiLnR4dFVUAQAAdXgLAAEEAAAAAAQAAAAAAZkHAAIAQUUBCAABZcwrsWEy0lBOszq1S5YwHqCx9/KFclBLBwgAAAAAFwAA"
    "AAEAAABQSwECFAMUAAkAYwAAACEArdramCsAAABAAQAABQAfAAAAAAAAAAAApIEAAAAAYS50eHRVVAEAAHV4CwABBAAAAAAEAAAA"
    "AAGZBwABAEFFAQgAUEsBAhQDFAAJAGMAAAAhAAAAAAAXAAAAAQAAAAUAHwAAAAAAAAAAAKSBfQAAAGIudHh0VVQBAAB1eAsAAQQA"
    "AAAABAAAAAABmQcAAgBBRQEIAFBLBQYAAAAAAgACAKQAAADmAAAAAAA="
)
AES256 = (
    "UEsDBBQACQBjAAAAIQAAAAAAAAAAAEABAAAFAB8AYS50eHRVVAEAAHV4CwABBAAAAAAEAAAAAAGZBwABAEFFAwgAq7MSXYNVsj36"
    "nuxBpP+Bd5+4xbHTkEioDqUa+7S5hbUHD1wQKPOfToPD7V6zzVrvN6OsUEsHCK3a2pgzAAAAQAEAAFBLAwQUAAkAYwAAACEAAAAA"
    "AAAAAAABAAAABQAfAGIudHh0VVQBAAB1eAsAAQQAAAAABAAAAAABmQcAAgBBRQMIAH3NGFkNKZg9Mulmuciglc5A7fZWOnZzzUyP"
    "+lKBCj9QSwcIAAAAAB8AAAABAAAAUEsBAhQDFAAJAGMAAAAhAK3a2pgzAAAAQAEAAAUAHwAAAAAAAAAAAKSBAAAAAGEudHh0VVQB"
    "AAB1eAsAAQQAAAAABAAAAAABmQcAAQBBRQMIAFBLAQIUAxQACQBjAAAAIQAAAAAAHwAAAAEAAAAFAB8AAAAAAAAAAACkgYUAAABi"
    "LnR4dFVUAQAAdXgLAAEEAAAAAAQAAAAAAZkHAAIAQUUDCABQSwUGAAAAAAIAAgCkAAAA9gAAAAAA"
)
FILES = {"a.txt": "歷程 receipts ".encode() * 20, "b.txt": b"x"}


def opened(data: bytes, password: bytes = PASSWORD) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {one.filename: winzip.contents(data, one, password) for one in archive.infolist()}


@pytest.mark.parametrize("text", [AES128, AES256], ids=["128", "256"])
def test_that_what_another_program_encrypted_is_read(text: str) -> None:
    assert opened(base64.b64decode(text)) == FILES


def test_that_a_wrong_password_is_told_from_a_damaged_file() -> None:
    data = base64.b64decode(AES256)
    with pytest.raises(winzip.WrongPassword):
        opened(data, b"wrong")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.infolist()[0]
    place = data.index(b"a.txt") + 5 + 31 + 16 + 2
    hurt = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    with pytest.raises(zipfile.BadZipFile, match="damaged"):
        winzip.contents(hurt, entry, PASSWORD)
    entry.extra = b""
    with pytest.raises(zipfile.BadZipFile, match="how"):
        winzip.contents(data, entry, PASSWORD)
    with pytest.raises(zipfile.BadZipFile):
        opened(data[:60] + data[120:])
