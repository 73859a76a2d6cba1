"""The main job without a window, as a script would do it: every exit code, and JSON that can be read."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile

import pytest

from demo import samples
from tests.desktop.conftest import PASSWORD, STUDENT, TEACHER, open_campus

DONE, USAGE, REFUSED, OFFLINE, PERSON = 0, 2, 3, 4, 5


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    made = open_campus(tmp_path_factory.mktemp("school"))
    yield made
    made.school.stop()


class Shell:
    """`python -m desktop` of one person at a computer of their own."""

    def __init__(self, home, password=PASSWORD):
        self.home = home
        self.password = password

    def __call__(self, *words, password=""):
        command = [sys.executable, "-m", "desktop", "--home", str(self.home), *words, "--json"]
        env = {**os.environ, "LICHENG_PASSWORD": password or self.password, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
        said = json.loads(done.stdout) if done.stdout.strip() else {"stderr": done.stderr}
        return done.returncode, said


@pytest.mark.slow
@pytest.mark.story
def test_that_a_portfolio_is_written_certified_and_backed_up_from_a_shell(school, tmp_path):
    student, teacher = Shell(tmp_path / "student"), Shell(tmp_path / "teacher")
    report = samples.GOOD["inquiry_report"][1](tmp_path / "探究報告.pdf")
    code, said = student("login", school.url, STUDENT)
    assert (code, said["ok"], said["role"]) == (DONE, True, "student")
    assert said["recovery"]
    code, said = student(
        "add", "course_outcome", "--parent", school.enrolment, "summary=我學會了觀察。",
        "--file", f"document_file={report}",
    )  # fmt: skip
    assert code == DONE
    outcome = said["id"]
    assert said["record"]["files"]["document_file"]["size"] == report.stat().st_size
    assert student("edit", outcome, "document_note=全文")[0] == DONE
    assert student("submit", outcome)[0] == DONE
    code, said = student("submit", outcome)
    assert (code, said["ok"], bool(said["sentence"])) == (REFUSED, False, True)
    assert student("status")[1]["unsent"] == 2
    code, said = student("sync")
    assert (code, said["state"], said["unsent"]) == (DONE, "ok", 0)

    assert teacher("login", school.url, TEACHER)[0] == DONE
    code, said = teacher("list", "course_outcome")
    assert [one["state"] for one in said["records"]] == ["pending"]
    assert teacher("certify", outcome, "--pass", "--comment", "寫得好")[0] == DONE
    assert teacher("sync")[0] == DONE

    assert student("sync")[0] == DONE
    assert student("show", outcome)[1]["record"]["state"] == "passed"
    code, said = student("select", outcome)
    assert code == DONE, said
    assert student("sync")[0] == DONE
    assert student("show", outcome)[1]["record"]["selection"] == "picked"
    backup = tmp_path / "backup.zip"
    code, said = student("export", str(backup))
    assert (code, said["files"]) == (DONE, 1)
    with zipfile.ZipFile(backup) as parcel:
        assert parcel.testzip() is None
    assert student("verify", "--deep")[1]["damaged"] == []
    sha = hashlib.sha256(report.read_bytes()).hexdigest()
    (rotten,) = (tmp_path / "student").rglob(sha)
    box = bytearray(rotten.read_bytes())
    box[len(box) // 2] ^= 1
    rotten.chmod(0o600)
    rotten.write_bytes(box)
    code, said = student("verify", "--deep")
    assert (code, said["damaged"], said["again"]) == (PERSON, [sha], [sha])
    assert student("sync")[0] == DONE
    assert student("verify", "--deep")[1]["damaged"] == []


def test_that_each_way_of_failing_has_its_own_code(school, tmp_path):
    shell = Shell(tmp_path / "home")
    assert shell("list", "competition")[0] == PERSON, "nobody has signed in here"
    assert shell("login", "http://127.0.0.1:9", STUDENT)[0] == OFFLINE
    assert shell("login", school.url, STUDENT, password="不是這個")[0] == PERSON
    assert shell("login", school.url, STUDENT)[0] == DONE
    assert shell("list", "competition", password="不是這個")[0] == PERSON
    assert shell("no-such-word")[0] == USAGE
    assert shell("add", "no_such_form")[0] == REFUSED
    assert shell("add", "competition", "no_such_field=1")[0] == REFUSED
    assert shell("add", "competition", "award")[0] == USAGE
    assert shell("show", "no-such-id")[0] == REFUSED
    bad = samples.BAD["program_named_pdf"][1](tmp_path / "報告.pdf")
    code, said = shell("add", "competition", "award=特優", "--file", f"document_file={bad}")
    assert code == REFUSED
    assert "Windows" in said["sentence"]
    assert shell("list", "competition")[1]["records"] == []
    assert shell("add", "school_cadre", "position_name=班長")[0] == REFUSED
