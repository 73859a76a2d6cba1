"""What is done for several students at once: sheets to be signed, and drafted reminders. Under the table."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models import confirmation
from desktop.models.caseload import Pupil
from desktop.operations import papers
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.paper_job import PaperJob
from desktop.views.reminder_dialog import ReminderDialog


class CaseloadActs(QWidget):
    """whom: answers the students meant, those marked or all that are shown. `job` is placed by the page."""

    def __init__(self, host: Host, whom: Callable[[], Sequence[Pupil]]) -> None:
        super().__init__()
        self._host, self._desk, self._whom = host, host.desk, whom
        self.job = PaperJob(host)
        self.job.changed.connect(self.count)
        self.footer = kit.StickyFooter()
        self.remind_button = kit.Button("擬提醒", "secondary", "edit")
        self.remind_button.clicked.connect(self.remind)
        self.print_button = kit.Button("歷程確認單", "secondary", "file-pdf")
        self.print_button.clicked.connect(self.print_sheets)
        for button in (self.remind_button, self.print_button):
            self.footer.add_action(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.footer)
        self.count()

    def count(self) -> None:
        """Say for how many students the buttons would do it."""
        number = len(self._whom())
        for button, label in ((self.remind_button, "擬提醒"), (self.print_button, "歷程確認單")):
            button.setText(f"{label}（{number} 位）" if number else label)
            button.setEnabled(bool(number))
        self.print_button.setEnabled(bool(number) and not self.job.running)

    def print_sheets(self) -> None:
        """One PDF, a sheet a student, to be printed and signed."""
        chosen = self._whom()
        year = self._desk.school().settings.school_year
        names = {one.tally.class_name for one in chosen}
        whose = chosen[0].tally.name if len(chosen) == 1 else next(iter(names)) if len(names) == 1 else "多班"
        path = self._host.ask_where_to_save("歷程確認單", f"{year}學年度_歷程確認單_{whose}.pdf")
        if path is None:
            return
        desk, accounts = self._desk, [one.tally.account for one in chosen]
        self.job.start(
            papers.named(path, ".pdf"),
            lambda place, tell, cancel: papers.confirmations(
                desk, confirmation.book(desk, accounts), place, tell, cancel
            ),
        )

    def remind(self) -> None:
        """Drafts to look through; nothing is said before the person says it."""
        dialog = ReminderDialog(self._host, self._whom(), self)
        dialog.exec()
        dialog.deleteLater()
