"""What the school says about itself: its name, its key, the forms it knows, and its own interface."""

import hashlib
from collections.abc import Iterable
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
from sync.wire import PROTO, SCHEMA, Hello, Problem


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


def interface(endpoints: Iterable[Endpoint]) -> bytes:
    """OpenAPI 3.1 from the very types that are decoded."""
    endpoints = tuple(endpoints)
    kinds = [kind for one in endpoints for kind in (one.takes, one.gives) if kind is not None]
    _, components = msgspec.json.schema_components(
        [*kinds, Problem], ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for one in endpoints:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    told = {
        "openapi": "3.1.0",
        "info": {"title": "Licheng school", "version": str(PROTO)},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }
    return msgspec.json.encode(told)


def tagged_bytes(body: bytes) -> Any:
    """A handler that answers these bytes, with an ETag."""

    async def handler(desk: Desk, request: Request) -> Response:
        return _tagged(request, body)

    return handler


def _operation(one: Endpoint) -> dict[str, Any]:
    good: dict[str, Any] = {"description": one.summary}
    if one.gives is not None:
        good["content"] = _content(one.gives)
    told: dict[str, Any] = {
        "summary": one.summary,
        "operationId": one.handler.__name__,
        "responses": {
            str(one.status if one.gives else 204): good,
            "default": {"description": "拒絕的原因", "content": _content(Problem)},
        },
    }
    if one.takes is not None:
        told["requestBody"] = {"required": True, "content": _content(one.takes)}
    if one.signed_in:
        told["security"] = [{"bearer": []}]
    return told


def _content(kind: Any) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{kind.__name__}"}}}


def _tagged(request: Request, body: bytes) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(body, headers={"ETag": tag, "Cache-Control": "no-cache"}, media_type="application/json")
