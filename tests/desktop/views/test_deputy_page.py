"""代理認證: naming a colleague without a network, what the one who is named sees, and whose queue it is."""

import pytest
from attrs import evolve
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.models import certify_queue, history
from desktop.views import kit
from desktop.views.certify_page import CertifyPage
from desktop.views.deputy_page import DeputyPage
from domain.intents import Action
from domain.records import Record
from tests.desktop.views import desks

DAYS = {"start_date": "2026-03-02", "end_date": "2026-03-09"}


def person(number: int, account: str, name: str, role: str = "teacher") -> Record:
    return Record(
        desks.identity(number), "person", account, state="current", values={"name": name, "role": role}
    )


PEOPLE = (person(900, desks.TEACHER, "王小明"), person(901, "acc-li", "李美華"))


def appointment(number: int, teacher: str, deputy: str, names: tuple[str, str], **more: str) -> Record:
    values = {"teacher": teacher, "deputy": deputy, **DAYS, **more}
    srv = {"courses": ["114-1-物理"], "teacher_name": names[0], "deputy_name": names[1]}
    return Record(desks.identity(number), "deputy", teacher, "", "current", 1, 0, values, srv=srv)


ASKED = appointment(
    910, desks.TEACHER, "acc-li", ("王小明", "李美華"), subject_name="物理", course="114-1-物理"
)
NAMED = appointment(911, "acc-li", desks.TEACHER, ("李美華", "王小明"))


def shown(qtbot, visit) -> DeputyPage:
    page = DeputyPage(visit)
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


def test_that_a_teacher_names_a_colleague_for_one_course_without_a_network(qtbot, open_desk):
    visit = open_desk("teacher", [desks.school(), *PEOPLE, *desks.class_of(3)])
    page = shown(qtbot, visit)
    assert page.empty.isVisible()
    page.begin()
    assert [page.card.deputy.itemText(n) for n in range(page.card.deputy.count())] == ["請選擇", "李美華"]
    page.card.submit()
    assert visit.desk.unsent() == (), "nobody is chosen yet"
    page.card.deputy.set_value("acc-li")
    page.card.course.set_value("114-1-物理")
    page.card.submit()
    qtbot.waitUntil(lambda: bool(visit.desk.unsent()))
    (said,) = visit.desk.unsent()
    given = {key: change["to"] for key, change in said.intent.d["f"].items()}
    assert given["teacher"] == desks.TEACHER
    assert (given["deputy"], given["course"]) == ("acc-li", "114-1-物理")
    assert (given["start_date"], given["end_date"]) == ("2026-03-02", "2026-03-08")
    qtbot.waitUntil(lambda: len(page.cards) == 1)
    assert not page.card.isVisible()
    assert visit.said[-1][1] == "success"


def test_that_days_that_are_over_are_refused_before_anything_is_said(qtbot, open_desk):
    visit = open_desk("teacher", [desks.school(), *PEOPLE, *desks.class_of(1)])
    page = shown(qtbot, visit)
    page.begin()
    page.card.deputy.set_value("acc-li")
    page.card.first.set_value("2026-02-01")
    page.card.last.set_value("2026-02-03")
    page.card.submit()
    qtbot.waitUntil(lambda: "代理期間已經過去" in page.card.banner.text)
    assert visit.desk.unsent() == ()


def test_that_an_appointment_is_taken_back_by_who_made_it_and_declined_by_who_is_named(qtbot, open_desk):
    visit = open_desk("teacher", [desks.school(), *PEOPLE, *desks.class_of(1), ASKED, NAMED])
    page = shown(qtbot, visit)
    mine, other = page.cards[ASKED.id], page.cards[NAMED.id]
    assert "收回：李美華代理我的物理" in mine.button.accessibleName()
    assert "婉拒：我代理李美華的全部課程" in other.button.accessibleName()
    agree()
    mine.button.click()
    qtbot.waitUntil(lambda: len(visit.desk.unsent()) == 1)
    agree()
    page.cards[NAMED.id].button.click()
    qtbot.waitUntil(lambda: len(visit.desk.unsent()) == 2)
    assert [one.intent.action for one in visit.desk.unsent()] == [Action.DELETE, Action.DECLINE]
    qtbot.waitUntil(lambda: set(page.cards) == {NAMED.id})
    assert not page.cards[NAMED.id].button.isVisible()


def test_that_the_queue_says_in_whose_stead_and_lets_the_deputy_decide(qtbot, open_desk):
    visit = open_desk("teacher", [desks.school(), *PEOPLE, *desks.class_of(2), NAMED])
    page = CertifyPage(visit, ("pending",))
    qtbot.addWidget(page)
    page.show()
    assert page.course.itemText(1) == "物理　114 學年度第 1 學期　代理 李美華（2）"
    work = certify_queue.works(visit.desk, ("pending",))[0]
    assert certify_queue.line(work).subtitle.startswith("代理 李美華 · ")
    page.decide(Action.CERTIFY)
    qtbot.waitUntil(lambda: len(visit.desk.unsent()) == 1)


@pytest.mark.parametrize(
    ("days", "state", "code"),
    [
        (("2026-02-01", "2026-02-08"), "current", "deputy_over"),
        (("2026-04-01", "2026-04-08"), "current", "deputy_not_yet"),
        (("2026-03-01", "2026-03-08"), "declined", "deputy_declined"),
    ],
)
def test_that_outside_of_the_days_the_button_says_why(qtbot, open_desk, days, state, code):
    told = evolve(NAMED, values={**NAMED.values, "start_date": days[0], "end_date": days[1]}, state=state)
    visit = open_desk("teacher", [desks.school(), *PEOPLE, *desks.class_of(1), told])
    work = certify_queue.works(visit.desk, ("pending",))[0]
    verdict = visit.desk.may(Action.CERTIFY, work.record)
    assert verdict.code == code
    assert "李美華" in verdict.text


def test_that_history_says_in_whose_stead(qtbot, open_desk):
    joined = desks.enrolment(100)
    done = desks.outcome(
        300,
        joined,
        "passed",
        decided_by="王小明（代理 李美華）",
        comment="很好",
        decided_at="2026-03-01T06:00:00Z",
    )
    visit = open_desk("teacher", [desks.school(), joined, done])
    told = history.versions(visit.desk.journal(done.id), visit.desk.base(done.id), done)
    assert told[0].note == "王小明（代理 李美華）：很好"
