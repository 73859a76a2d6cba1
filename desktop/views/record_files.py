"""The files of the record being edited: chosen, dropped or pasted, judged off the GUI thread, put into their slots.

What was taken reaches its record also when the person has opened another one meanwhile.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.models.draft import Draft
from desktop.operations import attachments, fitting
from desktop.shrinking.outcome import Shrunk
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.record_form import RecordForm
from desktop.views.shrink_dialog import ShrinkDialog
from domain import shrinking
from domain.errors import LichengError
from domain.fields import FileSlot
from domain.records import Attachment

KINDS = "PDF、JPG、PNG、MP3、MP4"
ALLOWED = ("pdf", "jpg", "jpeg", "png", "mp3", "mp4")
Source = Path | bytes


class Keeper(Protocol):
    """The editor around the files."""

    draft: Draft

    def put_file(self, draft: Draft, slot: str, attachment: Attachment | None) -> None: ...

    def save_now(self) -> bool: ...


class RecordFiles(QObject):
    """Takes files for the draft that its keeper shows."""

    def __init__(self, keeper: Keeper, host: Host, form: RecordForm, parent: QWidget) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._host = host
        self._desk = host.desk
        self._form = form
        self._busy: set[tuple[str, str]] = set()
        self.enabled = True
        form.file_wanted.connect(self._choose)
        form.file_helped.connect(self.shrink)
        form.original_wanted.connect(self._save_original)
        self._parent = parent
        self._refused: dict[tuple[str, str], tuple[str, Source, shrinking.Offer]] = {}
        self._dialogs: dict[tuple[str, str], ShrinkDialog] = {}
        self.overlay = kit.DropOverlay(parent, allowed=(*ALLOWED, *shrinking.other_names(ALLOWED)))
        self.overlay.dropped.connect(self.drop)
        self.overlay.refused.connect(self._refuse)
        parent.installEventFilter(self)

    def watch(self) -> None:
        """Now that the form is whole: a picture may also be pasted while a field has the keyboard."""
        for frame in self._form.frames.values():
            frame.editor.installEventFilter(self)
        self.show_busy()

    def set_enabled(self, on: bool) -> None:
        """Whether files may be added now."""
        self.enabled = on
        self.overlay.set_enabled(on)

    def show_busy(self) -> None:
        """Show at every slot whether a file is being taken for the record now in the form."""
        for key, panel in self._form.slots_so_far.items():
            panel.set_busy((self._keeper.draft.base.id, key) in self._busy)

    # ---- the ways a file comes

    def take(self, slot: str, path: Path) -> None:
        """Copy the file into the vault and put it into the slot; a refusal is shown under the slot."""
        self._begin(slot, lambda field: attachments.take(self._desk, field, path), path.name, lambda: path)

    def drop(self, names: list[str]) -> None:
        """Files dropped anywhere on the record: each kind has its place, and no file pushes another out unasked."""
        places: dict[str, Path] = {}
        for path in map(Path, names):
            slot = self._slot_for(path)
            if slot is None:
                self._refuse([str(path)])
            elif slot in places:
                self._host.say(
                    f"「{path.name}」沒有放進來：「{self._label(slot)}」只能放一個檔案。", "warning"
                )
            else:
                places[slot] = path
        for slot, path in places.items():
            if self._may_replace(slot, path.name):
                self.take(slot, path)

    def paste(self, data: QMimeData) -> bool:
        """A picture or files from the clipboard; false when there is neither."""
        names = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if names:
            self.drop(names)
            return True
        picture = data.imageData() if data.hasImage() and not data.hasText() else None
        slot = self._slot_for(Path("x.png"))
        if not isinstance(picture, QImage) or slot is None:
            return False
        name = f"貼上的圖片 {self._desk.clock.here().astimezone():%Y-%m-%d %H%M%S}.png"
        if self._may_replace(slot, name):
            content = cache(lambda: png_of(picture))  # a large screen takes a while: in the hands' lane, once
            self._begin(
                slot, lambda field: attachments.take_bytes(self._desk, field, name, content()), name, content
            )
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or not self.enabled:
            return False
        pasting = event.matches(QKeySequence.StandardKey.Paste)
        return pasting and self.paste(QGuiApplication.clipboard().mimeData())

    def _choose(self, slot: str) -> None:
        field = self._form.slots[slot].slot
        kinds = self._desk.profile.files[field.kind].kinds
        path = self._host.ask_for_file(f"選擇{field.label}", (*kinds, *shrinking.other_names(kinds)))
        if path is not None:
            self.take(slot, path)

    # ---- taking

    def _begin(
        self, slot: str, job: Callable[[FileSlot], Attachment], name: str, source: Callable[[], Source]
    ) -> None:
        self._keeper.save_now()
        draft = self._keeper.draft
        here = (draft.base.id, slot)
        if here in self._busy:
            return
        panel = self._form.slots[slot]
        self._hold(draft, slot)
        self._desk.hands.start(
            lambda: job(panel.slot),
            lambda taken: self._taken(draft, slot, taken),
            lambda error: self._not_taken(draft, slot, error, (name, source())),
        )

    def _taken(self, draft: Draft, slot: str, attachment: Attachment) -> None:
        self._done(draft, slot)
        self._keeper.put_file(draft, slot, attachment)

    def _not_taken(self, draft: Draft, slot: str, error: Exception, given: tuple[str, Source]) -> None:
        self._done(draft, slot)
        shown = isValid(self) and self._keeper.draft is draft
        help_text = ""
        if shown and isinstance(error, attachments.Shrinkable):
            self._refused[draft.base.id, slot] = (*given, error.offer)
            help_text = error.offer.label
        if not isinstance(error, LichengError):
            self._host.fail(error)
        elif shown:
            panel = self._form.slots[slot]
            panel.say(str(error), help_text)
            kit.announce(panel, f"{error}{help_text}", urgent=True)
        else:
            self._host.say(str(error), "danger")

    def _done(self, draft: Draft, slot: str) -> None:
        self._busy.discard((draft.base.id, slot))
        if isValid(self):
            self.show_busy()

    # ---- making it fit

    def shrink(self, slot: str) -> None:
        """Read the file that was refused and offer it smaller, beside the window."""
        draft = self._keeper.draft
        given = self._refused.get((draft.base.id, slot))
        if given is None or (draft.base.id, slot) in self._busy:
            return
        name, source, offer = given
        if isinstance(source, bytes):
            self._show_shrinking(draft, slot, name, source, offer)
            return
        self._busy.add((draft.base.id, slot))  # what was said of the file stays, with the way to this
        self.show_busy()
        self._desk.hands.start(
            lambda: fitting.read(source),
            lambda data: self._read(draft, slot, name, data, offer),
            lambda error: self._not_taken(draft, slot, error, (name, source)),
        )

    def _read(self, draft: Draft, slot: str, name: str, data: bytes, offer: shrinking.Offer) -> None:
        self._done(draft, slot)
        if isValid(self) and self._keeper.draft is draft:
            self._show_shrinking(draft, slot, name, data, offer)

    def _show_shrinking(
        self, draft: Draft, slot: str, name: str, data: bytes, offer: shrinking.Offer
    ) -> None:
        self._close_dialog(draft, slot)
        dialog = ShrinkDialog(self._desk, name, data, offer, self._parent)
        self._dialogs[draft.base.id, slot] = dialog
        dialog.chosen.connect(lambda whole, shrunk: self._keep(draft, slot, name, whole, shrunk))
        dialog.finished.connect(lambda _: self._back_to(draft, slot))
        dialog.show()

    def _back_to(self, draft: Draft, slot: str) -> None:
        """The dialog is shut: the keyboard is where it was opened, and may open it again."""
        if isValid(self) and self._keeper.draft is draft:
            self._form.slots[slot].help_button.setFocus()

    def _close_dialog(self, draft: Draft, slot: str) -> None:
        """One for each place: another file for it, or the same again, begins anew."""
        before = self._dialogs.pop((draft.base.id, slot), None)
        if before is not None and isValid(before):
            before.reject()

    def _keep(self, draft: Draft, slot: str, name: str, whole: bytes, shrunk: Shrunk) -> None:
        self._refused.pop((draft.base.id, slot), None)
        field = self._form.slots[slot].slot
        self._hold(draft, slot)
        self._desk.hands.start(
            lambda: fitting.keep(self._desk, field, name, whole, shrunk),
            lambda taken: self._taken(draft, slot, taken),
            lambda error: self._not_taken(draft, slot, error, (name, whole)),
        )

    def _hold(self, draft: Draft, slot: str) -> None:
        """A file is on its way into the slot of this draft."""
        self._busy.add((draft.base.id, slot))
        if self._keeper.draft is draft:
            self._form.slots[slot].say("")
        self.show_busy()

    def _save_original(self, slot: str) -> None:
        attached = self._keeper.draft.record.files.get(slot)
        original = self._desk.original_of(attached) if attached is not None else None
        path = self._host.ask_where_to_save("另存原始檔", original.name) if original is not None else None
        if original is not None and path is not None:
            self._desk.hands.start(
                lambda: fitting.save_original(self._desk, original, path),
                lambda _: self._host.say(f"原始檔已另存到「{path.name}」。", "success"),
                self._host.fail,
            )

    # ---- which place

    def _slot_for(self, path: Path) -> str | None:
        ending = shrinking.likely(path.suffix)
        for key, panel in self._form.slots.items():
            if ending in self._desk.profile.files[panel.slot.kind].kinds:
                return key
        return None

    def _may_replace(self, slot: str, name: str) -> bool:
        held = self._keeper.draft.record.files.get(slot)
        if held is None:
            return True
        text = f"「{self._label(slot)}」已經有「{held.name}」。要換成「{name}」嗎？"
        return kit.ConfirmDialog.ask(self._form, "換檔案", text, "換成新的檔案")

    def _refuse(self, names: list[str]) -> None:
        for name in names:
            self._host.say(f"「{Path(name).name}」不是可以上傳的檔案。可用：{KINDS}。", "warning")

    def _label(self, slot: str) -> str:
        return self._form.slots[slot].slot.label


def png_of(picture: QImage) -> bytes:
    """The picture as the bytes of a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())
