"""公告 at the school's own machine: put one up, list them, take one down."""

from argparse import Namespace
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.calendar import parse_day
from domain.canonical import normal
from domain.errors import BadInput
from server.cli.commands import Answer, opened
from server.services import announcing
from server.services.announcing import Notice

ZONE = "Asia/Taipei"
AUDIENCES = ("student", "staff")


def add(given: Namespace) -> Answer:
    """A new one is up from today on unless a day is given; changing one sets only what is given."""
    values = {
        "title": given.title,
        "body": _body(given),
        "published_on": _day(given.on)
        if given.on or given.id
        else f"{datetime.now(ZoneInfo(ZONE)):%Y-%m-%d}",
        "expires_on": _day(given.until),
        "audience": given.audience,
    }
    told = {key: normal(value) for key, value in values.items() if value}
    with opened(given) as office:
        record = announcing.announce(office, Notice(told, given.attach, given.id))
    sentence = f"公告「{record.text('title')}」已{'修改' if given.id else '公布'}。"
    return {"ok": True, "sentence": sentence, "id": record.id}


def listed(given: Namespace) -> Answer:
    with opened(given) as office:
        found = announcing.announced(office)
    rows = [
        {
            "id": one.id,
            "published_on": one.text("published_on"),
            "expires_on": one.text("expires_on"),
            "title": one.text("title"),
            "attachment": "、".join(file.name for file in one.files.values()),
        }
        for one in found
    ]
    return {"ok": True, "sentence": f"共 {len(rows)} 則公告。", "announcements": rows}


def remove(given: Namespace) -> Answer:
    with opened(given) as office:
        record = announcing.take_down(office, given.id)
    return {"ok": True, "sentence": f"公告「{record.text('title')}」已取下。"}


def _body(given: Namespace) -> str | None:
    if given.body_file is None:
        body: str | None = given.body
        return body
    try:
        return str(given.body_file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("bad_file", f"讀不到 {given.body_file}。", "請存成 UTF-8 文字檔。") from error


def _day(text: str | None) -> str | None:
    if not text:
        return None
    try:
        return parse_day(text).isoformat()
    except ValueError as error:
        raise BadInput("bad_day", f"「{text}」不是日期。", "請寫成 2026-03-01 或 115/3/1。") from error
