"""What a signed-in person changes about the own account."""

from server.routes.typed import Call, Endpoint
from server.services import own_account
from sync.wire import Account, PasswordChange


async def account(call: Call) -> Account:
    return await _told(call)


async def change_password(call: Call) -> Account:
    body: PasswordChange = call.body
    await call.desk.run("sign_in", lambda: call.desk.doorkeeper.change_password(call.who, body.old, body.new))
    return await _told(call)


async def _told(call: Call) -> Account:
    return await call.desk.run("sign_in", lambda: own_account.told(call.desk.office, call.who))


ENDPOINTS = (
    Endpoint("GET", "/v1/account", "自己的帳號", account, gives=Account),
    Endpoint("POST", "/v1/account/password", "修改密碼", change_password, PasswordChange, Account),
)
