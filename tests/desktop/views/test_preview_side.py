"""The preview beside the form, on a real desk: page texts come from the worker process; nothing touches the disk."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import delete

from desktop.views.preview_side import PreviewSide
from tests.desktop.preview import papers
from tests.desktop.views import desks


def opened(open_desk, qtbot, data):
    visit = open_desk("student", [desks.school()])
    visit.desk.blobs.adopt_bytes(data)
    window, side = QWidget(), PreviewSide(visit.desk, visit)
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(side)
    window.resize(480, 600)
    window.show()
    side.open(desks.attachment(data, "報告.pdf"))
    qtbot.waitUntil(lambda: side.pane.state == "shown")
    return visit.desk, side, window


def files_below(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_that_a_file_of_the_vault_is_searched_in_another_process_without_a_trace_on_disk(
    open_desk, qtbot, tmp_path
):
    desk, side, _window = opened(open_desk, qtbot, papers.long(60, whale=40))
    before = files_below(tmp_path)
    layer = side.pane.viewer.text
    qtbot.keyClick(layer.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    layer.find_bar.field.setText("鯨魚")
    qtbot.waitUntil(lambda: layer.find_bar.said.text() == "1 / 1", timeout=60000)
    assert side.pane.viewer.current in (40, 41)
    qtbot.keyClick(layer.view, Qt.Key.Key_Escape)
    qtbot.keyClick(layer.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    after = files_below(tmp_path)
    assert after.keys() == before.keys()
    assert not any("鯨魚".encode() in held for held in after.values())
    side.shut()
    assert layer.texts.known == 0
    assert desk.hands.waiting == 0


def test_that_a_page_that_goes_while_its_file_is_read_leaves_nothing_behind(open_desk, qtbot):
    desk, side, _window = opened(open_desk, qtbot, papers.chinese(40))
    side.pane.viewer.act("find")
    assert desk.hands.waiting == 1
    unheard = []
    desk.hands.failed.connect(unheard.append)
    delete(side)
    qtbot.waitUntil(lambda: desk.hands.waiting == 0, timeout=30000)
    assert unheard == []
