"""The way to the school when it is shut: being let in again, and agreeing to what the school took away."""

from desktop import sessions
from desktop.changes import Changes
from desktop.desk import Desk


def renew(desk: Desk, password: str, otp: str = "") -> None:
    """New tokens for this desk; raises what the school says. Runs on the hands, never in the GUI thread."""
    sessions.renew(desk, password, otp)


def allow_wipe(desk: Desk) -> Changes:
    """The person agrees that many records are gone at the school; the next sync goes through."""
    desk.store.allow_wipe()
    return Changes(settings=True)
