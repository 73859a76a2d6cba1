"""The widgets every screen is built from. They know the theme and nothing of records, forms or schools."""

from desktop.views.kit.announce import announce, commit_preedit
from desktop.views.kit.buttons import Button, IconButton
from desktop.views.kit.choices import CheckField, ComboBox, SegmentedControl
from desktop.views.kit.dates import Calendar, DateEdit
from desktop.views.kit.dialogs import ConfirmDialog
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
    "hairline",
    "label",
    "mark_problem",
    "row_text",
    "set_tone",
    "tune_table",
]
