"""The commands of the window: every page of the menu, a new record of every form, and what the head offers."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.models import undo as names
from desktop.models.palette import Command
from desktop.operations import undoing
from desktop.views import undo
from desktop.views.backup_page import BackupPage
from desktop.views.host import Host
from desktop.views.pages import reachable
from desktop.views.record_page import RecordPage
from domain.forms import FORMS
from domain.people import Role

ALIASES = {
    "home": "home", "autobiography": "autobiography", "study_plan": "study plan", "person": "profile",
    "course_outcome": "course outcome courses", "outcome_selection": "select outcomes",
    "diverse_selection": "select activities", "competition": "competition contest", "licence": "licence certificate",
    "service_learning": "service volunteer 志工", "cadre_experience": "cadre officer", "work": "work portfolio",
    "group_activity": "group activity", "flexible_learning": "flexible learning", "other_performance": "other",
    "workplace_learning": "workplace internship", "advanced_placement": "advanced placement ap",
    "receipt": "receipt", "backup": "backup export download verify 備份 匯出 核對", "attention": "problems conflicts",
    "portfolio": "portfolio pdf print 列印 作品集", "signed_receipts": "receipt signature proof 收據 簽章",
    "manual": "manual help 說明", "certify_queue": "certify review", "certify_done": "certified",
    "announcement": "news announcements", "school_cadre": "cadre",
}  # fmt: skip


class Window(Host, Protocol):
    """What the commands need of the main window."""

    def page(self, key: str) -> QWidget | None: ...

    def sign_out(self) -> None: ...

    def set_mode(self, mode: str) -> None: ...

    def start_search(self) -> None: ...

    def save_open(self) -> None: ...

    def show_keys(self) -> None: ...


def commands(window: Window) -> tuple[Command, ...]:
    """Everything that this person can do from anywhere."""
    return (*_acts(window), *_pages(window), *_new(window))


def _acts(window: Window) -> Iterator[Command]:
    yield Command("sync", "立即同步", window.desk.sync_now, icon="sync", aliases="sync now", shortcut="F5")
    yield Command(
        "find", "搜尋全部", window.start_search, icon="search", aliases="search find", shortcut="Ctrl+F"
    )
    yield Command("save", "存檔", window.save_open, icon="check", aliases="save", shortcut="Ctrl+S")
    said = undoing.last(window.desk)
    if said:
        take_back = partial(undo.take_back, window, said)
        title = f"{undo.UNDO} {names.words(window.desk, said)}"
        yield Command("undo", title, take_back, icon="undo", aliases="undo 收回", shortcut="Ctrl+Z")
    yield Command("keys", "快速鍵", window.show_keys, icon="key", aliases="shortcuts keys", shortcut="Ctrl+/")
    if window.desk.actor.role is Role.STUDENT:
        trash = partial(window.go, "trash")
        yield Command("trash", "最近刪除", trash, icon="trash", aliases="trash recently deleted 垃圾桶 復原")
    if reachable("backup", window.desk) and window.desk.profile.label_of(
        "backup", window.desk.actor.role.value
    ):
        bring = partial(_bring, window)
        yield Command(
            "import", "從備份還原或匯入", bring, icon="upload", aliases="import restore zip 匯入 還原 備份"
        )
    for mode, text, icon in (
        ("light", "淺色", "sun"),
        ("dark", "深色", "moon"),
        ("system", "跟隨系統", "palette"),
    ):
        act: Callable[[], None] = partial(window.set_mode, mode)
        yield Command(f"look-{mode}", f"外觀：{text}", act, icon=icon, aliases=f"{mode} mode theme")
    yield Command("sign_out", "登出", window.sign_out, icon="logout", aliases="sign out log out logout")


def _pages(window: Window) -> Iterator[Command]:
    desk = window.desk
    seen: set[str] = set()
    role = desk.actor.role.value
    menu = (*desk.profile.menu_of(role), *desk.profile.account_menu_of(role))
    for item in menu:
        for line in (item, *item.items):
            if line.key in seen or line.key == "sign_out" or not reachable(line.key, desk):
                continue
            seen.add(line.key)
            icon = "home" if line.key == "home" else "list"
            go = partial(window.go, line.key)
            group = "畫面" if line is item else f"畫面 · {item.label}"
            yield Command(line.key, line.label, go, group, icon, ALIASES.get(line.key, ""))


def _new(window: Window) -> Iterator[Command]:
    desk = window.desk
    if desk.actor.role is not Role.STUDENT:
        return
    for key, form in FORMS.items():
        if form.group in ("diverse", "profile") and desk.profile.label_of(key) and reachable(key, desk):
            title = desk.profile.title_of(form)
            aliases = f"new add {ALIASES.get(key, '')}"
            yield Command(
                f"new-{key}", f"新增{title}", partial(_begin, window, key), icon="plus", aliases=aliases
            )


def _bring(window: Window) -> None:
    window.go("backup")
    page = window.page("backup")
    if isinstance(page, BackupPage) and page.isVisible():
        page.begin_import()


def _begin(window: Window, key: str) -> None:
    window.go(key)
    page = window.page(key)
    if isinstance(page, RecordPage) and page.isVisible():
        page.add()
