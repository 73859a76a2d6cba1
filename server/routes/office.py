"""What the school tells its own office, and nobody else. For others these addresses are not there at all."""

from collections.abc import Callable
from typing import TypeVar

from domain.people import Role
from server.db import rows
from server.routes.answers import Refusal
from server.routes.typed import Call, Endpoint
from server.services import late, progress as counting
from server.services.office import Office
from sync.wire.office import LateTried, LateTry, Progress

T = TypeVar("T")
NOWHERE = "學校主機沒有這個網址。請確認網址，或更新程式。"


async def try_late(call: Call) -> LateTried:
    body: LateTry = call.body
    return LateTried(await _ask(call, lambda office: late.tried(office, body.intents)))


async def progress(call: Call) -> Progress:
    return await _ask(call, counting.progress)


async def _ask(call: Call, work: Callable[[Office], T]) -> T:
    """Do it for an administrator; everybody else is told what a wrong address is told."""
    office = call.desk.office

    def run() -> T:
        if (
            office.database.read(lambda conn: rows.role_of(conn, call.who.account)).result()
            != Role.ADMINISTRATOR
        ):
            raise Refusal(404, "nowhere", NOWHERE)
        return work(office)

    return await call.desk.run("office", run)


PATH = "/v1/office"
ENDPOINTS = (
    Endpoint("POST", f"{PATH}/late/try", "逾時補做的試算", try_late, LateTry, LateTried),
    Endpoint("GET", f"{PATH}/progress", "認證與勾選的進度", progress, gives=Progress),
)
