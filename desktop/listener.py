"""Listener: waits at the school for news, on a line and a lane of its own, and sends the courier when there is some.

It holds up nothing: closing ends the wait at once, and without it the courier still looks from time to time.
"""

import logging
import time
from collections.abc import Callable
from typing import Protocol

from attrs import frozen
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.threads import Lane
from domain.errors import LichengError
from sync.backoff import honoured
from sync.effects import AuthRequired, Busy
from sync.listening import REST, Listening
from sync.wire.news import News

log = logging.getLogger("licheng")
UNREACHABLE = "offline"


class Ear(Protocol):
    """The line on which one waits."""

    def wait(self) -> News:
        """Until there is something that this copy has not read; blocks for up to a minute."""

    def hang_up(self) -> None:
        """From another thread: the wait ends at once."""

    def close(self) -> None: ...


@frozen
class Heard:
    """How one wait ended. retry_after: what a crowded school asked for. away: nobody can wait before the next trip."""

    listening: Listening
    news: News | None = None
    retry_after: float = 0.0
    away: bool = False


class Listener(QObject):
    """Signal news: there is something to fetch. Starts with `listen`, rests when the school is away."""

    news = Signal()

    def __init__(
        self, ear: Callable[[], Ear], fraction: Callable[[], float], parent: QObject | None = None
    ) -> None:
        """ear: made in the lane at the first wait, since it imports the network."""
        super().__init__(parent)
        self._make = ear
        self._fraction = fraction
        self._ear: Ear | None = None
        self._lane = Lane("listener", self)
        self._closed = False
        self._waiting = False
        self.state = Listening(broken=1)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._wait)
        self._fetch = QTimer(self, singleShot=True)
        self._fetch.timeout.connect(self.news)

    @property
    def waiting(self) -> bool:
        """Whether somebody stands at the school right now."""
        return self._waiting

    @property
    def heard(self) -> bool:
        """Whether news would be told: looks may be rare."""
        return self._waiting and self.state.heard

    @Slot()
    def listen(self) -> None:
        """The copy has just read everything: wait for more, unless that goes on already or is to rest."""
        if not self._waiting and not self._timer.isActive() and not self._fetch.isActive():
            self._wait()

    def close(self) -> None:
        """Hang up and return promptly."""
        self._closed = True
        self._timer.stop()
        self._fetch.stop()
        if self._ear is not None:
            self._ear.hang_up()
        self._lane.close()
        if self._ear is not None:
            self._ear.close()

    @Slot()
    def _wait(self) -> None:
        if self._closed or self._waiting:
            return
        self._waiting = True
        self._lane.start(self._stand, self._back, self._fell)

    def _stand(self) -> Heard:
        """In the lane: one wait. What goes wrong with it is no trouble of anybody's: there are still the looks."""
        if self._ear is None:
            self._ear = self._make()
            if self._closed:
                self._ear.hang_up()
        began = time.monotonic()
        try:
            news = self._ear.wait()
        except Busy as error:
            return Heard(self.state.fell(), None, error.retry_after)
        except LichengError as error:
            log.info("no waiting for news: %s", error.code)
            away = isinstance(error, AuthRequired) or error.code == UNREACHABLE
            return Heard(self.state if away else self.state.fell(), away=away)
        return Heard(self.state.waited(time.monotonic() - began, news.changed), news)

    def _back(self, heard: Heard) -> None:
        self._waiting, self.state = False, heard.listening
        if heard.news is not None and heard.news.changed:
            self._fetch.start(int(heard.news.wait_s * 1000))
            return
        if heard.away:
            return
        pause = heard.listening.pause(self._fraction(), heard.retry_after)
        self._timer.start(int(pause * 1000))

    def _fell(self, error: Exception) -> None:
        """Nothing that was expected: said in the log, and not tried again before a long rest."""
        log.error("waiting for news failed", exc_info=error)
        self._waiting = False
        self.state = self.state.fell()
        self._timer.start(int(honoured(REST, self._fraction()) * 1000))
