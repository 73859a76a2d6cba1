"""How a sync goes and how it went, as data for screens: never an exception, never a row."""

from attrs import frozen

from sync.effects import SENTENCES, Note, State
from sync.ports import Touched


@frozen
class Progress:
    """What is being done now: phase push, upload, pull or download; for files also which and how many."""

    phase: str
    done: int = 0
    total: int = 0
    subject: str = ""


NOTHING = Touched()


@frozen
class Report:
    """How a sync went. state and sentence: for the status line; problems: what a person may want to look at.

    retry_in: seconds until the next try makes sense (0: whenever the school's poll_after says).
    """

    state: State = State.OK
    sentence: str = SENTENCES[State.OK]
    pushed: int = 0
    pulled: int = 0
    uploaded: int = 0
    downloaded: int = 0
    problems: tuple[Note, ...] = ()
    touched: Touched = NOTHING
    retry_in: float = 0.0
    poll_after: int = 0
    wipe_count: int = 0

    @property
    def ok(self) -> bool:
        return self.state is State.OK
