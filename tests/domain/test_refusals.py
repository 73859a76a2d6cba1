"""Refusals: each reachable, each a sentence with what to do."""

import ast
import re
from pathlib import Path

import pytest

from domain.lifecycle import SELECTION_LABELS
from domain.refusals import REASONS, Allowed, Refused, refuse

ROOT = Path(__file__).parents[2]
MADE_UP = {f"selection_{name}" for name in SELECTION_LABELS} | {
    "locked_pending",
    "locked_passed",
    "locked_confirmed",
}
"""Codes that the rules put together from a state."""


def _spoken() -> set[str]:
    """Every first argument of refuse(...) and every key taken from REASONS, in the whole program."""
    found: set[str] = set()
    for file in (*ROOT.glob("domain/**/*.py"), *ROOT.glob("server/**/*.py"), *ROOT.glob("desktop/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "refuse" and node.args
            taken = isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "REASONS"
            if named or taken:
                part = node.args[0] if isinstance(node, ast.Call) else node.slice
                found |= {
                    c.value
                    for c in ast.walk(part)
                    if isinstance(c, ast.Constant) and isinstance(c.value, str)
                }
    return found | {"closed"}


def test_that_every_refusal_is_spoken_somewhere_and_none_that_is_not_stated():
    spoken = _spoken() - {"selection_", "locked_", "picked", "none"}
    assert set(REASONS) <= spoken | MADE_UP
    assert spoken <= set(REASONS)


@pytest.mark.parametrize("code", REASONS)
def test_that_every_refusal_is_a_whole_sentence(code):
    values = {name: "甲" for text in REASONS[code] for name in re.findall(r"\{(\w+)\}", text)}
    refusal = refuse(code, **values)
    assert refusal.code == code
    assert refusal.sentence.endswith("。")
    assert refusal.remedy == "" or refusal.remedy.endswith(("。", "」。"))
    assert "{" not in refusal.text
    assert refusal.text == refusal.sentence + refusal.remedy
    assert len(refusal.text) <= 80


def test_that_a_refusal_is_false_and_an_allowance_true():
    assert not refuse("state")
    assert Allowed()
    assert isinstance(refuse("state"), Refused)


def test_that_an_unknown_code_is_our_mistake():
    with pytest.raises(KeyError):
        refuse("no_such_code")
