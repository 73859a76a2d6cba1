"""The application: from the sign-in to the desk and back, and what is said on the way out."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from demo import hands
from desktop.app import Application
from desktop.changes import Changes
from desktop.operations import records
from desktop.views.farewell import Farewell
from desktop.views.main_window import MainWindow
from domain.forms import FORMS
from tests.desktop.conftest import PASSWORD, STUDENT, TEACHER
from tests.desktop.views import screens


@pytest.fixture
def app(campus, tmp_path, qtbot):
    made = Application(tmp_path / "home")
    made.show_sign_in()
    yield made
    made.close()
    hands.live(0.05)


def enter(app, campus, login=STUDENT, password=PASSWORD, first=True):
    page = app.page
    if first:
        page.account.isVisible() and hands.choose(page.account, "")
        page.url.set_value(campus.url)
        page.login.set_value(login)
    page.password.setText(password)
    hands.click(page.button)


def inside(app):
    return isinstance(app.window, MainWindow)


def come_in(app, campus, login=STUDENT):
    with screens.answering("我抄好了"):
        enter(app, campus, login)
        hands.wait(lambda: inside(app), "登入")
    screens.settle(app.window.desk)


def test_that_a_wrong_password_and_a_missing_school_are_said_in_the_card(app, campus):
    enter(app, campus, password="不是這個")
    hands.wait(app.page.banner.isVisible, "說明")
    first = app.page.banner.text
    app.page.url.set_value("http://127.0.0.1:9")
    hands.click(app.page.button)
    hands.wait(lambda: app.page.banner.isVisible() and app.page.banner.text != first, "說連不上")
    assert not inside(app)
    assert app.page.button.isEnabled()


def hold_the_post(desk):
    """No trip is under way and none begins; one that is would take along what is written next."""
    desk.courier.pause(True)
    hands.wait(lambda: not desk.courier.condition.running, "沒有同步在路上")


def test_that_signing_out_with_unsent_work_asks_and_the_last_person_is_remembered(app, campus):
    come_in(app, campus, TEACHER)
    hands.wait(lambda: not app.window.desk.sync_facts().unsent, "同步")
    app.window.sign_out()
    hands.live(0.05)
    come_in(app, campus)
    desk = app.window.desk
    hold_the_post(desk)
    blank = records.blank(desk, FORMS["competition"])
    desk.write(lambda: records.save(desk, blank, {"award": (None, "特優")}))
    screens.settle(desk)
    with screens.answering("取消") as said:
        app.window.sign_out()
    assert any("尚未送到學校" in text for text in said)
    assert inside(app)
    with screens.answering("登出"):
        app.window.sign_out()
    hands.live(0.05)
    assert not inside(app)
    assert app.page.account.value() == "0"
    enter(app, campus, first=False)
    hands.wait(lambda: inside(app), "再登入")
    assert app.window.desk.identity.login == STUDENT
    assert app.window.desk.record(blank.id).text("award") == "特優"


def test_that_closing_with_unsent_work_says_so_in_one_line_and_does_not_hold(app, campus):
    come_in(app, campus)
    desk = app.window.desk
    hold_the_post(desk)
    app.window.go("competition")
    page = app.window.page("competition")
    page.add()
    screens.commit(page.editor.form.frames["award"].editor, "最後一刻")
    written = page.editor.record_id
    app.window.close()
    lines = [one for one in QApplication.topLevelWidgets() if isinstance(one, Farewell)]
    assert "還沒送到學校" in lines[0].sentence
    screens.settle(desk)
    assert desk.record(written).text("award") == "最後一刻"
    lines[0].close()


def leave_with_post(app, campus):
    """Close the window over something that could be sent; the desk, its record and the line that is said."""
    come_in(app, campus)
    desk = app.window.desk
    hands.wait(lambda: not desk.courier.condition.running, "第一趟回來")
    blank = records.blank(desk, FORMS["competition"])
    desk.write(lambda: records.save(desk, blank, {"award": (None, "特優")}), wait_ms=60_000)
    screens.settle(desk)
    app.window.close()
    (line,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Farewell)]
    return desk, blank.id, line


def test_that_closing_waits_for_the_post_that_is_on_its_way_and_goes_by_itself(app, campus):
    desk, _, line = leave_with_post(app, campus)
    assert "正在送往學校" in line.sentence
    assert line.leave_button.isVisible()
    hands.wait(lambda: "都送到學校了" in line.sentence, "送到學校")
    assert not desk.unsent_count()
    hands.wait(lambda: not [w for w in QApplication.topLevelWidgets() if isinstance(w, Farewell)], "自己關掉")


def test_that_one_can_leave_while_the_post_is_on_its_way(app, campus):
    desk, written, line = leave_with_post(app, campus)
    line.leave_button.click()
    assert desk.record(written).text("award") == "特優"


def test_that_a_closed_window_reads_nothing_more(app, campus):
    come_in(app, campus)
    window = app.window
    window.desk.bus.changed.emit(Changes(all=True))
    assert [timer for timer in window.findChildren(QTimer) if timer.isActive()]
    window.close()
    assert [timer for timer in window.findChildren(QTimer) if timer.isActive()] == []


def test_that_f5_syncs_and_ctrl_s_saves(app, campus):
    come_in(app, campus)
    desk, back = app.window.desk, []
    hands.wait(lambda: not desk.courier.condition.running, "第一趟回來")
    desk.courier.returned.connect(back.append)
    app.window.activateWindow()
    hands.wait(app.window.isActiveWindow, "視窗在最前面")
    hands.QTest.keyClick(app.window, hands.Qt.Key.Key_F5)
    hands.wait(lambda: back, "同步")
    app.window.go("competition")
    page = app.window.page("competition")
    page.add()
    screens.commit(page.editor.form.frames["award"].editor, "特優")
    hands.QTest.keyClick(app.window, hands.Qt.Key.Key_S, hands.Qt.KeyboardModifier.ControlModifier)
    hands.wait(lambda: desk.record(page.editor.record_id), "存檔", 1)


def test_that_the_look_changes_at_once_and_is_kept(app, campus, tmp_path):
    come_in(app, campus)
    light = app.window.grab().toImage().pixelColor(600, 400)
    app.window.look_changed.emit("dark", 1.25)
    hands.live(0.05)
    dark = app.window.grab().toImage().pixelColor(600, 400)
    assert dark.lightness() < light.lightness() / 2
    again = Application(tmp_path / "home")
    assert again._settings.value("mode") == "dark"
    assert float(again._settings.value("scale")) == 1.25
    again.apply_look("light", 1.0)
    again.close()


def test_that_the_window_has_our_mark(app):
    assert not app.window.windowIcon().isNull()
