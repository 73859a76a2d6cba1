"""A listener to the worker that remembers everything."""

from __future__ import annotations

from collections.abc import Callable

from attrs import field, frozen

from desktop.shrinking.outcome import Side


@frozen
class Heard:
    """A Teller. then: done at each word of progress."""

    then: Callable[[], object] = lambda: None
    shares: list[float] = field(factory=list)
    sides: list[Side] = field(factory=list)

    def __call__(self, share: float, _words: str) -> None:
        self.shares.append(share)
        self.then()

    def before(self, side: Side) -> None:
        self.sides.append(side)
