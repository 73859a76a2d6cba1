"""Every numbered step of the schools' manuals is in our map, with where it is done here and a test that does it."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STEPS = ROOT / "tests" / "manual_steps.txt"
PAGES = [ROOT / "docs" / "users" / name for name in ("manual-map.md", "manual-map-records.md")]
HEAD = re.compile(r"^## (\d{3}) · (\S+) \S")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
UNWRITTEN = {}
"""Sections whose rows are not filled in yet."""

Step = tuple[str, str]


def steps() -> list[Step]:
    """(section, step) in the manuals' order."""
    lines = (line.split(" ", 3) for line in STEPS.read_text(encoding="utf-8").splitlines())
    return [(f"{words[0]} {words[1]}", words[2]) for words in lines if len(words) == 4 and words[0].isdigit()]


def rows() -> dict[Step, list[str]]:
    """The cells of every row of the map: about, where, test."""
    found: dict[Step, list[str]] = {}
    for page in PAGES:
        section = ""
        for line in page.read_text(encoding="utf-8").splitlines():
            if head := HEAD.match(line):
                section = f"{head[1]} {head[2]}"
            elif section and line.startswith("| ") and not line.startswith("| 步驟 "):
                step, *cells = (cell.strip() for cell in line.strip("|").split("|"))
                assert (section, step) not in found, f"{section} {step} twice"
                found[section, step] = cells
    return found


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_that_the_map_has_every_step_and_no_other():
    assert set(rows()) == set(steps())


def test_that_no_step_is_listed_twice():
    assert [step for step, count in Counter(steps()).items() if count > 1] == []


@pytest.mark.parametrize("section", list(dict.fromkeys(section for section, _ in steps())))
def test_that_every_step_says_where_it_is_done_and_what_does_it(section: str):
    mine = {step: cells for (place, step), cells in rows().items() if place == section}
    holes = [step for step, cells in mine.items() if len(cells) != 3 or not all(cells)]
    untested = [step for step, cells in mine.items() if not TEST.search(cells[-1])]
    if section in UNWRITTEN:
        assert holes, f"{section} is written: take it out of UNWRITTEN"
    else:
        assert (holes, untested) == ([], [])


def test_that_every_test_of_the_map_is_there():
    named = {pair for page in PAGES for pair in TEST.findall(page.read_text(encoding="utf-8"))}
    missing = [f"{path}::{name}" for path, name in named if not _is_there(path, name)]
    assert sorted(missing) == []


def _is_there(path: str, name: str) -> bool:
    return (ROOT / path).is_file() and name in functions_of(ROOT / path)
