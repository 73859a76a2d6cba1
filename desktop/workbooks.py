"""Large workbooks are made in a process of their own: tens of thousands of cells would hold up whoever types meanwhile.

Nothing touches the disk; the sheets go through a pipe and the workbook comes back. Call it from a lane.
"""

from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread

from derive.sheet_writing import Sheet
from domain.errors import LichengError

LOOK_S = 0.1
Cancel = Callable[[], bool]
Work = Callable[[Connection], None]


class Stopped(Exception):
    """Nobody wants the workbook any more."""


def serve(line: Connection) -> None:
    """In the worker: the sheets in, the workbook out."""
    from derive.sheet_writing import book_of  # noqa: PLC0415 - the worker's own

    line.send_bytes(book_of(line.recv()))
    line.close()


def made(sheets: Sequence[Sheet], cancel: Cancel = lambda: False, work: Work = serve) -> bytes:
    """The workbook. Raises Stopped, and LichengError when the worker dies; it is gone in any case."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=work, args=(theirs,), daemon=True, name="licheng-workbook")
    worker.start()
    theirs.close()
    feeder = Thread(target=_feed, args=(ours, sheets), daemon=True, name="feeder")
    feeder.start()
    try:
        while not cancel():
            if ours.poll(LOOK_S):
                return ours.recv_bytes()
        raise Stopped
    except (EOFError, OSError) as error:
        raise LichengError("not_made", "工作簿沒有做成。", "請再試一次。") from error
    finally:
        worker.kill()
        worker.join()
        worker.close()
        feeder.join()
        ours.close()


def _feed(line: Connection, sheets: Sequence[Sheet]) -> None:
    """In a thread of its own: the pipe takes only as much as the worker has read."""
    try:
        line.send(list(sheets))
    except OSError:  # the worker is gone; whoever waits for it learns it there
        return
