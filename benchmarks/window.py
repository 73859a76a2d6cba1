"""The one application of Qt's of a run: made before anything else wants one, with windows that nobody sees."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication

from benchmarks.turns import WatchedApplication
from desktop import theme

_made: list[WatchedApplication] = []


def application() -> QCoreApplication:
    """The one that is there, or a watched one on the offscreen platform."""
    there = QCoreApplication.instance()
    if there is not None:
        return there
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _made.append(WatchedApplication(sys.argv[:1]))
    theme.apply(_made[0], "light")
    return _made[0]
