"""The office's word on what came late: a reason, with the library of reasons under it, and the two ways to decide."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import theme
from desktop.desk import Desk
from desktop.models.phrases import with_phrase
from desktop.operations.late import REASON_LIMIT
from desktop.views import kit
from desktop.views.phrase_bar import PhraseBar
from desktop.views.phrase_dialog import PhraseDialog
from domain import text
from domain.intents import Action
from domain.refusals import Refused, Verdict

KEPT = "ui.late.reason"
LACKING = f"請寫 1 到 {REASON_LIMIT} 字的理由，學生會看到。"


class LatePanel(kit.Card):
    """Signal decided(Action): the person wants to say that, and the reason is whole. What was begun is kept here."""

    decided = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(flat=True, parent=parent)
        self._desk = desk
        self.words = kit.TextArea("例如：當天校內停電，已查證", lines=2)
        self.words.setMinimumHeight(theme.px(44))
        self.frame = kit.FieldFrame("理由（學生會看到）", self.words, True, "", REASON_LIMIT, text.length)
        self.phrases = PhraseBar(desk)
        self.phrases.chosen.connect(self._write)
        self.phrases.arrange.connect(self._arrange)
        self.words.edited.connect(self._changed)
        self.refuse_button = kit.Button("不准補做", "danger-ghost", "close")
        self.grant_button = kit.Button("准予補做", "primary", "check")
        self.refuse_button.clicked.connect(lambda: self._decide(Action.REFUSE))
        self.grant_button.clicked.connect(lambda: self._decide(Action.GRANT))
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addStretch(1)
        foot.addWidget(self.refuse_button)
        foot.addWidget(self.grant_button)
        self.add(self.frame)
        self.add(self.phrases)
        self.body.addLayout(foot)
        self.words.set_value(desk.noted(KEPT))
        self.phrases.show_words(self.words.value())

    def set_tight(self, on: bool) -> None:
        """Smaller gaps where the window is low, so that the reason keeps its lines."""
        edge = theme.px(8 if on else 16)
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(theme.px(4 if on else 12))

    @property
    def reason(self) -> str:
        return text.normal(self.words.value()).strip()

    def keep(self) -> None:
        """What was begun stays on this computer."""
        kit.commit_preedit()
        if self.words.value() != self._desk.noted(KEPT):
            self._desk.note(KEPT, self.words.value())

    def begin_anew(self) -> None:
        """The word is said: the next one needs a reason of its own."""
        self.words.set_value("")
        self.frame.clear()
        self.phrases.show_words("")
        self._desk.note(KEPT, "")

    def gate(self, count: int, grant: Verdict, refuse: Verdict) -> None:
        """How many the word is about; the buttons say why they cannot be pressed."""
        many = f" {count} 件" if count > 1 else ""
        for button, label, verdict in (
            (self.grant_button, "准予補做", grant),
            (self.refuse_button, "不准補做", refuse),
        ):
            why = "" if count else "請先在清單裡選取。"
            if count and isinstance(verdict, Refused):
                why = verdict.text
            button.setText(f"{label}{many}")
            button.setEnabled(not why)
            button.setToolTip(why)
            button.setAccessibleDescription(why)

    def _decide(self, action: Action) -> None:
        kit.commit_preedit()
        if not 0 < len(self.reason) <= REASON_LIMIT:
            self.frame.set_error(LACKING)
            self.words.setFocus()
            return
        self.decided.emit(action)

    def _write(self, phrase: str) -> None:
        kit.commit_preedit()
        self.words.setPlainText(with_phrase(self.words.value(), phrase))
        self.words.moveCursor(QTextCursor.MoveOperation.End)

    def _arrange(self) -> None:
        dialog = PhraseDialog(self._desk, self)
        dialog.exec()
        dialog.deleteLater()

    def _changed(self, _: str) -> None:
        self.phrases.show_words(self.words.value())
        if self.frame.message and self.reason:
            self.frame.clear()
