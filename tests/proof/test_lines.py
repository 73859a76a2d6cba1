"""Files and whole days over a bad line: a real school in its own process, real computers, and a proxy in between.

LICHENG_CUTS: how many uploads are cut. LICHENG_WALK: how many steps each computer of the day takes.
LICHENG_SEED: which.
"""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import httpx
import pytest
from attrs import evolve

from server.services import uploading
from server.services.office import open_office
from server.services.publishing import set_school
from server.services.uploading import Claim, NotTaken, Overtaken, Uploads
from server.settings import Settings
from sync.effects import State
from sync.http import Grant, HttpSchool, MemoryTokens, sign_in
from tests.proof import faultproxy, scene
from tests.proof.computer import Computer, over_http
from tests.proof.conftest import found
from tests.proof.faultproxy import Asked, Fault, FaultProxy
from tests.proof.front import ROOT, serving
from tests.server.campus import PASSWORD, SchoolClock, copied, pdf
from tests.server.postgres import Cluster
from tests.simulator.school import Trusting

pytestmark = [pytest.mark.story, pytest.mark.timeout(7200)]
CUTS = int(os.environ.get("LICHENG_CUTS", "24"))
WALK = int(os.environ.get("LICHENG_WALK", "8"))
SEED = int(os.environ.get("LICHENG_SEED", "1"))


@pytest.fixture(scope="module")
def school(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("lines") / "school"
    copied(founded, folder)
    with serving(folder) as (url, _):
        yield url


@pytest.fixture
def line(school: str) -> Iterator[FaultProxy]:
    with FaultProxy(school) as line:
        yield line


@pytest.fixture(scope="module")
def access(school: str) -> str:
    return sign_in(school, "amy", PASSWORD, "bad-line").access


class Once:
    """The fault for the first request of that kind, and none after it."""

    def __init__(self, fault: Fault, method: str, path: str) -> None:
        self._fault, self._method, self._path = fault, method, path

    def __call__(self, asked: Asked) -> Fault:
        if (asked.method, asked.path) != (self._method, self._path):
            return Fault()
        fault, self._fault = self._fault, Fault()
        return fault


# ------------------------------------------------------------------------------ T5: one file


def _path(data: bytes) -> str:
    return f"/v1/blobs/{hashlib.sha256(data).hexdigest()}"


def _phases(data: bytes) -> list[tuple[str, str, str]]:
    """Where a line may break in the life of one file: (fault, method, path)."""
    state = f"{_path(data)}/state"
    return [
        ("cut_up", "PUT", _path(data)),
        ("cut_down", "PUT", _path(data)),
        ("twice", "PUT", _path(data)),
        ("drop_answer", "PUT", _path(data)),
        ("drop_request", "PUT", _path(data)),
        ("reset", "PUT", _path(data)),
        ("html", "PUT", _path(data)),
        ("cut_down", "GET", state),
        ("bad_gateway", "GET", state),
    ]


def test_that_a_file_comes_whole_wherever_its_line_is_cut(
    school: str, line: FaultProxy, access: str, tmp_path: Path
) -> None:
    dice, server_id = Random(SEED), sign_in(school, "ben", PASSWORD, "x").server_id
    home = Computer(
        tmp_path / "home", "amy", HttpSchool(line.url, MemoryTokens(Grant(access, "")), server_id, idle=5)
    )
    reference = httpx.Client(base_url=school, headers={"Authorization": f"Bearer {access}"})
    with reference:
        for number in range(CUTS):
            data = pdf(f"{SEED}/{number} " + "c" * dice.choice([300, 70_000, 1_200_000]))
            kind, method, path = _phases(data)[number % 9]
            after = dice.choice([1, 200, 400, 65_536, dice.randrange(1, len(data))])
            line.plan = Once(Fault(kind, after), method, path)
            home.adopt(data)
            for _ in range(4):
                if home.sync().uploaded:
                    break
            where = f"seed {SEED}, number {number}: {kind} after {after} of {len(data)}"
            state = reference.get(f"{_path(data)}/state").json()
            assert (state["verified"], state["offset"]) == (True, len(data)), where
    home.close()
    sys.stdout.write(f"seed {SEED}: {CUTS} uploads, {dict(line.counts)}\n")
    assert line.counts["sound"] > CUTS


def test_that_a_piece_that_comes_after_the_end_changes_nothing(school: str, access: str) -> None:
    data = pdf("stale " + "s" * 100_000)
    half = len(data) // 2
    with httpx.Client(base_url=school, headers={"Authorization": f"Bearer {access}"}) as client:

        def put(first: int, last: int, piece: bytes) -> httpx.Response:
            where = f"bytes {first}-{last - 1}/{len(data)}"
            return client.put(_path(data), content=piece, headers={"Content-Range": where})

        assert put(0, half, data[:half]).status_code == 200
        assert put(0, half, data[:half]).status_code == 409
        assert put(half, len(data), data[half:]).status_code == 201
        for first, last, piece in ((half, len(data), data[half:]), (0, half, b"!" * half)):
            late = put(first, last, piece)
            assert (late.status_code, late.json()["verified"]) == (200, True)
        assert client.head(_path(data)).status_code == 200


def test_that_an_older_request_at_another_worker_writes_into_nothing_that_has_a_name(folder: Path) -> None:
    """Two workers do not know of each other's requests; the file between them does."""
    office = open_office(Settings(folder=folder), SchoolClock())
    one, other = (Uploads(office, Trusting()) for _ in range(2))  # type: ignore[arg-type]
    data = pdf("two workers")
    claim = Claim("amy", hashlib.sha256(data).hexdigest(), len(data), 0)
    older, newer = one.begin(claim), other.begin(claim)
    newer.write(data)
    assert other.end(claim, newer.close()).verified
    with pytest.raises(Overtaken):
        older.write(b"!" * len(data))
    assert one.end(claim, len(data)).verified
    older.close()
    assert b"".join(office.final.read(claim.sha256, 0, len(data))) == data
    office.close()


def test_that_an_overtaken_request_is_told_where_to_go_on(folder: Path) -> None:
    """A broken line's late bytes may take over from the client that has come back; it goes on all the same."""
    office = open_office(Settings(folder=folder), SchoolClock())
    uploads = Uploads(office, Trusting())  # type: ignore[arg-type]
    data = pdf("late bytes")
    claim = Claim("amy", hashlib.sha256(data).hexdigest(), len(data), 0)
    back, late = uploads.begin(claim), uploads.begin(claim)
    late.write(data[:7])
    with pytest.raises(Overtaken) as told:
        back.write(data)
    assert told.value.offset == 7
    assert (late.close(), back.close()) == (7, 0)
    again = uploads.begin(evolve(claim, offset=7))
    again.write(data[7:])
    assert uploads.end(claim, again.close()).verified
    office.close()


@pytest.mark.parametrize("mutant", [False, True])
def test_that_a_name_is_given_to_right_bytes_only(
    folder: Path, mutant: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant publish_before_verify gives the name first and looks afterwards: the test must see it."""
    office = open_office(Settings(folder=folder), SchoolClock())
    uploads = Uploads(office, Trusting())  # type: ignore[arg-type]
    if mutant:
        real = uploading.hash_of

        def published_first(path: Path) -> str:
            told = real(path)
            office.final.publish(path.name, path)
            return told

        monkeypatch.setattr(uploading, "hash_of", published_first)
    right, wrong = pdf("right"), pdf("wrong")
    claim = Claim("amy", hashlib.sha256(right).hexdigest(), len(wrong), 0)
    receiving = uploads.begin(claim)
    receiving.write(wrong)
    with pytest.raises(NotTaken):
        uploads.end(claim, receiving.close())
    named = list(office.final.hashes())
    office.close()
    assert bool(named) == mutant


# ------------------------------------------------------------------------------ T4: a whole day


@pytest.mark.postgres
def test_that_four_computers_over_a_bad_line_agree_in_the_end(postgres: Cluster, tmp_path: Path) -> None:
    place = Settings(folder=tmp_path / "school", database_url=postgres.url(postgres.create()), threads=4)
    found(place)
    office = open_office(place, SchoolClock())
    set_school(office, {"outcome_quota": "999"})
    env = {"DATABASE_URL": place.database_url}
    with serving(place.folder, "--workers", "2", env=env) as (url, _), FaultProxy(url) as bad:
        names = [("amy", "home"), ("amy", "laptop"), ("ben", "ben"), ("chen", "desk")]
        for who, name in names:  # the first copy of each is made while the line is sound
            first = over_http(tmp_path / name, who, url)
            assert first.sync().state is State.OK
            first.close()
        bad.plan = faultproxy.dice_plan(Random(SEED), 0.35)
        _walk(tmp_path, names, bad, url)
        computers = {name: over_http(tmp_path / name, who, url) for who, name in names}
        town = scene.Town.of(office, computers)
        try:
            scene.finish(town)
            scene.check(town, [])
            said = Counter(one.status for c in computers.values() for one in c.store.journal())
        finally:
            town.close()
    sys.stdout.write(f"seed {SEED}: {dict(bad.counts)}; intents: {dict(said)}\n")
    assert said.total() > WALK
    assert bad.counts.total() > bad.counts["sound"]


def _walk(folder: Path, names: list[tuple[str, str]], bad: FaultProxy, url: str) -> None:
    """Everybody at once, each in a process of their own."""
    walking = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.proof.walker",
                str(folder / name),
                who,
                bad.url,
                url,
                str(WALK),
                str(SEED),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for who, name in names
    ]
    for one in walking:
        told, _ = one.communicate(timeout=600)
        assert told == "done\n", f"seed {SEED}"
