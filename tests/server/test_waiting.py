"""The long wait for news: who is woken, by what, and how many may wait."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest

from server.app import Embedded
from server.routes import waiting
from server.routes.waiting import Lookout, first_of
from server.services.news import Look
from tests.server.campus import PASSWORD, Campus, SchoolClock, know_enrolments, pdf


def _access(client: httpx.Client, who: str) -> dict[str, str]:
    told = client.post("/v1/session", json={"account": who, "password": PASSWORD, "device": "pc"})
    return {"Authorization": f"Bearer {told.json()['access']}"}


@pytest.fixture
def campus(school: Embedded, clock: SchoolClock) -> Campus:
    made = Campus(school.office, clock)
    know_enrolments(made)
    return made


def _head(client: httpx.Client, who: dict[str, str]) -> int:
    return int(client.get("/v1/poke?since=0", headers=who).json()["seq"])


@contextmanager
def _waits(school: Embedded, client: httpx.Client, **who: dict[str, str]) -> Iterator[dict[str, object]]:
    """Everybody waits from now on; what each was told, by name, as it comes."""
    told: dict[str, object] = {}
    since = {name: _head(client, access) for name, access in who.items()}
    lookout: Lookout = school._app.state.desk.lookout

    def wait(name: str) -> None:
        told[name] = client.get(f"/v1/poke?since={since[name]}", headers=who[name], timeout=60).json()

    with ThreadPoolExecutor(len(who)) as pool:
        for name in who:
            pool.submit(wait, name)
        _until(lambda: lookout.count == len(who))
        try:
            yield told
        finally:
            school._app.state.desk.office.pulse.beat(10**9)  # a look more wakes nobody
            lookout.close()


def _until(done: object) -> None:
    until = time.monotonic() + 20
    while not done():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.01)


def test_that_exactly_those_are_woken_who_may_read_what_changed(
    school: Embedded, client: httpx.Client, campus: Campus
) -> None:
    people = {name: _access(client, name) for name in ("amy", "ben", "chen", "dou")}
    with _waits(school, client, **people) as told:
        campus.submitted(pdf("news"))
        _until(lambda: {"amy", "chen"} <= told.keys())
        assert all(told[name]["changed"] for name in ("amy", "chen"))  # type: ignore[index]
        assert told.keys() == {"amy", "chen"}
    _until(lambda: len(told) == 4)
    assert not told["ben"]["changed"]  # type: ignore[index]


def test_that_what_another_process_writes_is_noticed(
    school: Embedded, client: httpx.Client, campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with several workers: no beat is heard here."""
    with _waits(school, client, amy=_access(client, "amy")) as told:
        monkeypatch.setattr(school.office.pulse, "_listening", [])
        campus.one("amy", campus.outcome())
        _until(lambda: "amy" in told)
    assert told["amy"]["changed"]  # type: ignore[index]


def test_that_whoever_hangs_up_waits_no_longer(school: Embedded, client: httpx.Client) -> None:
    access = _access(client, "amy")
    since = _head(client, access)
    lookout: Lookout = school._app.state.desk.lookout
    impatient = httpx.Client(base_url=school.base_url, timeout=0.5)
    with pytest.raises(httpx.ReadTimeout):
        impatient.get(f"/v1/poke?since={since}", headers=access)
    impatient.close()
    _until(lambda: lookout.count == 0)


def test_that_a_school_that_stops_sends_everybody_home(school: Embedded, client: httpx.Client) -> None:
    access = _access(client, "amy")
    since = _head(client, access)
    told: list[httpx.Response] = []
    asking = threading.Thread(
        target=lambda: told.append(client.get(f"/v1/poke?since={since}", headers=access, timeout=60))
    )
    asking.start()
    _until(lambda: school._app.state.desk.lookout.count == 1)
    school.stop()
    asking.join(20)
    assert told[0].json()["changed"] is False


def test_that_a_school_that_is_full_says_so(
    school: Embedded, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST", 0)
    reply = client.get("/v1/poke?since=0", headers=_access(client, "amy"))
    assert (reply.status_code, reply.json()["code"]) == (503, "full")


# ---- the lookout by itself


def test_that_a_change_for_everybody_is_spread_over_some_seconds() -> None:
    async def story() -> list[float]:
        lookout, waits = Lookout(), []

        async def one() -> None:
            async with lookout.waiting(["school"], 7) as mine:
                woken = await first_of(mine.told, asyncio.sleep(30), 30)
                assert woken is not None
                assert woken.seq == 8
                waits.append(woken.wait_s)

        async with asyncio.TaskGroup() as together:
            for _ in range(300):
                together.create_task(one())
            await asyncio.sleep(0)
            assert await lookout.next_look() == (7, {"school"})
            lookout.found(Look(8, frozenset({"school"})))
        assert lookout.count == 0
        return waits

    waits = asyncio.run(story())
    assert len(waits) == 300
    assert max(waits) <= 300 / waiting.A_SECOND
    assert len([one for one in waits if one < 1]) < 150


def test_that_whoever_comes_while_a_look_is_under_way_is_not_passed_over() -> None:
    async def story() -> None:
        lookout = Lookout()
        async with lookout.waiting(["acc:amy"], 5):
            lookout.stir()
            assert await lookout.next_look() == (5, {"acc:amy"})
            async with lookout.waiting(["acc:ben"], 6):  # the look that is under way does not know of ben
                lookout.found(Look(9, frozenset()))
                lookout.stir()
                assert await lookout.next_look() == (6, {"acc:amy", "acc:ben"})
        lookout.stir()
        assert await lookout.next_look() is None

    asyncio.run(story())
