"""Puts the school together: office, doorkeeper, uploads, routes. Nothing is global; two schools fit in one process."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from anyio import CapacityLimiter, create_task_group, sleep, to_thread
from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from server.routes import about, account, files, keeping, office as office_routes, sessions, syncing
from server.routes.answers import Refusal, refused
from server.routes.interface import interface
from server.routes.typed import LANES, NOWHERE, Desk, raw_route, route
from server.routes.waiting import Lookout
from server.services import holding, releasing
from server.services.accounts import Doorkeeper
from server.services.inspecting import Inspector
from server.services.news import look
from server.services.office import Clock, Office, open_office, utc_now
from server.services.sweeping import sweep
from server.services.uploading import Uploads
from server.services.uptime import BEAT, Heart
from server.settings import Settings, settings

ENDPOINTS = (
    *sessions.ENDPOINTS,
    *account.ENDPOINTS,
    *syncing.ENDPOINTS,
    *keeping.ENDPOINTS,
    *office_routes.ENDPOINTS,
    *about.ENDPOINTS,
)
FOLDER = "LICHENG_SCHOOL_FOLDER"
AN_HOUR = 3600.0
log = logging.getLogger(__name__)


def create(given: Settings, clock: Clock = utc_now) -> Starlette:
    """The application of the school in given.folder. Its database is open from now on; the lifespan closes it."""
    office = open_office(given, clock)
    holding.catch_up(office)
    desk = Desk(
        office,
        Doorkeeper(office),
        Uploads(office, Inspector()),
        {name: CapacityLimiter(size) for name, size in LANES.items()},
        Lookout(),
    )

    heart = Heart(office)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with create_task_group() as beside:
            beside.start_soon(_beating, heart)
            beside.start_soon(_sweeping, office)
            beside.start_soon(_releasing, office)
            beside.start_soon(_looking, desk)
            yield
            beside.cancel_scope.cancel()
        await to_thread.run_sync(heart.beat)
        desk.uploads.close()
        desk.doorkeeper.close()
        office.close()

    blob = "/v1/blobs/{sha256}"
    routes = [
        *(route(desk, endpoint) for endpoint in ENDPOINTS),
        raw_route(desk, blob, ["PUT"], files.put),
        raw_route(desk, f"{blob}/state", ["GET"], files.told),
        raw_route(desk, "/spec", ["GET"], about.forms),
        raw_route(desk, "/openapi.json", ["GET"], about.tagged_bytes(interface(ENDPOINTS))),
        raw_route(desk, blob, ["HEAD", "GET"], _read_file),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: _nowhere})
    app.state.desk = desk
    return app


def from_environment() -> Starlette:
    """For uvicorn's worker processes, which get no arguments."""
    return create(settings(Path(os.environ[FOLDER]), os.environ))


async def _beating(heart: Heart) -> None:
    """Once a minute, for as long as the school is there."""
    while True:
        await to_thread.run_sync(heart.beat)
        await sleep(BEAT.total_seconds())


async def _looking(desk: Desk) -> None:
    """For those who wait for news: at each beat, and every two seconds while there are any."""
    loop, lookout = asyncio.get_running_loop(), desk.lookout

    def stir() -> None:
        loop.call_soon_threadsafe(lookout.stir)

    desk.office.pulse.listen(stir)
    try:
        while True:
            wanted = await lookout.next_look()
            if wanted is None:
                continue
            try:
                found = await desk.run("pull", partial(look, desk.office, *wanted))
            except DBAPIError:
                log.exception("nobody could be told of news")
                continue
            lookout.found(found)
    finally:
        desk.office.pulse.forget(stir)


async def _releasing(office: Office) -> None:
    """Results whose time has come, also in the hours when nobody asks for anything."""
    while True:
        try:
            await to_thread.run_sync(releasing.catch_up, office)
        except Exception:  # whatever it was, the next round tries again
            log.exception("results could not be let out")
        await sleep(releasing.EVERY_S)


async def _sweeping(office: Office) -> None:
    """Once a day, an hour after the start."""
    await sleep(AN_HOUR)
    while True:
        try:
            await to_thread.run_sync(sweep, office)
        except Exception:  # a round that failed, as with the store of files away, is made up for tomorrow
            log.exception("the sweep of files failed")
        await sleep(24 * AN_HOUR)


async def _read_file(desk: Desk, request: Request) -> Response:
    return await (files.state if request.method == "HEAD" else files.get)(desk, request)


async def _nowhere(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return refused(request, Refusal(status, "nowhere", NOWHERE))
