"""The least a Qt program can do: show an empty window, say `first-paint`, end. Run as a program of its own."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class Bare(QMainWindow):
    """A window with one label."""

    painted = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Speaks once the first picture has left for the screen."""
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, self.speak)

    def speak(self) -> None:
        """The line the benchmark waits for."""
        print("first-paint", time.perf_counter(), flush=True)
        QApplication.quit()


def main() -> None:
    """Shows the window."""
    app = QApplication([])
    window = Bare()
    window.setCentralWidget(QLabel("學習歷程"))
    window.resize(1200, 760)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
