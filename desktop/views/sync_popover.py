"""Behind the status line: what is where, item by item, errors first; nothing here is a bare number."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.desk import Desk, Said
from desktop.models.commitment import ADVICE, codes
from desktop.models.home import name_of
from desktop.models.reading import moment
from desktop.operations import troubles
from desktop.views import kit
from desktop.views.pages import page_of, reachable
from domain.lifecycle import ACTION_LABELS

WIDTH = 360
MOST, DONE = 6, 3


class SyncPopover(QFrame):
    """opened(page, record): the person wants to see one of the items. The other two: what only a person can do."""

    opened = Signal(str, str)
    sign_in_wanted = Signal()
    wipe_agreed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._desk = desk
        self.setProperty("popover", True)
        self.setFixedWidth(theme.px(WIDTH))
        self.setAccessibleName("同步狀態")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self._box.setSpacing(theme.px(8))
        self._fill()

    def show_above(self, anchor: QWidget) -> None:
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(0, 0))
        self.move(corner.x() + theme.px(8), corner.y() - self.height() - theme.px(8))
        self.show()

    def _fill(self) -> None:
        self._box.addWidget(kit.label(self._desk.status().sentence, role="strong", wrap=True))
        if self._desk.courier and self._desk.courier.condition.state != "ok":
            self._box.addWidget(kit.label(self._desk.courier.condition.sentence, role="small", wrap=True))
        self._add_remedy(self._desk.courier.condition.state if self._desk.courier else "")
        self._add_codes()
        refused, waiting = self._desk.inbox(), self._desk.unsent()
        if refused or self._desk.conflicts():
            self._add_attention()
        for said in refused[:MOST]:
            self._add(said, said.sentence or "學校沒有接受", "danger")
        for trouble in troubles.of_files(self._desk)[:MOST]:
            self._add_trouble(trouble)
        for said in waiting[:MOST]:
            self._add(said, "等待送到學校，內容在這台電腦", "muted")
        if not refused and not waiting:
            for said in self._desk.delivered(DONE):
                when = moment(said.recv_at)
                self._add(said, f"{when} 送到學校" if when else "已送到學校", "success")
        rest = len(refused) + len(waiting) - min(len(refused), MOST) - min(len(waiting), MOST)
        if rest:
            self._box.addWidget(kit.label(f"還有 {rest} 件", role="small"))
        self._box.addWidget(kit.hairline())
        self._box.addLayout(self._footer())

    def _add_codes(self) -> None:
        """What can be told on the telephone while nothing can be sent."""
        found = codes(self._desk)
        if not found:
            return
        self._box.addWidget(kit.label(ADVICE, role="small", tone="danger", wrap=True))
        for one in found[:MOST]:
            self._box.addWidget(kit.label(one.label, role="small", wrap=True))
            shown = kit.label(one.code, role="strong")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"代碼 {' '.join(one.code)}")
            self._box.addWidget(shown)

    def _add_attention(self) -> None:
        """Where a person decides."""
        fields = len({(one.record, one.field) for one in self._desk.conflicts()})
        if fields:
            text = f"有 {fields} 個欄位在兩台電腦上寫得不一樣，需要您選定。"
            self._box.addWidget(kit.label(text, role="small", tone="danger", wrap=True))
        button = kit.Button("查看需要處理的項目", "primary", "compare")
        button.clicked.connect(lambda: self._open("attention", ""))
        self._box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_remedy(self, state: str) -> None:
        """One button for what keeps the post from going."""
        remedies = {
            "auth_required": ("重新登入", "key", self.sign_in_wanted),
            "wipe_guard": ("查看並決定", "warning", self.wipe_agreed),
        }
        if state in remedies:
            text, icon, signal = remedies[state]
            button = kit.Button(text, "primary", icon)
            button.clicked.connect(self.close)
            button.clicked.connect(signal)
            self._box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _add(self, said: Said, text: str, tone: str) -> None:
        page = page_of(said.intent, self._desk) if said.intent is not None else ""
        self._add_item(
            self._name(said), (text, tone), page, said.intent.record if said.intent is not None else ""
        )

    def _add_trouble(self, trouble: troubles.Trouble) -> None:
        """A file that did not get through: why, and the record where it is attached."""
        page = trouble.form if reachable(trouble.form, self._desk) else ""
        self._add_item(f"檔案「{trouble.name}」", (trouble.sentence, "danger"), page, trouble.record)

    def _add_item(self, name: str, told: tuple[str, str], page: str, record: str) -> None:
        """One item: what it is, why it stands here, and one button."""
        text, tone = told
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(kit.ElidedLabel(name))
        words.addWidget(kit.label(text, role="small", tone=tone, wrap=True))
        row.addLayout(words, 1)
        if page:
            button = kit.Button("開啟", "link")
            button.setAccessibleName(f"開啟{name}")
            button.clicked.connect(lambda: self._open(page, record))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addLayout(row)

    def _name(self, said: Said) -> str:
        if said.intent is None:
            return "較新版程式的紀錄"
        name = name_of(self._desk, said.intent.record, said.intent.form)
        return f"{ACTION_LABELS.get(said.intent.action, '更新')}「{name}」"

    def _open(self, page: str, record: str) -> None:
        self.close()
        self.opened.emit(page, record)

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        now = kit.Button("立即同步", "secondary", "sync")
        now.clicked.connect(self._now)
        row.addWidget(now)
        paused = bool(self._desk.courier and self._desk.courier.paused)
        pause = kit.Button("繼續同步" if paused else "暫停一小時", "ghost")
        pause.clicked.connect(lambda: self._pause(not paused))
        row.addWidget(pause)
        row.addStretch(1)
        return row

    def _now(self) -> None:
        self.close()
        self._desk.sync_now()

    def _pause(self, paused: bool) -> None:
        self.close()
        if self._desk.courier is not None:
            self._desk.courier.pause(paused)
