"""名單匯入 at the office's computer, with a real school behind it: looked at, written, first passwords given out."""

from __future__ import annotations

import openpyxl
import pytest

from demo import hands
from derive.sheet_writing import Sheet, book_of
from desktop import sessions
from desktop.operations import rolls
from desktop.views.roll_page import RollPage
from domain.people import Role
from server.services.accounts import NewAccount
from tests.desktop.conftest import PASSWORD
from tests.desktop.views import desks, screens
from tests.desktop.views.computers import computer
from tests.desktop.views.homes import shown

OFFICE = "roll-office"
PEOPLE = ("帳號", "姓名", "身分", "班級", "座號", "年級")


@pytest.fixture(scope="module")
def staffed(qapp, campus):
    campus.school.doorkeeper.add([NewAccount(OFFICE, "吳明德", Role.ADMINISTRATOR, PASSWORD)])
    return campus


@pytest.fixture
def office(staffed, tmp_path):
    with computer(staffed, tmp_path / "office", OFFICE) as at:
        at.sync()
        yield at


def written(path, headings, *lines):
    path.write_bytes(book_of([Sheet("名單", [(one, 12) for one in headings], lines)]))
    return path


def open_page(qtbot, at):
    visit = desks.Visit(at.desk)
    return shown(qtbot, RollPage(visit)), visit


def looked(page, path):
    page.look_at(path)
    screens.settle(page.desk)
    assert page.preview is not None, page.job.banner.text
    return page.preview


def test_that_people_are_looked_at_brought_in_and_get_first_passwords(qtbot, office, staffed, tmp_path):
    page, _ = open_page(qtbot, office)
    path = written(
        tmp_path / "人員.xlsx", PEOPLE,
        ("w2", "陳品妤", "學生", "高一仁", "12", "一年級"), ("w1", "林小宇", "學生", "高一仁", "3", "一年級"),
    )  # fmt: skip
    preview = looked(page, path)
    assert preview.headline.text().startswith("可以匯入：新增 2 筆")
    hands.click(preview.accept_button)
    screens.settle(page.desk)
    assert page.job.banner.text.startswith("人員名單匯入完成：寫入 2 筆")
    office.sync()
    names = {one.record.owner: one.record.text("name") for one in office.desk.store.records(form="person")}
    assert (names["w1"], names["w2"]) == ("林小宇", "陳品妤")

    page.passwords.ask()
    screens.settle(page.desk)
    hands.choose(page.passwords.group, "students")
    assert {"w1", "w2"} <= {one.account for one in page.passwords.waiting}
    mine = [one for one in page.passwords.waiting if one.account in ("w1", "w2")]
    page.passwords.hand_out_to(tmp_path / "密碼.xlsx", mine)
    screens.settle(page.desk)
    rows = list(openpyxl.load_workbook(tmp_path / "密碼.xlsx").active.iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[3]) for row in rows] == [("3", "w1"), ("12", "w2")]
    opening = sessions.sign_in(tmp_path / "home", staffed.url, "w1", rows[0][4])
    assert opening.identity.name == "林小宇"
    opening.opened.store.close()


def test_that_wrong_cells_are_listed_and_nothing_is_written(qtbot, office, tmp_path):
    page, visit = open_page(qtbot, office)
    visit.save_to.append(tmp_path / "缺")
    preview = looked(page, written(tmp_path / "人員.xlsx", PEOPLE, ("bad1", "甲", "校長", None, None, None)))
    assert preview.headline.text().startswith("還不能匯入：有 1 格要改")
    assert preview.table.rows.table.rows[0][0] == "C2"
    assert not preview.accept_button.isEnabled()
    page.save_faults()
    assert openpyxl.load_workbook(tmp_path / "缺.xlsx").active["A2"].value == "C2"
    assert all(one.account != "bad1" for one in rolls.holders(office.desk))


def test_that_what_is_no_list_is_told_in_place(qtbot, office, tmp_path):
    page, _ = open_page(qtbot, office)
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    page.look_at(tmp_path / "old.xls")
    screens.settle(page.desk)
    assert "舊版 Excel" in page.job.banner.text
    assert page.preview is None


def test_that_enrolments_are_chosen_and_their_template_reads_back(qtbot, office, tmp_path):
    page, visit = open_page(qtbot, office)
    hands.press(page, "修課")
    assert "23 碼" in page.notes.text()
    visit.save_to.append(tmp_path / "範本")
    page.ask_for_template()
    preview = looked(page, tmp_path / "範本.xlsx")
    assert preview.table.rows.table.rows == (("A2", "名單裡沒有任何一列資料。"),)
    hands.press(page, "人員")
    assert page.preview is None


def test_that_without_a_line_nothing_changes_and_it_is_said(qtbot, open_desk, tmp_path):
    visit = open_desk("administrator", [desks.school()])
    page = shown(qtbot, RollPage(visit))
    page.look_at(written(tmp_path / "人員.xlsx", PEOPLE, ("w1", "甲", "學生", None, None, None)))
    screens.settle(page.desk)
    assert "連上學校才能做" in page.job.banner.text


def test_that_handing_out_stops_between_groups_and_keeps_what_was_set(office, tmp_path):
    asked = [one for one in rolls.holders(office.desk) if one.account == OFFICE]
    handed = rolls.hand_out(office.desk, asked * 25, tmp_path / "密碼.xlsx", cancel=lambda: True)
    assert (handed.done, handed.left) == (0, 25)
    assert openpyxl.load_workbook(tmp_path / "密碼.xlsx").active.max_row == 1


def test_that_first_passwords_are_long_and_never_the_same():
    made = {rolls.first_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one) == 14 and not set(one) & set("il1o0O") for one in made)
