"""A person's hands on the real application: clicks, Chinese through an input method, files dropped or chosen, and eyes.

Everything goes through Qt's own events, as a mouse and an input method send them; no method of a page is called
to do what a person would do. Whatever does not happen in time raises Missed with what was waited for.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QMimeData, QModelIndex, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QWidget,
)

from desktop.views.kit import ConfirmDialog

LEFT = Qt.MouseButton.LeftButton
PATIENCE = 15.0


class Missed(AssertionError):
    """What was waited for did not happen."""


def wait(until: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Let the application live until the condition holds."""
    deadline = time.monotonic() + seconds
    while not until():
        if time.monotonic() > deadline:
            raise Missed(f"等了 {seconds:.0f} 秒還沒有：{what}")
        live(0.01)


def live(seconds: float) -> None:
    """Let the application go on for a while, in a loop of its own: QTest.qWait would hold Python's lock meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(max(1, round(seconds * 1000)), loop.quit)
    loop.exec()


def click(widget: QWidget) -> None:
    """A click on a visible, usable widget; it is scrolled into sight first."""
    reveal(widget)
    name = widget.accessibleName() or getattr(widget, "text", lambda: type(widget).__name__)()
    if not widget.isVisible():
        raise Missed(f"畫面上看不到「{name}」")
    if not widget.isEnabled():
        raise Missed(f"「{name}」不能按：{widget.toolTip() or '沒有說明原因'}")
    place = widget.rect().center()
    if isinstance(widget, QCheckBox):  # only its box and words take a click, not the rest of the line
        place.setX(14)
    QTest.mouseClick(widget, LEFT, pos=place)
    live(0.01)


def reveal(widget: QWidget) -> None:
    """Scroll the area around the widget so that it can be seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
    live(0.01)


def click_row(view: QListView, row: int) -> None:
    """A click on the words of a row of a list."""
    index = _row(view, row)
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
    live(0.01)


def tick_row(view: QListView, row: int) -> None:
    """A click on the check box at the left of a row."""
    rect = view.visualRect(_row(view, row))
    QTest.mouseClick(view.viewport(), LEFT, pos=QPoint(rect.left() + 22, rect.center().y()))
    live(0.01)


def _row(view: QListView, row: int) -> QModelIndex:
    index = view.model().index(row, 0)
    if not index.isValid():
        raise Missed(f"「{view.accessibleName()}」沒有第 {row + 1} 列")
    view.scrollTo(index)
    return index


def write(editor: QWidget, text: str) -> None:
    """Type through an input method: compose, then commit, word by word as people do."""
    reveal(editor)
    QTest.mouseClick(editor, LEFT, pos=QPoint(12, min(16, editor.height() // 2)))
    if not editor.hasFocus():
        editor.setFocus(Qt.FocusReason.MouseFocusReason)
    for number, line in enumerate(text.split("\n")):
        if number:
            QTest.keyClick(editor, Qt.Key.Key_Return)
        for start in range(0, len(line), 24):
            QApplication.sendEvent(editor, QInputMethodEvent("ㄓㄨˋ", []))
            commit = QInputMethodEvent()
            commit.setCommitString(line[start : start + 24])
            QApplication.sendEvent(editor, commit)
    live(0.01)


def clear(editor: QWidget) -> None:
    """Mark everything and delete it."""
    QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    live(0.01)


def choose(combo: QComboBox, code: str) -> None:
    """Walk with the arrow keys to the option of that code."""
    reveal(combo)
    combo.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.count()):
        if combo.currentData() == code:
            live(0.01)
            return
        QTest.keyClick(combo, Qt.Key.Key_Down)
    raise Missed(f"「{combo.accessibleName()}」選單裡沒有 {code}")


def drop(target: QWidget, *paths: Path) -> None:
    """Drag files from a folder and let go over the target."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = target.rect().center()
    keys = Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    QApplication.sendEvent(target, QDragEnterEvent(place, action, mime, LEFT, keys))
    QApplication.sendEvent(target, QDropEvent(QPointF(place), action, mime, LEFT, keys, QEvent.Type.Drop))
    live(0.01)


@contextmanager
def answering(answer: Callable[[QWidget], bool], what: str) -> Iterator[None]:
    """While the block runs, whatever stands modally in front is offered to `answer` until it says true."""
    answered: list[bool] = []
    deadline = time.monotonic() + PATIENCE

    def look() -> None:
        front = QApplication.activeModalWidget()
        if front is not None and not answered and answer(front):
            answered.append(True)
            timer.stop()
        elif front is not None and time.monotonic() > deadline:
            front.close()  # a question that nobody can answer must not stop the story

    timer = QTimer()
    timer.setInterval(30)
    timer.timeout.connect(look)
    timer.start()
    try:
        yield
        wait(lambda: answered, what)
    finally:
        timer.stop()


def choosing_file(path: Path) -> Callable[[QWidget], bool]:
    """Answers a file dialog with a path, typed into its name box."""

    def answer(front: QWidget) -> bool:
        if not isinstance(front, QFileDialog):
            return False
        box = front.findChild(QLineEdit, "fileNameEdit")
        buttons = front.findChild(QDialogButtonBox, "buttonBox")
        if box is None or buttons is None:
            return False
        box.setText(str(path))
        accept = QDialogButtonBox.StandardButton
        for standard in (accept.Open, accept.Save):
            button = buttons.button(standard)
            if button is not None:
                QTest.mouseClick(button, LEFT)
                return True
        return False

    return answer


def pressing(words: str, before: Callable[[], object] = lambda: None) -> Callable[[QWidget], bool]:
    """Answers a dialog by pressing the button with these words; `before` is for a picture of it."""

    def answer(front: QWidget) -> bool:
        if not isinstance(front, QDialog):
            return False
        button = named_button(front, words)
        if button is None or not button.isVisible():
            return False
        before()
        QTest.mouseClick(button, LEFT)
        return True

    return answer


def confirming(before: Callable[[], object] = lambda: None) -> Callable[[QWidget], bool]:
    """Answers a question with yes, whatever words its button has; `before` is for a picture of it."""

    def answer(front: QWidget) -> bool:
        if not isinstance(front, ConfirmDialog):
            return False
        before()
        QTest.mouseClick(front.confirm_button, LEFT)
        return True

    return answer


def says(parent: QWidget, words: str) -> bool:
    """Whether a label that can be seen in there contains the words."""
    return any(words in one.text() for one in parent.findChildren(QLabel) if one.isVisible())


def shown_words(parent: QWidget) -> str:
    """All that can be read in there, for the sentence of a step that failed."""
    words = [one.text() for one in parent.findChildren(QLabel) if one.isVisible() and one.text()]
    return "｜".join(words)[:400]


def named_button(parent: QWidget, words: str) -> QAbstractButton | None:
    """The visible button that says these words."""
    found = [b for b in parent.findChildren(QAbstractButton) if words in (b.text(), b.accessibleName())]
    return next((b for b in found if b.isVisible()), None)


def press(parent: QWidget, words: str) -> None:
    """Click the button that says these words, as soon as it is there."""
    wait(lambda: named_button(parent, words), f"「{words}」這個按鈕", 2)
    button = named_button(parent, words)
    if button is not None:
        click(button)


def picture(window: QWidget, path: Path) -> Path:
    """What stands on the screen: the window and whatever is in front of it."""
    live(0.4)
    image = window.grab()
    painter = QPainter(image)
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible() and other.windowType() != Qt.WindowType.ToolTip:
            painter.drawPixmap(window.mapFromGlobal(other.mapToGlobal(QPoint(0, 0))), other.grab())
    painter.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(path)):
        raise Missed(f"畫面沒有存成 {path.name}")
    return path
