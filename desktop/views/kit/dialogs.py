"""The one question box: says what will happen, and asks for a phrase where there is no way back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.kit.buttons import Button
from desktop.views.kit.labels import IconLabel, label
from desktop.views.kit.messages import Banner
from desktop.views.kit.texts import LineEdit


def fit(dialog: QDialog, width: int, height: int) -> None:
    """As large as wanted, never larger than the window in front of which it stands."""
    parent = dialog.parentWidget()
    room = parent.window().size() if parent is not None else dialog.screen().availableSize()
    edge = theme.px(32)
    dialog.resize(min(theme.px(width), room.width() - edge), min(theme.px(height), room.height() - edge))


class ConfirmDialog(QDialog):
    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        text: str,
        confirm_text: str,
        danger: bool = False,
        consequence: str = "",
        phrase: str = "",
    ) -> None:
        super().__init__(parent)
        self._phrase = phrase
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(440))
        self.setMaximumWidth(theme.px(560))
        self.confirm_button = Button(confirm_text, "danger" if danger else "primary")
        self.cancel_button = Button("取消")
        self.phrase_box = LineEdit()
        self._lay_out(title, text, danger, consequence)
        self.confirm_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.phrase_box.live.connect(self._compare)
        self._compare("")
        first = self.phrase_box if phrase else self.cancel_button if danger else self.confirm_button
        first.setFocus()
        if not danger and not phrase:
            self.confirm_button.setDefault(True)

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        title: str,
        text: str,
        confirm_text: str,
        danger: bool = False,
        consequence: str = "",
        phrase: str = "",
    ) -> bool:
        """True when the person confirmed. `phrase` has to be typed first, for what cannot be undone."""
        box = cls(parent, title, text, confirm_text, danger, consequence, phrase)
        answer = box.exec()
        box.deleteLater()
        return answer == QDialog.DialogCode.Accepted

    def add_detail(self, widget: QWidget) -> None:
        """Something to look at between the words and the consequence."""
        self._detail.addWidget(widget)

    def _compare(self, text: str) -> None:
        self.confirm_button.setEnabled(not self._phrase or text.strip() == self._phrase)

    def _lay_out(self, title: str, text: str, danger: bool, consequence: str) -> None:
        margin = theme.px(24)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin, margin, theme.px(20))
        column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        mark = IconLabel("warning" if danger else "help", "danger" if danger else "accent", 24)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(label(title, "section", wrap=True), 1)
        column.addLayout(head)
        column.addWidget(label(text, wrap=True))
        self._detail = QVBoxLayout()
        column.addLayout(self._detail)
        if consequence:
            column.addWidget(Banner("danger" if danger else "info", consequence))
        if self._phrase:
            column.addWidget(label(f"請輸入「{self._phrase}」以確認", "small"))
            self.phrase_box.setAccessibleName(f"請輸入「{self._phrase}」以確認")
            column.addWidget(self.phrase_box)
        column.addSpacing(theme.px(8))
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.confirm_button)
        column.addLayout(foot)
        self.phrase_box.setVisible(bool(self._phrase))
