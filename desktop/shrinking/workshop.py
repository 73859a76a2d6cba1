"""Our side of the worker: start it, hand it the bytes, listen, and end it when nobody wants the result any more.

A file that kills its reader kills the worker only; that is told in a sentence. Call it from a lane, never from the
GUI thread.
"""

import json
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Thread
from time import monotonic

from desktop.shrinking import bench
from desktop.shrinking.outcome import Order, Shrunk, Teller, heard, heard_before
from domain.errors import BadInput, LichengError

LOOK_S = 0.1
PATIENCE_S = 180.0
"""So long the worker may say nothing at all: one enormous picture on a slow computer takes less."""

Cancel = Callable[[], bool]
Work = Callable[[Connection], None]


class Cancelled(LichengError):
    """The person did not want it any more."""

    def __init__(self) -> None:
        super().__init__("cancelled", "已取消縮小，檔案沒有變動。")


def shrink(data: bytes, order: Order, teller: Teller, cancel: Cancel, work: Work = bench.serve) -> Shrunk:
    """The smaller file. Raises Cancelled, and BadInput when it cannot be done; the worker is gone in any case."""
    if cancel():
        raise Cancelled
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=work, args=(theirs,), daemon=True, name="licheng-shrinking")
    worker.start()
    theirs.close()
    feeder = Thread(target=_feed, args=(ours, order, data), daemon=True, name="feeder")
    feeder.start()
    try:
        return _listen(ours, teller, cancel)
    finally:
        _end(worker)
        feeder.join()
        ours.close()


def _feed(pipe: Connection, order: Order, data: bytes) -> None:
    """In a thread of its own: the pipe takes only as much as the worker has read, and a worker may hang."""
    try:
        pipe.send_bytes(order.as_json().encode())
        pipe.send_bytes(data)
    except OSError:  # the worker is gone; whoever listens learns it there
        return


def _listen(pipe: Connection, teller: Teller, cancel: Cancel) -> Shrunk:
    heard_at = monotonic()
    while not cancel():
        if pipe.poll(LOOK_S):
            heard_at = monotonic()
            if (result := _one(pipe, teller)) is not None:
                return result
        elif monotonic() - heard_at > PATIENCE_S:
            raise _died("stuck")
    raise Cancelled


def _one(pipe: Connection, teller: Teller) -> Shrunk | None:
    """One message: progress, a refusal, or the beginning of the result."""
    try:
        said = json.loads(pipe.recv_bytes())
        if "refused" in said:
            refused = said["refused"]
            raise BadInput(refused["code"], refused["sentence"], refused["remedy"])
        if "done" in said:
            return heard(pipe, said)
        if "seen" in said:
            teller.before(heard_before(pipe, said))
        else:
            teller(float(said["share"]), str(said["words"]))
    except (EOFError, OSError, ValueError, KeyError, TypeError) as error:
        raise _died("crashed") from error
    return None


def _died(code: str) -> BadInput:
    return BadInput(
        code,
        "縮小這個檔案時，處理的程式意外停止了；您的檔案沒有變動。",
        "這個檔案可能有損壞。請用原來的程式重新存檔，或自行匯出較小的檔案，再加入一次。",
    )


def _end(worker: BaseProcess) -> None:
    worker.kill()
    worker.join()
    worker.close()
