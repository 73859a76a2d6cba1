"""The theme in force: mode, scale, and everything drawn from them. Changes while the program runs.

Sets its own palette, because not every platform plugin obeys QStyleHints.setColorScheme.
"""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.theme import assets, fonts, icons, qss, tokens

MODES = ("system", "light", "dark")
SMALLEST, LARGEST = 0.9, 1.5

# icons a style sheet may name: key -> (icon, colour token)
_SHEET_ICONS = {
    "arrow_down": ("chevron-down", "muted"),
    "arrow_down_off": ("chevron-down", "disabled"),
    "arrow_up": ("chevron-up", "muted"),
    "arrow_left": ("chevron-left", "text"),
    "arrow_right": ("chevron-right", "text"),
    "branch_open": ("chevron-down", "muted"),
    "branch_closed": ("chevron-right", "muted"),
    "check": ("check", "on_accent"),
    "check_off": ("check", "disabled"),
    "partial": ("minus", "on_accent"),
    "menu_check": ("check", "accent"),
    "close": ("close", "muted"),
}


class Theme(QObject):
    """What `current()` answers. `changed` is emitted after the application wears the new look."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode = "light"
        self.wanted = "light"
        self.scale = 1.0
        self.reduced_motion = False
        self._following = False
        self._dressed = False

    def hex(self, token: str) -> str:
        return tokens.load().colours(self.mode)[token]

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        made = QColor(self.hex(token))
        made.setAlphaF(alpha)
        return made

    def px(self, length: float) -> int:
        """A length given at 100 %, in logical pixels at the user's scale."""
        return qss.pixels(length, self.scale)

    def space(self, name: str) -> int:
        return self.px(tokens.load().space[name])

    def font(self, role: str = "base") -> QFont:
        return fonts.font(role, self.scale)

    def icon(self, name: str, role: str = "text", size: int = 20, gap: int = 0) -> QIcon:
        """`gap` is air at the right of the drawing, for buttons that set a word beside it."""
        colours = self.hex(role), self.hex("disabled")
        return icons.tinted_icon(name, *colours, self.px(size), self.px(gap))

    def motion(self, milliseconds: int) -> int:
        """How long an animation may take; 0 when the person asked for stillness."""
        return 0 if self.reduced_motion else milliseconds

    def apply(self, app: QApplication, mode: str, scale: float) -> None:
        self.wanted = mode
        self.scale = min(LARGEST, max(SMALLEST, scale))
        self.mode = self._system_mode(app) if mode == "system" else mode
        self._follow_system(app)
        if not self._dressed:  # a style sheet hides the style's name, so it cannot be asked
            app.setStyle(QStyleFactory.create("Fusion"))
            self._dressed = True
        app.setPalette(self._palette())
        app.setFont(self.font())
        app.setStyleSheet(qss.render(tokens.load().colours(self.mode), self._urls(), self.scale))
        self.changed.emit()

    def _follow_system(self, app: QApplication) -> None:
        if not self._following:
            app.styleHints().colorSchemeChanged.connect(self._system_changed)
            self._following = True

    @Slot()
    def _system_changed(self) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication) or self.wanted != "system":
            return
        if self._system_mode(app) != self.mode:
            self.apply(app, "system", self.scale)

    @staticmethod
    def _system_mode(app: QApplication) -> str:
        return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"

    def _urls(self) -> dict[str, str]:
        folder = _published(self.mode)
        return {key: f"{folder}{key}.svg" for key in _SHEET_ICONS}

    def _palette(self) -> QPalette:
        made, role = QPalette(), QPalette.ColorRole
        for target, token in _PALETTE.items():
            made.setColor(target, self.color(token))
        for target in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
            made.setColor(QPalette.ColorGroup.Disabled, target, self.color("disabled"))
        return made


_PALETTE = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "canvas",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent_text",
    QPalette.ColorRole.LinkVisited: "accent_text",
    QPalette.ColorRole.ToolTipBase: "toast",
    QPalette.ColorRole.ToolTipText: "toast_text",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "divider",
    QPalette.ColorRole.Dark: "control",
    QPalette.ColorRole.Shadow: "sunken",
}


@cache
def _published(mode: str) -> str:
    colours = tokens.load().colours(mode)
    files = {f"{key}.svg": icons.tinted(name, colours[token]) for key, (name, token) in _SHEET_ICONS.items()}
    return assets.publish(f"licheng-{mode}", files)


@cache
def current() -> Theme:
    """The one theme of the process."""
    return Theme()


def follow(refresh: Callable[[], None]) -> None:
    """Call `refresh` now and after every change. A bound method of a widget ends with the widget."""
    current().changed.connect(refresh)
    refresh()
