"""The look of the application: tokens, fonts, icons, palette and style sheet. Imports no view.

Widgets ask the functions here and repaint after `current().changed`.
"""

from PySide6.QtGui import QColor, QFont, QIcon
from PySide6.QtWidgets import QApplication

from desktop.theme.engine import MODES, Theme, current, follow

__all__ = ["MODES", "Theme", "apply", "color", "current", "follow", "font", "icon", "px"]


def apply(app: QApplication, mode: str = "system", scale: float = 1.0) -> Theme:
    """Dress the application; callable again at any time. `mode` is one of MODES, `scale` 0.9-1.5."""
    current().apply(app, mode, scale)
    return current()


def color(token: str, alpha: float = 1.0) -> QColor:
    return current().color(token, alpha)


def font(role: str = "base") -> QFont:
    return current().font(role)


def icon(name: str, role: str = "text", size: int = 20, gap: int = 0) -> QIcon:
    return current().icon(name, role, size, gap)


def px(length: float) -> int:
    return current().px(length)
