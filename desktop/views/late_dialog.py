"""The question before late acts are decided: every one with what the school says would become of it."""

from collections.abc import Sequence

from attrs import frozen
from PySide6.QtWidgets import QDialog, QWidget

from desktop import theme
from desktop.models.late import Item
from desktop.operations.late import Tried
from desktop.views import kit
from desktop.views.trial_table import TrialTable
from domain.intents import Action

HEADINGS = ("誰", "什麼", "試算結果")
UNKNOWN = "離線，學校收到時判斷"
GRANTED = "會照準時送達執行；學生同步後看到理由。"
REFUSED = "學生寫的內容還在；之後改變主意，仍可以再准予補做。"


@frozen
class Trial:
    """One act of the decision. why: what stands against it, "" when nothing does."""

    item: Item
    told: str
    why: str = ""
    remedy: str = ""

    @property
    def row(self) -> tuple[str, str, str]:
        return self.item.who, self.item.what, self.told


def trials(wanted: Sequence[Item], action: Action, tried: Tried) -> tuple[Trial, ...]:
    """What would become of each, those that will not do first."""
    if action is Action.REFUSE:
        return tuple(Trial(item, "不准，內容保留") for item in wanted)
    if not tried.reached:
        return tuple(Trial(item, UNKNOWN) for item in wanted)
    made = [
        Trial(item, why or "可以", why, why)
        for item in wanted
        for why in [tried.against.get(item.record.id, "")]
    ]
    return tuple(sorted(made, key=lambda trial: not trial.why))


class LateDialog(kit.ConfirmDialog):
    """A confirm box with the table of the trial; what does not fit is left out."""

    def __init__(self, parent: QWidget | None, made: Sequence[Trial], action: Action) -> None:
        will = sum(1 for trial in made if not trial.why)
        verb = "准予補做" if action is Action.GRANT else "不准補做"
        left = len(made) - will
        told = f"{len(made)} 件裡有 {will} 件可以{verb}，{left} 件不能，會留在清單裡。"
        text = told if left else f"{len(made)} 件都會{verb}。"
        consequence = GRANTED if action is Action.GRANT else REFUSED
        super().__init__(parent, verb, text, f"{verb} {will} 件", action is Action.REFUSE, consequence)
        self.setMinimumWidth(theme.px(640))
        self.setMaximumWidth(theme.px(760))
        self.table = TrialTable(made, HEADINGS)
        self.add_detail(self.table)
        self.confirm_button.setEnabled(bool(will))

    @classmethod
    def agreed(cls, parent: QWidget | None, made: Sequence[Trial], action: Action) -> bool:
        box = cls(parent, made, action)
        answer = box.exec()
        box.deleteLater()
        return answer == QDialog.DialogCode.Accepted
