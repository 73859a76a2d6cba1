"""The end of keeping, asked of the school and ordered there: nothing of it is done or kept on this computer."""

from collections.abc import Sequence
from functools import partial

from desktop import sessions
from desktop.desk import Desk
from sync.http.school import HttpSchool
from sync.wire.keeping import Keeping, Purge

PATH = "/v1/keeping"


def ask(desk: Desk) -> Keeping:
    """Who has left and what was removed; not for the GUI thread. Offline without a line."""
    return sessions.errand(desk, lambda school: school.get(PATH, Keeping))


def purge(desk: Desk, accounts: Sequence[str], reason: str, confirm: str) -> Keeping:
    """Remove what these left behind, for good; how it stands afterwards. BadInput when one may not go."""
    return sessions.errand(desk, partial(_purge, Purge(list(accounts), reason, confirm)))


def _purge(order: Purge, school: HttpSchool) -> Keeping:
    return school.post(f"{PATH}/purge", order, Keeping)
