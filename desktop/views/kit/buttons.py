"""Buttons: four weights, a link, a square one with an icon only. A ring shows where the keyboard is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop import theme
from desktop.views.kit import paint
from desktop.views.kit.labels import repolish

KINDS = ("primary", "secondary", "ghost", "danger", "danger-ghost", "link")
_INK = {"primary": "on_accent", "danger": "on_danger", "danger-ghost": "danger", "link": "accent_text"}
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_COMING_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class RingButton(QPushButton):
    """A push button whose focus ring appears only when the keyboard brought the focus."""

    ring_radius = 6

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._ringed = False
        self.setAutoDefault(False)

    def dress(self, icon: str, role: str, size: int) -> None:
        """Set the icon with air between it and the word."""
        gap = 4 if self.text() else 0
        self.setIconSize(QSize(theme.px(size) + theme.px(gap), theme.px(size)))
        self.setIcon(theme.icon(icon, role, size, gap))

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in _COMING_BACK:
            self._ringed = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._ringed and self.hasFocus():
            filled = self.property("kind") in ("primary", "danger")
            ink = theme.color(_INK[self.property("kind")] if filled else "focus")
            inset = theme.px(2) if filled else 0
            rect = self.rect().adjusted(inset, inset, -inset, -inset)
            with QPainter(self) as painter:
                paint.focus_ring(painter, rect, theme.px(self.ring_radius) - inset, ink)


class Button(RingButton):
    def __init__(
        self, text: str, kind: str = "secondary", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.follow(self._retint)

    def set_icon(self, name: str) -> None:
        self._icon = name
        self._retint()

    def set_kind(self, kind: str) -> None:
        self.setProperty("kind", kind)
        repolish(self)
        self._retint()

    def _retint(self) -> None:
        if self._icon:
            self.dress(self._icon, _INK.get(self.property("kind"), "text"), 18)
        self.updateGeometry()


class IconButton(Button):
    """Only an icon: `name` is what a screen reader says and what the tool tip shows."""

    def __init__(self, icon: str, name: str, kind: str = "ghost", parent: QWidget | None = None) -> None:
        super().__init__("", kind, icon, parent)
        self.setProperty("shape", "icon")
        self.set_name(name)

    def set_name(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(32), theme.px(32))
