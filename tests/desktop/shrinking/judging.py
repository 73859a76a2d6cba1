"""Whether a file that was made to fit is taken, and how far its picture is from what it was made from."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageChops, ImageStat

from derive.inspect import inspect
from derive.resources import profile
from desktop.shrinking.bench import carry_out
from desktop.shrinking.outcome import Order, Shrunk
from domain.attachments import Accepted, judge
from domain.forms import FORMS
from domain.kinds import Kind
from domain.shrinking import Choice
from tests.desktop.shrinking.listening import Heard

MB = 1024 * 1024
SCHOOL = profile("senior-high")
DOCUMENT, MEDIA = FORMS["work"].slots[:2]


def made(data: bytes, kind: Kind, limit: int, choice: Choice = Choice.CLEAR) -> Shrunk:
    """The work itself, in this process."""
    return carry_out(data, Order(kind, limit, choice), Heard())


def assert_taken(shrunk: Shrunk, limit: int) -> None:
    """Below the limit, and taken by the rules and by the deep check as any other file."""
    slot = DOCUMENT if shrunk.kind in (Kind.PDF, Kind.JPG, Kind.PNG) else MEDIA
    name = f"file{shrunk.kind.extensions[0]}"
    found = judge(SCHOOL, slot, name, len(shrunk.data), shrunk.data, shrunk.data)
    assert len(shrunk.data) <= limit
    assert isinstance(found, Accepted)
    assert found.name == name
    assert inspect(shrunk.data, shrunk.kind) is None
    assert shrunk.after.size == len(shrunk.data)
    assert shrunk.changes


def picture(data: bytes) -> Any:
    return Image.open(io.BytesIO(data))


def distance(one: bytes, other: bytes) -> float:
    """The mean difference of two pictures, of 255."""
    first, second = picture(one).convert("RGB"), picture(other).convert("RGB")
    assert abs(first.width / first.height - second.width / second.height) < 0.02
    size = (min(first.width, second.width), min(first.height, second.height))
    difference = ImageChops.difference(first.resize(size), second.resize(size))
    return sum(ImageStat.Stat(difference).mean) / 3
