"""初始密碼: who has none yet, made and set in one go, and a list to print and cut; or another for a single person."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel

from desktop import theme
from desktop.operations import papers, rolls
from desktop.operations.rolls import Handed
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.job_strip import JobStrip
from sync.wire.office import Holder

GROUPS = {"all": "所有人", "students": "學生", "staff": "教職員"}
ABOUT = "匯入的新帳號沒有密碼。這裡產生並存成一份清單，印給本人；學校只留下雜湊值，以後誰也查不到，弄丟就再發一次。"
AGAIN = "本人所有的電腦會登出。學生電腦裡的資料要用舊密碼或復原碼打開，請先確認本人還留著。"


class FirstPasswordCard(kit.Card):
    """`hand_out_to` writes the list without asking where."""

    def __init__(self, host: Host, job: JobStrip) -> None:
        super().__init__()
        self.host, self.desk, self.job = host, host.desk, job
        self._holders: tuple[Holder, ...] = ()
        self.add(kit.label("初始密碼", role="section"))
        self.add(kit.label(ABOUT, role="small", wrap=True))
        self.group = kit.ComboBox(list(GROUPS.items()), name="發給誰")
        self.group.set_value("all")
        self.group.edited.connect(lambda _: self.refresh())
        self.count = kit.label("按「查詢」看誰還沒有密碼。", role="muted", wrap=True)
        self.ask_button = kit.Button("查詢", "secondary", "search")
        self.ask_button.clicked.connect(self.ask)
        self.give_button = kit.Button("產生並存成清單", "primary", "key")
        self.give_button.clicked.connect(self.give)
        self.body.addLayout(_row(self.group, self.count, self.ask_button, self.give_button))
        self.add(kit.hairline())
        self.account = kit.LineEdit()
        self.account.setAccessibleName("要重發的帳號")
        self.account.setPlaceholderText("帳號")
        self.again_button = kit.Button("重發一組", "secondary", "undo")
        self.again_button.clicked.connect(self.give_again)
        hint = kit.label("忘記密碼的人：確認是本人，再重發一組。", role="muted", wrap=True)
        self.body.addLayout(_row(self.account, hint, self.again_button))
        self.refresh()

    @property
    def waiting(self) -> Sequence[Holder]:
        """Who is to get one."""
        return rolls.groups(self._holders)[self.group.value()]

    def ask(self) -> None:
        """Who has none yet?"""
        self.job.start("向學校查詢帳號", lambda *_: rolls.holders(self.desk), self._answered)

    def give(self) -> None:
        path = self.host.ask_where_to_save("儲存初始密碼清單", "初始密碼.xlsx")
        if path is not None:
            self.hand_out_to(papers.named(path, ".xlsx"), self.waiting)

    def give_again(self) -> None:
        """Another password for one person, who may have one."""
        account = self.account.value().strip()
        one = next((one for one in self._holders if one.account == account), None)
        if one is None:
            self.job.banner.say("warning", f"沒有「{account}」這個帳號；請先按「查詢」，並檢查帳號。")
            return
        text = f"要重發密碼給「{one.name}」（{one.account}）嗎？"
        if kit.ConfirmDialog.ask(self, "重發密碼", text, "重發", consequence=AGAIN):
            path = self.host.ask_where_to_save("儲存密碼清單", f"密碼_{one.account}.xlsx")
            if path is not None:
                self.hand_out_to(papers.named(path, ".xlsx"), [one], again=True)

    def hand_out_to(self, path: Path, whom: Sequence[Holder], again: bool = False) -> None:
        """Make, set and write them."""
        desk = self.desk
        self.job.start(
            "產生初始密碼",
            lambda tell, stop: rolls.hand_out(desk, whom, path, again, tell, stop),
            self._handed,
        )

    def refresh(self) -> None:
        count = len(self.waiting)
        if self._holders:
            self.count.setText(f"{count} 人還沒有密碼。" if count else "每個人都有密碼了。")
        busy = self.job.running
        self.ask_button.setEnabled(not busy)
        self.give_button.setEnabled(bool(count) and not busy)
        self.give_button.setToolTip("" if count else self.count.text())
        self.again_button.setEnabled(not busy)

    def _answered(self, found: tuple[Holder, ...]) -> None:
        self._holders = found
        self.refresh()
        kit.announce(self, self.count.text())

    def _handed(self, handed: Handed) -> None:
        left = (
            f"還有 {handed.left} 人沒有發，清單裡只有已發的。"
            if handed.left
            else "印出後請妥善保管，並刪除檔案。"
        )
        tone = "warning" if handed.left else "success"
        self.job.banner.say(tone, f"已發給 {handed.done} 人，清單存在 {handed.path.name}。{left}")
        set_now = handed.done > 0
        if set_now:
            self._holders = ()
            self.count.setText("按「查詢」看誰還沒有密碼。")


def _row(first: kit.ComboBox | kit.LineEdit, words: QLabel, *buttons: kit.Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(12))
    row.addWidget(first, 1)
    row.addWidget(words, 2)
    for button in buttons:
        row.addWidget(button)
    return row
