"""The bar under 需要處理: choose a side for all, keep both, decide; or read a refusal and put it away."""

from collections.abc import Collection

from desktop.views import kit
from desktop.views.dispute_card import WOVEN


class AttentionFooter(kit.StickyFooter):
    """The page connects the buttons; this says which of them there are and what they will do."""

    def __init__(self) -> None:
        super().__init__()
        self.mine = kit.Button("全部留我的", "ghost")
        self.schools = kit.Button("全部留學校的", "ghost")
        self.both = kit.Button("兩個都留")
        self.both.setToolTip("學校的內容不變，另一個版本存成新的紀錄。")
        self.confirm = kit.Button("選定", "primary")
        self.away = kit.Button("知道了")
        self.open = kit.Button("開啟紀錄", "primary")
        for left in (self.mine, self.schools):
            self.add_left(left)
        for right in (self.both, self.confirm, self.away, self.open):
            self.add_action(right)

    def offer_choice(self, mine: bool, both: bool) -> None:
        """A record in dispute. mine: it may still change; both: there may be a second one."""
        self.mine.setVisible(mine)
        self.both.setVisible(both)
        for button in (self.schools, self.confirm):
            button.show()
        for button in (self.away, self.open):
            button.hide()
        self.show()

    def offer_reading(self, away: bool, openable: bool) -> None:
        """A refusal, or only something to look at."""
        for button in (self.mine, self.schools, self.both, self.confirm):
            button.hide()
        self.away.setVisible(away)
        self.open.setVisible(openable)
        self.set_text("")
        self.setVisible(away or openable)

    def say_choice(self, chosen: Collection[str | None], lacking: int) -> None:
        why = f"還有 {lacking} 個欄位沒有選" if lacking else ""
        self.confirm.setText(_word(set(chosen)))
        self.confirm.setEnabled(not lacking)
        self.confirm.setToolTip(why)
        self.confirm.setAccessibleDescription(why)
        self.set_text(why)


def _word(chosen: set[str | None]) -> str:
    """What pressing the button does."""
    if None in chosen or not chosen:
        return "選定"
    if chosen == {""}:
        return "保留學校版本"
    return "使用合併後的內容" if WOVEN in chosen or "" in chosen else "保留我的版本"
