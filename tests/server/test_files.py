"""Files over HTTP: broken lines, wrong bytes, foreign hashes."""

import hashlib
import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
from attrs import evolve

from server.app import Embedded
from server.routes import answers
from server.services import uploading
from server.settings import Settings
from sync import wire
from tests.server.campus import PASSWORD, START, Campus, SchoolClock, copied, know_enrolments, pdf

BIG = pdf("x" * 600_000)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory, folder_template: Path) -> Iterator[Embedded]:
    folder = tmp_path_factory.mktemp("files") / "school"
    copied(folder_template, folder)
    with Embedded(Settings(folder=folder, port=0), SchoolClock()) as running:
        yield running


@pytest.fixture(scope="module")
def tokens(school: Embedded) -> dict[str, str]:
    told = {}
    for who in ("amy", "ben", "chen"):
        login = msgspec.json.encode(wire.Login(who, PASSWORD, f"{who}-pc"))
        reply = httpx.post(
            f"{school.base_url}/v1/session", content=login, headers={"Content-Type": wire.MEDIA_TYPE}
        )
        told[who] = reply.json()["access"]
    return told


@pytest.fixture
def as_amy(school: Embedded, tokens: dict[str, str]) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=school.base_url, headers={"Authorization": f"Bearer {tokens['amy']}"}
    ) as client:
        yield client


@pytest.fixture
def as_ben(school: Embedded, tokens: dict[str, str]) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=school.base_url, headers={"Authorization": f"Bearer {tokens['ben']}"}
    ) as client:
        yield client


@pytest.fixture
def campus(school: Embedded) -> Campus:
    clock = SchoolClock()
    clock.now = START
    campus = Campus(school.office, clock)
    know_enrolments(campus)
    return campus


def _path(data: bytes) -> str:
    return f"/v1/blobs/{hashlib.sha256(data).hexdigest()}"


def _rest(client: httpx.Client, data: bytes, offset: int) -> httpx.Response:
    where = f"bytes {offset}-{len(data) - 1}/{len(data)}"
    return client.put(_path(data), content=data[offset:], headers={"Content-Range": where})


@pytest.mark.parametrize("cut", [1, 1000, 65_536, 262_144, 400_001, 600_000])
def test_that_an_upload_goes_on_where_the_line_broke(
    school: Embedded, tokens: dict[str, str], as_amy: httpx.Client, cut: int
) -> None:
    data = pdf(f"{cut} " + "y" * 600_000)
    parts = urlsplit(school.base_url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port)
    line.putrequest("PUT", _path(data))
    line.putheader("Authorization", f"Bearer {tokens['amy']}")
    line.putheader("Content-Length", str(len(data)))
    line.endheaders()
    line.send(data[:cut])
    line.close()
    offset = _settled(as_amy, data, cut)
    assert offset <= cut
    assert as_amy.get(_path(data)).status_code == 404
    done = _rest(as_amy, data, offset)
    for _ in range(cut // 65_536 + 2):
        if done.status_code != 409:  # else what the broken line still brought came in between
            break
        done = _rest(as_amy, data, done.json()["offset"])
    assert done.status_code == 201
    assert done.json()["verified"] is True
    assert as_amy.head(_path(data)).status_code == 200


def test_that_a_sender_who_was_overtaken_is_told_where_to_go_on(campus: Campus, as_amy: httpx.Client) -> None:
    """The older of two requests for one file stops, and hears how far the newer one has come."""
    data = pdf("overtaken " + "z" * 600_000)
    claim = uploading.Claim("amy", hashlib.sha256(data).hexdigest(), len(data), 0)
    uploads = uploading.Uploads(campus.office, campus.inspector)
    older = uploads.begin(claim)
    older.write(data[:1000])
    newer = uploads.begin(evolve(claim, offset=1000))
    newer.write(data[1000:5000])
    with pytest.raises(uploading.Overtaken) as stopped:
        older.write(data[1000:9000])
    assert stopped.value.offset == 5000
    status, problem, _ = answers._told(stopped.value)
    assert (status, problem.code, problem.offset) == (409, "overtaken", 5000)
    older.close(), newer.close()
    assert _rest(as_amy, data, 5000).json()["verified"] is True


def _settled(client: httpx.Client, data: bytes, cut: int) -> int:
    """The offset once the server has noticed that the line is gone."""
    offset = -1
    for _ in range(100):
        offset, before = int(client.head(_path(data)).headers["Upload-Offset"]), offset
        if offset in (before, cut):
            return offset
    return offset


def test_that_pieces_make_a_whole_and_a_wrong_offset_is_put_right(as_amy: httpx.Client) -> None:
    half = len(BIG) // 2
    where = f"bytes 0-{half - 1}/{len(BIG)}"
    first = as_amy.put(_path(BIG), content=BIG[:half], headers={"Content-Range": where})
    assert (first.status_code, first.json()["offset"]) == (200, half)
    wrong = _rest(as_amy, BIG, half + 10)
    assert (wrong.status_code, wrong.json()["offset"]) == (409, half)
    assert _rest(as_amy, BIG, half).status_code == 201
    again = as_amy.put(_path(BIG), content=BIG)
    assert (again.status_code, again.json()["verified"]) == (200, True)


def test_that_bytes_that_are_not_those_of_the_name_are_dropped(as_amy: httpx.Client) -> None:
    right, wrong = pdf("right"), pdf("wrong")
    refused = as_amy.put(_path(right), content=wrong)
    assert (refused.status_code, refused.json()["code"]) == (422, "hash_mismatch")
    assert as_amy.head(_path(right)).headers["Upload-Offset"] == "0"
    assert as_amy.put(_path(right), content=right).status_code == 201


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00" + b"\0" * 3000,
        b"<!DOCTYPE html><html><body>hi</body></html>",
        pdf().replace(b"trailer<<", b"trailer<</Encrypt 9 0 R"),
        b"%PDF-1.4 cut off",
        b"PK\x03\x04" + b"\0" * 100,
        b"\xff\xd8\xff\xe0" + b"\0" * 500,
    ],
    ids=["exe", "html", "encrypted", "cut", "zip", "no picture"],
)
def test_that_a_file_that_cannot_be_shown_is_refused_with_a_sentence(
    as_amy: httpx.Client, data: bytes
) -> None:
    refused = as_amy.put(_path(data), content=data)
    assert refused.status_code == 422
    assert refused.json()["sentence"].endswith("。")
    assert as_amy.head(_path(data)).headers["Upload-Offset"] == "0"


def test_that_knowing_a_hash_gives_nothing(
    as_amy: httpx.Client, as_ben: httpx.Client, campus: Campus
) -> None:
    data = pdf("secret")
    assert as_amy.put(_path(data), content=data).status_code == 201
    campus.one("amy", campus.outcome(file=data))
    assert as_amy.get(_path(data)).content == data
    campus.one("ben", campus.outcome("ben", file=data))
    absent = as_ben.get(_path(pdf("nowhere")))
    foreign = as_ben.get(_path(data))
    assert (
        (foreign.status_code, foreign.json()) == (absent.status_code, absent.json()) == (404, absent.json())
    )
    state = as_ben.head(_path(data))
    assert (state.status_code, state.headers["Upload-Offset"]) == (404, "0")
    assert as_ben.put(_path(data), content=data).status_code == 201
    assert as_ben.get(_path(data)).content == data


def test_that_a_teacher_reads_a_file_through_a_record_only(
    school: Embedded, tokens: dict[str, str], as_amy: httpx.Client, campus: Campus
) -> None:
    data = pdf("for the teacher")
    as_amy.put(_path(data), content=data)
    made = campus.outcome("amy", "maths", data)
    campus.one("amy", made)
    headers = {"Authorization": f"Bearer {tokens['chen']}"}
    assert httpx.get(school.base_url + _path(data), headers=headers).status_code == 404
    sent = campus.outcome("amy", "chinese", data)
    campus.one("amy", sent)
    assert httpx.get(school.base_url + _path(data), headers=headers).status_code == 404
    assert campus.one("amy", campus.submit(sent.record)).status == "applied"
    part = httpx.get(school.base_url + _path(data), headers={**headers, "Range": "bytes=5-9"})
    assert (part.status_code, part.content) == (206, data[5:10])


def test_that_the_newest_request_takes_over(
    school: Embedded, tokens: dict[str, str], as_amy: httpx.Client
) -> None:
    data = pdf("z" * 700_000)
    parts = urlsplit(school.base_url)
    stuck = http.client.HTTPConnection(parts.hostname or "", parts.port)
    stuck.putrequest("PUT", _path(data))
    stuck.putheader("Authorization", f"Bearer {tokens['amy']}")
    stuck.putheader("Content-Length", str(len(data)))
    stuck.endheaders()
    stuck.send(data[:300_000])
    offset = _settled(as_amy, data, 300_000)
    done = _rest(as_amy, data, offset)
    if done.status_code == 409:
        done = _rest(as_amy, data, done.json()["offset"])
    assert done.status_code == 201
    stuck.close()


def test_that_too_much_under_way_is_refused(as_ben: httpx.Client) -> None:
    name = "/v1/blobs/" + "0" * 64
    refused = as_ben.put(name, content=b"x", headers={"Content-Range": "bytes 0-0/99999999"})
    assert (refused.status_code, refused.json()["code"]) == (422, "too_large")
    codes = set()
    for number in range(40):
        where = {"Content-Range": "bytes 0-0/10000000"}
        reply = as_ben.put(f"/v1/blobs/{number:064x}", content=b"%", headers=where)
        codes.add(reply.json().get("code", "ok"))
    assert codes == {"ok", "upload_quota"}


def test_that_a_piece_that_was_damaged_on_its_way_is_forgotten(as_amy: httpx.Client) -> None:
    data = pdf("p" * 300_000)
    half = len(data) // 2
    right = hashlib.sha256(data[:half]).hexdigest()
    headers = {"Content-Range": f"bytes 0-{half - 1}/{len(data)}", "X-Piece-SHA256": right}
    refused = as_amy.put(_path(data), content=b"!" + data[1:half], headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "piece_mismatch")
    assert as_amy.head(_path(data)).headers["Upload-Offset"] == "0"
    assert as_amy.put(_path(data), content=data[:half], headers=headers).json()["offset"] == half
    assert as_amy.get(f"{_path(data)}/state").json()["offset"] == half
    assert _rest(as_amy, data, half).status_code == 201
