"""What the school tells its own office, and nobody else. For others these addresses are not there at all."""

from collections.abc import Callable
from typing import TypeVar

from server.routes.typed import Call, Endpoint
from server.services import audit, enrolling, late, progress as counting
from server.services.audit import Reader
from server.services.office import Office
from sync.wire.office import (
    AuditDetail,
    AuditKey,
    AuditPage,
    AuditQuery,
    FirstPasswords,
    Given,
    Holders,
    LateTried,
    LateTry,
    ListLook,
    ListTold,
    Progress,
)

T = TypeVar("T")


async def try_late(call: Call) -> LateTried:
    body: LateTry = call.body
    return LateTried(await _ask(call, lambda office: late.tried(office, body.intents)))


async def progress(call: Call) -> Progress:
    return await _ask(call, counting.progress)


async def acts(call: Call) -> AuditPage:
    reader = Reader(call.who.account, call.who.device)
    return await _ask(call, lambda office: audit.page(office, reader, call.body))


async def act(call: Call) -> AuditDetail:
    reader = Reader(call.who.account, call.who.device)
    body: AuditKey = call.body
    return await _ask(call, lambda office: audit.detail(office, reader, body.key))


async def look_at_list(call: Call) -> ListTold:
    body: ListLook = call.body
    keeper, actor = call.desk.doorkeeper, call.who.account
    return await _ask(call, lambda office: enrolling.look(office, keeper, body, actor))


async def holders(call: Call) -> Holders:
    return await _ask(call, enrolling.holders)


async def give_passwords(call: Call) -> Given:
    body: FirstPasswords = call.body
    keeper = call.desk.doorkeeper
    return await _ask(call, lambda office: enrolling.give(office, keeper, body))


async def _ask(call: Call, work: Callable[[Office], T]) -> T:
    """In the office's own lane; that it is an administrator who asks was seen to before."""
    return await call.desk.run("office", lambda: work(call.desk.office))


PATH = "/v1/office"
ENDPOINTS = (
    Endpoint("POST", f"{PATH}/late/try", "逾時補做的試算", try_late, LateTry, LateTried),
    Endpoint("GET", f"{PATH}/progress", "認證與勾選的進度", progress, gives=Progress),
    Endpoint("POST", f"{PATH}/acts", "操作紀錄", acts, AuditQuery, AuditPage),
    Endpoint("POST", f"{PATH}/acts/one", "一筆操作紀錄", act, AuditKey, AuditDetail),
    Endpoint("POST", f"{PATH}/lists", "名單的預覽與匯入", look_at_list, ListLook, ListTold),
    Endpoint("GET", f"{PATH}/accounts", "所有帳號", holders, gives=Holders),
    Endpoint("POST", f"{PATH}/passwords", "發給初始密碼", give_passwords, FirstPasswords, Given),
)
