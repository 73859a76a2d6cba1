"""Asking the school something here and now, and saying truly what it means when there is no answer."""

from collections.abc import Callable

from desktop import sessions
from domain.errors import Offline
from sync.effects import NotTheSchool

LATER = "請確認網路，稍後再試一次。"


def told(ask: Callable[[], sessions.T]) -> sessions.T:
    """Ask; when the school is out of reach, say truly what that means for the person."""
    try:
        return ask()
    except NotTheSchool:
        raise
    except Offline as error:
        if error.code == "offline":
            raise Offline(
                error.code, "這件事要連上學校才能做，現在連不上；什麼都沒有改變。", LATER
            ) from error
        raise Offline(error.code, "和學校的連線斷了，不確定學校有沒有收到。", LATER) from error
