"""The end of keeping, for the office: who has left, and removing what is past its time."""

from server.routes.typed import Call, Endpoint
from server.services import purging
from server.services.office import Office
from server.services.purging import Order
from sync.wire.keeping import Keeping, Purge

PATH = "/v1/keeping"


async def keeping(call: Call) -> Keeping:
    """Only an administrator is told."""
    return await call.desk.run("pull", lambda: _told(call.desk.office))


async def purge(call: Call) -> Keeping:
    body: Purge = call.body
    order = Order(tuple(body.accounts), body.reason, call.who.account, body.confirm)
    return await call.desk.run("sign_in", lambda: _done(call.desk.office, order))


def _told(office: Office) -> Keeping:
    return Keeping(purging.years(office), list(purging.kept(office)), list(purging.gone(office)))


def _done(office: Office, order: Order) -> Keeping:
    purging.purge(office, order)
    return _told(office)


ENDPOINTS = (
    Endpoint("GET", PATH, "離校學生的保存期限", keeping, gives=Keeping),
    Endpoint("POST", f"{PATH}/purge", "清除保存期限已過的學生", purge, Purge, Keeping),
)
