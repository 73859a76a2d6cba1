"""Every answer that goes out: messages, and refusals as a Problem with a sentence, always in our media type."""

import gzip
import logging
from collections.abc import Mapping

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from domain.errors import BadInput, LichengError
from server.services.accounts import NotSignedIn
from server.services.marks import TimelineMismatch
from server.services.post import NotSent
from server.services.tries import SlowDown
from server.services.uploading import NotTaken, Overtaken, WrongOffset
from sync.wire import MEDIA_TYPE, Problem

WORTH_ZIPPING = 1024
log = logging.getLogger(__name__)


class Refusal(Exception):
    """A request that is refused as a whole."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(code)
        self.status = status
        self.problem = Problem(code, sentence)


def message(
    request: Request, value: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A message as JSON, zipped where the other side can read that."""
    body = msgspec.json.encode(value)
    told = {"Cache-Control": "no-store", "Vary": "Accept-Encoding", **(headers or {})}
    if len(body) > WORTH_ZIPPING and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 6, mtime=0)
        told["Content-Encoding"] = "gzip"
    return Response(body, status, told, MEDIA_TYPE)


def refused(request: Request, error: Exception) -> Response:
    """The answer that an error becomes; what nobody foresaw is logged and told as our fault."""
    status, problem, headers = _told(error)
    if status == 500:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    if problem.offset is not None:
        headers["Upload-Offset"] = str(problem.offset)
    return message(request, problem, status, headers)


def _told(error: Exception) -> tuple[int, Problem, dict[str, str]]:
    match error:
        case Refusal():
            return error.status, error.problem, {}
        case SlowDown():
            return 429, _problem(error), {"Retry-After": str(error.seconds)}
        case NotSignedIn():
            return 401, _problem(error), {"WWW-Authenticate": "Bearer"}
        case TimelineMismatch():
            sentence = "學校的資料曾經還原。程式會自動把資料重新送回學校，您不需要做任何事。"
            return 409, Problem("timeline_mismatch", sentence, epoch=error.epoch), {}
        case WrongOffset():
            return 409, Problem("offset", "檔案要從中斷的地方繼續上傳。", error.offset), {}
        case Overtaken():
            return 409, Problem("overtaken", "這個檔案已由另一個連線接著上傳。", error.offset), {}
        case NotSent():
            return 503, _problem(error), {}
        case NotTaken():
            return 422, _problem(error), {}
        case BadInput():
            return 400, _problem(error), {}
    return 500, Problem("internal", "學校主機發生錯誤，資料沒有遺失。請稍後再試。"), {}


def _problem(error: LichengError) -> Problem:
    return Problem(error.code, error.sentence + error.remedy)
