"""Lists at the school's own machine: the same looking and the same writing as from the office's desk, in one go."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from derive.rolls import ROLLS
from server.services import identities, rolls
from server.services.accounts import Doorkeeper
from server.services.office import Office
from server.services.roll_writing import carry_out


def bring(kind: str, office: Office, doorkeeper: Doorkeeper, path: Path) -> int:
    """All of a list or none; BadList has its cells. How many lines it has."""
    found = rolls.plan(office, kind, path.read_bytes(), passwords=True)
    carry_out(office, doorkeeper, found)
    return sum(1 for one in found.steps if one.line)


KINDS: Mapping[str, Callable[[Office, Doorkeeper, Path], int]] = {
    **{kind: partial(bring, kind) for kind in ROLLS},
    "identities": lambda office, _, path: identities.import_list(office, path),
}
