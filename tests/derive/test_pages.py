"""Where the characters of a PDF stand, and how they are found."""

import pytest

from derive import pages
from derive.pages import Unreadable, fold, read
from tests.desktop.preview import papers


def only(data, number=0):
    return read(data, [number]).pages[number]


def found(page, written):
    return [page.text[first:last] for first, last in page.find(fold(written)[0])]


@pytest.mark.parametrize(
    ("written", "there"),
    [
        ("學", ["學", "學", "學"]),
        ("學習歷程", ["學習歷程"]),
        ("python", ["Ｐｙｔｈｏｎ"]),
        ("OFFICE", ["Office"]),
        ("the ocean", ["the ocean"]),
        ("程式分析", ["程式\n分析"]),
        ("Python 程式", ["Ｐｙｔｈｏｎ程式"]),
        ("theocean", []),
        ("heart", []),
        ("   ", []),
    ],
)
def test_that_width_capitals_and_line_ends_do_not_matter(written, there):
    assert found(only(papers.chinese(1)), written) == there


def test_that_an_accent_of_its_own_is_found_with_its_letter():
    folded, spots = fold("cafe\u0301 au lait")
    assert folded == "café au lait"
    assert list(spots)[:5] == [0, 1, 2, 3, 6]


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_that_a_turned_page_tells_places_as_they_are_seen(angle):
    page = only(papers.turned(angle))
    left, top, right, bottom = page.rects(*next(page.find("學習歷程")))[0]
    across = {0: left < 0.4, 90: right > 0.8, 180: right > 0.6, 270: left < 0.2}
    down = {0: top < 0.2, 90: top < 0.4, 180: bottom > 0.8, 270: bottom > 0.6}
    assert across[angle]
    assert down[angle]
    assert (right - left > bottom - top) == (angle in (0, 180))


def test_that_a_cropped_page_tells_shares_of_what_is_seen():
    whole, cut = only(papers.turned(0)), only(papers.cropped())
    first = whole.rects(*next(whole.find("學習歷程")))[0][0] * 595
    assert cut.rects(*next(cut.find("學習歷程")))[0][0] * 450 == pytest.approx(first - 50, abs=0.5)


def test_that_columns_are_read_one_after_the_other():
    text = only(papers.columns()).text
    assert text.index("左欄第12行") < text.index("右欄第1行")


def test_that_the_gap_next_to_a_point_is_found_also_beside_the_text():
    page = only(papers.turned(0))
    left, top, right, bottom = page.rects(0, 1)[0]
    middle, ratio = (top + bottom) / 2, 842 / 595
    assert page.nearest(left + 0.001, middle, ratio) == (0, True)
    assert page.nearest(right - 0.001, middle, ratio) == (1, True)
    assert page.nearest(0.0, middle, ratio) == (0, False)
    assert page.nearest(1.0, middle, ratio) == (page.line(0)[1], False)
    assert page.nearest(0.0, 0.99, ratio)[0] == page.lines[-1].first


def test_that_a_point_under_a_column_means_this_column_and_one_beside_a_short_line_means_that_line():
    page, ratio = only(papers.columns()), 842 / 595
    end_of_left = page.lines[11]
    assert end_of_left.first <= page.nearest(0.12, 0.7, ratio)[0] <= end_of_left.last
    line = page.lines[3]
    middle = sum(page.rects(line.first, line.last)[0][1::2]) / 2
    assert page.nearest(0.4, middle, ratio) == (line.last, False)


def test_that_word_line_and_sentence_are_what_a_reader_means():
    page = only(papers.chinese(1))
    text = page.text

    def at(word):
        return text.index(word) + 1

    assert text[slice(*page.word(at("files")))] == "files"
    assert text[slice(*page.word(at("學習歷程")))] == papers.SENTENCES[0][:-1]
    assert text[slice(*page.word(text.index("。")))] == "。"
    assert text[slice(*page.line(at("社區")))] == papers.SENTENCES[1]
    whole = "我在自主學習計畫中研究社區的水質，Ｐｙｔｈｏｎ程式\n分析了三個月的數據。"
    assert text[slice(*page.sentence(at("社區")))] == whole


def test_that_a_scan_has_no_text_and_a_broken_file_is_unreadable():
    assert only(papers.scan()).text == ""
    assert only(papers.scan()).nearest(0.5, 0.5, 1.4) == (0, False)
    with pytest.raises(Unreadable):
        read(b"%PDF-1.4 nothing", [0])


def test_that_the_wish_of_the_author_not_to_be_copied_is_told():
    assert read(papers.chinese(1), [0]).copying
    guarded = read(papers.guarded(), [0])
    assert not guarded.copying
    assert "學習歷程" in guarded.pages[0].text


def test_that_only_the_pages_asked_for_are_read():
    assert sorted(read(papers.chinese(3), [2, 1, 7]).pages) == [1, 2]
    assert pages.page_of("", (), ()).rects(0, 5) == []
