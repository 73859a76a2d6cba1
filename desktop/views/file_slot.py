"""One place for a file in a form: empty with a button and what fits, or the card of the file that is there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.views import kit
from desktop.views.host import kind_of, size_text
from domain.attachments import readable_size
from domain.fields import FileSlot
from domain.profile_rules import FileRule
from domain.records import Attachment


class FileSlotPanel(QWidget):
    """Says what it wants by signals; who owns it does the work."""

    wanted = Signal(str)
    opened = Signal(str)
    removed = Signal(str)
    helped = Signal(str)
    original_wanted = Signal(str)

    def __init__(self, slot: FileSlot, rule: FileRule, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slot = slot
        self.attachment: Attachment | None = None
        self._kinds = "、".join(kind.upper() for kind in rule.kinds)
        self._limit = rule.max_bytes
        self._card: kit.FileCard | None = None
        self._shown: tuple[Attachment | None, str, str, bool, Attachment | None] | None = None
        self._usable, self._busy = True, False
        self._message = kit.label("", role="small", tone="danger", wrap=True)
        self._message.hide()
        self.help_button = kit.Button("", "secondary", "compare")
        self.help_button.clicked.connect(self._help)
        self.help_button.hide()
        self.original_row = self._original_place()
        self._place = QStackedLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(4))
        box.addLayout(self._heading())
        box.addLayout(self._place)
        box.addWidget(self.original_row)
        box.addWidget(self._message)
        box.addWidget(self.help_button)
        self._empty = self._empty_place()
        self._place.addWidget(self._empty)

    def show_file(
        self,
        attachment: Attachment | None,
        check: str,
        tone: str,
        removable: bool,
        original: Attachment | None = None,
    ) -> None:
        """Show the file with one line on where it is, and what it was made from; None shows the empty place."""
        shown = (attachment, check, tone, removable, original)
        if shown == self._shown:
            return
        self._shown = shown
        self.attachment = attachment
        self._show_original(original)
        if self._card is not None:
            self._place.removeWidget(self._card)
            self._card.deleteLater()
            self._card = None
        self._usable = removable
        self._gate()
        self.swap_button.setVisible(removable and attachment is not None)
        if attachment is None:
            self._place.setCurrentWidget(self._empty)
            return
        self._card = kit.FileCard(attachment.name, size_text(attachment.size), kind_of(attachment), removable)
        self._card.set_check(check, tone)
        self._card.opened.connect(self._open)
        self._card.removed.connect(self._remove)
        self._place.addWidget(self._card)
        self._place.setCurrentWidget(self._card)

    def say(self, text: str, help_text: str = "") -> None:
        """What is wrong with this slot, "" for nothing; help_text: what the program can do about it."""
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self.help_button.setText(help_text)
        self.help_button.setVisible(bool(help_text))

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._button.setText("檢查檔案中…" if busy else "選擇檔案")
        self._gate()

    def _gate(self) -> None:
        self._button.setEnabled(self._usable and not self._busy)
        self.swap_button.setEnabled(self._usable and not self._busy)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(kit.label(self.slot.label, role="label"))
        if self.slot.required:
            row.addWidget(kit.label("必填", role="small", tone="danger"))
        row.addStretch(1)
        self.swap_button = kit.Button("更換", "ghost")
        self.swap_button.setAccessibleName(f"更換{self.slot.label}")
        self.swap_button.clicked.connect(self._want)
        self.swap_button.hide()
        row.addWidget(self.swap_button)
        return row

    def _empty_place(self) -> QWidget:
        place = kit.Card(flat=True)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self._button = kit.Button("選擇檔案", icon="attach")
        self._button.setAccessibleName(f"選擇{self.slot.label}")
        self._button.clicked.connect(self._want)
        row.addWidget(self._button)
        hint = f"{self._kinds}，{size_text(self._limit).replace('.0 ', ' ')} 以內；也可以把檔案拖進來"
        row.addWidget(kit.label(hint, role="small", wrap=True), 1)
        place.body.addLayout(row)
        return place

    def _original_place(self) -> QWidget:
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(theme.px(12), 0, 0, 0)
        row.setSpacing(theme.px(8))
        self.original_name = kit.label("", role="small", wrap=True)
        row.addWidget(self.original_name, 1)
        button = kit.Button("另存原始檔", "ghost", "download")
        button.clicked.connect(self._want_original)
        row.addWidget(button)
        place.hide()
        return place

    def _show_original(self, original: Attachment | None) -> None:
        self.original_row.setVisible(original is not None)
        if original is not None:
            size = readable_size(original.size)
            self.original_name.setText(f"原始檔「{original.name}」{size}，只留在這台電腦")

    def _want_original(self) -> None:
        self.original_wanted.emit(self.slot.key)

    def _help(self) -> None:
        self.helped.emit(self.slot.key)

    def _want(self) -> None:
        self.wanted.emit(self.slot.key)

    def _open(self) -> None:
        self.opened.emit(self.slot.key)

    def _remove(self) -> None:
        self.removed.emit(self.slot.key)
