"""A number typed as text and kept as a normalised decimal string: no floats, no spinning wheel, may be empty."""

import unicodedata
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop import theme
from desktop.views.kit.labels import label
from desktop.views.kit.texts import LineEdit

UNREADABLE = "請只輸入數字"


def parse_number(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() and "e" not in plain.lower() else None


def plain_number(number: Decimal) -> str:
    """12.50 -> 12.5, 100 -> 100; never an exponent."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class NumberEdit(LineEdit):
    """`edited` carries the decimal string or "". `problem` explains what cannot be a value."""

    problem_changed = Signal(str)

    def __init__(
        self,
        places: int = 3,
        minimum: str = "0",
        maximum: str = "",
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._places = places
        self._minimum = Decimal(minimum) if minimum else None
        self._maximum = Decimal(maximum) if maximum else None
        self._value, self._problem = "", ""
        super().__init__("", parent)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self._unit = label(unit, "muted")
        self._unit.setParent(self)
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.editingFinished.connect(self._tidy)
        theme.follow(self._fit)

    @property
    def problem(self) -> str:
        return self._problem

    def value(self) -> str:
        return self._value

    def set_value(self, text: str) -> bool:
        if text == self._value and self.text().strip():
            return True  # nothing new, and unreadable typing is the person's to mend
        if self.composing:
            return False
        self._value = text
        done = super().set_value(text)
        self._judge()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _tell(self, text: str) -> None:
        number = parse_number(text)
        sound = number is not None and not self._complaint(text)
        plain = plain_number(number) if number is not None and sound else ""
        if plain != self._value:
            self._value = plain
            self.edited.emit(plain)
        if sound or not text.strip():  # complaints wait for the end of editing
            self._judge()

    def _tidy(self) -> None:
        number = parse_number(self.text())
        if number is not None and not self._complaint(self.text()):
            super().set_value(plain_number(number))
        self._judge()

    def _judge(self) -> None:
        said = self._complaint(self.text())
        if said != self._problem:
            self._problem = said
            self.problem_changed.emit(said)

    def _complaint(self, text: str) -> str:
        number = parse_number(text)
        if number is None:
            return UNREADABLE if text.strip() else ""
        exponent = number.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self._places:
            return f"小數最多 {self._places} 位" if self._places else "請輸入整數"
        if self._minimum is not None and number < self._minimum:
            return f"不可小於 {plain_number(self._minimum)}"
        if self._maximum is not None and number > self._maximum:
            return f"不可大於 {plain_number(self._maximum)}"
        return ""

    def _fit(self) -> None:
        self._place()

    def _place(self) -> None:
        size = self._unit.sizeHint()
        left = self.width() - size.width() - theme.px(10)
        self._unit.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())
        self.setTextMargins(0, 0, size.width() + theme.px(4) if self._unit.text() else 0, 0)
