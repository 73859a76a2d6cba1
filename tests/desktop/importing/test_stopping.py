"""An import that ends early keeps what it wrote, says so, and goes on when it is begun again."""

import pytest

from desktop.operations import importing
from domain.errors import BadInput, LichengError
from tests.derive import hostile
from tests.desktop.importing import oldsystem
from tests.desktop.importing.conftest import fates, written
from tests.server.campus import pdf


class Stop:
    """Says stop when it is asked for the n-th time."""

    def __init__(self, n):
        self.left = n

    def __call__(self):
        self.left -= 1
        return self.left < 0


def test_that_an_import_stopped_half_way_keeps_what_is_written_and_goes_on_later(person, physics, tmp_path):
    path = written(tmp_path / "b.zip", oldsystem.pack(oldsystem.portfolio(tmp_path / "made")))
    student = person(physics)
    done = student.take(path, cancel=Stop(4))
    assert "取消" in done.stopped
    assert len(done.changed) == len(student.everything()) == 4
    assert fates(student.plan(path)) == {"same": 4, "add": 7, "school": 1, "refused": 1}
    assert len(student.take(path).changed) == 7
    assert len(student.everything()) == 11


def test_that_a_plan_can_be_stopped(person, physics, tmp_path):
    path = written(tmp_path / "b.zip", oldsystem.pack(oldsystem.portfolio(tmp_path / "made")))
    with pytest.raises(LichengError) as caught:
        person(physics).plan(path, cancel=Stop(3))
    assert caught.value.code == "cancelled"


def test_that_a_full_disk_keeps_what_is_written_and_says_so(person, physics, tmp_path):
    path = written(tmp_path / "b.zip", oldsystem.pack(oldsystem.portfolio(tmp_path / "made")))
    student = person(physics)
    student.desk.blobs._free = lambda _: 1024
    done = student.take(path)
    assert "空間" in done.stopped
    assert all(not record.files for record in student.everything().values())
    student.desk.blobs._free = lambda _: 10**12
    student.take(path)
    assert len(student.everything()) == 11


def test_that_a_zip_changed_after_it_was_looked_at_is_not_taken(person, physics, tmp_path):
    entries = oldsystem.portfolio(tmp_path / "made")
    path = written(tmp_path / "b.zip", oldsystem.pack(entries))
    student = person(physics)
    plan = student.plan(path)
    written(path, oldsystem.pack({**entries, "自傳/自傳.pdf": pdf("another")}))
    done = importing.carry_out(student.desk, path, plan, lambda *_: None, lambda: False)
    assert "改過" in done.stopped
    assert student.held("autobiography") == []


def test_that_a_computer_that_never_synced_is_told_to(person, tmp_path):
    student = person()
    student.desk.store.set_meta("last_ok", "")
    with pytest.raises(BadInput) as caught:
        student.plan(written(tmp_path / "b.zip", hostile.made()))
    assert caught.value.code == "not_synced"
