"""Reads the words of PDF files for searching: one file at a time, when nothing else is being done.

A file taken in just now comes next; files that were there before this program could read them come one by one.
"""

from PySide6.QtCore import QObject, QTimer

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import attachments

PAUSE_MS = 1500


class FileReader(QObject):
    """Works until `stop`, which may be said twice. What cannot be read is not tried again before the next start."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._hopeless: set[str] = set()
        self._stopped = False
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.read_one)
        desk.bus.changed.connect(self._on_changed)
        self._timer.start()

    def stop(self) -> None:
        self._stopped = True
        self._timer.stop()

    def read_one(self) -> None:
        """Read the next file, unless hands or writer are at work."""
        if self._stopped or self._desk.closed:
            return
        if self._desk.hands.waiting or self._desk.writer.waiting:
            self._soon()
            return
        waiting = (sha for sha in self._desk.unread_files() if sha not in self._hopeless)
        sha = next((sha for sha in waiting if self._desk.blobs.has(sha)), None)
        if sha is not None:
            self._desk.hands.start(
                lambda: attachments.note_words(self._desk, sha),
                lambda _: self._soon(),
                lambda error: self._failed(sha, error),
            )

    def _on_changed(self, _: Changes) -> None:
        self._soon()

    def _failed(self, sha: str, error: Exception) -> None:
        self._hopeless.add(sha)
        self._desk.log.warning("the words of a file were not read: %s", type(error).__name__)
        self._soon()

    def _soon(self) -> None:
        if not self._stopped:
            self._timer.start()
