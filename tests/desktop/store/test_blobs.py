"""The encrypted files: whole or refused, and never half there."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from desktop.store import cipher, failures
from desktop.store.blobs import Adopted, BlobFolder, read_once
from domain.errors import BadInput, Damaged, LichengError

KEY = b"k" * 32
EDGES = [0, 1, cipher.CHUNK - 1, cipher.CHUNK, cipher.CHUNK + 1, 2 * cipher.CHUNK, 2 * cipher.CHUNK + 7]
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def bytes_of(size: int, seed: int = 1) -> bytes:
    return hashlib.shake_128(seed.to_bytes(4, "big")).digest(size)


@pytest.fixture
def blobs(tmp_path: Path) -> BlobFolder:
    return BlobFolder(tmp_path / "files", KEY)


def stored(blobs: BlobFolder, sha256: str) -> Path:
    return blobs._path(sha256)


def everything(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


@few
@given(
    size=st.sampled_from(EDGES) | st.integers(0, 3 * cipher.CHUNK),
    cut=st.integers(1, 200_000),
    data=st.data(),
)
def test_that_any_size_comes_back_from_any_place(
    tmp_path: Path, size: int, cut: int, data: st.DataObject
) -> None:
    content = bytes_of(size)
    sha256 = hashlib.sha256(content).hexdigest()
    pieces = [content[at : at + cut] for at in range(0, size, cut)]
    box = b"".join(cipher.sealed(KEY, sha256, pieces))
    assert cipher.plain_size(len(box)) == size
    with cipher.BlobReader(io.BytesIO(box), KEY, sha256) as reader:
        assert reader.read() == content
        offset, length = data.draw(st.integers(0, size + 9)), data.draw(st.integers(0, 70_000))
        reader.seek(offset)
        assert io.BufferedReader(reader).read(length) == content[offset : offset + length]


@few
@given(size=st.sampled_from(EDGES), data=st.data())
def test_that_no_changed_byte_and_no_cut_passes(size: int, data: st.DataObject) -> None:
    content = bytes_of(size)
    sha256 = hashlib.sha256(content).hexdigest()
    box = bytearray(b"".join(cipher.sealed(KEY, sha256, [content])))
    if data.draw(st.booleans()):
        box[data.draw(st.integers(0, len(box) - 1))] ^= data.draw(st.integers(1, 255))
    else:
        edges = [cipher.HEADER + n * cipher.SEALED for n in range(3)]
        cut = data.draw(st.sampled_from([e for e in edges if e < len(box)]) | st.integers(0, len(box) - 1))
        del box[cut:]
    with pytest.raises(Damaged), cipher.BlobReader(io.BytesIO(bytes(box)), KEY, sha256) as reader:
        assert len(reader.read()) == size


def test_that_a_file_is_taken_over_once_and_reads_as_it_was(blobs: BlobFolder, tmp_path: Path) -> None:
    source = tmp_path / "報告.pdf"
    source.write_bytes(bytes_of(200_000))
    adopted = blobs.adopt(source, 1 << 20)
    source.unlink()
    assert (adopted.sha256, adopted.size) == (hashlib.sha256(bytes_of(200_000)).hexdigest(), 200_000)
    assert (adopted.head, adopted.tail, adopted.data) == (
        bytes_of(200_000)[:4096],
        bytes_of(200_000)[-4096:],
        b"",
    )
    assert blobs.read_all(adopted.sha256) == bytes_of(200_000)
    assert blobs.read(adopted.sha256, 199_990, 100) == bytes_of(200_000)[-10:]
    assert blobs.read(adopted.sha256, 300_000, 5) == b""
    assert blobs.size(adopted.sha256) == 200_000
    assert blobs.verify(adopted.sha256)
    assert not os.access(stored(blobs, adopted.sha256), os.W_OK) or os.geteuid() == 0
    assert stored(blobs, adopted.sha256).stat().st_mode & 0o777 == 0o400


def test_that_too_large_is_refused_and_the_limit_itself_is_not(blobs: BlobFolder, tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"x" * 1001)
    with pytest.raises(BadInput, match="超過"):
        blobs.adopt(source, 1000)
    assert everything(tmp_path) == []
    assert blobs.adopt(source, 1001).size == 1001


def test_that_only_files_that_can_be_read_are_taken(blobs: BlobFolder, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for odd in (tmp_path / "pipe", tmp_path, tmp_path / "absent"):
        with pytest.raises(BadInput):
            blobs.adopt(odd, 1000)


def test_that_a_file_that_is_being_written_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "busy"
    source.write_bytes(b"x" * 200_000)
    tried = []

    def read(file: BinaryIO, limit: int) -> bytes:
        tried.append(file.read(100_000))
        with source.open("r+b") as other:
            other.write(os.urandom(64))
        return tried[-1] + file.read(limit)

    with pytest.raises(BadInput, match="正在被其他程式修改"):
        read_once(source, 300_000, read)
    assert len(tried) == 3


def test_that_a_file_that_was_saved_while_it_was_read_is_read_again(tmp_path: Path) -> None:
    source = tmp_path / "saved"
    source.write_bytes(b"x" * 200_000)
    tried = []

    def read(file: BinaryIO, limit: int) -> bytes:
        tried.append(limit)
        first = file.read(100_000)
        if len(tried) == 1:
            source.write_bytes(b"y" * 200_000)
        return first + file.read(limit)

    assert read_once(source, 300_000, read) == b"y" * 200_000
    assert len(tried) > 1


def test_that_what_the_judge_refuses_leaves_nothing_behind(blobs: BlobFolder, tmp_path: Path) -> None:
    def judge(file: Adopted) -> None:
        assert file.data == b"not a picture"
        raise BadInput("kind", "不接受這種檔案。")

    with pytest.raises(BadInput, match="不接受"):
        blobs.adopt_bytes(b"not a picture", judge=judge)
    assert everything(tmp_path) == []


def test_that_a_file_under_another_name_does_not_open(blobs: BlobFolder) -> None:
    one, two = blobs.adopt_bytes(b"one"), blobs.adopt_bytes(b"two")
    stored(blobs, one.sha256).replace(stored(blobs, two.sha256))
    assert not blobs.verify(two.sha256)
    with pytest.raises(Damaged):
        blobs.read(two.sha256, 0, 3)
    assert not blobs.verify(one.sha256)


def test_that_a_damaged_copy_is_replaced_when_the_file_comes_again(blobs: BlobFolder) -> None:
    sha256 = blobs.adopt_bytes(b"content").sha256
    stored(blobs, sha256).chmod(0o600)
    stored(blobs, sha256).write_bytes(b"rubbish")
    assert not blobs.verify(sha256)
    blobs.adopt_bytes(b"content")
    assert blobs.verify(sha256)


def test_that_only_the_right_content_is_published(blobs: BlobFolder, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(b"right").hexdigest()
    with pytest.raises(Damaged):
        blobs.publish(sha256, [b"wro", b"ng"])

    def broken() -> Iterator[bytes]:
        yield b"rig"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        blobs.publish(sha256, broken())
    assert everything(tmp_path) == []
    blobs.publish(sha256, [b"ri", b"", b"ght"])
    assert blobs.read_all(sha256) == b"right"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_that_a_name_that_is_no_hash_touches_no_disk(blobs: BlobFolder, name: str) -> None:
    with pytest.raises(Damaged):
        blobs.has(name)


def test_that_sweeping_takes_only_what_is_old_and_spoken_of_nowhere(
    blobs: BlobFolder, tmp_path: Path
) -> None:
    kept, idle = blobs.adopt_bytes(b"kept").sha256, blobs.adopt_bytes(b"idle").sha256
    (tmp_path / "files" / ".0123.tmp").write_bytes(b"half")
    assert blobs.sweep({kept}) == ()
    assert blobs.sweep({kept}, older_than_s=-5) == (idle,)
    assert [path.name for path in everything(tmp_path)] == [kept]


def test_that_a_nearly_full_disk_takes_no_more_files(tmp_path: Path) -> None:
    blobs = BlobFolder(tmp_path / "files", KEY, free=lambda _: 64 * 1024 * 1024 + 10)
    blobs.adopt_bytes(b"x" * 10)
    with pytest.raises(LichengError, match="空間"):
        blobs.adopt_bytes(b"x" * 11)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_that_a_full_disk_is_told_in_a_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(LichengError, match="磁碟空間不足"),
        failures.told(),
        open("/dev/full", "wb", 0) as full,
    ):
        full.write(b"x")
