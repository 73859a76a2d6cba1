"""Inline sentences: the banner over a record, and the page with nothing on it yet."""

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.kit.announce import announce
from desktop.views.kit.buttons import Button, IconButton
from desktop.views.kit.labels import IconLabel, label, set_tone

TONE_ICONS = {
    "info": "info",
    "success": "success",
    "warning": "warning",
    "danger": "error",
    "neutral": "info",
    "accent": "info",
}
_UNBOUNDED = 16777215  # QWIDGETSIZE_MAX


class Banner(QFrame):
    """One sentence with at most one action. Hidden while it has nothing to say."""

    acted = Signal()
    closed = Signal()

    def __init__(
        self,
        tone: str = "info",
        text: str = "",
        action: str = "",
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mark = IconLabel("info", "info")
        self._text = label("", wrap=True)
        self._action = Button("", "ghost")
        self._close = IconButton("close", "關閉訊息")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._close.setVisible(closable)
        self._slide = QPropertyAnimation(self, b"maximumHeight", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._settle)
        self._action.clicked.connect(self.acted)
        self._close.clicked.connect(self._closed)
        theme.follow(self._fit)
        if text:  # shown by whoever takes it in; without a parent it would be a window
            self._write(tone, text, action)
        else:
            self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, tone: str, text: str, action: str = "") -> None:
        """Show the sentence; an unseen banner slides open."""
        fresh = self.isHidden()
        self._write(tone, text, action)
        self.setVisible(True)
        announce(self, text, urgent=tone == "danger")
        if fresh and self.isVisible() and theme.current().motion(150):
            self._slide.setDuration(theme.current().motion(150))
            self._slide.setStartValue(0)
            self._slide.setEndValue(self.sizeHint().height())
            self._slide.start()

    def _write(self, tone: str, text: str, action: str) -> None:
        set_tone(self, tone)
        self._mark.set(TONE_ICONS[tone], tone)
        self._text.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(text)

    def dismiss(self) -> None:
        self.setVisible(False)

    def _settle(self) -> None:
        self.setMaximumHeight(_UNBOUNDED)

    def _closed(self) -> None:
        self.dismiss()
        self.closed.emit()

    def _fit(self) -> None:
        self._row.setContentsMargins(theme.px(12), theme.px(6), theme.px(6), theme.px(6))
        self._row.setSpacing(theme.px(10))
        self.setMinimumHeight(theme.px(44))


class EmptyState(QWidget):
    """A drawing, one sentence, one button, one link."""

    acted = Signal()
    linked = Signal()

    def __init__(
        self,
        icon: str,
        sentence: str,
        button: str = "",
        link: str = "",
        detail: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mark = _Medallion(icon)
        self._sentence = label(sentence, "lead", wrap=True)
        self._detail = label(detail, "muted", wrap=True)
        self.button, self.link = Button(button, "primary"), Button(link, "link")
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(10))
        column.addStretch(1)
        column.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.px(6))
        for words in (self._sentence, self._detail):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        column.addSpacing(theme.px(6))
        for control in (self.button, self.link):
            if not control.text():  # never setVisible(True): without a parent yet it would be a window
                control.hide()
            column.addWidget(control, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self._detail.setVisible(bool(detail))
        self.button.clicked.connect(self.acted)
        self.link.clicked.connect(self.linked)

    def set_sentence(self, text: str) -> None:
        self._sentence.setText(text)


class _Medallion(QFrame):
    """The icon of an empty page on a soft round ground."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.addWidget(IconLabel(icon, "accent_text", 32), 0, Qt.AlignmentFlag.AlignCenter)
        theme.follow(self._fit)

    def _fit(self) -> None:
        size = theme.px(72)
        self.setFixedSize(size, size)
        ground = theme.current().hex("accent_soft")
        self.setStyleSheet(f"_Medallion {{ background: {ground}; border-radius: {size // 2}px; }}")
