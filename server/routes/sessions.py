"""Signing in, renewing, signing out."""

from server.routes.typed import Call, Endpoint
from server.services import accounts
from sync.wire import Login, Refresh, Session


async def sign_in(call: Call) -> Session:
    return await call.desk.run("sign_in", lambda: call.desk.doorkeeper.sign_in(call.body))


async def renew(call: Call) -> Session:
    return await call.desk.run("sign_in", lambda: accounts.refresh(call.desk.office, call.body.refresh))


async def sign_out(call: Call) -> None:
    await call.desk.run("sign_in", lambda: accounts.sign_out(call.desk.office, call.who))


ENDPOINTS = (
    Endpoint("POST", "/v1/session", "登入", sign_in, Login, Session, signed_in=False),
    Endpoint("POST", "/v1/session/refresh", "更新登入", renew, Refresh, Session, signed_in=False),
    Endpoint("DELETE", "/v1/session", "登出", sign_out),
)
