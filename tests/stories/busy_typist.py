"""A driver for a test: in the real program somebody types without pause, saves, attaches a file, and is killed at it.

Says after each character how many there are and when: `wrote RECORD COUNT SECONDS` of the machine's monotonic clock.
"""

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from demo import hands, roster
from desktop import __main__ as program
from desktop.views.main_window import MainWindow
from desktop.views.sign_in import SignInPage
from tests.stories.typist import window

FIRST, EACH_S, MOST = 0x4E00, 0.05, 400


def text(count: int) -> str:
    """The first characters that are typed."""
    return "".join(chr(FIRST + place) for place in range(count))


def work(doing: str, file: str) -> None:
    hands.wait(lambda: window(SignInPage), "sign-in")
    page = window(SignInPage)
    hands.write(page.password, roster.PASSWORD)
    hands.click(page.button)
    hands.wait(lambda: window(MainWindow), "main window", 60)
    main = window(MainWindow)
    main.go("competition")
    records = main.page("competition")
    hands.press(records, records.add_button.text())
    editor = records.editor
    box = editor.form.frames["description"].editor
    box.setFocus()
    for count in range(1, MOST):
        commit = QInputMethodEvent()
        commit.setCommitString(chr(FIRST + count - 1))
        QApplication.sendEvent(box, commit)
        sys.stdout.write(f"wrote {editor.record_id} {count} {time.monotonic()}\n")
        sys.stdout.flush()
        if doing == "saving" and count % 7 == 0:
            main.save_open()
        if doing == "attaching" and count == 20:
            editor.files.drop([file])
        hands.live(EACH_S)


if __name__ == "__main__":
    _, home, doing, file = sys.argv
    original = QApplication.exec

    def exec_with_hands(*_: object) -> int:
        QTimer.singleShot(50, lambda: work(doing, file))
        return original()

    QApplication.exec = exec_with_hands  # type: ignore[method-assign]
    sys.exit(program.main(["--home", home]))
