"""The preview beside the form: fetches a file's bytes from the vault off the GUI thread, shows them, saves a copy."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.desk import Desk
from desktop.operations import saving
from desktop.preview import PreviewPane
from desktop.views import kit
from desktop.views.host import Host
from domain.records import Attachment


class PreviewSide(QWidget):
    """Hidden until a file is opened. host: of a page on which a copy may be saved."""

    closed = Signal()

    def __init__(self, desk: Desk, host: Host | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._open: Attachment | None = None
        self._host = host
        self.pane = PreviewPane()
        self.pane.set_copy_allowed(host is not None)
        self.pane.copy_wanted.connect(self._save_copy)
        self._close = kit.IconButton("close", "關閉預覽")
        self._close.clicked.connect(self.shut)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(8), 0, 0, 0)
        box.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.addWidget(kit.label("預覽", role="label"), 1)
        head.addWidget(self._close)
        box.addLayout(head)
        box.addWidget(self.pane, 1)
        self.hide()

    def open(self, attachment: object) -> None:
        """Show the file; says so when it is not on this computer yet."""
        if not isinstance(attachment, Attachment):
            return
        self._open = attachment
        self.show()
        if not self._desk.blobs.has(attachment.sha256):
            self.pane.refuse("這個檔案還沒下載到這台電腦。", "連上學校同步後就能預覽。")
            return
        self.pane.show_progress("讀取檔案中…")
        self._desk.hands.start(
            lambda: self._desk.blobs.read_all(attachment.sha256),
            lambda data: self._show(attachment, data),
            lambda error: self._failed(attachment, error),
        )

    def shut(self) -> None:
        self._open = None
        self.pane.clear()
        self.hide()
        self.closed.emit()

    def _save_copy(self) -> None:
        """The copy is not encrypted: it lies where the person wants it, and they are told."""
        host, wanted = self._host, self._open
        path = host.ask_where_to_save("另存一份", wanted.name) if host and wanted else None
        if host and wanted and path is not None:
            self._desk.hands.start(
                lambda: saving.save_copy(self._desk, wanted, path),
                lambda _: host.say(f"已另存成 {path.name}。", "success"),
                host.fail,
            )

    def _show(self, attachment: Attachment, data: bytes) -> None:
        if self._open == attachment:
            self.pane.show_bytes(attachment.name, attachment.mime, data)

    def _failed(self, attachment: Attachment, error: Exception) -> None:
        if self._open == attachment:
            self.pane.refuse("這個檔案讀不出來。", str(error))
