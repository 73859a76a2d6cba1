"""What to tell the school on the telephone when a deadline is near and nothing can be sent."""

import hashlib

from attrs import frozen

from desktop.desk import Desk
from desktop.models.home import name_of
from desktop.status import QUIET
from domain.commitment import code_of
from domain.lifecycle import ACTION_LABELS
from domain.waiting import first_deadline

ADVICE = "連不上學校。請打電話，把這組代碼在截止前告訴學校；之後再改內容，代碼就不同了。"


@frozen
class Code:
    """The code of one act that waits here; label: what it is, window: which end is near."""

    label: str
    code: str
    window: str


def codes(desk: Desk) -> tuple[Code, ...]:
    """One for each act that must meet a near end, while the school cannot be reached."""
    if desk.courier is not None and desk.courier.condition.state not in QUIET:
        return ()
    school = desk.school()
    found = []
    for said in desk.unsent():
        end = first_deadline([said.intent], school) if said.intent is not None else None
        if said.intent is None or end is None:
            continue
        if (end.closes_at - school.now).total_seconds() <= desk.profile.status.near_deadline:
            what = (
                f"{ACTION_LABELS[said.intent.action]}：{name_of(desk, said.intent.record, said.intent.form)}"
            )
            found.append(Code(what, code_of(hashlib.sha256(said.body).hexdigest()), end.label))
    return tuple(found)
