"""The window of a signed-in person (manual 000… 2-1): school, person, menu of the profile, work area, status line."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.changes import Changes
from desktop.desk import Desk
from desktop.models import deadlines, search
from desktop.models.entry_list import cut
from desktop.models.home import menu_keys
from desktop.models.rows import Row
from desktop.operations import access
from desktop.operations.file_reader import FileReader
from desktop.status import Status
from desktop.theme.engine import follow
from desktop.views import keys, kit, undo
from desktop.views.commands import commands
from desktop.views.finder import Finder
from desktop.views.menu_keeper import MenuKeeper
from desktop.views.pages import page_for, place_of, reachable, searched
from desktop.views.palette import Palette
from desktop.views.recovery import RecoveryDialog
from desktop.views.renew import RenewDialog
from desktop.views.sync_popover import SyncPopover
from domain.errors import LichengError
from domain.people import ROLE_LABELS, Role
from domain.profile_rules import MenuItem

ICONS = {
    "home": "home", "student": "person", "person": "person", "courses": "book", "cadres": "badge",
    "diverse": "trophy", "receipts": "inbox", "receipt": "inbox",
    "downloads": "download", "inquiry": "megaphone", "certify": "check-square",
    "review": "eye", "administration": "gear", "account": "key", "manual": "help",
}  # fmt: skip
COLLAPSE_BELOW, NAMED_FROM, TITLED_FROM = 1100, 760, 1280
NAME_IN_HEAD = 9
MODES = (("system", "跟隨系統", "palette"), ("light", "淺色", "sun"), ("dark", "深色", "moon"))
SCALES = (0.9, 1.0, 1.1, 1.25, 1.5)


class MainWindow(QMainWindow):
    """Pages are made when first opened and kept. signed_out: the person wants to leave the desk.

    left: the window closes, by the person or because of signing out.
    """

    signed_out = Signal()
    left = Signal()
    look_changed = Signal(str, float)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._pages: dict[str, QWidget] = {}
        self._searching = self._due = False
        self.setWindowTitle(f"歷程 Licheng · {desk.identity.school}")
        self.setMinimumSize(1024, 640)
        self._build()
        self.toasts = kit.ToastHost(self)
        self.reader = FileReader(desk, self)
        desk.bus.changed.connect(self._on_changed)
        desk.status_changed.connect(self._show_status)
        self._show_status(desk.status())
        self._minute = QTimer(self)
        self._minute.setInterval(30_000)
        self._minute.timeout.connect(self._refresh_deadline)
        self._minute.start()
        follow(self._fit_width)
        self._refresh_deadline()
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """The window is there first, then its first page, unless another was opened already."""
        if not (self._pages or self.desk.closed):
            self.go("home")

    # ---- what pages ask

    def say(self, text: str, tone: str = "info") -> None:
        self.toasts.say(text, tone)

    def offer(self, text: str, action: str, act: Callable[[], None]) -> None:
        self.toasts.say(text, "info", action, act)

    def fail(self, error: Exception) -> None:
        if isinstance(error, LichengError):
            self.toasts.say(str(error), "danger")
        else:
            self.desk.log.error("unexpected", exc_info=error)
            self.toasts.say("程式遇到沒有料到的問題，已寫入紀錄檔。您的資料都在這台電腦。", "danger")

    def go(self, page: str, record: str = "") -> None:
        """Open a page; stays where it is when the open page must not be left yet."""
        leaving = self.work.currentWidget()
        if leaving is not None and hasattr(leaving, "leave") and not leaving.leave():
            return
        known = page in self._pages
        if not known:
            self._pages[page] = page_for(page, self)
            self.work.addWidget(self._pages[page])
        widget = self._pages[page]
        self.work.setCurrentWidget(widget)
        self.nav.select(page)
        if record and known:
            self._open(widget, record)
        elif record:  # first the page, then what is on it: each is a piece of work of its own
            QTimer.singleShot(0, widget, partial(self._open, widget, record))

    def _open(self, widget: QWidget, record: str) -> None:
        if widget is self.work.currentWidget() and not self.desk.closed:
            widget.open_record(record)  # type: ignore[attr-defined]  # pages with records have it

    def ask_for_file(self, title: str, kinds: tuple[str, ...]) -> Path | None:
        endings = " ".join(
            f"*.{kind} *.{kind.upper()}" for kind in (*kinds, *(("jpeg",) if "jpg" in kinds else ()))
        )
        name, _ = QFileDialog.getOpenFileName(self, title, "", f"可用的檔案 ({endings});;所有檔案 (*)")
        return Path(name) if name else None

    def ask_where_to_save(self, title: str, name: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, title, name)
        return Path(chosen) if chosen else None

    def page(self, key: str) -> QWidget | None:
        """The page if it was opened before; for stories and tests."""
        return self._pages.get(key)

    # ---- building

    def _build(self) -> None:
        self.nav = kit.SideNav(self._items())
        self.nav.chosen.connect(self._chosen)
        told = "announcement" if "announcement" in menu_keys(self.desk) else "home"
        self.keeper = MenuKeeper(self.desk, self.nav, told)
        self.work = QStackedWidget()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        column.addWidget(kit.hairline())
        column.addWidget(self.work, 1)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.nav)
        row.addWidget(right, 1)
        self.setCentralWidget(body)
        self._build_status()
        self.palette_box = Palette(self, self.desk, lambda: commands(self), self._look, self._open_found)
        keys.install(
            self,
            {
                "F5": self.desk.sync_now,
                "F6": lambda: keys.next_pane(self.nav, self.work.currentWidget()),
                "Shift+F6": lambda: keys.next_pane(self.nav, self.work.currentWidget(), -1),
                "Ctrl+N": self.begin_new,
                "Ctrl+S": self.save_open,
                "Ctrl+F": self.start_search,
                "Ctrl+K": self.palette_box.open,
                "Ctrl+Z": partial(undo.take_back_last, self),
                "Ctrl+/": self.show_keys,
            },
        )

    def _header(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.px(24), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(12))
        self.school = kit.ElidedLabel(self.desk.identity.school)
        self.school.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row.addWidget(self.school)
        self.platform = kit.label(self.desk.profile.platform, role="muted")
        row.addWidget(self.platform)
        row.addStretch(1)
        self.finder = Finder(self, self._look)
        self.finder.chosen.connect(self._open_found)
        self.finder.used.connect(self._make_room)
        row.addWidget(self.finder.box)
        self.search_button = kit.IconButton("search", "搜尋全部")
        self.search_button.clicked.connect(self.finder.start)
        row.addWidget(self.search_button)
        self.chip = kit.CountdownChip()
        self.chip.clicked.connect(lambda: self.go("home"))
        row.addWidget(self.chip)
        role = ROLE_LABELS[self.desk.actor.role]
        name = self.desk.identity.name
        self.person = kit.Button(f"{cut(name, NAME_IN_HEAD)}　{role}", "ghost", "person")
        self.person.setToolTip(f"{name}　{role}")
        self.person.setMenu(self._person_menu())
        row.addWidget(self.person)
        return bar

    def _person_menu(self) -> QMenu:
        menu = QMenu(self)
        for item in self.desk.profile.account_menu_of(self.desk.actor.role.value):
            if item.key != "sign_out" and reachable(item.key, self.desk):
                menu.addAction(item.label, partial(self.go, item.key))
        if reachable("trash", self.desk) and self.desk.actor.role is Role.STUDENT:
            menu.addAction(theme.icon("trash"), "最近刪除", partial(self.go, "trash"))
        menu.addAction(theme.icon("key"), "快速鍵", self.show_keys)
        look = menu.addMenu("外觀")
        for key, text, icon in MODES:
            look.addAction(theme.icon(icon), text, partial(self.set_mode, key))
        size = menu.addMenu("文字大小")
        for scale in SCALES:
            size.addAction(f"{scale:.0%}", partial(self._set_scale, scale))
        menu.addSeparator()
        menu.addAction(theme.icon("logout"), "登出", self.sign_out)
        return menu

    def _items(self) -> list[kit.NavItem]:
        items = [self._item(item) for item in self.desk.profile.menu_of(self.desk.actor.role.value)]
        return [item for item in items if item is not None]

    def _item(self, item: MenuItem) -> kit.NavItem | None:
        """A menu line and its sub-lines; a line whose screen this program does not have is left out."""
        children = tuple(kit.NavItem(c.key, c.label) for c in item.items if reachable(c.key, self.desk))
        if not children and not reachable(item.key, self.desk):
            return None
        return kit.NavItem(item.key, item.label, ICONS.get(item.key, "list"), children)

    def _build_status(self) -> None:
        self.indicator = kit.SyncIndicator()
        self.indicator.clicked.connect(self._open_popover)
        self.statusBar().addWidget(self.indicator, 1)
        self.statusBar().setSizeGripEnabled(False)

    # ---- reacting

    def _chosen(self, key: str) -> None:
        self.go(key)

    def start_search(self) -> None:
        self.finder.start()

    def _look(self, text: str, limit: int = search.MOST) -> tuple[Row, ...]:
        return search.found(self.desk, text, searched(self.desk), limit)

    def _open_found(self, row: Row) -> None:
        self.go(place_of(row.payload, self.desk), row.key)

    def _make_room(self, searching: bool) -> None:
        """In a crowded window the box is there while it is used, in the place of the deadline."""
        if self._searching != searching:
            self._searching = searching
            self._fit_head()

    def begin_new(self) -> None:
        if not keys.begin_new(self.work.currentWidget()):
            self.say("先到要新增的那一頁，例如「競賽參與紀錄」，再按 Ctrl+N。")

    def show_keys(self) -> None:
        keys.show_sheet(self)

    def save_open(self) -> None:
        page = self.work.currentWidget()
        if page is not None and hasattr(page, "leave"):
            page.leave()

    def _show_status(self, status: Status) -> None:
        self.indicator.set(status.kind, status.sentence)

    def _open_popover(self) -> None:
        popover = SyncPopover(self.desk, self)
        popover.opened.connect(self.go)
        popover.sign_in_wanted.connect(self.sign_in_again)
        popover.wipe_agreed.connect(self.decide_wipe)
        popover.show_above(self.indicator)

    def _on_changed(self, changes: Changes) -> None:
        self._show_status(self.desk.status())
        if changes.all or changes.settings or "window" in changes.forms:
            self._refresh_deadline()

    def _refresh_deadline(self) -> None:
        if self.desk.closed:  # the program is ending around a window that was not shut
            self._minute.stop()
            return
        nearest = deadlines.nearest(self.desk.school(), self.desk.actor.role)
        self._due = nearest is not None
        if nearest is not None:
            self.chip.set(nearest.label, nearest.seconds_left)
        self._fit_head()
        self._show_status(self.desk.status())

    def set_mode(self, mode: str) -> None:
        self.look_changed.emit(mode, theme.current().scale)

    def _set_scale(self, scale: float) -> None:
        self.look_changed.emit(theme.current().wanted, scale)

    def sign_in_again(self) -> None:
        """The school's session has run out: the password once more, without leaving what is open."""
        dialog = RenewDialog(self.desk, self)
        if dialog.exec():
            self.say("已重新登入。", "success")
        dialog.deleteLater()

    def decide_wipe(self) -> None:
        """Much is gone at the school: nothing is removed here unless the person agrees."""
        text = "學校端移除了很多您的紀錄。如果不確定原因，請先問學校；這台電腦上的資料都還在。"
        consequence = "同意之後，這台電腦也會移除那些紀錄；沒有送出過的內容會保留。"
        title = "學校端少了很多紀錄"
        if kit.ConfirmDialog.ask(self, title, text, "照學校的移除", danger=True, consequence=consequence):
            self.desk.write(lambda: access.allow_wipe(self.desk), lambda _: self.desk.sync_now(), self.fail)

    def show_recovery(self, code: str) -> None:
        """Once, right after the vault was made: the printed way back in when the password is forgotten."""
        RecoveryDialog(code, self).exec()

    def sign_out(self) -> None:
        """Leave the desk; what is not at the school yet stays safe on this computer, and the person is told."""
        page = self.work.currentWidget()
        if page is not None and hasattr(page, "leave"):
            page.leave()
        unsent = self.desk.unsent_count()
        if unsent:
            text = f"還有 {unsent} 件尚未送到學校。資料都在這台電腦，下次登入會繼續送出。"
            if not kit.ConfirmDialog.ask(self, "登出", text, "登出"):
                return
        self.signed_out.emit()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands over what it wants back
        self._fit_width()

    def _fit_width(self) -> None:
        """A narrow window, or large words in a wide one: icons for the menu, and room for the deadline."""
        crowded = self.width() < theme.px(COLLAPSE_BELOW)
        if self.nav.collapsed != crowded:
            self.nav.set_collapsed(crowded)
        self._fit_head()

    def _fit_head(self) -> None:
        crowded = self.width() < theme.px(COLLAPSE_BELOW)
        self.platform.setVisible(self.width() >= theme.px(TITLED_FROM))
        self.school.setVisible(self.width() >= theme.px(NAMED_FROM))
        self.finder.box.setVisible(not crowded or self._searching)
        self.search_button.setVisible(crowded and not self._searching)
        self.chip.setVisible(self._due and not (crowded and self._searching))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._minute.stop()
        self.reader.stop()
        page = self.work.currentWidget()
        if page is not None and hasattr(page, "leave"):
            page.leave()
        for timer in self.findChildren(QTimer):
            timer.stop()  # what a page meant to read a moment later is read from a closed store otherwise
        event.accept()
        for (
            one
        ) in self._pages.values():  # each in a turn of its own: all at once would hold up what comes next
            one.deleteLater()
        self.left.emit()
