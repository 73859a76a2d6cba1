"""The school's 同意書: to be read and agreed to before anything can be picked (SA §4-2 1, §6-11 1)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.views import kit
from desktop.views.record_view import readable


class ConsentCard(QWidget):
    """Signal agreed(). It shows the text as the school wrote it; nothing is ticked beforehand."""

    agreed = Signal()

    def __init__(self, title: str, year: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = readable("")
        self.check = kit.CheckField("我已閱讀並同意")
        self.check.edited.connect(self._judge)
        self.send_button = kit.Button("送出同意", "primary", "check")
        self.send_button.clicked.connect(self.agreed)
        sheet = kit.Card()
        sheet.body.addWidget(kit.label(f"{title}（{year}）" if year else title, role="section", wrap=True))
        sheet.body.addWidget(kit.hairline())
        sheet.body.addWidget(self._scroll(), 1)
        sheet.body.addWidget(kit.hairline())
        sheet.body.addLayout(self._foot())
        sheet.setMaximumWidth(theme.px(760))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, theme.px(8))
        box.addStretch(1)
        box.addWidget(sheet, 100)
        box.addStretch(1)
        self._judge()

    def show_text(self, text: str) -> None:
        """An empty text cannot be agreed to: the school has not written it yet."""
        self._text.setText(text or "學校還沒有公布同意書的內容。公布之後同步，就能在這裡閱讀並同意。")
        self.check.setEnabled(bool(text))
        self._judge()

    def _scroll(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName("同意書內容")
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.addWidget(self._text)
        column.addStretch(1)
        area.setWidget(ground)
        return area

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(self.check, 1)
        foot.addWidget(self.send_button)
        return foot

    def _judge(self, *_: object) -> None:
        ready = self.check.isEnabled() and self.check.value()
        self.send_button.setEnabled(ready)
        self.send_button.setToolTip("" if ready else "請先閱讀內容，並勾選「我已閱讀並同意」。")
