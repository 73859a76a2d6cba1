"""One line over what was decided: how many results their students cannot see yet, and the buttons for that."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop import theme
from desktop.models import certify_queue, releasing as model
from desktop.models.releasing import Standing
from desktop.operations import releasing as operations
from desktop.operations.records import Decided
from desktop.views import kit
from desktop.views.host import Host
from domain.intents import Action
from domain.records import Record

VERBS = {Action.RELEASE: "公布", Action.WITHHOLD: "收回公布"}
AFTER = {
    Action.RELEASE: "學生的電腦下次同步就看得到結果和說明。",
    Action.WITHHOLD: "學生的電腦下次同步後又會顯示認證中；已經看過的人記得看過什麼。",
}


class ReleaseBar(kit.Card):
    """Hidden where results are shown at once. done(action, count, Decided): something was said."""

    done = Signal(object, int, object)

    def __init__(self, host: Host) -> None:
        super().__init__(flat=True)
        self.host, self.desk = host, host.desk
        self._standing = Standing((), (), "")
        self.words = kit.label("", wrap=True)
        self.withhold_button = kit.Button("收回公布", "ghost", "undo")
        self.release_button = kit.Button("公布結果", "secondary", "megaphone")
        self.withhold_button.clicked.connect(lambda: self.ask(Action.WITHHOLD))
        self.release_button.clicked.connect(lambda: self.ask(Action.RELEASE))
        line = QHBoxLayout()
        line.setSpacing(theme.px(12))
        line.addWidget(kit.IconLabel("eye", "muted"))
        line.addWidget(self.words, 1)
        line.addWidget(self.withhold_button)
        line.addWidget(self.release_button)
        self.body.addLayout(line)
        self.hide()

    def aim(self, shown: Sequence[Record], ticked: Sequence[Record]) -> None:
        """shown: all that are listed; ticked: those it is about, or none for all of them."""
        every = model.standing(self.desk, shown)
        self._standing = model.standing(self.desk, ticked) if ticked else every
        self.words.setText(every.words or "這裡的結果學生都看得到。學校公布之前，可以勾選後收回。")
        hidden, out = len(self._standing.hidden), len(self._standing.shown) if ticked else 0
        self.release_button.setText(f"公布 {hidden} 件" if hidden else "公布結果")
        self.release_button.setEnabled(bool(hidden))
        self.withhold_button.setText(f"收回 {out} 件" if out else "收回公布")
        self.withhold_button.setEnabled(bool(out))
        self.setVisible(bool(every.hidden or every.shown))

    def ask(self, action: Action) -> None:
        """Ask once, then say it for all of them."""
        chosen = self._standing.hidden if action is Action.RELEASE else self._standing.shown
        verb = VERBS[action]
        text = f"要{verb} {len(chosen)} 件認證結果嗎？"
        if chosen and kit.ConfirmDialog.ask(
            self, verb, text, verb, danger=action is Action.WITHHOLD, consequence=AFTER[action]
        ):
            self.desk.write(
                lambda: operations.let_out(self.desk, chosen, action),
                lambda result: self._told(action, len(chosen), result),
                self.host.fail,
            )

    def _told(self, action: Action, count: int, result: Decided) -> None:
        tone, sentence = certify_queue.outcome_of(action, count, result[1])
        self.host.say(f"{sentence}。", tone)
        self.done.emit(action, count, result)
