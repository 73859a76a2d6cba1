"""What the pane shows when it shows no file: a sentence, or that something is on its way."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop import theme
from desktop.preview.controls import Words


class Note(QWidget):
    """An icon, a sentence, and what to do, in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._role = "file", "muted"
        self.picture = QLabel()
        self.sentence = Words(role="lead")
        self.remedy = Words(role="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(220)
        self.bar.setAccessibleName("進度")
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        for widget in (self.picture, self.sentence, self.remedy, self.bar):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        for label in (self.sentence, self.remedy):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setMinimumWidth(200)
            label.setMaximumWidth(420)
        theme.follow(self._retint)

    def say(self, icon: str, role: str, sentence: str, remedy: str = "") -> None:
        self._icon, self._role = icon, role
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.remedy.setText(remedy)
        self.remedy.setVisible(bool(remedy))
        self.picture.setVisible(bool(sentence))
        self.bar.hide()
        self._retint()

    def progress(self, sentence: str, percent: int | None) -> None:
        self.say("download", "muted", sentence)
        self.bar.setRange(0, 0 if percent is None else 100)
        self.bar.setValue(percent or 0)
        self.bar.show()

    def _retint(self) -> None:
        side = theme.px(40)
        self.picture.setPixmap(theme.icon(self._icon, role=self._role, size=40).pixmap(side))
