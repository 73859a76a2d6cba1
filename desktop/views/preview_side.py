"""The preview beside the form: fetches a file's bytes from the vault off the GUI thread, shows them, saves a copy."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from derive import pages
from desktop import theme
from desktop.changes import Changes
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
        self._pane: PreviewPane | None = None
        self._desk.bus.changed.connect(self._arrived)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(theme.px(8), 0, 0, 0)
        self._box.setSpacing(theme.px(4))
        self.hide()

    @property
    def pane(self) -> PreviewPane:
        """What shows the files; made when the first is opened, since many a page is left without."""
        if self._pane is None:
            self._pane = PreviewPane(self._read)
            self._pane.set_copy_allowed(self._host is not None)
            self._pane.copy_wanted.connect(self._save_copy)
            close = kit.IconButton("close", "關閉預覽")
            close.clicked.connect(self.shut)
            head = QHBoxLayout()
            head.addWidget(kit.label("預覽", role="label"), 1)
            head.addWidget(close)
            self._box.addLayout(head)
            self._box.addWidget(self._pane, 1)
        return self._pane

    def open(self, attachment: object) -> None:
        """Show the file; says so when it is not on this computer yet."""
        if not isinstance(attachment, Attachment):
            return
        self._open = attachment
        pane = self.pane
        self.show()
        if not self._desk.blobs.has(attachment.sha256):
            pane.refuse("這個檔案還沒下載到這台電腦。", "正在向學校要；沒有網路時，連上學校之後會自動開啟。")
            self._desk.ask_for(attachment)
            return
        pane.show_progress("讀取檔案中…")
        pane.expect(attachment.mime)
        self._desk.hands.start(
            lambda: self._desk.blobs.read_all(attachment.sha256),
            lambda data: self._show(attachment, data),
            lambda error: self._failed(attachment, error),
            to=self,
        )

    def shut(self) -> None:
        self._open = None
        if self._pane is not None:
            self._pane.clear()
        self.hide()
        self.closed.emit()

    def _arrived(self, changes: Changes) -> None:
        """What was waited for may be here now."""
        wanted, pane = self._open, self._pane
        if wanted is None or pane is None or pane.state != "refused" or not changes.records:
            return
        if self._desk.blobs.has(wanted.sha256):
            self.open(wanted)

    def _read(
        self,
        data: bytes,
        numbers: Sequence[int],
        done: Callable[[pages.Reading], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """What the pages say, read where a file that kills its reader kills nothing else."""
        self._desk.hands.start(lambda: self._desk.aside.ask(pages.read, data, numbers), done, failed, to=self)

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
