"""Questions to the school beside the page they are about: a panel to ask, and what was asked with its answers."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import inquiries
from desktop.models.inquiries import Question
from desktop.operations import inquiries as operations
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.record_view import readable
from desktop.views.report_panel import ReportPanel
from desktop.views.when_seen import WhenSeen
from domain.forms import PROBLEM_TEXT

TITLES = {"school_cadre": "回報學校", "licence": "請學校增列清單裡沒有的證照"}
HINTS = {"licence": "證照全名、發照單位、級數或分數"}
LABELS = {"licence": "要增列的證照"}
TYPED = frozenset({"school_cadre"})
MISSING = ["fewer"]
"""What is not there at all is not about the record that happens to be chosen."""


class InquiryBoard(QWidget):
    """Stands in the place of `covers` while it is open; `button` opens it and tells how many questions there are.

    about: a code of inquiry_about. concern: answers (record id, words) of what the question is about.
    """

    def __init__(
        self,
        host: Host,
        about: str,
        button: kit.Button,
        covers: QWidget,
        concern: Callable[[], tuple[str, str]],
    ) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.about = about
        self._button, self._covers, self._concern = button, covers, concern
        self._label = button.text()
        self._asked: tuple[str, str] = ("", "")
        self._drawn: tuple[Question, ...] = ()
        self._build()
        self.hide()
        button.clicked.connect(self.begin)
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    def begin(self) -> None:
        """Ask about what is chosen now; what was asked before stands below."""
        self._asked = self._concern()
        self.concern.setText(f"關於「{self._asked[1]}」" if self._asked[1] else "")
        self.concern.setVisible(bool(self._asked[1]))
        self._covers.hide()
        self.show()
        self.panel.begin()
        self.page.verticalScrollBar().setValue(0)

    def shut(self) -> None:
        """Back to what it covers; what was typed is gone only when the person said so."""
        self.hide()
        self._covers.show()
        self._button.setFocus()

    def _build(self) -> None:
        types = self.desk.codes["problem_type"] if self.about in TYPED else None
        hint, label = HINTS.get(self.about, PROBLEM_TEXT.hint), LABELS.get(self.about, PROBLEM_TEXT.label)
        self.panel = ReportPanel(types, TITLES[self.about], hint, label)
        self.panel.sent.connect(self._send)
        self.panel.given_up.connect(self.shut)
        self.back_button = kit.Button("回到清單", "ghost", "chevron-left")
        self.back_button.clicked.connect(self.shut)
        self.concern = kit.label("", role="label", wrap=True)
        self.page = kit.ScrollPage(max_width=760)
        self.page.setAccessibleName("給學校的詢問與答覆")
        holder = QWidget()
        self._cards = QVBoxLayout(holder)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(theme.px(12))
        for part in (self.concern, self.panel, holder):
            self.page.add(part)
        self.page.body.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(4))
        box.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.page, 1)

    def _send(self, types: list[str], text: str) -> None:
        record, subject = ("", "") if types == MISSING else self._asked
        self.desk.write(
            lambda: operations.ask(self.desk, self.about, text, types, record, subject),
            lambda _: self._sent(),
            self.host.fail,
        )

    def _sent(self) -> None:
        self.panel.begin()
        self.reload()
        self.host.say("已存在這台電腦，連上學校後會送出。答覆會顯示在這裡。", "success")

    def _take_back(self, question: Question) -> None:
        self.desk.write(
            lambda: operations.take_back(self.desk, question.record),
            lambda _: self.host.say("已收回這則詢問。", "info"),
            self.host.fail,
        )

    # ---- showing

    def reload(self) -> None:
        found = inquiries.questions(self.desk, self.about)
        if found == self._drawn:
            return
        self._drawn = found
        self._button.setText(f"{self._label}（{len(found)}）" if found else self._label)
        while (item := self._cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if found:
            self._cards.addWidget(kit.SectionTitle("先前寫給學校的"))
        for question in found:
            self._cards.addWidget(self._card(question))

    def _card(self, question: Question) -> kit.Card:
        card = kit.Card()
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(kit.label(question.subject or "詢問學校", role="strong", wrap=True), 1)
        head.addWidget(kit.StatusPill(question.pill, question.tone))
        if question.open:
            back = kit.Button("收回", "ghost", "undo")
            back.setAccessibleName(f"收回詢問「{question.subject or question.text[:12]}」")
            back.clicked.connect(lambda: self._take_back(question))
            head.addWidget(back)
        card.body.addLayout(head)
        card.add(readable(question.text))
        if question.reply:
            card.add(kit.hairline())
            at = f"　{question.processed_at}" if question.processed_at else ""
            card.add(kit.label(f"學校的答覆{at}", role="small", tone="success"))
            card.add(readable(question.reply))
        return card

    def _on_changed(self, changes: Changes) -> None:
        if changes:
            self.reload()
