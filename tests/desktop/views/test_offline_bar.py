"""離線可用: how much of the queue lies on this computer, having the rest brought in order, and what did not come."""

from desktop.models import offline
from desktop.views.certify_page import CertifyPage
from domain.errors import LichengError
from tests.desktop.views import desks

MB = 1024 * 1024


def shown(qtbot, visit) -> CertifyPage:
    page = CertifyPage(visit, ("pending",))
    qtbot.addWidget(page)
    page.resize(1071, 717)
    page.show()
    return page


def waiting(count: int) -> list:
    found = []
    for place in range(count):
        joined = desks.enrolment(100 + place, place)
        file = desks.attachment(b"x" * (place + 1), f"報告 {place}.pdf")
        found += [joined, desks.outcome(300 + place, joined, file=file)]
    return found


def files_of(page: CertifyPage) -> list:
    return [file for line in page.model.lines for file in line.record.files.values()]


def arrived(desk, file) -> None:
    desk.store.downloaded(file.sha256)


def test_that_the_line_says_how_much_works_without_a_network_and_each_row_what_does_not(qtbot, open_desk):
    visit = open_desk("teacher", [desks.school(), *waiting(5)])
    page = shown(qtbot, visit)
    assert page.offline.isVisible()
    assert page.offline.words.text() == "離線可用 0/5，剩 15 位元組。"
    assert {line.meta for line in page.model.lines} == {"未下載"}
    for file in files_of(page)[:2]:
        arrived(visit.desk, file)
    page.reload()
    assert page.offline.words.text().startswith("離線可用 2/5，剩 ")
    assert [line.meta for line in page.model.lines] == ["", "", "未下載", "未下載", "未下載"]
    for file in files_of(page)[2:]:
        arrived(visit.desk, file)
    page.reload()
    assert not page.offline.isVisible()


def test_that_all_is_asked_for_in_the_order_of_the_queue(qtbot, open_desk):
    visit = open_desk("teacher", [desks.school(), *waiting(6)])
    page = shown(qtbot, visit)
    order = [file.sha256 for file in files_of(page)]
    assert order != sorted(order)
    page.offline.fetch_button.click()
    qtbot.waitUntil(lambda: [sha for sha, _ in visit.desk.store.wanted()] == order)
    assert visit.failed == []


def test_that_a_disk_without_room_is_said_before_anything_is_asked(qtbot, open_desk):
    visit = open_desk("teacher", [desks.school(), *waiting(3)])
    page = shown(qtbot, visit)
    before = visit.desk.store.wanted()
    visit.desk.blobs._free = lambda _: 65 * MB - MB
    page.offline.fetch_button.click()
    qtbot.waitUntil(lambda: bool(visit.failed))
    assert isinstance(visit.failed[0], LichengError)
    assert "磁碟空間" in page.offline.trouble.text()
    assert visit.desk.store.wanted() == before


def test_that_what_did_not_come_is_named_with_why(qtbot, open_desk):
    visit = open_desk("teacher", [desks.school(), *waiting(3)])
    known = offline.ready(visit.desk, [entry.record for entry in visit.desk.entries("course_outcome")])
    first, second = known.lacking[:2]
    problems = [
        (first.sha256, "收到的檔案不完整。"),
        (second.sha256, "收到的檔案不完整。"),
        ("0" * 64, "別的"),
    ]
    sentence, names = offline.failed(known, problems)
    assert sentence == "2 個檔案沒有下載：收到的檔案不完整。"
    assert names.splitlines() == [f"{one.name}：收到的檔案不完整。" for one in (first, second)]
    assert offline.failed(known, []) == ("", "")
