"""The lines of a list tell a view exactly what changed."""

from random import Random

from attrs import evolve
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from derive import resources
from desktop.models.entry_list import Line, LineList, status_of, subtitle_of, title_of
from domain.forms import FORMS
from domain.records import Record

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def line(number: int, title: str = "") -> Line:
    return Line(Record(f"r{number}", "competition", "s1"), title or f"第 {number} 筆", checkable=True)


def model() -> LineList:
    return LineList({"pill": int(Qt.ItemDataRole.UserRole) + 1})


def test_that_one_changed_line_is_one_change(qapp: object) -> None:
    lines = model()
    lines.replace([line(1), line(2)])
    spy, reset = QSignalSpy(lines.dataChanged), QSignalSpy(lines.modelReset)
    lines.replace([line(1), line(2, "改了")])
    assert (spy.count(), reset.count()) == (1, 0)
    assert spy.at(0)[0].row() == 1


def test_that_the_model_keeps_qt_s_rules_under_random_replacements(qapp: object) -> None:
    lines = model()
    tester = QAbstractItemModelTester(lines, FATAL)
    dice = Random(7)
    for _ in range(200):
        chosen = dice.sample(range(12), dice.randrange(12))
        lines.replace([line(n, dice.choice(["", "改"])) for n in chosen])
        lines.tick([f"r{n}" for n in dice.sample(range(12), 3)])
    assert tester.model() is lines


def test_that_ticks_survive_a_refresh_but_not_their_record(qapp: object) -> None:
    lines = model()
    lines.replace([line(1), line(2), line(3)])
    lines.setData(lines.index(0), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    lines.setData(lines.index(2), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    lines.replace([line(2), line(3)])
    assert [record.id for record in lines.ticked()] == ["r3"]


def test_that_a_line_is_spoken_whole(qapp: object) -> None:
    lines = model()
    lines.replace([Line(Record("r1", "competition"), "科展", "優等", "114-1", "已勾選")])
    assert lines.data(lines.index(0), Qt.ItemDataRole.AccessibleTextRole) == "科展，優等，114-1，已勾選"


def test_that_a_record_without_its_name_says_which_field_is_empty() -> None:
    assert title_of(FORMS["competition"], Record("r", "competition")) == "（未填競賽名稱）"


def test_that_codes_are_shown_as_their_labels() -> None:
    record = Record("r", "flexible_learning", values={"flexible_type": "1", "weeks": "18"})
    assert subtitle_of(FORMS["flexible_learning"], record, resources.codelists()) == "自主學習 · 開設週數 18"


def test_that_a_conflict_is_said_before_anything_else() -> None:
    record = Record("r", "course_outcome", state="passed")
    assert status_of(record, conflict=1)[0] == "兩處內容不同"
    assert status_of(record)[0] == "認證通過"
    assert status_of(evolve(record, srv={"selection": "locked"}))[0] == "學校已鎖定"
