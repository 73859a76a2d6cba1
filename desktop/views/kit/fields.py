"""The frame round one editor: label, 必填, counter, the editor, and one line that helps or complains."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

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
        self._label, self._badge = label(label_text, "label"), label("必填", "small", "danger")
        self._counter = label("", "small", "muted")
        self._aside = label("", "small", "muted")
        self._tight, self._tone = False, ""
        self._mark, self._message = IconLabel("error", "danger", 16), label("", "small", wrap=True)
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
        return self._counter.text()

    @property
    def counter_tone(self) -> str:
        return str(self._counter.property("tone"))

    def set_required(self, on: bool) -> None:
        self._required = on
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
        self._mark.setVisible(bool(icon and text))
        if icon:
            self._mark.set(icon, tone)
        self.editor.setAccessibleDescription(text)

    def _place_hint(self) -> None:
        text = self._message.text()
        beside = self._tight and self._tone == "muted" and self._fits_beside(text)
        self._aside.setText(text if beside else "")
        self._message.setVisible(bool(text) and not beside)

    def _fits_beside(self, text: str) -> bool:
        others = (
            self._label,
            *([self._badge] if self._required else []),
            *([self._counter] if self._limit else []),
        )
        taken = sum(one.sizeHint().width() + theme.px(8) for one in others)
        return taken + self._aside.fontMetrics().horizontalAdvance(text) + theme.px(8) <= self.width()

    def _listen(self) -> None:
        if self._limit and isinstance(self.editor, LineEdit | TextArea):
            self.editor.live.connect(self._recount)
            self._recount(self.editor.value())
        self._counter.setVisible(bool(self._limit))
        if isinstance(self.editor, DateEdit | NumberEdit):
            self.editor.problem_changed.connect(self._editor_complains)

    def _recount(self, text: str) -> None:
        words, tone = counter_words(self._count(text), self._limit)
        was, self._over = self._over, tone == "danger"
        self._counter.setText(words)
        set_tone(self._counter, tone)
        if self._over != was:
            mark_problem(self.editor, self._over)
            announce(self.editor, words)

    def _editor_complains(self, text: str) -> None:
        self._own_problem = text
        self.clear()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        head.addWidget(self._label)
        head.addWidget(self._badge)
        self._aside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.addWidget(self._aside, 1)
        head.addWidget(self._counter)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(4))
        foot.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._message, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addWidget(self.editor)
        column.addLayout(foot)
        if not isinstance(self.editor, QPlainTextEdit):
            column.addStretch(1)
        if isinstance(self.editor, QLineEdit):
            self.editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
