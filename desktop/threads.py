"""Writer, the one thread that writes, and Courier, the one that waits for the network.

Both are a Lane: jobs run one after another in a thread of their own, and what comes of them comes home
to the GUI thread by one queued signal. A job may not touch a widget.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event
from typing import Any, TypeVar

from attrs import define
from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


@define
class _Errand:
    """A job on its way, and what came of it. The lane holds it until it is home, see Lane."""

    job: Callable[[], Any]
    done: Done | None
    failed: Failed | None
    to: QObject | None = None
    result: Any = None
    error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.job()
        except BaseException as error:  # noqa: BLE001 - it is told at home, whatever it is
            self.error = error


class Lane(QObject):
    """One worker thread. `start` never blocks; `wait` is for other lanes, never for the GUI thread.

    Jobs and callbacks close over widgets. Their last reference must die in the GUI thread, or the widget
    would be destroyed in another; so the worker is given a number, and everything else stays at home.
    """

    _home = Signal(int)
    failed = Signal(object)
    """An exception that nobody asked to be told of."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._home.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._closed = False
        self._tickets = count()
        self._errands: dict[int, _Errand] = {}

    @property
    def waiting(self) -> int:
        """How many jobs are not home yet."""
        return len(self._errands)

    def start(
        self,
        job: Callable[[], T],
        done: Done | None = None,
        failed: Failed | None = None,
        to: QObject | None = None,
    ) -> None:
        """Run the job; then call done(result) or failed(exception) in the GUI thread.

        to: whom the answer is for. When it is gone by then, a page with its window, the answer is dropped; an
        error is told as one that nobody asked to be told of.
        """
        if self._closed:
            return
        ticket = next(self._tickets)
        self._errands[ticket] = _Errand(job, done, failed, to)
        self._pool.submit(self._run, ticket)

    def wait(self, job: Callable[[], T]) -> T:
        """Run the job here and wait for it: called from another lane's thread."""
        return self._pool.submit(job).result()

    def close(self) -> None:
        """Finish what was begun; accept nothing more; no word comes home afterwards."""
        self._closed = True
        self._pool.shutdown(wait=True)
        self._errands.clear()

    def _run(self, ticket: int) -> None:
        self._errands[ticket].run()
        self._home.emit(ticket)

    @Slot(int)
    def _deliver(self, ticket: int) -> None:
        errand = self._errands.pop(ticket, None)
        if errand is None or self._closed:
            return
        gone = errand.to is not None and not isValid(errand.to)
        if errand.error is None:
            if errand.done is not None and not gone:
                errand.done(errand.result)
        elif isinstance(errand.error, Exception):
            self._tell(errand.error, None if gone else errand.failed)

    def _tell(self, error: Exception, failed: Failed | None) -> None:
        if failed is not None:
            failed(error)
        else:
            self.failed.emit(error)


class Cancel:
    """Tells a long job to stop; also a pause that ends early when it is set."""

    def __init__(self) -> None:
        self._event = Event()

    def __call__(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        self._event.set()

    def clear(self) -> None:
        self._event.clear()

    def pause(self, seconds: float) -> bool:
        """Wait; true when it was cut short."""
        return self._event.wait(seconds)
