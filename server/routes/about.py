"""What the school says about itself: its name, its key, and the forms it knows."""

import hashlib
from typing import Any

import msgspec
from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import Response

from domain import spec
from domain.windows import stamp
from server.db import tables
from server.routes.typed import Call, Desk, Endpoint
from server.services.facts import school_at
from sync.wire import PROTO, SCHEMA, Hello


async def hello(call: Call) -> Hello:
    office = call.desk.office

    def work(conn: Connection) -> Hello:
        return Hello(
            server_id=office.server_id,
            school_name=school_at(conn, office, office.clock()).settings.name,
            profile=office.profile,
            proto=PROTO,
            server_time=stamp(office.clock()),
            epoch=conn.scalar(select(tables.school_feed.c.epoch)) or "",
            public_key=office.keys.public,
            schema=SCHEMA,
        )

    return await call.desk.run("sign_in", lambda: office.database.read(work).result())


ENDPOINTS = (Endpoint("GET", "/v1/hello", "學校是誰", hello, gives=Hello, signed_in=False),)


async def forms(desk: Desk, request: Request) -> Response:
    """All forms and fields, as data; unchanged since last time costs nothing."""
    body = msgspec.json.encode(spec.dump())
    return _tagged(request, body)


def tagged_bytes(body: bytes) -> Any:
    """A handler that answers these bytes, with an ETag."""

    async def handler(desk: Desk, request: Request) -> Response:
        return _tagged(request, body)

    return handler


def _tagged(request: Request, body: bytes) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(body, headers={"ETag": tag, "Cache-Control": "no-cache"}, media_type="application/json")
