"""Characters, as the manual counts them, and names that every disk takes."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from domain.text import NAME_LIMIT, SEGMENT_BUDGET, UNNAMED, export_name, length, normal, safe_name

ANY = st.text(st.characters(codec=None), max_size=300)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("我的學習成果", 6),
        ("標點，也算。", 6),
        ("空 白", 3),
        ("兩\n行", 3),
        ("兩\r\n行", 3),
        ("兩\r行", 3),
        ("ＡＢ１２", 4),
        ("😀", 1),
        ("👨‍👩‍👧", 5),
        ("e\u0301", 1),
        ("𠮷野家", 3),
        ("", 0),
    ],
)
def test_that_a_character_is_a_code_point_after_nfc(text: str, count: int) -> None:
    assert length(text) == count


@given(ANY)
def test_that_normal_text_stays_as_it_is_and_can_be_stored(text: str) -> None:
    once = normal(text)
    assert normal(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    assert "\x00" not in once
    once.encode()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("報告.pdf", "報告.pdf"),
        ("C:\\Users\\me\\報告.pdf", "報告.pdf"),
        ("../../etc/passwd", "passwd"),
        ("gp\u202efdp.exe", "gpfdp.exe"),
        ("兩\n行.pdf", "兩 行.pdf"),
        ("...", UNNAMED),
        ("", UNNAMED),
    ],
)
def test_that_a_shown_name_hides_nothing(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_that_a_long_name_keeps_its_extension() -> None:
    shown = safe_name("長" * 300 + ".pdf")
    assert len(shown) == NAME_LIMIT
    assert shown.endswith("長.pdf")


@pytest.mark.parametrize("name", ["CON", "con.pdf", "NUL.tar.gz", "COM1.txt", "lpt9", "CONIN$"])
def test_that_names_reserved_by_windows_are_changed(name: str) -> None:
    assert export_name(name) == "_" + name


def test_that_two_files_never_share_a_name_even_where_case_is_ignored() -> None:
    taken: list[str] = []
    for name in ("Report.pdf", "report.PDF", "REPORT.pdf"):
        taken.append(export_name(name, taken))
    assert taken == ["Report.pdf", "report (2).PDF", "REPORT (3).pdf"]


@given(ANY)
def test_that_any_name_becomes_one_that_every_disk_takes(name: str) -> None:
    exported = export_name(name)
    assert exported
    assert not set(exported) & set('<>:"/\\|?*\x00\n')
    assert exported[-1] not in ". "
    assert len(exported.encode("utf-16-le")) // 2 <= SEGMENT_BUDGET
