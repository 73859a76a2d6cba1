"""What the pane shows when it shows no file: a sentence, or that something is on its way."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop import theme
from desktop.preview.controls import Ground, Words


class Note(Ground):
    """An icon, a sentence, and what to do, in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sunken", parent)
        self._icon, self._role = "file", "muted"
        self.picture = QLabel()
        self.sentence = Words(role="lead")
        self.remedy = Words(role="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(220)
        self.bar.setAccessibleName("進度")
        layout = self._column = QVBoxLayout()
        layout.addStretch(2)
        layout.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.sentence)
        layout.addWidget(self.remedy)
        layout.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        for label in (self.sentence, self.remedy):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setLayout(layout)
        theme.follow(self._respace)

    def say(self, icon: str, role: str, sentence: str, remedy: str = "") -> None:
        self._icon, self._role = icon, role
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.remedy.setText(remedy)
        self.remedy.setVisible(bool(remedy))
        self.picture.setVisible(bool(sentence))
        self.bar.hide()
        self._respace()

    def progress(self, sentence: str, percent: int | None) -> None:
        self.say("download", "muted", sentence)
        self.bar.setRange(0, 0 if percent is None else 100)
        self.bar.setValue(percent or 0)
        self.bar.show()

    def _respace(self) -> None:
        edge = theme.px(24)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(theme.px(8))
        side = theme.px(40)
        self.picture.setPixmap(theme.icon(self._icon, role=self._role, size=40).pixmap(side))
