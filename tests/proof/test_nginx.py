"""Clients that nobody here wrote: curl, through the nginx of the administrator's manual, over TLS."""

import hashlib
import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.intents import Action
from sync.effects import NotTheSchool, State
from sync.http import hello
from tests.proof.computer import Computer, over_http, some_id
from tests.proof.front import NGINX, Front, nginx, serving
from tests.server.campus import PASSWORD, copied, pdf

pytestmark = [pytest.mark.story, pytest.mark.skipif(NGINX is None, reason="no nginx is installed here")]
DATA = pdf("報告 " + "x" * 1_500_000)


@pytest.fixture(scope="module")
def upstream(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("behind") / "school"
    copied(founded, folder)
    with serving(folder) as (url, _):
        yield url


@pytest.fixture(scope="module", params=[False, True], ids=["passing on", "buffering"])
def front(
    request: pytest.FixtureRequest, upstream: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    with nginx(tmp_path_factory.mktemp("nginx") / "room", upstream, request.param) as front:
        yield front


class Curl:
    """curl, signed in."""

    def __init__(self, front: Front, account: str) -> None:
        self.front = front
        self.common = ["curl", "--silent", "--show-error", "--cacert", str(front.ca)]
        said = json.dumps({"account": account, "password": PASSWORD, "device": "curl"})
        told = self.ask("/v1/session", "-H", "Content-Type: application/json", "-d", said)
        self.token = json.loads(told)["access"]

    def command(self, path: str, *words: str) -> list[str]:
        return [*self.common, *words, self.front.url + path]

    def ask(self, path: str, *words: str) -> str:
        return subprocess.run(
            self.command(path, *words), check=True, capture_output=True, text=True, timeout=60
        ).stdout

    def blob(self, path: str, *words: str) -> tuple[int, str]:
        """The status and the body of a request with the token."""
        told = self.ask(path, "-H", f"Authorization: Bearer {self.token}", "-w", "\n%{http_code}", *words)
        body, _, status = told.rpartition("\n")
        return int(status), body

    def offset(self, path: str) -> int:
        """What HEAD says is there."""
        _, head = self.blob(path, "--head")
        found = [
            line.split(":")[1] for line in head.lower().splitlines() if line.startswith("upload-offset:")
        ]
        return int(found[0])


@pytest.fixture(scope="module")
def amy(front: Front) -> Curl:
    return Curl(front, "amy")


def _path(data: bytes) -> str:
    return f"/v1/blobs/{hashlib.sha256(data).hexdigest()}"


def _kept(data: bytes, folder: Path) -> str:
    (folder / "report.pdf").write_bytes(data)
    return str(folder / "report.pdf")


def test_that_curl_goes_on_where_its_line_broke(amy: Curl, front: Front, tmp_path: Path) -> None:
    data = DATA + front.url.encode()
    path, file = _path(data), _kept(data, tmp_path)
    slow = amy.command(
        path,
        "-H",
        f"Authorization: Bearer {amy.token}",
        "--limit-rate",
        "600k",
        "-T",
        file,
        "-o",
        "/dev/null",
    )
    buffering = "proxy_request_buffering" not in (front.ca.parent / "nginx.conf").read_text()
    with subprocess.Popen(slow) as broken:
        until = time.monotonic() + 30
        while time.monotonic() < until and broken.poll() is None:
            time.sleep(0.1)
            if amy.offset(path) > 0 or (buffering and time.monotonic() > until - 29):
                break
        assert broken.poll() is None, "it was to break, not to end"
        broken.kill()
    offset = _settled(amy, path)
    assert offset < len(data)
    assert (offset == 0) == buffering
    status, told = amy.blob(path, "-C", str(offset), "-T", file)
    assert (status, json.loads(told)["verified"]) == (201, True)
    status, _ = amy.blob(path, "--head")
    assert status == 200


def _settled(curl: Curl, path: str) -> int:
    """The offset once the school has noticed that the line is gone."""
    offset = -1
    for _ in range(50):
        offset, before = curl.offset(path), offset
        if offset == before:
            break
        time.sleep(0.1)
    return offset


def test_that_a_piece_in_the_middle_is_put_by_hand(amy: Curl, front: Front, tmp_path: Path) -> None:
    data = DATA + b"by hand" + front.url.encode()
    path, half = _path(data), len(data) // 2
    first, second = tmp_path / "1", tmp_path / "2"
    first.write_bytes(data[:half])
    second.write_bytes(data[half:])
    where = f"Content-Range: bytes 0-{half - 1}/{len(data)}"
    status, told = amy.blob(path, "-X", "PUT", "--data-binary", f"@{first}", "-H", where)
    assert (status, json.loads(told)["offset"]) == (200, half)
    assert amy.offset(path) == half
    where = f"Content-Range: bytes {half + 1}-{len(data) - 1}/{len(data)}"
    status, told = amy.blob(path, "-X", "PUT", "--data-binary", f"@{second}", "-H", where)
    assert (status, json.loads(told)["offset"]) == (409, half)
    where = f"Content-Range: bytes {half}-{len(data) - 1}/{len(data)}"
    with second.open("rb") as piped:  # of unknown length: in chunks
        words = ["-H", f"Authorization: Bearer {amy.token}", "-H", where, "-w", "%{http_code}", "-T", "-"]
        done = subprocess.run(
            amy.command(path, *words), stdin=piped, capture_output=True, text=True, check=True
        )
    assert done.stdout.endswith("201")


def test_that_curl_is_refused_with_the_right_status(amy: Curl, front: Front, tmp_path: Path) -> None:
    data = pdf("refused " + front.url)
    path, file = _path(data), _kept(data, tmp_path)
    other = _path(pdf("another"))
    status, told = amy.blob(other, "-T", file)
    assert (status, json.loads(told)["code"]) == (422, "hash_mismatch")
    assert amy.offset(other) == 0
    status, told = amy.blob(path, "-T", file, "-H", "Content-Range: bytes nonsense")
    assert (status, json.loads(told)["code"]) == (400, "bad_range")
    status, told = amy.blob(path, "-X", "PUT", "-d", "x", "-H", "Content-Range: bytes 7-7/999")
    assert (status, json.loads(told)["code"], json.loads(told)["offset"]) == (409, "offset", 0)
    for token in ("", "nobody's"):
        told = amy.ask(path, "-H", f"Authorization: Bearer {token}", "-T", file, "-w", "\n%{http_code}")
        assert told.endswith("\n401")
    assert amy.offset(path) == 0
    assert amy.blob(path, "-T", file)[0] == 201
    stranger = Curl(front, "ben")
    assert stranger.blob(path)[0] == 404
    assert stranger.offset(path) == 0


@pytest.fixture
def computers(front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Computer]]:
    """A student's and a teacher's computer that take the certificate's word."""
    monkeypatch.setenv("SSL_CERT_FILE", str(front.ca))
    both = [over_http(tmp_path / who, who, front.url) for who in ("amy", "chen")]
    yield both
    for one in both:
        one.close()


def test_that_our_own_computers_sync_through_it(
    computers: list[Computer], front: Front, amy: Curl, tmp_path: Path
) -> None:
    student, teacher = computers
    assert student.sync().state is State.OK
    data = pdf("two pieces and a bit " + front.url + "y" * 2_200_000)
    record = some_id()
    file = student.adopt(data)
    student.write(record, {"summary": "我學會了閱讀。"}, file, _enrolled(student))
    student.submit(record)
    report = student.sync()
    assert (report.state, report.pushed, report.uploaded, report.problems) == (State.OK, 2, 1, ())
    report = teacher.sync()
    assert (report.state, report.problems) == (State.OK, ())
    assert teacher.blobs.read_all(file.sha256) == data
    teacher.decide(Action.CERTIFY, record)
    assert teacher.sync().problems == ()
    assert student.sync().state is State.OK
    assert student.seen(record).state == "passed"
    part = tmp_path / "part"
    assert amy.blob(_path(data), "-r", "5-99", "-o", str(part))[0] == 206
    assert part.read_bytes() == data[5:100]
    assert amy.blob(_path(data), "-o", str(part))[0] == 200
    assert part.read_bytes() == data


def test_that_a_wait_for_news_goes_through_it_and_ends_as_soon_as_there_is_some(
    computers: list[Computer], amy: Curl
) -> None:
    student, teacher = computers
    assert student.sync().state is State.OK
    told = json.loads(amy.ask("/v1/poke?since=0", "-H", f"Authorization: Bearer {amy.token}"))
    assert told["changed"]
    waits = amy.command(f"/v1/poke?since={told['seq']}", "-H", f"Authorization: Bearer {amy.token}")
    with subprocess.Popen(waits, stdout=subprocess.PIPE, text=True) as waiting:
        time.sleep(0.5)
        assert waiting.poll() is None, "there is no news yet"
        student.write(some_id(), {"summary": "有新的了。"}, None, _enrolled(student, "maths"))
        assert student.sync().state is State.OK
        out, _ = waiting.communicate(timeout=20)
    assert json.loads(out)["changed"]
    assert teacher.sync().state is State.OK


def _enrolled(student: Computer, course: str = "chinese") -> str:
    return next(
        one.record.id
        for one in student.store.records(form="enrolment")
        if one.record.text("course") == course
    )


def test_that_a_certificate_nobody_vouches_for_is_not_the_school(front: Front) -> None:
    with pytest.raises(NotTheSchool) as caught:
        hello(front.url)
    assert "憑證" in caught.value.sentence
