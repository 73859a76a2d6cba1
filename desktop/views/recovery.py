"""The recovery code, shown once: without it a forgotten password would lock the portfolio for good."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.views import kit


class RecoveryDialog(QDialog):
    """Copy or write down, then go on."""

    def __init__(self, code: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("復原碼")
        self.code = code
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(24), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(kit.label("請把這組復原碼抄下來", role="section"))
        why = "忘記密碼時，這組碼可以打開這台電腦上的資料。只會顯示這一次，請抄在紙上或存到安全的地方。"
        box.addWidget(kit.label(why, wrap=True))
        shown = kit.label(code, role="title", wrap=True)
        shown.setAccessibleName(f"復原碼 {code}")
        box.addWidget(shown)
        row = QHBoxLayout()
        copy = kit.Button("複製", "secondary", "copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.code))
        row.addWidget(copy)
        row.addStretch(1)
        done = kit.Button("我抄好了", "primary")
        done.clicked.connect(self.accept)
        row.addWidget(done)
        box.addLayout(row)
        self.setMinimumWidth(theme.px(440))
