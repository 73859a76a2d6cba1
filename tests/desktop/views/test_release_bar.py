"""公布結果 on the certifier's page: what waits, letting it out, taking it back, and thinking again until then."""

from attrs import evolve
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.models import releasing
from desktop.views import kit
from desktop.views.certify_page import CertifyPage
from domain.intents import Action
from domain.records import Record
from tests.desktop.views import desks

TOGETHER = desks.window(16, "outcome_release", 40, opened=3)
BY_HAND = evolve(TOGETHER, values={k: v for k, v in TOGETHER.values.items() if k != "opens_at"})


def decided(number: int, state: str = "passed", hidden: bool = True) -> list[Record]:
    joined = desks.enrolment(number, number % 10)
    made = desks.outcome(number + 200, joined, state, decided_at="2026-03-01T06:00:00Z", decided_by="王小明")
    made = made.with_srv(reviewed_hash=made.content_hash)
    return [joined, made.with_srv(unreleased={"ver": 1, "reviewed_hash": None}) if hidden else made]


def shown(qtbot, visit) -> CertifyPage:
    page = CertifyPage(visit, ("passed", "failed"))
    qtbot.addWidget(page)
    page.resize(1071, 717)
    page.show()
    return page


def agree() -> None:
    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, kit.ConfirmDialog)
        box.confirm_button.click()

    QTimer.singleShot(0, look)


def test_that_what_waits_is_said_with_the_hour_and_let_out_at_once(qtbot, open_desk):
    visit = open_desk(
        "teacher", [desks.school(), TOGETHER, *decided(100), *decided(101), *decided(102, hidden=False)]
    )
    page = shown(qtbot, visit)
    assert page.release.isVisible()
    assert page.release.words.text() == "2 件結果學生還看不到，2026 年 3 月 5 日（四）10:30 公布。"
    assert page.release.release_button.text() == "公布 2 件"
    assert {line.pill for line in page.model.lines} == {"尚未公布", ""}
    agree()
    page.release.release_button.click()
    qtbot.waitUntil(lambda: len(visit.desk.unsent()) == 2)
    assert {one.intent.action for one in visit.desk.unsent()} == {Action.RELEASE}
    qtbot.waitUntil(lambda: not page.release.release_button.isEnabled())
    assert visit.said[-1] == ("已公布 2 件。", "success")


def test_that_what_is_out_is_taken_back_for_those_that_are_ticked(qtbot, open_desk):
    visit = open_desk("teacher", [desks.school(), BY_HAND, *decided(100), *decided(102, hidden=False)])
    page = shown(qtbot, visit)
    assert page.release.words.text() == "1 件結果學生還看不到，等公布之後才會看到。"
    assert not page.release.withhold_button.isEnabled()
    out = next(line.record.id for line in page.model.lines if not line.pill)
    page.model.tick([out])
    qtbot.waitUntil(lambda: page.release.withhold_button.text() == "收回 1 件")
    agree()
    page.release.withhold_button.click()
    qtbot.waitUntil(lambda: len(visit.desk.unsent()) == 1)
    (said,) = visit.desk.unsent()
    assert (said.intent.action, said.intent.record) == (Action.WITHHOLD, out)
    qtbot.waitUntil(lambda: {line.pill for line in page.model.lines} == {"尚未公布"})


def test_that_nothing_is_said_where_results_are_shown_at_once(qtbot, open_desk):
    visit = open_desk("teacher", [desks.school(), *decided(100, hidden=False)])
    page = shown(qtbot, visit)
    assert not page.release.isVisible()
    assert releasing.note(visit.desk, page.targets) == ""


def test_that_a_certifier_may_think_again_until_then(qtbot, open_desk):
    visit = open_desk(
        "teacher", [desks.school(), TOGETHER, *decided(100, "failed"), *decided(101, "failed", False)]
    )
    page = shown(qtbot, visit)
    page.state.select("failed")
    page.reload()
    waiting, out = (
        next(line.record for line in page.model.lines if bool(line.pill) is hidden)
        for hidden in (True, False)
    )
    page.list.choose(waiting.id)
    assert page.bar.certify_button.isEnabled()
    page.list.choose(out.id)
    assert page.bar.certify_button.isHidden()
    page.list.choose(waiting.id)
    page.decide(Action.CERTIFY)
    qtbot.waitUntil(lambda: len(visit.desk.unsent()) == 1)


def test_that_the_question_says_that_students_hear_later(qtbot, open_desk):
    visit = open_desk("teacher", [desks.school(), TOGETHER, *desks.class_of(2)])
    page = CertifyPage(visit, ("pending",))
    qtbot.addWidget(page)
    assert releasing.note(visit.desk, page.targets) == releasing.LATER
