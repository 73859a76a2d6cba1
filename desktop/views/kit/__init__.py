"""The widgets every screen is built from. They know the theme and nothing of records, forms or schools.

Each is fetched when first asked for: the sign-in page needs a third of them, and is painted sooner without the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from desktop.views.kit.announce import announce, commit_preedit

if TYPE_CHECKING:
    from desktop.views.kit.buttons import Button, IconButton
    from desktop.views.kit.choices import CheckField, ComboBox, SegmentedControl
    from desktop.views.kit.dates import Calendar, DateEdit
    from desktop.views.kit.dialogs import ConfirmDialog, fit
    from desktop.views.kit.fields import FieldFrame, mark_problem
    from desktop.views.kit.files import DropOverlay, ElidedLabel, FileCard
    from desktop.views.kit.labels import (
        IconLabel,
        PageHeader,
        SectionTitle,
        StatusPill,
        hairline,
        label,
        set_tone,
    )
    from desktop.views.kit.messages import Banner, EmptyState
    from desktop.views.kit.nav import SideNav
    from desktop.views.kit.nav_model import NavItem
    from desktop.views.kit.numbers import NumberEdit
    from desktop.views.kit.rows import RecordDelegate, RecordList, Role, row_text
    from desktop.views.kit.slices import Slices
    from desktop.views.kit.status import (
        CountdownChip,
        ProgressRow,
        SyncIndicator,
        countdown_tone,
        countdown_words,
    )
    from desktop.views.kit.surfaces import Card, ScrollPage, StickyFooter
    from desktop.views.kit.tables import tune_table
    from desktop.views.kit.texts import LineEdit, SearchBox, TextArea
    from desktop.views.kit.toasts import Toast, ToastHost

__all__ = [
    "Banner",
    "Button",
    "Calendar",
    "Card",
    "CheckField",
    "ComboBox",
    "ConfirmDialog",
    "CountdownChip",
    "DateEdit",
    "DropOverlay",
    "ElidedLabel",
    "EmptyState",
    "FieldFrame",
    "FileCard",
    "IconButton",
    "IconLabel",
    "LineEdit",
    "NavItem",
    "NumberEdit",
    "PageHeader",
    "ProgressRow",
    "RecordDelegate",
    "RecordList",
    "Role",
    "ScrollPage",
    "SearchBox",
    "SectionTitle",
    "SegmentedControl",
    "SideNav",
    "Slices",
    "StatusPill",
    "StickyFooter",
    "SyncIndicator",
    "TextArea",
    "Toast",
    "ToastHost",
    "announce",
    "commit_preedit",
    "countdown_tone",
    "countdown_words",
    "fit",
    "hairline",
    "label",
    "mark_problem",
    "row_text",
    "set_tone",
    "tune_table",
]

_MODULES = {
    "buttons": "Button IconButton",
    "choices": "CheckField ComboBox SegmentedControl",
    "dates": "Calendar DateEdit",
    "dialogs": "ConfirmDialog fit",
    "fields": "FieldFrame mark_problem",
    "files": "DropOverlay ElidedLabel FileCard",
    "labels": "IconLabel PageHeader SectionTitle StatusPill hairline label set_tone",
    "messages": "Banner EmptyState",
    "nav": "SideNav",
    "nav_model": "NavItem",
    "numbers": "NumberEdit",
    "rows": "RecordDelegate RecordList Role row_text",
    "slices": "Slices",
    "status": "CountdownChip ProgressRow SyncIndicator countdown_tone countdown_words",
    "surfaces": "Card ScrollPage StickyFooter",
    "tables": "tune_table",
    "texts": "LineEdit SearchBox TextArea",
    "toasts": "Toast ToastHost",
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """The widget of that name, from its own module (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"the kit has no {name}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
