"""The parts of a profile: menus, files, outcomes, 多元表現, deadlines, the status line, receipts, forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

from attrs import Attribute, field, frozen
from attrs.validators import ge, gt, min_len

from domain.kinds import Kind

UndoPass: TypeAlias = Literal["revoke", "set_failed"]


def _known_kinds(_instance: object, _attribute: Attribute[tuple[str, ...]], value: tuple[str, ...]) -> None:
    if unknown := [kind for kind in value if kind not in set(Kind)]:
        raise ValueError(f"沒有這種檔案：{'、'.join(unknown)}")


def _known_undo(_instance: object, _attribute: Attribute[UndoPass], value: UndoPass) -> None:
    if value not in get_args(UndoPass):
        raise ValueError(f"undo_pass 要填 {' 或 '.join(get_args(UndoPass))}")


@frozen
class MenuItem:
    """One line of a menu. `key` names the screen; `form` the form that screen shows, if it shows one.

    roles: whose line it is; everybody's when it names none.
    """

    key: str
    label: str
    form: str = ""
    items: tuple[MenuItem, ...] = ()
    roles: tuple[str, ...] = ()


@frozen
class FileRule:
    """What fits in one kind of slot."""

    kinds: tuple[str, ...] = field(validator=[min_len(1), _known_kinds])
    max_bytes: int = field(validator=gt(0))


@frozen
class OutcomeRules:
    """Course outcomes. `quota` is per course, 0 for no limit; `cap` is for a year's selection, 0 for none.

    `undo_pass`: a certifier revokes (取消認證) or sets 認證不通過. `withdraw`: may a student take a sent one back.
    """

    quota: int = field(validator=ge(0))
    cap: int = field(validator=ge(0))
    resubmission: bool
    undo_pass: UndoPass = field(validator=_known_undo)
    withdraw: bool
    at_least_one_file: bool
    summary_required: bool
    file_notes: bool
    grades_shown: bool
    columns: tuple[str, ...]


@frozen
class DiverseRules:
    """多元表現: the year's cap (0 for none) and how many school years after the set one may be chosen."""

    cap: int = field(validator=ge(0))
    years_ahead: int = field(validator=ge(0))


@frozen
class DeadlineRules:
    """How hard a deadline is. `late_grants`: may staff accept what arrived late; the rest in seconds."""

    late_grants: bool
    grace: int = field(validator=ge(0))
    blob_grace: int = field(validator=ge(0))


@frozen
class StatusRules:
    """When the status line turns amber and red, in seconds: since the school was last reached, since something
    waits, and before a deadline that something unsent must meet."""

    warn_after: int = field(validator=gt(0))
    alarm_after: int = field(validator=gt(0))
    near_deadline: int = field(validator=gt(0))


@frozen
class ReceiptRules:
    """收訖明細: what it is called, its categories, and whether problems are reported here."""

    label: str
    categories: tuple[str, ...]
    reporting: bool


@frozen
class FormRules:
    """How one form differs: its title, labels, which fields are hidden, which are required after all or not."""

    title: str = ""
    hidden: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(factory=dict)
