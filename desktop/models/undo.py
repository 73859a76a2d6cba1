"""What was done in one go, named for a menu, a word in the corner and the word 復原. No widgets in here."""

from collections import Counter
from collections.abc import Sequence

from desktop.desk import Desk
from desktop.models.entry_list import quoted
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.lifecycle import ACTION_LABELS


def words(desk: Desk, said: Sequence[Intent]) -> str:
    """ "刪除 3 件競賽表現", "認證通過 12 件", "勾選 3 件、取消 1 件"."""
    counts = Counter(intent.action for intent in said)
    if Action.DELETE in counts:
        return f"{ACTION_LABELS[Action.DELETE]}{_deleted(desk, said)}"
    told = [action for action in Action if action in counts]
    return "、".join(f"{_label(action, counts)} {counts[action]} 件" for action in told)


def _label(action: Action, counts: Counter[Action]) -> str:
    """Beside 勾選, 取消 alone says enough."""
    short = action is Action.DESELECT and Action.SELECT in counts
    return "取消" if short else ACTION_LABELS[action]


def _deleted(desk: Desk, said: Sequence[Intent]) -> str:
    record = desk.record(said[0].record)
    if len(said) == 1 and record is not None:
        return quoted(FORMS[record.form], record)
    forms = {intent.form for intent in said}
    title = desk.profile.title_of(FORMS[forms.pop()]) if len(forms) == 1 else "紀錄"
    return f" {len(said)} 件{title}"
