"""操作手冊: every chapter can be read and found, links lead somewhere, the whole goes on paper."""

from __future__ import annotations

import re
from collections import Counter

import pymupdf
import pytest

from demo import hands
from derive import resources
from desktop.models import manual
from desktop.views.manual_page import ManualPage
from desktop.views.pages import page_for, reachable
from domain.people import Role
from domain.text import alike
from tests.desktop.views import desks

SUBJECTS = (
    "開始使用",
    "寫紀錄",
    "檔案與大小",
    "送出認證",
    "勾選",
    "收訖明細",
    "我的備份",
    "學習歷程 PDF",
    "簽章收據",
    "沒有網路的時候",
    "誰看得到",
    "密碼與兩階段驗證",
    "快速鍵",
)
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")


@pytest.fixture
def visit(open_desk):
    return open_desk("student", [desks.school()])


def show(qtbot, visit) -> ManualPage:
    page = page_for("manual", visit)
    assert isinstance(page, ManualPage)
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    return page


def titles(page: ManualPage) -> list[str]:
    return [line.title for line in page.model.lines]


def test_that_the_manual_is_in_every_students_menu(open_desk):
    for number, profile in enumerate(("senior-high", "experimental")):
        desk = open_desk(
            "student", [desks.school(), desks.competition(80 + number, desks.STUDENT)], profile
        ).desk
        menu = (*desk.profile.menu_of("student"), *desk.profile.account_menu_of("student"))
        keys = [key for item in menu for key in (item.key, *(i.key for i in item.items))]
        assert "manual" in keys
        assert reachable("manual", desk)


def test_that_every_subject_has_its_chapter(qtbot, visit):
    page = show(qtbot, visit)
    assert tuple(titles(page)) == SUBJECTS
    assert "復原碼" in page.text.toPlainText()
    for line in page.model.lines:
        page.read(line.record.id)
        assert page.text.toPlainText().startswith(line.title)


def test_that_no_mark_of_markdown_is_left_to_be_read(qtbot, visit):
    page = show(qtbot, visit)
    for chapter in page.chapters:
        page.read(chapter.key)
        shown = page.text.toPlainText()
        assert not [mark for mark in ("**", "`", "](", "---") if mark in shown + chapter.plain]


@pytest.mark.parametrize("word", ["認證", "碼", "HEIC", "heic", "ＨＥＩＣ"])
def test_that_one_character_is_enough_to_find(word):
    found = manual.search(word, manual.chapters("student"))
    assert found
    assert all(alike(word) in alike(one.snippet) for one in found)


def test_that_a_search_narrows_the_contents_and_marks_the_places(qtbot, visit):
    page = show(qtbot, visit)
    page.box.set_value("HEIC")
    page.box.searched.emit("HEIC")
    assert titles(page) == ["檔案與大小"]
    assert page.text.extraSelections()
    assert "HEIC" in page.text.toPlainText()
    page.box.set_value("")
    page.box.searched.emit("")
    assert len(titles(page)) == len(SUBJECTS)
    assert page.shown.endswith("files.md")


def test_that_nothing_found_is_said(qtbot, visit):
    page = show(qtbot, visit)
    page.box.set_value("量子糾纏")
    page.box.searched.emit("量子糾纏")
    assert page.shelf.currentIndex() == 1


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_that_links_between_chapters_lead_to_chapters(role):
    for chapter in manual.chapters(role):
        for target in LINK.findall(chapter.markdown):
            assert target.startswith("https://") or target in resources.manual(role), (chapter.key, target)


def test_that_every_chapter_is_read_by_somebody():
    read = {name for role in Role for name in resources.manual(role.value)}
    assert read == {file.name for file in (resources.ROOT / "manual").glob("*.md")}


@pytest.mark.parametrize("profile", ["senior-high", "experimental"])
@pytest.mark.parametrize(
    ("role", "own", "foreign"),
    [
        ("teacher", "給老師：認證", "勾選"),
        ("counselor", "給導師與輔導老師", "送出認證"),
        ("administrator", "一個學年度怎麼走", "我的備份"),
    ],
)
def test_that_staff_find_their_own_manual_in_their_menu(qtbot, open_desk, profile, role, own, foreign):
    visit = open_desk(role, [desks.school()], profile)
    keys = [
        key for item in visit.desk.profile.menu_of(role) for key in (item.key, *(i.key for i in item.items))
    ]
    assert "manual" in keys
    assert reachable("manual", visit.desk)
    found = titles(show(qtbot, visit))
    assert own in found
    assert foreign not in found


def saved(qtbot, page, visit, path):
    visit.save_to[:] = [path]
    with qtbot.waitSignal(page.job.finished, timeout=60_000) as told:
        hands.click(page.pdf_button)
        assert not page.pdf_button.isEnabled()
    assert page.pdf_button.isEnabled()
    return told.args[0]


def test_that_the_whole_manual_becomes_a_pdf_that_can_be_copied_word_for_word(qtbot, visit, tmp_path):
    page = show(qtbot, visit)
    written = saved(qtbot, page, visit, tmp_path / "手冊")
    assert written == str(tmp_path / "手冊.pdf")
    with pymupdf.open(written) as pdf:
        body = pymupdf.Rect(0, 0, pdf[0].rect.width, pdf[0].rect.height - 40)
        told = "".join(sheet.get_text(clip=body) for sheet in pdf)
        marks = [text for _, text, _ in pdf.get_toc()]
        begun = [subject in pdf[number - 1].get_text() for (_, subject, number) in pdf.get_toc()]
        assert 3 <= len(pdf) <= 20
        assert round(pdf[0].rect.width) == 595
    meant = "".join(chapter.plain for chapter in page.chapters).replace("⋯", "…")  # one shape for both
    assert difference(meant, told) == {}
    assert [mark for mark, there in zip(marks, begun, strict=True) if not there] == []
    assert tuple(marks) == SUBJECTS
    assert hands.says(page.job, "PDF 做好了")


def difference(meant: str, told: str) -> dict[str, int]:
    """By how many each character is there too often (or too seldom); how lines are broken does not count."""
    counts = Counter("".join(told.split()))
    counts.subtract("".join(meant.split()))
    return {character: count for character, count in counts.items() if count}


def test_that_a_place_that_cannot_be_written_is_said(qtbot, visit, tmp_path):
    page = show(qtbot, visit)
    assert saved(qtbot, page, visit, tmp_path / "nowhere" / "a.pdf") == ""
    assert page.job.banner.text
    assert list(tmp_path.rglob("*.pdf")) == []
