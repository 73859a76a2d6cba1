"""The word 復原, wherever it stands: in the corner after an act on many, in the palette, behind Ctrl+Z."""

from collections.abc import Sequence
from functools import partial

from desktop.models import undo
from desktop.operations import undoing
from desktop.operations.undoing import TakenBack
from desktop.views.host import Host
from domain.intents import Action, Intent

PATIENCE_MS = 8000
"""So long an act stays here by itself, while the word 復原 stands on the screen."""
UNDO = "復原"
TRASH = "可以到「最近刪除」看看。"
ON_ITS_WAY = "刪除已送往學校，復原也會送過去。"


def offer(host: Host, said: Sequence[Intent], sentence: str = "") -> None:
    """Tell what was done in one go, with one way back for all of it."""
    if said:
        told = sentence or f"已{undo.words(host.desk, said)}。"
        host.offer(told, UNDO, partial(take_back, host, said))


def take_back(host: Host, said: Sequence[Intent]) -> None:
    """As far as it has not left this computer or can be restored; what cannot is told."""
    named = undo.words(host.desk, said)
    deleting = any(intent.action is Action.DELETE for intent in said)

    def told(result: object) -> None:
        if isinstance(result, tuple):
            sentence, tone = _told(named, result[1], deleting)
            host.say(sentence, tone)

    host.desk.write(partial(undoing.take_back, host.desk, said), told, host.fail)


def take_back_last(host: Host) -> None:
    said = undoing.last(host.desk)
    if said:
        take_back(host, said)
    else:
        host.say("沒有可以復原的：送往學校之後就不能收回。")


def _told(named: str, became: TakenBack, deleting: bool) -> tuple[str, str]:
    if not (became.left or became.later):
        return f"已復原 {named}。{ON_ITS_WAY if became.restored else ''}", "success"
    why = [f"{became.left} 件已送往學校"] if became.left else []
    why += [f"{became.later} 件之後又改過"] if became.later else []
    back = became.done + became.restored
    did = f"復原了 {back} 件。" if back else "不能收回。"
    return "，".join((*why, did)) + (TRASH if deleting and became.left else ""), "warning"
