"""A decision about many outcomes before it is made: which of them a rule lets through, and why not the others."""

from collections.abc import Sequence

from attrs import frozen

from desktop.desk import Desk
from desktop.models.certify_queue import Work
from domain.intents import Action
from domain.refusals import Refused


@frozen
class Trial:
    """One outcome of the decision. why: what stands against it, "" when nothing does; remedy: also what to do."""

    work: Work
    why: str = ""
    remedy: str = ""

    @property
    def row(self) -> tuple[str, str, str]:
        """Whose, what of, and what would become of it."""
        place = f"{self.work.student}　{self.work.place}".rstrip()
        return place, self.work.record.text("summary"), self.why or "可以"


def trials(desk: Desk, works: Sequence[Work], action: Action) -> tuple[Trial, ...]:
    """What the rules say to each, the refused ones first."""
    verdicts = desk.may_each(action, [work.record for work in works])
    made = [
        Trial(work, verdict.sentence, verdict.text) if isinstance(verdict, Refused) else Trial(work)
        for work, verdict in zip(works, verdicts, strict=True)
    ]
    return tuple(sorted(made, key=lambda trial: not trial.why))


def summary(made: Sequence[Trial], verb: str) -> str:
    """ "12 件裡有 11 件會通過，1 件現在不能。" """
    refused = sum(1 for trial in made if trial.why)
    if not refused:
        return f"{len(made)} 件成果都會{verb}。"
    return f"{len(made)} 件裡有 {len(made) - refused} 件會{verb}，{refused} 件現在不能，會留在清單裡。"
