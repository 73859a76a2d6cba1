"""The question before many are decided at once: every row with what would become of it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from desktop import theme
from desktop.models.decisions import Trial, summary
from desktop.views import kit
from desktop.views.trial_table import TrialTable

HEADINGS = ("學生", "成果", "試算結果")


class DecisionDialog(kit.ConfirmDialog):
    """A confirm box with the table of the trial between the words and the consequence."""

    def __init__(
        self, parent: QWidget | None, verb: str, made: Sequence[Trial], danger: bool, consequence: str
    ) -> None:
        will = sum(1 for trial in made if not trial.why)
        super().__init__(parent, verb, summary(made, verb), f"{verb} {will} 件", danger, consequence)
        self.setMinimumWidth(theme.px(640))
        self.setMaximumWidth(theme.px(760))
        self.table = TrialTable(made, HEADINGS)
        self.add_detail(self.table)

    @classmethod
    def decide(
        cls, parent: QWidget | None, verb: str, made: Sequence[Trial], danger: bool, consequence: str
    ) -> bool:
        """True when the person confirmed."""
        box = cls(parent, verb, made, danger, consequence)
        answer = box.exec()
        box.deleteLater()
        return answer == QDialog.DialogCode.Accepted
