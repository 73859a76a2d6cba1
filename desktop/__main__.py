"""`licheng`: without a subcommand the application, with one the same work without a window."""

import sys
import time
from pathlib import Path

START = time.perf_counter()


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 done, 2 usage, 3 refused by a rule, 4 offline, 5 needs a person."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support  # noqa: PLC0415 - a packaged program starts itself as its own worker

        freeze_support()
    words = sys.argv[1:] if arguments is None else arguments
    if _headless(words):
        from desktop.cli import run  # noqa: PLC0415 - no window, no Qt widgets

        return run(words)
    return _window(words)


def _headless(words: list[str]) -> bool:
    """Whether a subcommand or a question about usage stands there."""
    rest = list(words)
    while rest and rest[0].startswith("--"):
        option = rest.pop(0)
        if option in ("--help", "--version"):
            return True
        if option == "--home" and rest:
            rest.pop(0)
    return bool(rest) and not rest[0].startswith("-")


def _window(words: list[str]) -> int:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the subcommands need no Qt

    from desktop.app import Application  # noqa: PLC0415 - as above
    from desktop.collector import Collector  # noqa: PLC0415 - as above
    from desktop.first_paint import FirstPaint  # noqa: PLC0415 - as above
    from desktop.home import home_folder  # noqa: PLC0415 - as above

    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("Licheng")
    home = Path(words[words.index("--home") + 1]) if "--home" in words else home_folder()
    application = Application(home)
    application.show_sign_in()
    if "--measure-first-paint" in words and application.page is not None:
        FirstPaint(application.page, lambda: _painted(qt))
    collector = Collector(application)
    code = qt.exec()
    application.close()
    collector.close()
    return code


def _painted(qt: object) -> None:
    sys.stdout.write(f"first-paint {time.perf_counter() - START:.4f}\n")
    sys.stdout.flush()
    getattr(qt, "quit")()  # noqa: B009 - QApplication, typed as object to keep Qt out of the module


if __name__ == "__main__":
    sys.exit(main())
