"""What a signed-in person changes about the own account."""

from collections.abc import Callable
from typing import TypeVar

from server.routes.typed import Call, Endpoint
from server.services.own_account import OwnAccount
from sync.wire import Account, Code, Email, OtpBegun, OtpEnd, PasswordChange, Proof, SpareCodes

T = TypeVar("T")


async def account(call: Call) -> Account:
    return await _do(call, lambda own: own.told())


async def change_password(call: Call) -> Account:
    body: PasswordChange = call.body
    await _do(call, lambda own: own.change_password(body.old, body.new))
    return await account(call)


async def begin_second_step(call: Call) -> OtpBegun:
    body: Proof = call.body
    return await _do(call, lambda own: own.begin_second_step(body.password))


async def confirm_second_step(call: Call) -> SpareCodes:
    body: Code = call.body
    return SpareCodes(list(await _do(call, lambda own: own.confirm_second_step(body.code))))


async def end_second_step(call: Call) -> Account:
    body: OtpEnd = call.body
    await _do(call, lambda own: own.end_second_step(body.password, body.code))
    return await account(call)


async def begin_email(call: Call) -> Account:
    body: Email = call.body
    await _do(call, lambda own: own.begin_email(body.email), "mail")
    return await account(call)


async def confirm_email(call: Call) -> Account:
    body: Code = call.body
    await _do(call, lambda own: own.confirm_email(body.code))
    return await account(call)


async def _do(call: Call, work: Callable[[OwnAccount], T], lane: str = "sign_in") -> T:
    own = OwnAccount(call.desk.office, call.desk.doorkeeper, call.who)
    return await call.desk.run(lane, lambda: work(own))


PATH = "/v1/account"
ENDPOINTS = (
    Endpoint("GET", PATH, "自己的帳號", account, gives=Account),
    Endpoint("POST", f"{PATH}/password", "修改密碼", change_password, PasswordChange, Account),
    Endpoint("POST", f"{PATH}/otp/begin", "準備開啟兩階段驗證", begin_second_step, Proof, OtpBegun),
    Endpoint("POST", f"{PATH}/otp/confirm", "開啟兩階段驗證", confirm_second_step, Code, SpareCodes),
    Endpoint("DELETE", f"{PATH}/otp", "關閉兩階段驗證", end_second_step, OtpEnd, Account),
    Endpoint("POST", f"{PATH}/email", "寄驗證碼到新的 Email", begin_email, Email, Account),
    Endpoint("POST", f"{PATH}/email/confirm", "修改 Email", confirm_email, Code, Account),
)
