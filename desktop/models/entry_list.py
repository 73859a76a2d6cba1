"""Rows of records for a list view: titles, second lines and pills, by form. No SQL and no HTTP in here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from derive.resources import codelists
from domain.calendar import term_label
from domain.codelists import CodeList
from domain.fields import Choice, Field, Number, YearTerm
from domain.forms import FORMS, Form
from domain.lifecycle import SELECTION_LABELS, STATE_LABELS
from domain.records import Record

QUOTED = 24
RECORD = Qt.ItemDataRole.UserRole + 100

STATE_TONES = {
    "draft": "neutral",
    "pending": "info",
    "passed": "success",
    "failed": "danger",
    "revoked": "warning",
    "open": "warning",
    "confirmed": "success",
    "reported": "info",
    "processed": "accent",
}


@frozen
class Line:
    """What a list shows of a record."""

    record: Record
    title: str
    subtitle: str = ""
    meta: str = ""
    pill: str = ""
    tone: str = "neutral"
    icon: str = ""
    checkable: bool = False


def shown(form: Form, key: str, record: Record, codes: Mapping[str, CodeList]) -> str:
    """A value as people read it."""
    value = record.text(key)
    field = _field(form, key)
    if isinstance(field, Choice):
        return codes[field.codes].label(value) if value else ""
    return term_label(value) if isinstance(field, YearTerm) else value


def title_of(form: Form, record: Record) -> str:
    """The first line of the title field; a code reads as its label."""
    field = _field(form, form.title_field)
    value = record.text(form.title_field)
    if isinstance(field, Choice):
        value = codelists()[field.codes].label(value) if value else ""
    text = value.strip().splitlines()
    return text[0] if text else f"（未填{_label(form, form.title_field)}）"


def cut(text: str, limit: int) -> str:
    """At most so many characters, the last a sign that there is more."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def quoted(form: Form, record: Record) -> str:
    """The title in quotation marks, cut to what fits into a sentence."""
    return f"「{cut(title_of(form, record), QUOTED)}」"


def subtitle_of(form: Form, record: Record, codes: Mapping[str, CodeList]) -> str:
    """What is quoted under the title; a bare number says what it counts."""
    parts = ((key, shown(form, key, record, codes)) for key in form.subtitle_fields)
    return " · ".join(_counted(form, key, part) for key, part in parts if part)


def _counted(form: Form, key: str, text: str) -> str:
    field = _field(form, key)
    return f"{field.label} {text}" if isinstance(field, Number) else text


def status_of(record: Record, pending: int = 0, conflict: int = 0) -> tuple[str, str]:
    """Pill text and tone: what a person must know first about the record."""
    if conflict:
        return "兩處內容不同", "danger"
    if record.selection not in ("none", ""):
        return SELECTION_LABELS[record.selection], "accent"
    group = FORMS[record.form].group
    if group == "outcome" and record.state == "pending" and pending:
        return "已送出，待上傳", "neutral"
    if group == "outcome" or record.form == "receipt":
        return STATE_LABELS.get(record.state, record.state), STATE_TONES.get(record.state, "neutral")
    if pending:
        return "待同步", "neutral"
    return "", "neutral"


def _field(form: Form, key: str) -> Field | None:
    return next((f for f in form.fields if f.key == key), None)


def _label(form: Form, key: str) -> str:
    field = _field(form, key)
    return field.label if field else "名稱"


class LineList(QAbstractListModel):
    """Lines under a list view. `replace` tells the view only what differs, so nothing jumps or loses its selection."""

    checked = Signal()

    def __init__(self, roles: Mapping[str, int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._checks: set[str] = set()
        self._readers: dict[int, Callable[[Line], Any]] = {
            int(Qt.ItemDataRole.DisplayRole): lambda line: line.title,
            int(Qt.ItemDataRole.AccessibleTextRole): self._spoken,
            RECORD: lambda line: line.record,
            **{role: _reader(name) for name, role in roles.items()},
        }

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and line.checkable:
            return Qt.CheckState.Checked if line.record.id in self._checks else Qt.CheckState.Unchecked
        reader = self._readers.get(int(role))
        return reader(line) if reader else None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        base = super().flags(index)
        checkable = index.isValid() and self._lines[index.row()].checkable
        return base | Qt.ItemFlag.ItemIsUserCheckable if checkable else base

    def setData(
        self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        record = self._lines[index.row()].record.id
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._checks.add(record)
        else:
            self._checks.discard(record)
        self.dataChanged.emit(index, index, [role])
        self.checked.emit()
        return True

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._lines)

    def ticked(self) -> tuple[Record, ...]:
        """The checked records, in the order of the list."""
        return tuple(line.record for line in self._lines if line.record.id in self._checks)

    def tick(self, records: Sequence[str]) -> None:
        """Check exactly these."""
        self._checks = set(records)
        if self._lines:
            role = Qt.ItemDataRole.CheckStateRole
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1), [role])
        self.checked.emit()

    def row_of(self, record: str) -> int:
        return next((row for row, line in enumerate(self._lines) if line.record.id == record), -1)

    def replace(self, lines: Sequence[Line]) -> None:
        """Show these lines now."""
        if [line.record.id for line in lines] != [line.record.id for line in self._lines]:
            self.beginResetModel()
            self._lines = list(lines)
            self._checks &= {line.record.id for line in lines}
            self.endResetModel()
            return
        for row, line in enumerate(lines):
            if line != self._lines[row]:
                self._lines[row] = line
                self.dataChanged.emit(self.index(row), self.index(row))

    def _spoken(self, line: Line) -> str:
        names = [one.name for one in line.record.files.values()]
        parts = [line.title, line.subtitle, line.meta, line.pill, *names]
        return "，".join(part for part in parts if part)


def _reader(name: str) -> Callable[[Line], Any]:
    return lambda line: getattr(line, name)
