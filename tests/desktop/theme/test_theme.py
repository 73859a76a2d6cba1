"""The theme changes while the program runs, and everything that is drawn goes with it."""

import re

import pytest
from PySide6.QtCore import QFile, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QPushButton

from desktop import theme
from desktop.theme import fonts, icons, qss, tokens
from desktop.theme.engine import follow


@pytest.fixture(autouse=True)
def light_again(qapp):
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


def test_that_a_switch_needs_no_restart(qapp, qtbot):
    with qtbot.waitSignal(theme.current().changed):
        theme.apply(qapp, "dark")
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == tokens.load().dark["canvas"]
    assert tokens.load().dark["accent"] in qapp.styleSheet()


def test_that_the_scale_reaches_type_and_lengths(qapp):
    theme.apply(qapp, "light", 1.5)
    assert qapp.font().pixelSize() == 21
    assert theme.px(16) == 24
    assert "min-height: 48px" in qapp.styleSheet()


@pytest.mark.parametrize(("asked", "given"), [(0.1, 0.9), (9.0, 1.5)])
def test_that_the_scale_stays_within_90_and_150_percent(qapp, asked, given):
    assert theme.apply(qapp, "light", asked).scale == given


def test_that_system_follows_the_platform(qapp):
    theme.apply(qapp, "system")
    dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.current().mode == ("dark" if dark else "light")


def test_that_a_follower_is_told_at_once_and_after_each_change(qapp, qtbot):
    told = []

    class Button(QPushButton):
        def retint(self):
            told.append(theme.current().mode)

    button = Button()
    qtbot.addWidget(button)
    follow(button.retint)
    theme.apply(qapp, "dark")
    assert told == ["light", "dark"]


def test_that_a_gone_widget_is_not_told(qapp, qtbot):
    told = []

    class Button(QPushButton):
        def retint(self):
            told.append(self.text())

    button = Button("x")
    follow(button.retint)
    button.deleteLater()
    qtbot.wait(10)
    theme.apply(qapp, "dark")
    assert told == ["x"]


def test_that_no_length_and_no_name_is_left_in_the_finished_sheet(qapp):
    sheet = re.sub(r"/\*.*?\*/", "", qapp.styleSheet(), flags=re.S)
    assert not re.search(r"\$\w|\ddp\b", sheet)
    assert sheet.count("{") == sheet.count("}")


def test_that_every_picture_of_the_sheet_can_be_read(qapp):
    for path in set(re.findall(r"url\((.*?)\)", qapp.styleSheet())):
        assert QFile.exists(path), path


def test_that_an_unknown_name_in_the_template_is_refused(monkeypatch):
    monkeypatch.setattr(qss, "template", lambda: "QLabel { color: $nothing; }")
    with pytest.raises(KeyError):
        qss.render({}, {}, 1.0)


def test_that_a_hairline_never_disappears():
    assert qss.pixels(1, 0.4) == 1
    assert qss.pixels(-6, 1.5) == -9


def test_that_the_family_is_always_named(qapp):
    assert qapp.font().families()[: len(fonts.FAMILIES)] == list(fonts.FAMILIES)


@pytest.mark.parametrize("name", sorted(icons.names()))
def test_that_every_icon_draws_something_in_the_colour_asked(qapp, name):
    picture = icons.pixmap(name, "#2F5FD0", 20, 2.0).toImage()
    inked = [
        picture.pixelColor(x, y)
        for x in range(40)
        for y in range(40)
        if picture.pixelColor(x, y).alpha() > 250
    ]
    assert len(inked) > 20
    asked = QColor("#2F5FD0")
    for colour in inked:  # premultiplied pixels round
        assert abs(colour.red() - asked.red()) <= 3
        assert abs(colour.blue() - asked.blue()) <= 3
    assert "currentColor" in icons.source(name)


def test_that_an_undrawn_icon_is_an_error(qapp):
    with pytest.raises(KeyError):
        theme.icon("no-such-icon")
