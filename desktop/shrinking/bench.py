"""The worker's side: reads one order and one file, does the work, says how far it is, and ends."""

import contextlib
import json
import os
from multiprocessing.connection import Connection
from typing import assert_never

from desktop.shrinking import film, media, paper, picture, sound
from desktop.shrinking.outcome import Order, Refused, Shrunk, Side, Teller, tell, tell_before
from domain.kinds import Kind

KINDNESS = 5
"""The window and the network come first."""


def serve(pipe: Connection) -> None:
    """What the new process runs."""
    if hasattr(os, "nice"):
        os.nice(KINDNESS)
    with contextlib.suppress(EOFError, OSError):  # nobody listens any more
        order = Order.parsed(pipe.recv_bytes().decode())
        data = pipe.recv_bytes()
        _answer(pipe, order, data)
    pipe.close()


class _Telling:
    """A Teller over the pipe."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def __call__(self, share: float, words: str) -> None:
        self._pipe.send_bytes(json.dumps({"share": share, "words": words}).encode())

    def before(self, side: Side) -> None:
        tell_before(self._pipe, side)


def _answer(pipe: Connection, order: Order, data: bytes) -> None:
    try:
        tell(pipe, carry_out(data, order, _Telling(pipe)))
    except Refused as error:
        said = {name: getattr(error.refusal, name) for name in ("code", "sentence", "remedy")}
        pipe.send_bytes(json.dumps({"refused": said}).encode())
    except MemoryError:
        said = {
            "code": "no_memory",
            "sentence": "這台電腦的記憶體不夠縮小這個檔案",
            "remedy": "請先關閉其他程式再試一次，或改用較小的檔案",
        }
        pipe.send_bytes(json.dumps({"refused": said}).encode())


def carry_out(data: bytes, order: Order, step: Teller) -> Shrunk:
    """The work itself; raises Refused. What is inside decides between film and sound."""
    match order.becomes:
        case Kind.PDF:
            return paper.shrink(data, order, step)
        case Kind.JPG | Kind.PNG:
            return picture.shrink(data, order, step)
        case Kind.MP4 | Kind.MP3:
            work = film.shrink if media.is_film(data) else sound.shrink
            return work(data, order, step)
        case _:
            assert_never(order.becomes)
