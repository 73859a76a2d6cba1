"""The frame round one editor: label, 必填, counter, the editor, and one line that helps or complains.

What most fields never show (the badge, the mark, the hint beside the label) is made when it is first shown.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.views.kit.announce import announce
from desktop.views.kit.dates import DateEdit
from desktop.views.kit.labels import IconLabel, label, repolish, set_tone
from desktop.views.kit.numbers import NumberEdit
from desktop.views.kit.texts import LineEdit, TextArea

NEARLY_FULL = 0.9


def mark_problem(editor: QWidget, on: bool) -> None:
    """Red border or not."""
    if bool(editor.property("problem")) != on:
        editor.setProperty("problem", on)
        repolish(editor)


def counter_words(count: int, limit: int) -> tuple[str, str]:
    """What the counter says and in which tone: muted, warning from 90 %, danger beyond the limit."""
    if count > limit:
        return f"{count}／{limit}，超過 {count - limit} 字", "danger"
    return f"{count}／{limit}", "warning" if count >= limit * NEARLY_FULL else "muted"


class FieldFrame(QWidget):
    def __init__(
        self,
        label_text: str,
        editor: QWidget,
        required: bool = False,
        hint: str = "",
        limit: int = 0,
        counter: Callable[[str], int] = len,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor, self.label_text = editor, label_text
        self._limit, self._count, self._hint, self._required = limit, counter, hint, required
        self._own_problem = ""
        self._over = False
        self._tight, self._tone = False, ""
        self._label, self._message = label(label_text, "label"), label("", "small", "muted", wrap=True)
        self._counter = label("", "small", "muted") if limit else None
        self._badge: QLabel | None = None
        self._aside: QLabel | None = None
        self._mark: IconLabel | None = None
        self._lay_out()
        self._label.setBuddy(editor)
        self.set_required(required)
        self._listen()
        self.clear()

    @property
    def over(self) -> bool:
        """More characters than the limit."""
        return self._over

    @property
    def message(self) -> str:
        return self._message.text()

    @property
    def counter_text(self) -> str:
        return self._counter.text() if self._counter else ""

    @property
    def counter_tone(self) -> str:
        return str(self._counter.property("tone")) if self._counter else "muted"

    def set_required(self, on: bool) -> None:
        self._required = on
        if on and self._badge is None:
            self._badge = label("必填", "small", "danger")
            self._head.insertWidget(1, self._badge)
        if self._badge is not None:
            self._badge.setVisible(on)
        self.editor.setAccessibleName(f"{self.label_text}，必填" if on else self.label_text)

    def set_hint(self, text: str) -> None:
        self._hint = text
        if not self.editor.property("problem"):
            self.clear()

    def set_tight(self, on: bool) -> None:
        """Where there is little room from top to bottom the hint stands beside the label, if it fits there whole."""
        self._tight = on
        self._place_hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_hint()

    def set_error(self, text: str) -> None:
        """Complain under the field; "" is the same as clear()."""
        if not text:
            self.clear()
            return
        news = text != self._message.text()
        self._show(text, "danger", "error")
        mark_problem(self.editor, True)
        if news and self.isVisible():
            announce(self.editor, f"{self.label_text}：{text}")

    def set_warning(self, text: str) -> None:
        """Point something out without a red border."""
        self._show(text, "warning", "warning")
        mark_problem(self.editor, False)

    def clear(self) -> None:
        """Back to the hint, unless the editor itself cannot read what is typed."""
        if self._own_problem:
            self._show(self._own_problem, "danger", "error")
            mark_problem(self.editor, True)
            return
        self._show(self._hint, "muted", "")
        mark_problem(self.editor, self._over)

    def _show(self, text: str, tone: str, icon: str) -> None:
        self._message.setText(text)
        set_tone(self._message, tone)
        self._tone = tone
        self._place_hint()
        self._show_mark(icon if text else "", tone)
        self.editor.setAccessibleDescription(text)

    def _show_mark(self, icon: str, tone: str) -> None:
        if icon and self._mark is None:
            self._mark = IconLabel(icon, tone, 16)
            self._foot.insertWidget(0, self._mark, 0, Qt.AlignmentFlag.AlignTop)
        if self._mark is not None:
            self._mark.setVisible(bool(icon))
            if icon:
                self._mark.set(icon, tone)

    def _place_hint(self) -> None:
        text = self._message.text()
        beside = self._tight and self._tone == "muted" and self._fits_beside(text)
        if beside and self._aside is None:
            self._aside = label("", "small", "muted")
            self._aside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._head.insertWidget(self._head.indexOf(self._gap), self._aside, 1)
        if self._aside is not None:
            self._aside.setText(text if beside else "")
        self._message.setVisible(bool(text) and not beside)

    def _fits_beside(self, text: str) -> bool:
        others = (self._label, self._badge if self._required else None, self._counter)
        taken = sum(one.sizeHint().width() + theme.px(8) for one in others if one is not None)
        return taken + self._message.fontMetrics().horizontalAdvance(text) + theme.px(8) <= self.width()

    def _listen(self) -> None:
        if self._limit and isinstance(self.editor, LineEdit | TextArea):
            self.editor.live.connect(self._recount)
            self._recount(self.editor.value())
        if isinstance(self.editor, DateEdit | NumberEdit):
            self.editor.problem_changed.connect(self._editor_complains)

    def _recount(self, text: str) -> None:
        words, tone = counter_words(self._count(text), self._limit)
        was, self._over = self._over, tone == "danger"
        if self._counter is not None:
            self._counter.setText(words)
            set_tone(self._counter, tone)
        if self._over != was:
            mark_problem(self.editor, self._over)
            announce(self.editor, words)

    def _editor_complains(self, text: str) -> None:
        self._own_problem = text
        self.clear()

    def _lay_out(self) -> None:
        self._head, self._foot = QHBoxLayout(), QHBoxLayout()
        self._gap = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding)
        self._head.setSpacing(theme.px(6))
        self._head.addWidget(self._label)
        self._head.addItem(self._gap)
        if self._counter is not None:
            self._head.addWidget(self._counter)
        self._foot.setSpacing(theme.px(4))
        self._foot.addWidget(self._message, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(self._head)
        column.addWidget(self.editor)
        column.addLayout(self._foot)
        if not isinstance(self.editor, QPlainTextEdit):
            column.addStretch(1)
        if isinstance(self.editor, QLineEdit):
            self.editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
