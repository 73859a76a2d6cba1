"""The one form: every field of a draft with its editor, message and counter, and the places for files.

It shows and reports; saving, taking files and sending are done by the page around it. What can be seen at once
is made at once, the rest in slices; whoever asks for all fields gets all of them.
"""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import theme
from desktop.models.draft import Draft
from desktop.views import kit
from desktop.views.editors import editor, put, value_of
from desktop.views.file_slot import FileSlotPanel
from domain import text
from domain.codelists import CodeList
from domain.fields import Choice, Day, Field, FileSlot, Flag, Number, Text, YearTerm
from domain.people import School
from domain.validation import problem

HALF_WIDTH = (Choice, Day, Number, YearTerm)
AT_ONCE = 3


class RecordForm(kit.ScrollPage):
    """Built once a form; `typed` tells the page that the draft has changed, `whole` that the last field is there."""

    typed = Signal(str)
    whole = Signal()
    touched = Signal()
    """A key was pressed, also one that the input method has not turned into text yet."""
    file_wanted = Signal(str)
    file_opened = Signal(str)
    file_removed = Signal(str)
    file_helped = Signal(str)
    original_wanted = Signal(str)

    def __init__(self, draft: Draft, school: School, codes: Mapping[str, CodeList]) -> None:
        super().__init__(max_width=720)
        self.draft = draft
        self._frames: dict[str, kit.FieldFrame] = {}
        self.slots_so_far: dict[str, FileSlotPanel] = {}
        self._locked = False
        self._beginning = False  # the keyboard waits for the first empty field
        self._school = school
        self._codes = codes
        self._stale: set[str] = set()
        self._missing: dict[str, str] = {}
        self._row: QHBoxLayout | None = None
        self.body.addStretch(1)  # from the beginning, or every field is stretched until the last one is there
        self._building = kit.Slices(self._built(), self, AT_ONCE)
        self._building.done.connect(self.whole)

    @property
    def frames(self) -> dict[str, kit.FieldFrame]:
        """Every field but the files, by its key."""
        self._building.finish()
        return self._frames

    @property
    def slots(self) -> dict[str, FileSlotPanel]:
        """Every place for a file, by its key."""
        self._building.finish()
        return self.slots_so_far

    @property
    def is_whole(self) -> bool:
        return self._building.over

    def _built(self) -> Iterator[None]:
        for field in self.draft.fields:
            self._add_field(field)
            yield
        for note in self.draft.form.notes:
            self.add(kit.label(note, role="small", wrap=True))

    def add(self, widget: QWidget) -> None:
        self.body.insertWidget(self.body.count() - 1, widget)

    def show_draft(self, draft: Draft) -> None:
        """Put another record of the same form into the same editors."""
        self.draft = draft
        self._stale.clear()
        self._missing.clear()
        for key, frame in self._frames.items():
            put(frame.editor, draft.value(key))
        for panel in self.slots_so_far.values():
            panel.say("")
        self.judge_all()
        self.verticalScrollBar().setValue(0)

    def set_read_only(self, locked: bool) -> None:
        """Words can still be marked and copied, files still be looked at; nothing can be changed."""
        self._locked = locked
        for frame in self._frames.values():
            self._lock(frame)

    def _lock(self, frame: kit.FieldFrame) -> None:
        if isinstance(frame.editor, kit.LineEdit | kit.TextArea):
            frame.editor.set_read_only(self._locked)
        else:
            frame.editor.setEnabled(not self._locked)

    def set_tight(self, on: bool) -> None:
        super().set_tight(on)
        for frame in self._frames.values():
            frame.set_tight(on)

    def begin(self) -> None:
        """The keyboard goes to the first field that is still empty."""
        empty_ones = (f.editor for key, f in self._frames.items() if not self.draft.value(key))
        first = next(empty_ones, None)
        self._beginning = first is None and not self.is_whole
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, keys: frozenset[str]) -> None:
        """Show what changed elsewhere; a field in which the person composes waits until they are done."""
        for key in {*keys, *self._stale}:
            frame = self._frames.get(key)
            if frame is None:
                continue
            if put(frame.editor, self.draft.value(key)):
                self._stale.discard(key)
            else:
                self._stale.add(key)
        self.judge_all()

    def composing(self) -> dict[str, str]:
        """The fields in which something is being composed, with their text as it stands on the screen."""
        boxes = {key: frame.editor for key, frame in self._frames.items()}
        return {
            key: box.standing
            for key, box in boxes.items()
            if isinstance(box, kit.LineEdit | kit.TextArea) and box.composing
        }

    def judge_all(self) -> None:
        for field in self.draft.fields:
            if field.key in self._frames and not isinstance(field, FileSlot):
                self._judge(field)

    def mark_missing(self) -> None:
        """Show at every field what still keeps the record from being sent."""
        self._building.finish()
        stops = [p for p in reversed(self.draft.missing()) if p.severity == "error"]
        self._missing = {p.field_key: p.sentence for p in stops}
        self.judge_all()
        for key, panel in self.slots.items():
            panel.say(self._missing.get(key, ""))
        first = next((frame.editor for key, frame in self.frames.items() if key in self._missing), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_field(self, field: Field) -> None:
        if isinstance(field, FileSlot):
            self._row = None
            self._add_slot(field)
            return
        widget = editor(field, self._school, self._codes)
        limit = field.limit if isinstance(field, Text) else 0
        hint = "" if isinstance(field, Flag) else field.hint
        frame = kit.FieldFrame(field.label, widget, field.required, hint, limit, text.length)
        self._frames[field.key] = frame
        frame.set_tight(self._tight)
        put(widget, self.draft.value(field.key))
        self._listen(widget, field)
        self._place(field, frame)
        self._lock(frame)
        self._judge(field)
        if self._beginning:
            self.begin()

    def _place(self, field: Field, frame: kit.FieldFrame) -> None:
        """Terms, choices, days and numbers stand two in a row."""
        if not isinstance(field, HALF_WIDTH):
            self._row = None
            self.add(frame)
            return
        if self._row is None:
            self._row = QHBoxLayout()
            self._row.setSpacing(theme.px(16))
            self._row.addWidget(frame, 1)
            self._row.addWidget(QWidget(), 1)
            self.body.insertLayout(self.body.count() - 1, self._row)
            return
        spare = self._row.takeAt(1)
        blank = spare.widget() if spare is not None else None
        if blank is not None:
            blank.deleteLater()
        self._row.addWidget(frame, 1)
        self._row = None

    def _add_slot(self, field: FileSlot) -> None:
        panel = FileSlotPanel(field, self._school.profile.files[field.kind])
        panel.wanted.connect(self.file_wanted)
        panel.opened.connect(self.file_opened)
        panel.removed.connect(self.file_removed)
        panel.helped.connect(self.file_helped)
        panel.original_wanted.connect(self.original_wanted)
        self.slots_so_far[field.key] = panel
        self.add(panel)

    def _listen(self, widget: QWidget, field: Field) -> None:
        def note(*_: object) -> None:
            self.draft.set(field.key, value_of(widget))
            self._missing.pop(field.key, None)
            self._judge(field)
            self.typed.emit(field.key)

        widget.edited.connect(note)  # type: ignore[attr-defined]  # every editor of the kit has it
        if isinstance(widget, kit.LineEdit | kit.TextArea):
            widget.composed.connect(lambda: self._catch_up(field.key))
            widget.live.connect(self.touched)

    def _catch_up(self, key: str) -> None:
        """The composing is over: what came from elsewhere meanwhile may be shown now."""
        if key in self._stale:
            self.refresh(frozenset())

    def _judge(self, field: Field) -> None:
        frame = self._frames[field.key]
        found = problem(field, self.draft.value(field.key), self._codes)
        own = getattr(frame.editor, "problem", "")
        lacking = self._missing.get(field.key, "")
        if found is None and lacking and not own:
            frame.set_error(lacking)
        elif found is None and not own:
            frame.clear()
        elif found is not None and found.severity == "warning":
            frame.set_warning(found.sentence)
        else:
            frame.set_error(own or (found.sentence if found else ""))
