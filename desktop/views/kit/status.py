"""What is going on: the sync indicator, the countdown to a deadline, a job with its bar."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.kit.announce import announce
from desktop.views.kit.buttons import IconButton, RingButton
from desktop.views.kit.labels import label, set_tone

MINUTE, HOUR, DAY = 60, 3600, 86400
SOON, URGENT = 7 * DAY, DAY

# kind -> (icon, tone)
SYNC_KINDS = {
    "ok": ("cloud-ok", "success"),
    "uploading": ("cloud-up", "muted"),
    "downloading": ("sync", "muted"),
    "waiting": ("clock", "muted"),
    "offline": ("cloud-off", "muted"),
    "attention": ("error", "danger"),
    "alarm": ("warning", "danger"),
    "stale": ("clock", "warning"),
    "portal": ("wifi", "warning"),
    "paused": ("pause", "muted"),
    "locked": ("lock", "muted"),
}


class SyncIndicator(RingButton):
    """Icon and one true sentence; a click opens the details."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._kind = "ok"
        theme.follow(self._retint)

    def set(self, kind: str, sentence: str) -> None:
        changed = kind != self._kind
        self._kind = kind
        self.setText(sentence)
        self.setAccessibleName(f"同步狀態：{sentence}")
        self._retint()
        if changed:
            announce(self, sentence, urgent=kind in ("attention", "alarm"))

    def _retint(self) -> None:
        icon, tone = SYNC_KINDS[self._kind]
        self.dress(icon, tone, 18)
        set_tone(self, tone)


def countdown_words(seconds: int) -> str:
    """還有 5 天 3 時, 還有 12 分, 已截止."""
    if seconds <= 0:
        return "已截止"
    if seconds < MINUTE:
        return "剩不到 1 分鐘"
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if days:
        return f"還有 {days} 天 {hours} 時" if hours and days < 14 else f"還有 {days} 天"
    return f"還有 {hours} 時 {minutes} 分" if hours else f"還有 {minutes} 分"


def countdown_tone(seconds: int) -> str:
    if seconds <= URGENT:
        return "danger"
    return "warning" if seconds <= SOON else "neutral"


class CountdownChip(RingButton):
    """課程學習成果送出認證 · 還有 5 天 3 時. The caller tells the seconds: the time is the server's."""

    ring_radius = 16

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._tone = "neutral"
        theme.follow(self._retint)

    def set(self, what: str, seconds_left: int) -> None:
        self._tone = countdown_tone(seconds_left)
        self.setText(f"{what} · {countdown_words(seconds_left)}")
        self.setAccessibleName(f"期限：{self.text()}")
        self._retint()

    def _retint(self) -> None:
        icon = {"neutral": "clock", "warning": "clock", "danger": "warning"}[self._tone]
        self.dress(icon, self._tone, 16)
        set_tone(self, self._tone)


class ProgressRow(QWidget):
    """A long job that never blocks: title, detail, bar, cancel."""

    cancelled = Signal()

    def __init__(self, title: str, cancellable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._detail = label(title), label("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._cancel = IconButton("close", f"取消 {title}")
        self._cancel.setVisible(cancellable)
        self._cancel.clicked.connect(self.cancelled)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._detail)
        words = QVBoxLayout()
        words.setSpacing(theme.px(6))
        words.addLayout(head)
        words.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        row.setSpacing(theme.px(8))
        row.addLayout(words, 1)
        row.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_progress(self, done: int, total: int, detail: str = "") -> None:
        """`total` 0 means that nobody knows yet."""
        self._bar.setRange(0, min(total, 1_000_000) if total else 0)
        self._bar.setValue(done if total <= 1_000_000 else done * 1_000_000 // total)
        self._detail.setText(detail)

    def finish(self, text: str = "") -> None:
        self._end("success", text or "完成")

    def fail(self, text: str) -> None:
        self._end("danger", text)

    def _end(self, tone: str, text: str) -> None:
        self._bar.setRange(0, 1)
        self._bar.setValue(1)
        set_tone(self._bar, tone)
        set_tone(self._detail, tone)
        self._detail.setText(text)
        self._cancel.hide()
        announce(self, f"{self._title.text()}：{text}", urgent=tone == "danger")
