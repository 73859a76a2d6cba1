"""A conversation with a generator, written as it happens: `<<` what it must ask, `>>` what it is told.

Playbook(push(20)) << Freeze(20, LIMIT) >> () << Ends(0)
"""

from collections.abc import Callable, Generator
from typing import Any

from attrs import frozen


@frozen
class Ends:
    """The generator returns this."""

    value: Any = None


@frozen
class Raises:
    """The generator raises this kind of error."""

    kind: type[BaseException]


@frozen
class fails:  # noqa: N801 - reads as a word of the conversation
    """Instead of an answer this error is thrown into the generator."""

    error: BaseException


class Playbook:
    """Runs at once: each `>>` moves the generator to its next question, each `<<` checks that question."""

    def __init__(self, steps: Generator[Any, Any, Any]) -> None:
        self._steps = steps
        self._asked: Any = None
        self._advance(lambda: next(steps))

    def __lshift__(self, expected: Any) -> "Playbook":
        asked = self._asked
        if isinstance(expected, Raises):
            raised = isinstance(asked, Raises) and issubclass(asked.kind, expected.kind)
            assert raised, f"{asked} is not {expected}"
        elif isinstance(expected, type):
            assert isinstance(asked, expected), f"{asked} is not {expected.__name__}"
        else:
            assert asked == expected, f"asked {asked}\nexpected {expected}"
        return self

    def __rshift__(self, answer: Any) -> "Playbook":
        assert not isinstance(self._asked, Ends | Raises), f"it is over: {self._asked}"
        if isinstance(answer, fails):
            self._advance(lambda: self._steps.throw(answer.error))
        elif callable(answer) and not isinstance(answer, type):
            told = answer(self._asked)
            self._advance(lambda: self._steps.send(told))
        else:
            self._advance(lambda: self._steps.send(answer))
        return self

    @property
    def asked(self) -> Any:
        """The question that waits for an answer, or Ends or Raises."""
        return self._asked

    def _advance(self, move: Callable[[], Any]) -> None:
        try:
            self._asked = move()
        except StopIteration as end:
            self._asked = Ends(end.value)
        except Exception as error:  # noqa: BLE001 - whatever it raises is what the test looks at
            self._asked = Raises(type(error))
