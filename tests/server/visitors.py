"""People who sign in at the school over HTTP and ask about their own accounts."""

from typing import Any

import httpx
import msgspec

from sync import wire
from tests.server.campus import PASSWORD

JSON = {"Content-Type": wire.MEDIA_TYPE}
SENDER = "學習歷程 <portfolio@school.example>"
NEW = "雨後的 corn field"


class Person:
    """A signed-in person at one computer."""

    def __init__(
        self, client: httpx.Client, device: str = "pc", password: str = PASSWORD, otp: str = ""
    ) -> None:
        self.client = client
        self.reply = client.post(
            "/v1/session", content=msgspec.json.encode(wire.Login("amy", password, device, otp))
        )
        self.said = self.reply.json()

    @property
    def code(self) -> str:
        """Why the school did not let the person in, "" when it did."""
        return "" if self.reply.status_code == 200 else str(self.said["code"])

    def ask(self, method: str, path: str = "", message: object = None) -> httpx.Response:
        body = msgspec.json.encode(message) if message is not None else None
        headers = {"Authorization": f"Bearer {self.said['access']}"}
        return self.client.request(method, f"/v1/account{path}", content=body, headers=headers)

    def post(self, path: str, message: object) -> httpx.Response:
        return self.ask("POST", path, message)

    def account(self) -> dict[str, Any]:
        return self.ask("GET").json()


def told(reply: httpx.Response) -> tuple[int, str]:
    return reply.status_code, reply.json().get("code", "")
