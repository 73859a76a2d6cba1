"""Where a session's tokens are kept: a port, and a holder for one process."""

from contextlib import AbstractContextManager
from threading import RLock
from typing import Any, Protocol

from attrs import frozen


@frozen
class Grant:
    """What a sign-in gave: both tokens, opaque."""

    access: str = ""
    refresh: str = ""


class Tokens(Protocol):
    """Where the grant is kept. `locked` excludes every other thread and process that might refresh it too."""

    def read(self) -> Grant: ...

    def write(self, grant: Grant) -> None: ...

    def locked(self) -> AbstractContextManager[Any]: ...


class MemoryTokens:
    """Tokens of one process, kept nowhere."""

    def __init__(self, grant: Grant) -> None:
        self._grant = grant
        self._lock = RLock()

    def read(self) -> Grant:
        return self._grant

    def write(self, grant: Grant) -> None:
        self._grant = grant

    def locked(self) -> AbstractContextManager[Any]:
        return self._lock
