"""This side of the pipe: starts the process, sends what it asks for, hears how far it is, and ends it when told to.

A file that kills the process is left out, with a page that says so, and the work begins anew.
"""

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import msgspec
from attrs import field, frozen

from desktop.paper.book import Job, Progress, Said, Want
from desktop.paper.worker import BROKEN, OK, work
from domain.errors import Damaged, LichengError

LOOK_S = 0.1
Read = Callable[[str], bytes]
Tell = Callable[[int, int, str], None]
Cancel = Callable[[], bool]


@frozen
class Bound:
    """A finished paper."""

    pdf: bytes = field(repr=False)
    pages: int
    left_out: tuple[str, ...]


class Stopped(Exception):
    """The person did not want it any more."""


class _Died(Exception):
    """The process is gone; `over` is the file that it was given last."""

    def __init__(self, over: str) -> None:
        super().__init__(over)
        self.over = over


def bind(job: Job, read: Read, tell: Tell = lambda *_: None, cancel: Cancel = lambda: False) -> Bound:
    """Have it made. read: the bytes of a file by its hash; Damaged makes a page that says so.

    Raises Stopped, LichengError.
    """
    broken: set[str] = set()
    while True:
        try:
            return _once(job, read, tell, cancel, broken)
        except _Died as death:
            if not death.over or death.over in broken:
                raise LichengError(
                    "not_made", "PDF 沒有做成。", "請再試一次；一直這樣，請改成不放檔案。"
                ) from death
            broken.add(death.over)


def _once(job: Job, read: Read, tell: Tell, cancel: Cancel, broken: set[str]) -> Bound:
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=work, args=(there,), daemon=True)
    process.start()
    there.close()
    try:
        return _talk(here, job, read, tell, cancel, broken)
    finally:
        _end(process)
        here.close()


def _talk(line: Connection, job: Job, read: Read, tell: Tell, cancel: Cancel, broken: set[str]) -> Bound:
    over = ""
    try:
        line.send_bytes(msgspec.json.encode(job))
        while True:
            said = msgspec.json.decode(_heard(line, cancel), type=Said)
            if isinstance(said, Want):
                over = said.sha256
                line.send_bytes(BROKEN if over in broken else _answer(read, over))
            elif isinstance(said, Progress):
                tell(said.done, said.total, said.name)
            else:
                return Bound(_heard(line, cancel), said.pages, said.left_out)
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        raise _Died(over) from error


def _answer(read: Read, sha256: str) -> bytes:
    try:
        return OK + read(sha256)
    except Damaged:
        return BROKEN


def _heard(line: Connection, cancel: Cancel) -> bytes:
    while not cancel():
        if line.poll(LOOK_S):
            return line.recv_bytes()
    raise Stopped


def _end(process: BaseProcess) -> None:
    """At once: it holds nothing that would have to be put away."""
    process.kill()
    process.join()
    process.close()
