"""Writer, the one thread that writes, and Courier, the one that waits for the network.

Both are a Lane: jobs run one after another in a thread of their own, and what comes of them comes home
to the GUI thread by one queued signal. A job may not touch a widget.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Lane(QObject):
    """One worker thread. `start` never blocks; `wait` is for other lanes, never for the GUI thread."""

    _home = Signal(object)
    failed = Signal(object)
    """An exception that nobody asked to be told of."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._home.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._closed = False
        self.waiting = 0

    def start(self, job: Callable[[], T], done: Done | None = None, failed: Failed | None = None) -> None:
        """Run the job; then call done(result) or failed(exception) in the GUI thread."""
        if self._closed:
            return
        self.waiting += 1
        future = self._pool.submit(job)
        future.add_done_callback(lambda f: self._home.emit((f, done, failed)))

    def wait(self, job: Callable[[], T]) -> T:
        """Run the job here and wait for it: called from another lane's thread."""
        return self._pool.submit(job).result()

    def close(self) -> None:
        """Finish what was begun; accept nothing more; no word comes home afterwards."""
        self._closed = True
        self._pool.shutdown(wait=True)

    @Slot(object)
    def _deliver(self, parcel: tuple[Future[Any], Done | None, Failed | None]) -> None:
        future, done, failed = parcel
        self.waiting -= 1
        if self._closed or future.cancelled():
            return
        error = future.exception()
        if error is None:
            if done is not None:
                done(future.result())
        elif isinstance(error, Exception):
            self._tell(error, failed)

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
