"""A reminder that is drafted and not sent: read over, changed, copied, or begun as an announcement."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.views import kit

VOLUNTARY = "參加學習歷程檔案是自願的。請只提醒可以做什麼，不要求、不點名、不比較。"


class NoticeDialog(QDialog):
    """announce: whether the person wants it begun as an announcement."""

    def __init__(self, parent: QWidget | None, title: str, text: str) -> None:
        super().__init__(parent)
        self.announce = False
        self.setWindowTitle("擬提醒")
        self.setMinimumWidth(theme.px(520))
        self.title = kit.LineEdit()
        self.title.set_value(title)
        self.words = kit.TextArea(lines=10)
        self.words.set_value(text)
        self.copy_button = kit.Button("複製內容", "secondary", "copy")
        self.copy_button.clicked.connect(self._copy)
        self.announce_button = kit.Button("寫成公告草稿", "primary", "megaphone")
        self.announce_button.clicked.connect(self._announce)
        close = kit.Button("關閉", "ghost")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(close)
        foot.addStretch(1)
        foot.addWidget(self.copy_button)
        foot.addWidget(self.announce_button)
        column = QVBoxLayout(self)
        edge = theme.px(20)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px(12))
        column.addWidget(kit.Banner("info", VOLUNTARY))
        column.addWidget(kit.FieldFrame("標題", self.title, True))
        column.addWidget(kit.FieldFrame("內容", self.words, True))
        column.addLayout(foot)
        self.words.setFocus()

    def _copy(self) -> None:
        kit.commit_preedit()
        QGuiApplication.clipboard().setText(self.words.value())
        self.copy_button.setText("已複製")
        kit.announce(self.copy_button, "已複製")

    def _announce(self) -> None:
        kit.commit_preedit()
        self.announce = True
        self.accept()
