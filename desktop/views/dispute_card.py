"""One field in dispute: the values side by side with their differences marked, and a choice among them."""

from collections.abc import Mapping
from html import escape
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.desk import Desk
from desktop.models import differences
from desktop.models.disputes import Case, Dispute, Version
from desktop.operations import conflicts
from desktop.theme.engine import follow
from desktop.views import kit, thumbnails
from desktop.views.host import kind_of, size_text
from domain import text
from domain.fields import Text
from domain.forms import FORMS
from domain.refusals import Refused, Verdict

WOVEN = "woven"


class DisputeCard(kit.Card):
    """changed(): another choice. weaving(editor): its text is being written. file_opened(Attachment).

    chosen: a device, "" for the school's value, WOVEN for one's own words, None while nothing is chosen.
    """

    changed = Signal()
    weaving = Signal(object)
    file_opened = Signal(object)

    def __init__(self, dispute: Dispute, allowed: Mapping[str, Verdict], limit: int = 0) -> None:
        super().__init__(dispute.label)
        self.dispute = dispute
        self.chosen: str | None = None
        self.sides: dict[str, Side] = {}
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for version in (*dispute.others, dispute.school):
            side = Side(dispute, version, allowed.get(version.device))
            side.wanted.connect(self.choose)
            side.file_opened.connect(self.file_opened)
            self.sides[version.device] = side
            row.addWidget(side, 1)
        self.body.addLayout(row)
        self._add_weaving(allowed, limit)

    # ---- choosing

    def choose(self, device: str) -> None:
        """Keep this side's value; WOVEN for the text that was put together."""
        self.chosen = device
        for key, side in self.sides.items():
            side.mark(key == device)
        self.frame.setVisible(device == WOVEN)
        self.weave_button.setVisible(self._may_weave and device != WOVEN)
        self.changed.emit()

    def weave(self) -> None:
        """Put both texts together by hand, beginning with the one that came second."""
        if not self.words.value():
            first = self.dispute.others[0].value
            self.words.set_value(first if isinstance(first, str) else "")
        self.choose(WOVEN)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.weaving.emit(self.frame)

    def take_over(self, before: "DisputeCard") -> None:
        """The same field is shown anew: what was chosen and written by hand stays."""
        self.words.set_value(before.words.value())
        unchanged = before.chosen in self.sides and before.value == self.dispute.value_of(before.chosen or "")
        if before.chosen is not None and (unchanged or before.chosen == WOVEN):
            self.choose(before.chosen)

    @property
    def value(self) -> Any:
        """What the field will hold."""
        if self.chosen == WOVEN:
            return self.words.value() or None
        return self.dispute.value_of(self.chosen or "")

    # ---- building

    def _add_weaving(self, allowed: Mapping[str, Verdict], limit: int) -> None:
        self._may_weave = self.dispute.free and all(allowed.values())
        self.weave_button = kit.Button("合併文字", "link", "edit")
        self.weave_button.clicked.connect(self.weave)
        self.weave_button.setVisible(self._may_weave)
        self.words = kit.TextArea(lines=5)
        self.words.live.connect(lambda _: self.changed.emit())
        self.frame = kit.FieldFrame("合併後的內容", self.words, limit=limit, counter=text.length)
        self.frame.hide()
        self.body.addWidget(self.weave_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.frame)


class Side(kit.Card):
    """One value with who wrote it and a button that keeps it. wanted(device)."""

    wanted = Signal(str)
    file_opened = Signal(object)

    def __init__(self, dispute: Dispute, version: Version, verdict: Verdict | None) -> None:
        super().__init__(flat=True)
        self.version = version
        self.dispute = dispute
        self._label = dispute.label
        self.add(self._head())
        if version.file is not None:
            self.add(kit.label(version.file.name, wrap=True))
        self.shown = self._content()
        self.add(self.shown)
        self.body.addStretch(1)
        self.button = kit.Button("留這個")
        self.button.clicked.connect(lambda: self.wanted.emit(self.version.device))
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.mark(False)
        if isinstance(verdict, Refused):
            self.button.setEnabled(False)
            self.button.setToolTip(verdict.text)
            self.button.setAccessibleDescription(verdict.text)
        if isinstance(self.shown, QLabel):
            follow(self._tint)

    def mark(self, chosen: bool) -> None:
        """Say in words, shape and colour whether this one is kept."""
        self.button.setText("已選這個" if chosen else "留這個")
        self.button.set_kind("primary" if chosen else "secondary")
        self.button.set_icon("check" if chosen else "")
        state = "已選" if chosen else "留下"
        self.button.setAccessibleName(f"{self._label}：{state}{self.version.who}")

    def _head(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(kit.label(self.version.who, role="strong", wrap=True))
        if self.version.when:
            column.addWidget(kit.label(f"{self.version.when} 編輯", role="small", wrap=True))
        return made

    def _content(self) -> QWidget:
        file = self.version.file
        if file is not None:
            card = kit.FileCard(file.name, size_text(file.size), kind_of(file), removable=False)
            if self.dispute.same_content:
                card.set_check("內容相同", "success")
            card.opened.connect(lambda: self.file_opened.emit(file))
            return card
        shown = kit.label("", wrap=True)
        shown.setTextFormat(Qt.TextFormat.RichText)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAccessibleName(f"{self.version.who}：{self.version.text}")
        return shown

    def _tint(self) -> None:
        """Differences in the colours of the theme, underlined too."""
        if not isinstance(self.shown, QLabel):
            return
        if not self.dispute.free:
            self.shown.setText(escape(self.version.text))
            return
        other = self.dispute.others[0] if not self.version.device else self.dispute.school
        pieces, _ = differences.compare(self.version.text, other.text)
        self.shown.setText("".join(_html(piece) for piece in pieces))


def _html(piece: differences.Piece) -> str:
    words = escape(piece.text).replace("\n", "<br>")
    if not piece.changed:
        return words
    ground, ink = theme.current().hex("warning_bg"), theme.current().hex("text")
    return f'<span style="background-color:{ground};color:{ink};text-decoration:underline">{words}</span>'


def card_for(desk: Desk, case: Case, one: Dispute) -> DisputeCard:
    """The card of a field, with what the rules say to each of its values."""
    form = FORMS[case.record.form]
    field = next((known for known in desk.profile.fields(form) if known.key == one.field), None)
    card = DisputeCard(one, _allowed(desk, case, one), field.limit if isinstance(field, Text) else 0)
    for side in card.sides.values():
        if side.version.file is not None and isinstance(side.shown, kit.FileCard):
            thumbnails.show(desk, side.shown, side.version.file)
    return card


def locked(desk: Desk, case: Case) -> str:
    """Why only the school's values may stay, and what else can be done; "" when there is a choice."""
    for one in case.disputes:
        for verdict in _allowed(desk, case, one).values():
            if isinstance(verdict, Refused):
                return f"{verdict.sentence}可以留下學校的內容；另一個版本可以存成新的紀錄，或之後再複製。"
    return ""


def _allowed(desk: Desk, case: Case, one: Dispute) -> dict[str, Verdict]:
    others = [(version.device, version.value) for version in one.others]
    made = {
        version.device: conflicts.decision(one.field, one.school.value, others, version.value)
        for version in (*one.others, one.school)
    }
    return {device: conflicts.verdict(desk, case.record, decision) for device, decision in made.items()}
