"""The files of the record being edited: chosen, dropped or pasted, judged off the GUI thread, put into their slots.

What was taken reaches its record also when the person has opened another one meanwhile.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.models.draft import Draft
from desktop.operations import attachments
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.record_form import RecordForm
from domain.errors import LichengError
from domain.fields import FileSlot
from domain.records import Attachment

KINDS = "PDF、JPG、PNG、MP3、MP4"


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
        self.overlay = kit.DropOverlay(parent, allowed=("pdf", "jpg", "jpeg", "png", "mp3", "mp4"))
        self.overlay.dropped.connect(self.drop)
        self.overlay.refused.connect(self._refuse)
        for watched in (parent, *(frame.editor for frame in form.frames.values())):
            watched.installEventFilter(self)

    def set_enabled(self, on: bool) -> None:
        """Whether files may be added now."""
        self.enabled = on
        self.overlay.set_enabled(on)

    def show_busy(self) -> None:
        """Show at every slot whether a file is being taken for the record now in the form."""
        for key, panel in self._form.slots.items():
            panel.set_busy((self._keeper.draft.base.id, key) in self._busy)

    # ---- the ways a file comes

    def take(self, slot: str, path: Path) -> None:
        """Copy the file into the vault and put it into the slot; a refusal is shown under the slot."""
        self._begin(slot, lambda field: attachments.take(self._desk, field, path))

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
            content = png_of(picture)
            self._begin(slot, lambda field: attachments.take_bytes(self._desk, field, name, content))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or not self.enabled:
            return False
        pasting = event.matches(QKeySequence.StandardKey.Paste)
        return pasting and self.paste(QGuiApplication.clipboard().mimeData())

    def _choose(self, slot: str) -> None:
        field = self._form.slots[slot].slot
        path = self._host.ask_for_file(f"選擇{field.label}", self._desk.profile.files[field.kind].kinds)
        if path is not None:
            self.take(slot, path)

    # ---- taking

    def _begin(self, slot: str, job: Callable[[FileSlot], Attachment]) -> None:
        self._keeper.save_now()
        draft = self._keeper.draft
        here = (draft.base.id, slot)
        if here in self._busy:
            return
        panel = self._form.slots[slot]
        self._busy.add(here)
        panel.say("")
        panel.set_busy(True)
        self._desk.hands.start(
            lambda: job(panel.slot),
            lambda taken: self._taken(draft, slot, taken),
            lambda error: self._not_taken(draft, slot, error),
        )

    def _taken(self, draft: Draft, slot: str, attachment: Attachment) -> None:
        self._done(draft, slot)
        self._keeper.put_file(draft, slot, attachment)

    def _not_taken(self, draft: Draft, slot: str, error: Exception) -> None:
        self._done(draft, slot)
        shown = isValid(self) and self._keeper.draft is draft
        if not isinstance(error, LichengError):
            self._host.fail(error)
        elif shown:
            panel = self._form.slots[slot]
            panel.say(str(error))
            kit.announce(panel, str(error), urgent=True)
        else:
            self._host.say(str(error), "danger")

    def _done(self, draft: Draft, slot: str) -> None:
        self._busy.discard((draft.base.id, slot))
        if isValid(self):
            self.show_busy()

    # ---- which place

    def _slot_for(self, path: Path) -> str | None:
        ending = path.suffix.lower().lstrip(".").replace("jpeg", "jpg")
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
