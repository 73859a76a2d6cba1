"""The school's own description of what may be asked: OpenAPI 3.1, from the very types that are decoded."""

from collections.abc import Iterable
from typing import Any

import msgspec

from server.routes import files
from server.routes.typed import JSON_TYPES, Endpoint
from sync.wire import MEDIA_TYPE, PROTO, BlobState, Problem

Told = dict[str, Any]
OURS = MEDIA_TYPE.partition(";")[0]
BLOB = "/v1/blobs/{sha256}"


def interface(endpoints: Iterable[Endpoint]) -> bytes:
    """The whole document: the typed endpoints, then those whose bodies are bytes."""
    endpoints = tuple(endpoints)
    kinds = [kind for one in endpoints for kind in (one.takes, one.gives) if kind is not None]
    _, components = msgspec.json.schema_components(
        [*kinds, BlobState, Problem], ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, Told] = {}
    for one in endpoints:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    told = {
        "openapi": "3.1.0",
        "info": {"title": "Licheng school", "version": str(PROTO)},
        "paths": {**paths, **_files()},
        "components": {
            "schemas": components,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }
    return msgspec.json.encode(told)


def _operation(one: Endpoint) -> Told:
    good: Told = {"description": one.summary}
    if one.gives is not None:
        good["content"] = _answer(one.gives)
    told: Told = {
        "summary": one.summary,
        "operationId": one.handler.__name__,
        "responses": {str(one.status if one.gives else 204): good, "default": _refusal()},
    }
    if one.query:
        whole = {"type": "integer", "minimum": 0, "default": 0}
        told["parameters"] = [{"name": name, "in": "query", "schema": whole} for name in one.query]
    if one.takes is not None:
        said = {"schema": _ref(one.takes)}
        told["requestBody"] = {"required": True, "content": dict.fromkeys(reversed(JSON_TYPES), said)}
    if one.signed_in:
        told["security"] = [{"bearer": []}]
    return told


def _files() -> dict[str, Told]:
    """Files by hash: bytes one way or the other."""
    state = {"description": "學校有多少", "content": _answer(BlobState)}
    there = {
        "Upload-Offset": {"schema": _pattern(r"\d+")},
        "X-Blob-State": {"schema": {"enum": list(files.STATES)}},
    }
    ends = {"description": "還沒有全部", "headers": there}
    raw = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    got = {"description": "檔案", "content": raw}
    put = {"requestBody": {"required": True, "content": raw}}
    range_ = _header("Content-Range", files.RANGE.pattern)
    piece = _header("X-Piece-SHA256", "(?:[0-9A-Fa-f]{64})?")
    part = _header("Range", files.WANTED.pattern)
    return {
        BLOB: {
            "put": {**_blob("上傳", {"200": state, "201": state}, range_, piece), **put},
            "get": _blob("下載", {"200": got, "206": got}, part),
            "head": _blob("有多少", {"200": {**ends, "description": "都有了"}, "404": ends}),
        },
        f"{BLOB}/state": {"get": _blob("有多少", {"200": state})},
    }


def _blob(summary: str, responses: Told, *headers: Told) -> Told:
    sha256 = {"name": "sha256", "in": "path", "required": True, "schema": _pattern(files.SHA.pattern)}
    told = {"summary": summary, "parameters": [sha256, *headers], "security": [{"bearer": []}]}
    return {**told, "responses": {**responses, "default": _refusal()}}


def _header(name: str, pattern: str) -> Told:
    return {"name": name, "in": "header", "schema": _pattern(pattern)}


def _pattern(pattern: str) -> Told:
    return {"type": "string", "pattern": f"^{pattern}$"}


def _refusal() -> Told:
    return {"description": "拒絕的原因", "content": _answer(Problem)}


def _answer(kind: Any) -> Told:
    return {OURS: {"schema": _ref(kind)}}


def _ref(kind: Any) -> Told:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}
