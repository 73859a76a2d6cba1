"""On the first page of whoever guides: their classes in a line each. Counted on a lane, not more often than need be."""

from PySide6.QtCore import QTimer

from desktop.models import caseload
from desktop.models.caseload import Pupil
from desktop.views.host import Host
from desktop.views.note_rows import NoteCard
from domain.people import Role

SETTLE_MS = 1500


class GuideCard(NoteCard):
    """Hidden from a teacher who guides nobody; a counselor is told that the school has given nobody yet."""

    def __init__(self, host: Host) -> None:
        super().__init__("輔導的學生", "people", "學校還沒有指定您輔導的班級或學生。")
        self._host, self._desk = host, host.desk
        self._counting = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._count)
        self._shown: tuple[Pupil, ...] | None = None
        self._always = self._desk.actor.role is Role.COUNSELOR
        self.setVisible(False)

    def reload(self) -> None:
        """Count now when nothing is shown yet; else once things have settled."""
        some = bool(self._desk.knowing.guided)
        if not some:
            self._show(())
        elif self._shown is None:
            self._count()
        elif not self._settle.isActive():
            self._settle.start()

    def _count(self) -> None:
        desk = self._desk
        if self._counting or desk.closed:
            return
        self._counting = True
        school = desk.school()
        year = school.settings.school_year
        desk.bench.start(lambda: caseload.pupils(desk, school, year), self._counted, self._failed)

    def _counted(self, found: tuple[Pupil, ...]) -> None:
        self._counting = False
        self._show(found)

    def _failed(self, error: Exception) -> None:
        self._counting = False
        self._host.fail(error)

    def _show(self, found: tuple[Pupil, ...]) -> None:
        if found != self._shown:
            self._shown = found
            self.show_notes(caseload.notes(found), self._host.go)
            self.count.setText(f"共 {len(found)} 位" if found else "")
        self.setVisible(self._always or bool(found))
