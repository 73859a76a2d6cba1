"""Shell: performs the effects of a cycle until its generator ends. The one caller of the ports.

Intents first, then files up, records down, files down. One bad file or intent stops nothing else. How it went comes
back as a Report; only a fault of the program itself is raised.
"""

from collections.abc import Callable, Generator
from threading import Lock
from typing import Any

from attrs import define, evolve, field

from domain.errors import Damaged, LichengError, Offline
from sync import effects as fx
from sync.backoff import next_try
from sync.cycle import BULK, INTERACTIVE, pulling, pushing
from sync.effects import Effect, State
from sync.ports import Blobs, Dice, Pause, School, Store
from sync.report import Progress, Report
from sync.transfer import download, upload
from sync.wire import PAGE_ROWS
from sync.world import World

WORTH_TRYING_AGAIN = frozenset(
    {State.OFFLINE, State.NOT_THE_SCHOOL, State.BUSY, State.TIMELINE, State.REFUSED}
)

ShowProgress = Callable[[Progress], None]
AskCancel = Callable[[], bool]


def silent(_progress: Progress) -> None:
    """Nobody watches."""


def never() -> bool:
    """Nobody cancels."""
    return False


class Runner:
    """Runs whole syncs, one at a time, on whichever thread calls."""

    def __init__(self, store: Store, blobs: Blobs, school: School, dice: Dice, pause: Pause) -> None:
        self._parts = (store, blobs, school, dice, pause)
        self._dice = dice
        self._single = Lock()
        self._failures = 0

    def sync(self, progress: ShowProgress = silent, cancel: AskCancel = never, bulk: bool = False) -> Report:
        """One whole sync. bulk: bigger batches, for a computer that comes back after weeks."""
        if not self._single.acquire(blocking=False):
            return Report(State.RUNNING_ELSEWHERE, fx.SENTENCES[State.RUNNING_ELSEWHERE])
        try:
            report = _Round(World(*self._parts), progress, cancel, BULK if bulk else INTERACTIVE).run()
        finally:
            self._single.release()
        return self._with_retry(report)

    def _with_retry(self, report: Report) -> Report:
        if report.state not in WORTH_TRYING_AGAIN:
            self._failures = 0
            return report
        self._failures += 1
        wait = next_try(self._failures - 1, self._dice.fraction(), report.retry_in)
        return evolve(report, retry_in=wait)


@define
class _Round:
    """One sync from its first stage to its report."""

    world: World
    progress: ShowProgress
    cancel: AskCancel
    batch: int
    report: Report = field(factory=Report)

    def run(self) -> Report:
        """Stage by stage; after a failure of the connection itself the later stages are left for the next time."""
        try:
            if self._stage(self._push):
                self._stage(self._upload)
                if self._stage(self._pull):
                    if self.world.rewound or self.world.touched.again:
                        self._stage(
                            self._push
                        )  # what waited for the school's word: after a restore, or being late
                    self._stage(self._download)
        except fx.Cancelled:
            self._end(State.CANCELLED)
        done = self.world
        return evolve(
            self.report,
            touched=done.touched,
            pushed=done.settled,
            pulled=done.rows,
            poll_after=done.poll_after,
        )

    def _stage(self, stage: Callable[[], None]) -> bool:
        """Run a stage; false when it failed in a way that makes the next one pointless."""
        try:
            stage()
        except fx.TooOld as error:
            self._end(State.TOO_OLD, error.sentence)
        except fx.WipeGuard as error:
            self._end(State.WIPE_GUARD, str(error))
            self.report = evolve(self.report, wipe_count=error.count)
            return False
        except (LichengError, OSError) as error:
            self._end(*_named(error))
            if isinstance(error, fx.Busy):
                self.report = evolve(self.report, retry_in=error.retry_after)
            return False
        return True

    # ---- stages

    def _push(self) -> None:
        self.progress(Progress("push"))
        self._perform(pushing(self.batch))

    def _pull(self) -> None:
        self.progress(Progress("pull"))
        self._perform(pulling(PAGE_ROWS, self.batch))

    def _upload(self) -> None:
        files = self.world.store.uploads()
        for number, (name, size) in enumerate(files):
            self.progress(Progress("upload", number, len(files), name))
            if self._file(upload(name, size), name):
                self.report = evolve(self.report, uploaded=self.report.uploaded + 1)

    def _download(self) -> None:
        files = self.world.store.wanted()
        for number, (name, size) in enumerate(files):
            self.progress(Progress("download", number, len(files), name))
            if self._file(download(name, size), name):
                self.report = evolve(self.report, downloaded=self.report.downloaded + 1)

    def _file(self, steps: Generator[Effect, Any, object], name: str) -> bool:
        """One file; what is wrong with it alone becomes a problem in the report."""
        try:
            return self._perform(steps) is not False
        except (fx.Turned, fx.BlobRefused, fx.BlobMismatch, fx.BlobOffset, Damaged) as error:
            self._note(fx.Note(error.code, str(error), name))
        return False

    # ---- the one loop

    def _perform(self, steps: Generator[Effect, Any, Any]) -> Any:
        """Do what the generator asks, tell it the answer or throw the error into it, until it ends."""
        try:
            effect = next(steps)
            while True:
                if self.cancel():
                    steps.close()
                    raise fx.Cancelled
                if isinstance(effect, fx.Note):
                    self._note(effect)
                try:
                    answer = self.world.do(effect)
                except (LichengError, OSError) as error:
                    effect = steps.throw(error)
                else:
                    effect = steps.send(answer)
        except StopIteration as end:
            return end.value

    def _note(self, note: fx.Note) -> None:
        self.report = evolve(self.report, problems=(*self.report.problems, note))

    def _end(self, state: State, sentence: str = "") -> None:
        """The first thing that went wrong is what the status line says."""
        if self.report.state is State.OK:
            self.report = evolve(self.report, state=state, sentence=sentence or fx.SENTENCES[state])


def _named(error: LichengError | OSError) -> tuple[State, str]:
    """The state word of a failure that ended a stage, and its sentence."""
    match error:
        case fx.NotTheSchool():
            return State.NOT_THE_SCHOOL, error.sentence
        case Offline():
            return State.OFFLINE, error.sentence
        case fx.AuthRequired():
            return State.AUTH_REQUIRED, error.sentence
        case fx.Busy():
            return State.BUSY, error.sentence
        case fx.Timeline():
            return State.TIMELINE, error.sentence
        case OSError():
            return State.DISK, fx.SENTENCES[State.DISK]
        case Damaged() | LichengError(code="disk_full" | "disk_fault"):
            return State.DISK, str(error)
        case _:
            return State.REFUSED, str(error)
