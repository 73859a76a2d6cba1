"""The first screen: deadlines, what is missing, what the school said, what has not reached it yet (SA §2-1)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import certify_queue, deadlines, first_steps, home, office_waiting
from desktop.models.deadlines import Due
from desktop.operations import inbox
from desktop.views import kit
from desktop.views.guide_card import GuideCard
from desktop.views.host import Host, size_text
from desktop.views.note_rows import NoteCard
from desktop.views.when_seen import WhenSeen
from domain.people import Role

WIDE = 880
SOON_MS, MINUTE_MS = 120, 60_000


class HomePage(QWidget):
    """Two columns where there is room; every line leads to where the work is done."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self._columns = 0
        self._build()
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.reload)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._show_due)
        self._minute.start()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        """There is nothing to open here: the lines lead elsewhere."""

    def leave(self) -> bool:
        return True

    # ---- showing

    def reload(self) -> None:
        self._greet()
        self._show_due()
        wrote = first_steps.own(self.desk)
        self._show_steps(first_steps.steps(self.desk, wrote))
        self.missing.set_nothing(
            "沒有缺漏，都齊了。" if wrote else "還沒有紀錄；寫了之後，還缺什麼會列在這裡。"
        )
        self.missing.show_notes(home.missing(self.desk), self.host.go)
        self.said.show_notes(home.said(self.desk), self.host.go)
        self._show_queue()
        self.office.show_notes(office_waiting.notes(self.desk), self.host.go)
        self.guided.reload()
        self._show_unsent()

    def _greet(self) -> None:
        hour = self.desk.clock.here().astimezone().hour
        word = "早安" if 5 <= hour < 11 else "午安" if 11 <= hour < 18 else "晚安"
        self.header.set_title(f"{self.desk.identity.name}，{word}")
        year = self.desk.school().settings.school_year
        self.header.set_subtitle(
            f"{self.desk.identity.school}　{year} 學年度" if year else self.desk.identity.school
        )

    def _show_steps(self, found: Sequence[home.Note]) -> None:
        self.steps.show_notes(found, self.host.go)
        done = sum(note.pill == "完成" for note in found)
        self.steps.count.setText(f"完成 {done}／{len(found)}")
        self.steps.setVisible(bool(found))

    def _show_due(self) -> None:
        self.due.clear()
        found = deadlines.due(self.desk.school(), self.desk.actor.role)
        now, later = [d for d in found if d.open], [d for d in found if not d.open and d.seconds_left]
        for one in now:
            self.due.add_row(self._due_row(one))
        for one in later:
            self.due.add_row(self._due_row(one))
        if not now and not later:
            self.due.say_nothing()

    def _due_row(self, one: Due) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, theme.px(6), 0, theme.px(6))
        row.setSpacing(theme.px(12))
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(kit.label(one.label, wrap=True))
        words.addWidget(kit.label(one.printed, role="small", wrap=True))
        row.addLayout(words, 1)
        text = kit.countdown_words(one.seconds_left) if one.open else "尚未開放"
        tone = kit.countdown_tone(one.seconds_left) if one.open else "neutral"
        row.addWidget(kit.StatusPill(text, tone), 0, Qt.AlignmentFlag.AlignVCenter)
        page = home.page_of_window(self.desk, one.kind)
        if page:
            button = kit.Button("前往" if one.open else "查看", "secondary")
            button.setAccessibleName(f"前往{one.label}")
            button.clicked.connect(lambda: self.host.go(page))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def _show_queue(self) -> None:
        if self.desk.actor.role is not Role.TEACHER:
            return
        waiting = certify_queue.waiting_by_course(self.desk)
        notes = [
            home.Note(course, "", "", "certify_queue", "", "info", f"待認證 {count} 件")
            for course, count in waiting.items()
        ]
        self.queue.show_notes(notes, self.host.go)
        self.queue.count.setText(f"共 {sum(waiting.values())} 件" if waiting else "")

    def _show_unsent(self) -> None:
        refused, unsent, facts = home.refused(self.desk), home.unsent(self.desk), self.desk.sync_facts()
        self.refused.show_notes(refused, self.host.go, dismissible=True)
        self.refused.setVisible(bool(refused))
        quiet = f"{facts.uploads} 個檔案（{size_text(facts.upload_bytes)}）等待上傳" if facts.uploads else ""
        self.unsent.show_notes(unsent, self.host.go, quiet=quiet)

    # ---- building

    def _build(self) -> None:
        role = self.desk.actor.role
        student, teacher, office = (role is one for one in (Role.STUDENT, Role.TEACHER, Role.ADMINISTRATOR))
        self.header = kit.PageHeader("")
        self.steps = NoteCard("開始使用", "check-square", "")
        self.due = NoteCard("期限", "clock", "目前沒有進行中的作業期間。")
        self.missing = NoteCard("還缺什麼", "edit", "沒有缺漏，都齊了。")
        self.queue = NoteCard("待認證", "check-square", "目前沒有等待認證的成果。")
        self.office = NoteCard("等候學校處理", "inbox", "沒有等候處理的事。")
        self.guided = GuideCard(self.host)
        self.said = NoteCard("學校最近說的", "megaphone", "目前沒有公告或認證結果。")
        self.refused = NoteCard("學校沒有接受的", "error", "")
        self.refused.put_away.connect(self._put_away)
        self.unsent = NoteCard("還沒送到學校", "cloud-up", "都已經送到學校了。")
        guides = teacher or role is Role.COUNSELOR
        own = {self.queue: teacher, self.guided: guides, self.office: office, self.missing: student}
        self._left = [self.due, *(card for card, shown in own.items() if shown)]
        self._right = [self.said, self.unsent]
        page = kit.ScrollPage(max_width=1120)
        page.add(self.header)
        page.add(self.refused)
        page.add(self.steps)
        self.grid = QGridLayout()
        self.grid.setSpacing(theme.px(16))
        page.body.addLayout(self.grid)
        page.body.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)
        self._arrange(2)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for old in (self.grid.takeAt(0) for _ in range(self.grid.count())):
            if old is not None and old.layout() is not None:
                _release(old.layout())
        stacks = (self._left, self._right) if columns == 2 else ([*self._left, *self._right],)
        for place in range(2):
            self.grid.setColumnStretch(place, 1 if place < columns else 0)
        for place, cards in enumerate(stacks):
            self.grid.addLayout(_stack(cards), 0, place)

    def _put_away(self, intent: str) -> None:
        self.desk.write(lambda: inbox.put_away(self.desk, intent), failed=self.host.fail)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= theme.px(WIDE) else 1)

    def _on_changed(self, changes: Changes) -> None:
        """Many small changes make one new look."""
        if changes and not self._soon.isActive():
            self._soon.start()


def _stack(cards: Sequence[QWidget]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px(16))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column


def _release(layout: object) -> None:
    while isinstance(layout, QVBoxLayout) and layout.count():
        layout.takeAt(0)
