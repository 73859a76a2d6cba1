"""Wakes those who wait for news. Says only that something may have changed; correctness never depends on it."""

import threading
from concurrent.futures import Future


class Pulse:
    """The newest seq that this process knows of, and the futures of those who wait for a newer one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._head = 0
        self._waiting: set[Future[int]] = set()

    def beat(self, seq: int) -> None:
        """The school has come to seq; whoever waits goes on."""
        with self._lock:
            if seq <= self._head:
                return
            self._head = seq
            woken, self._waiting = self._waiting, set()
        for future in woken:
            if future.set_running_or_notify_cancel():
                future.set_result(seq)

    def after(self, seq: int) -> "Future[int]":
        """Done as soon as the school is known to be beyond seq."""
        future: Future[int] = Future()
        with self._lock:
            if self._head > seq:
                future.set_result(self._head)
            else:
                self._waiting.add(future)
        return future

    def forget(self, future: "Future[int]") -> None:
        with self._lock:
            self._waiting.discard(future)
