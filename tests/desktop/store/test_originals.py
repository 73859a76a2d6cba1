"""What a file was made from: kept as long as the file that was attached, never sent, found again after a rescue."""

import hashlib
from pathlib import Path

from desktop.store import vault
from desktop.store.opening import Opened, open_account
from domain.records import Attachment
from tests.desktop.store.pages import new_id, save_file


def attached(
    opened: Opened, small: bytes = b"small", large: bytes = b"large"
) -> tuple[Attachment, Attachment]:
    """A small file on a record and the large one that it was made from."""
    kept = [opened.blobs.adopt_bytes(data) for data in (small, large)]
    file, source = (Attachment(one.sha256, one.size, "x.pdf", "application/pdf") for one in kept)
    opened.store.note_blob(file.sha256, file.size, file.mime)
    opened.store.note_original(file.sha256, source)
    return file, source


def test_that_the_original_stays_as_long_as_the_record_speaks_of_the_file(opened: Opened) -> None:
    file, source = attached(opened)
    opened.store.enqueue(save_file(new_id(), "document_file", None, file))
    assert opened.tidy(older_than_s=-5) == ()
    assert opened.store.original(file.sha256) == source
    assert opened.blobs.read_all(source.sha256) == b"large"
    assert hashlib.sha256(b"large").hexdigest() == source.sha256


def test_that_the_original_goes_with_a_file_that_nothing_speaks_of(opened: Opened) -> None:
    file, source = attached(opened)
    assert set(opened.tidy(older_than_s=-5)) == {file.sha256, source.sha256}
    assert opened.store.original(file.sha256) is None


def test_that_the_original_is_never_sent(opened: Opened) -> None:
    file, source = attached(opened)
    opened.store.enqueue(save_file(new_id(), "document_file", None, file))
    assert [sha for sha, _ in opened.store.uploads()] == [file.sha256]
    assert source.sha256 not in opened.store.unread_files()


def test_that_the_original_of_the_same_result_is_the_last_one(opened: Opened) -> None:
    attached(opened)
    file, source = attached(opened, large=b"larger")
    assert opened.store.original(file.sha256) == source


def test_that_a_rescued_copy_still_knows_its_originals(
    opened: Opened, folder: Path, keys: vault.Keys
) -> None:
    file, source = attached(opened)
    opened.store.enqueue(save_file(new_id(), "document_file", None, file))
    opened.close()
    database = folder / "data.db"
    data = bytearray(database.read_bytes())
    data[-2000:-1000] = bytes(1000)
    database.write_bytes(data)
    again = open_account(folder, keys)
    try:
        assert again.salvaged is not None
        assert again.store.original(file.sha256) == source
        assert again.tidy(older_than_s=-5) == ()
    finally:
        again.close()
