"""By keyboard and by ear: every control of every page has a name, Tab reaches it and goes on, no word is cut."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QScrollArea, QWidget

from demo import hands
from desktop import theme
from desktop.views.kit import CountdownChip
from desktop.views.pages import reachable
from desktop.views.sign_in import SignInPage
from tests.desktop.views import desks, screens

NAMELESS = {QAccessible.Role.NoRole, QAccessible.Role.Client}


@pytest.fixture(params=["student", "teacher"])
def desk(open_desk, request):
    if request.param == "teacher":
        return open_desk("teacher", [desks.school(), *desks.WINDOWS, *desks.class_of(4)]).desk
    return open_desk("student", screens.small_school()).desk


def pages(desk):
    menu = desk.profile.menu_of(desk.actor.role.value)
    keys = [one.key for item in menu for one in (item, *item.items)]
    return [key for key in keys if reachable(key, desk)]


def every_page(desk, window):
    for key in pages(desk):
        window.go(key)
        hands.live(0.02)
        yield key
    if desk.actor.role.value == "student":
        for key, record in (("competition", screens.HOLES), ("course_outcome", screens.DRAFT)):
            screens.edit(window, key, record)
            hands.live(0.02)
            yield f"{key} form"


def controls(window):
    return [
        one
        for one in window.findChildren(QWidget)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def arrows(one, reached):
    """One of several of which one is chosen: Tab reaches the group, the arrow keys the others."""
    group = one.group() if isinstance(one, QAbstractButton) else None
    mates = group.buttons() if group is not None else one.parentWidget().findChildren(type(one))
    exclusive = (
        isinstance(one, QAbstractButton) and one.isCheckable() and (group is None or group.exclusive())
    )
    return exclusive and any(mate in reached for mate in mates)


def test_that_every_control_of_every_page_has_a_name_and_a_role(desk, qtbot):
    nameless = []
    with screens.shown(desk) as window:
        for page in every_page(desk, window):
            for one in controls(window):
                spoken = QAccessible.queryAccessibleInterface(one)
                named = spoken and spoken.text(QAccessible.Text.Name).strip()
                if isinstance(one, QScrollArea):
                    continue  # it scrolls for the keyboard, and is no control
                if not named or spoken.role() in NAMELESS:
                    nameless.append(f"{page}: {type(one).__name__} {one.parentWidget()!r}")
    assert nameless == []


def test_that_tab_reaches_every_control_and_is_never_trapped(desk, qtbot):
    missed = []
    with screens.shown(desk) as window:
        for page in every_page(desk, window):
            wanted = set(controls(window))
            seen: list[QWidget] = []
            for _ in range(3 * len(wanted) + 6):
                focus = QApplication.focusWidget()
                if focus is not None:
                    seen.append(focus)
                QTest.keyClick(focus or window, Qt.Key.Key_Tab)
            reached = {w for one in seen for w in (one, one.focusProxy()) if w is not None}
            left = [
                one
                for one in wanted - reached
                if one.focusProxy() not in reached and not arrows(one, reached)
            ]
            missed += [f"{page}: {type(one).__name__} {one.accessibleName()}" for one in left]
    assert missed == []


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640)])
def test_that_no_button_loses_words_with_large_letters(desk, qtbot, qapp, size):
    theme.apply(qapp, "light", 1.5)
    cut = []
    with screens.shown(desk, *size) as window:
        for page in every_page(desk, window):
            for one in window.findChildren(QAbstractButton):
                if not one.isVisible() or not one.text() or isinstance(one, CountdownChip):
                    continue
                room = one.width() - (one.iconSize().width() if not one.icon().isNull() else 0)
                if one.fontMetrics().horizontalAdvance(one.text()) > room:
                    cut.append(f"{page}: {one.text()}")
    theme.apply(qapp, "light", 1.0)
    assert cut == []


def test_that_every_painted_row_can_be_heard(desk, qtbot):
    mute = []
    with screens.shown(desk) as window:
        for page in every_page(desk, window):
            for view in window.findChildren(QAbstractItemView):
                model = view.model()
                if not view.isVisible() or model is None:
                    continue
                rows = [model.index(row, 0) for row in range(model.rowCount())]
                told = [index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() for index in rows]
                mute += [
                    f"{page}: {view.accessibleName()} row {n}" for n, text in enumerate(told) if not text
                ]
    assert mute == []


def test_that_nothing_opens_as_a_window_of_its_own(desk, qtbot, qapp):
    class Watch(QObject):
        def __init__(self):
            super().__init__()
            self.seen = []

        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                self.seen.append(type(watched).__name__)
            return False

    with screens.shown(desk) as window:
        watch = Watch()
        qapp.installEventFilter(watch)
        for _ in every_page(desk, window):
            pass
        qapp.removeEventFilter(watch)
        assert watch.seen == []
        assert window.isActiveWindow()


def test_that_the_sign_in_page_is_named_and_walked_by_tab(qtbot):
    page = SignInPage((("範例高級中學", "http://x", "s1"),))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    hands.wait(page.isActiveWindow, "登入頁在最前面")
    assert all(QAccessible.queryAccessibleInterface(c).text(QAccessible.Text.Name) for c in controls(page))
    assert QApplication.focusWidget() is page.password
    QTest.keyClick(page.password, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.button
