"""Profiles: what differs between two kinds of school, and that a third needs no code."""

import pytest

from derive.resources import profile, profile_names
from domain.forms import FORMS
from domain.people import Role
from domain.profile_rules import MenuItem
from domain.profiles import parse

THIRD = """
key = "evening"
title = "進修部"
platform = "進修部學習歷程"
certifier = "導師"
certifier_roles = ["teacher", "counselor"]
submitter = "進修部"
terms = ["T1", "T2", "T3"]
enrolment_modes = true
[files.document]
kinds = ["pdf"]
max_bytes = 1000
[files.media]
kinds = ["mp3"]
max_bytes = 2000
[outcome]
quota = 9
cap = 0
resubmission = true
undo_pass = "set_failed"
withdraw = true
at_least_one_file = false
summary_required = true
file_notes = false
grades_shown = true
columns = []
[diverse]
cap = 20
years_ahead = 0
[deadlines]
late_grants = true
grace = 600
blob_grace = 0
[status]
warn_after = 86400
alarm_after = 259200
near_deadline = 259200

[receipts]
label = "收據"
categories = ["grades"]
reporting = true
[forms.work]
title = "作品"
hidden = ["media_note"]
required = ["media_file"]
optional = ["description"]
labels = { work_name = "作品名稱" }
[[menu]]
key = "work"
label = "作品"
form = "work"
[[account_menu]]
key = "sign_out"
label = "登出"
[staff_menus]
teacher = [{ key = "certify", label = "認證", items = [{ key = "certify_queue", label = "待認證" }] }]
"""


def _labels(items: tuple[MenuItem, ...]) -> dict[str, list[str]]:
    return {item.label: [inner.label for inner in item.items] for item in items}


def test_that_two_profiles_come_with_the_program() -> None:
    assert profile_names() == ("experimental", "senior-high")
    with pytest.raises(KeyError, match="senior-high"):
        profile("elementary")


def test_that_the_school_menu_is_the_manuals() -> None:
    menu = _labels(profile("senior-high").menu)
    assert list(menu) == [
        "首頁",
        "學生資料",
        "課程學習",
        "校內幹部",
        "多元表現",
        "收訖明細",
        "下載專區",
        "全校查詢",
    ]
    assert menu["學生資料"] == ["基本資料", "自傳", "學習計畫"]
    assert menu["課程學習"] == ["學習成果填寫", "學習成果勾選"]
    assert menu["多元表現"][-2:] == ["其它多元表現", "多元表現勾選"]
    assert len(menu["多元表現"]) == 11
    assert menu["下載專區"] == ["我的備份", "學習歷程 PDF", "簽章收據", "操作手冊"]


def test_that_the_menu_of_experimental_education_is_its_manuals() -> None:
    chosen = profile("experimental")
    menu = _labels(chosen.menu)
    assert list(menu) == ["首頁", "基本資料", "課程學習紀錄", "多元表現", "提交紀錄"]
    assert menu["課程學習紀錄"] == ["上傳課程學習成果", "勾選課程學習成果"]
    assert {"開啟兩階段驗證", "修改密碼", "修改Email", "登出"} <= set(_labels(chosen.account_menu))


@pytest.mark.parametrize("name", ["senior-high", "experimental"])
@pytest.mark.parametrize("role", ["teacher", "counselor", "administrator"])
def test_that_staff_are_not_offered_what_is_the_students(name: str, role: str) -> None:
    chosen = profile(name)
    behind_the_name = [item.key for item in chosen.account_menu_of(role)]
    assert {"two_step", "change_password", "change_email", "sign_out"} == set(behind_the_name)
    for key in ("backup", "portfolio"):
        assert (chosen.label_of(key, "student") != "", chosen.label_of(key, role)) == (True, "")
    assert chosen.label_of("signed_receipts", role) == ("簽章收據" if role in chosen.certifier_roles else "")


@pytest.mark.parametrize("name", ["senior-high", "experimental"])
def test_that_a_line_of_a_menu_is_for_roles_that_exist(name: str) -> None:
    chosen = profile(name)
    named = {role for item in chosen.account_menu for role in item.roles}
    assert named | set(chosen.staff_menus) <= {role.value for role in Role}


def test_how_the_two_profiles_differ() -> None:
    school, experimental = profile("senior-high"), profile("experimental")
    assert (school.outcome.quota > 0, experimental.outcome.quota) == (True, 0)
    assert (school.outcome.undo_pass, experimental.outcome.undo_pass) == ("revoke", "set_failed")
    assert (school.outcome.resubmission, experimental.outcome.resubmission) == (True, False)
    assert (school.outcome.grades_shown, experimental.outcome.grades_shown) == (False, True)
    assert (school.receipts.label, experimental.receipts.label) == ("收訖明細", "提交紀錄")
    assert school.terms == ("1", "2")
    assert len(experimental.terms) == 10
    assert experimental.certifier_roles == ("administrator", "teacher")


@pytest.mark.parametrize("name", ["senior-high", "experimental"])
def test_what_the_two_profiles_share(name: str) -> None:
    chosen = profile(name)
    assert chosen.files["document"].max_bytes == 4 * 1024 * 1024
    assert chosen.files["document"].kinds == ("pdf", "jpg", "png")
    assert chosen.files["media"].max_bytes == 10 * 1024 * 1024
    assert chosen.files["media"].kinds == ("mp3", "mp4")
    assert (chosen.outcome.cap, chosen.diverse.cap) == (6, 10)
    assert not chosen.outcome.withdraw
    assert {"認證"} <= set(_labels(chosen.menu_of("teacher")))
    assert {"學生檢閱", "管理"} <= set(_labels(chosen.menu_of("administrator")))


def test_that_experimental_outcomes_have_no_file_notes_and_an_optional_summary() -> None:
    outcome = FORMS["course_outcome"]
    shown = {one.key: one for one in profile("experimental").fields(outcome)}
    assert "document_note" not in shown
    assert not shown["summary"].required
    assert shown["document_file"].label == "課程學習成果檔案"
    asked = {one.key: one for one in profile("senior-high").fields(outcome)}
    assert asked["summary"].required
    assert asked["media_note"].label == "課程學習成果影音檔案說明"


def test_that_a_third_kind_of_school_needs_no_code() -> None:
    third = parse(THIRD)
    assert third.outcome.withdraw
    assert third.files["media"].kinds == ("mp3",)
    shown = {one.key: one for one in third.fields(FORMS["work"])}
    assert "media_note" not in shown
    assert shown["media_file"].required
    assert not shown["description"].required
    assert shown["work_name"].label == "作品名稱"
    assert third.title_of(FORMS["work"]) == "作品"
    assert third.menu_of("teacher")[0].items[0].label == "待認證"
    assert third.menu_of("administrator") == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("quota = 9", "quota = true", "outcome.quota 要填整數"),
        ("quota = 9", "qouta = 9", "缺少設定：outcome.quota"),
        ("cap = 20", "cap = 20\ncaps = 1", "不認得的設定：diverse.caps"),
        ('undo_pass = "set_failed"', 'undo_pass = "forget"', "undo_pass"),
        ('"T1", "T2", "T3"', '"T1", "T9"', "沒有這種學期：T9"),
        ('kinds = ["mp3"]', 'kinds = ["avi"]', "沒有這種檔案：avi"),
        ("[forms.work]", "[forms.picture]", "沒有這種表單"),
        ('hidden = ["media_note"]', 'hidden = ["nothing"]', "沒有 nothing 這個欄位"),
        ('form = "work"', 'form = "none"', "沒有 none 這種表單"),
        ('label = "登出"', "label = 3", "要填文字"),
    ],
)
def test_that_a_faulty_profile_is_refused_with_the_entry(old: str, new: str, fault: str) -> None:
    assert old in THIRD
    with pytest.raises(ValueError, match=fault):
        parse(THIRD.replace(old, new, 1))
