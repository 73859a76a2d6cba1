"""`licheng export` and `licheng import` as a script would use them: every exit code, and JSON that can be read."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

from demo import samples
from tests.derive import hostile
from tests.desktop.conftest import PASSWORD, STUDENT, open_campus
from tests.desktop.importing import oldsystem

DONE, USAGE, REFUSED, OFFLINE, PERSON = 0, 2, 3, 4, 5


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    made = open_campus(tmp_path_factory.mktemp("school"))
    yield made
    made.school.stop()


def licheng(home, *words):
    command = [sys.executable, "-m", "desktop", "--home", str(home), *map(str, words), "--json"]
    env = {**os.environ, "LICHENG_PASSWORD": PASSWORD, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout.strip() else {"stderr": done.stderr}


@pytest.mark.slow
@pytest.mark.story
def test_that_a_backup_travels_to_a_second_computer_and_the_school_takes_it(school, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    report = samples.GOOD["inquiry_report"][1](tmp_path / "探究.pdf")
    assert licheng(first, "login", school.url, STUDENT)[0] == DONE
    said = licheng(first, "add", "work", "work_name=海", "--file", f"document_file={report}")[1]
    assert licheng(first, "export", tmp_path / "b.zip", "--form", "work")[1]["records"] == 1
    with zipfile.ZipFile(tmp_path / "b.zip") as parcel:
        assert "作品成果/作品成果清單.xlsx" in parcel.namelist()

    assert licheng(second, "login", school.url, STUDENT)[0] == DONE
    code, planned = licheng(second, "import", tmp_path / "b.zip", "--dry-run")
    assert (code, planned["plan"]["add"], planned["ours"]) == (DONE, 1, True)
    assert licheng(second, "list", "work")[1]["records"] == []
    code, taken = licheng(second, "import", tmp_path / "b.zip")
    assert (code, len(taken["imported"]), taken["files"]) == (DONE, 1, 1)
    assert licheng(second, "import", tmp_path / "b.zip")[1]["plan"]["same"] == 1
    assert licheng(second, "sync")[1]["unsent"] == 0
    assert licheng(second, "status")[1]["refused"] == []
    shown = licheng(second, "show", taken["imported"][0])[1]["record"]
    assert (shown["ver"], shown["content_hash"]) == (1, said["record"]["content_hash"])


def test_that_each_way_of_failing_has_its_own_code(school, tmp_path):
    home = tmp_path / "home"
    assert licheng(home, "login", school.url, STUDENT)[0] == DONE
    assert licheng(home, "import")[0] == USAGE
    code, said = licheng(home, "import", tmp_path / "沒有.zip")
    assert (code, said["code"]) == (REFUSED, "unreadable")
    bad = tmp_path / "b.zip"
    bad.write_bytes(hostile.WHOLE_FILES["overlapping"][0])
    code, said = licheng(home, "import", bad)
    assert (code, said["code"], bool(said["remedy"])) == (REFUSED, "zip_woven", True)
    mixed = tmp_path / "m.zip"
    mixed.write_bytes(oldsystem.pack(oldsystem.portfolio(tmp_path / "made")))
    code, said = licheng(home, "import", mixed)
    assert (code, len(said["imported"]), said["plan"]["refused"]) == (REFUSED, 10, 2)
    assert any("火星語" in note["sentence"] for note in said["remarks"])
