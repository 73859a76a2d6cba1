"""A student hands in: chosen records as one PDF, and the school's receipt that anybody can check."""

from pathlib import Path

import pymupdf
import pytest

from demo import hands, samples
from demo.stage import Actor, Town
from desktop.operations import verifying
from desktop.views.portfolio_page import PortfolioPage
from desktop.views.signed_page import SignedPage
from tests.stories.test_offline import NAME, sign_in, write_competition

pytestmark = [pytest.mark.story, pytest.mark.qt]


def with_photo(student: Actor, tmp_path: Path) -> str:
    """A competition with a photograph of the award; its id."""
    record = write_competition(student)
    photo = samples.GOOD["award_photo"][1](tmp_path / "獎狀.jpg")
    editor = student.window.page("competition").editor
    hands.drop(editor, photo)
    hands.wait(lambda: student.desk.record(record).files, "附件存好")
    student.settle()
    return record


def test_that_a_portfolio_goes_from_the_menu_to_a_pdf_to_hand_in(student, town: Town, tmp_path: Path) -> None:
    sign_in(student)
    with_photo(student, tmp_path)
    page = student.go("portfolio")
    assert isinstance(page, PortfolioPage)
    hands.wait(lambda: page.shown and page._building.over, "清單")
    hands.clear(page.editors["title"])
    hands.write(page.editors["title"], "給輔導老師")
    target = tmp_path / "歷程.pdf"
    ended: list[str] = []
    page.job.finished.connect(ended.append)
    with hands.answering(hands.choosing_file(target), "存檔視窗"):
        hands.click(page.export_button)
    hands.wait(lambda: ended, "PDF 做好", 30)
    assert ended == [str(target)], hands.shown_words(page)
    made = pymupdf.open(target)
    assert "給輔導老師" in made[0].get_text()
    assert NAME in [text for _, text, _ in made.get_toc()]
    place = next(number for _, text, number in made.get_toc() if text == "獎狀.jpg")
    assert len(made[place - 1].get_images()) == 1
    assert hands.says(page, f"共 {len(made)} 頁")


def test_that_a_receipt_appears_with_the_answer_and_is_proven_far_away(
    student, town: Town, tmp_path: Path
) -> None:
    sign_in(student)
    page = student.go("signed_receipts")
    assert isinstance(page, SignedPage)
    town.cut()
    record = with_photo(student, tmp_path)
    student.sync()
    student.go("signed_receipts")
    student.settle()
    assert record not in {proof.act.record for proof in page.found.values()}
    town.connect()
    student.sync_until(lambda: not student.desk.sync_facts().unsent, "arrived")
    hands.wait(lambda: record in {proof.act.record for proof in page.found.values()}, "收據")
    page.open_record(record)
    hands.wait(lambda: page.shown and page.found[page.shown].act.record == record, "選到收據")
    hands.wait(lambda: hands.says(page, page.found[page.shown].receipt.number), "收據卡片")
    student.settle()
    target = tmp_path / "收據.pdf"
    key = town.office.keys.public
    with hands.answering(hands.choosing_file(target), "存檔視窗"):
        hands.press(page, "存成 PDF")
    hands.wait(target.exists, "收據存好", 30)
    student.settle()
    town.cut()
    checked = verifying.check(str(target), key)
    assert checked.good, checked.faults
    assert checked.receipt.act.record == record
