"""What waits for the school's office: acts that came late, reports, people's words that came second, odd windows."""

from desktop.desk import Desk
from desktop.models import late, office, reports
from desktop.models.home import Note
from domain.people import Role


def notes(desk: Desk) -> tuple[Note, ...]:
    """One line for each kind that waits, with how many; nothing for anybody else."""
    if desk.actor.role is not Role.ADMINISTRATOR:
        return ()
    held, reported = late.count(desk), reports.count(desk, reports.WAITING)
    odd = office.warnings(desk, office.spans(desk))
    found = (
        (held, Note("逾時補做", "逾時送達，等學校准予或不准", "", "admin_late", "", "warning", f"{held} 件")),
        (reported, Note("問題回報", "學生等候答覆", "", "admin_receipts", "", "info", f"{reported} 件")),
        (
            len(odd),
            Note(
                "作業期間", odd[0][0] if odd else "", "", "admin_windows", "", "warning", f"{len(odd)} 個提醒"
            ),
        ),
    )
    return tuple(note for count, note in found if count)
