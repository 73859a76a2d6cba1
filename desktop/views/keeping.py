"""Keystrokes are on the disk a moment after each pause, also those the input method has not turned into text yet."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.desk import Desk
from desktop.models.draft import Draft
from desktop.operations import records
from desktop.views.record_form import RecordForm

KEEP_MS = 250


class Keeping(QObject):
    """Keeps what is typed into the form of the draft that is shown; changes no list and no record."""

    def __init__(self, desk: Desk, form: RecordForm, draft: Callable[[], Draft], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._form, self._draft = desk, form, draft
        self._composed: set[str] = set()
        self._soon = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._soon.timeout.connect(self._keep)
        form.touched.connect(self.start)

    def start(self) -> None:
        """Something was typed: a person who never pauses is kept too."""
        if not self._soon.isActive():
            self._soon.start()

    def stop(self) -> None:
        """What was typed is being saved, or is not wanted."""
        self._soon.stop()
        self._composed.clear()

    def _keep(self) -> None:
        draft = self._draft()
        changes, base = draft.changes(), draft.base
        composing = self._form.composing()
        for key in {*composing, *self._composed}:  # given up again: what stands there now
            before = changes[key][0] if key in changes else base.values.get(key)
            changes[key] = (before, composing.get(key, draft.value(key) or ""))
        self._composed = set(composing)
        if changes:
            self._desk.write(lambda: records.autosave(self._desk, base, changes))
