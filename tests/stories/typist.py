"""A driver for a test: the real `python -m desktop`, in which somebody unlocks, types, and waits to be killed."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from demo import hands, roster
from desktop import __main__ as program
from desktop.views.main_window import MainWindow
from desktop.views.sign_in import SignInPage


def window(kind: type) -> object:
    """The page or window of that kind, once it is there."""
    found = [w for w in QApplication.allWidgets() if isinstance(w, kind) and w.isVisible()]
    return found[0] if found else None


def work(text: str) -> None:
    hands.wait(lambda: window(SignInPage), "sign-in")
    page = window(SignInPage)
    hands.write(page.password, roster.PASSWORD)
    hands.click(page.button)
    hands.wait(lambda: window(MainWindow), "main window")
    main = window(MainWindow)
    main.go("competition")
    records = main.page("competition")
    hands.press(records, records.add_button.text())
    hands.write(records.editor.form.frames["competition_name"].editor, text)
    hands.live(0.45)  # longer than an autosave waits, much shorter than a save
    sys.stdout.write(f"typed {records.editor.record_id}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _, home, text = sys.argv
    original = QApplication.exec

    def exec_with_hands(*_: object) -> int:
        QTimer.singleShot(50, lambda: work(text))
        return original()

    QApplication.exec = exec_with_hands  # type: ignore[method-assign]
    sys.exit(program.main(["--home", home]))
