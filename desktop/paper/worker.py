"""The other process: takes one job from the pipe, asks for bytes, hands the PDF back, ends. It writes no file."""

import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

import msgspec

from desktop.paper.book import (
    Confirmations,
    Extract,
    File,
    Handbook,
    Job,
    Made,
    Portfolio,
    Progress,
    Said,
    Slip,
    Want,
)

OK, BROKEN = b"+", b"-"


def work(line: Connection) -> None:
    """Do what the first message says."""
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # there may be no display, and nothing is shown
    job = msgspec.json.decode(line.recv_bytes(), type=Job)
    pdf, made = _made(job, line)
    _say(line, made)
    line.send_bytes(pdf)
    line.close()


def _made(job: Job, line: Connection) -> tuple[bytes, Made]:
    from desktop.paper import binding  # noqa: PLC0415 - Qt; loaded once the platform is named

    _quiet()
    if isinstance(job, Extract):
        return binding.extract(_asked(line, "source")[0], job.name), Made()
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - as above

    application = QGuiApplication(["licheng"])
    try:
        if isinstance(job, Slip):
            return binding.bind_slip(job)
        if isinstance(job, Handbook):
            return binding.bind_handbook(job)
        if isinstance(job, Confirmations):
            return binding.bind_confirmations(job, _telling(line))
        return _bound(job, line)
    finally:
        application.shutdown()


def _bound(job: Portfolio, line: Connection) -> tuple[bytes, Made]:
    from desktop.paper import binding  # noqa: PLC0415 - as above

    def fetch(file: File) -> tuple[bytes, bool]:
        return _asked(line, file.sha256)

    return binding.bind(job, fetch, _telling(line))


def _telling(line: Connection) -> Callable[[int, int, str], None]:
    def tell(done: int, total: int, name: str) -> None:
        _say(line, Progress(done, total, name))

    return tell


def _asked(line: Connection, sha256: str) -> tuple[bytes, bool]:
    """The bytes, and whether they are known to be broken."""
    _say(line, Want(sha256))
    answer = line.recv_bytes()
    return answer[1:], answer[:1] == BROKEN


def _say(line: Connection, said: Said) -> None:
    line.send_bytes(msgspec.json.encode(said))


def _quiet() -> None:
    """MuPDF complains about bad files on the error stream; what is wrong stands on the page."""
    import pymupdf  # noqa: PLC0415 - only in this process

    pymupdf.TOOLS.mupdf_display_errors(False)  # type: ignore[no-untyped-call]  # PyMuPDF has none
    pymupdf.TOOLS.mupdf_display_warnings(False)  # type: ignore[no-untyped-call]  # the same
