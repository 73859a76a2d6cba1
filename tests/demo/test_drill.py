"""The seventeen days of 2021, small: everything that was lost comes back by itself, to the last digest."""

import json

import pytest

from demo.drill.play import Plan, Result, play
from demo.drill.report import as_json, as_text
from demo.drill.variants import VARIANTS

pytestmark = [pytest.mark.xdist_group("drill"), pytest.mark.slow, pytest.mark.story, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return play(Plan(tmp_path_factory.mktemp("drill"), students=12, seed=1), lambda _line: None)


@pytest.mark.parametrize("key", [one.key for one in VARIANTS])
def test_that_everything_comes_back_by_itself(drill: Result, key: str) -> None:
    (outcome,) = (one for one in drill.outcomes if one.variant.key == key)
    assert outcome.ok, as_text(drill)
    assert outcome.struck["files"] < outcome.sections["files"].count
    for name in ("records", "history", "marks", "certifications", "selections", "acts"):
        assert outcome.sections[name].count > 0
        lost = outcome.struck[name] < outcome.sections[name].count
        assert lost or key == "files" or name == "selections", f"{name}: nothing was lost, nothing is proved"


def test_that_the_report_says_what_came_back_from_where(drill: Result) -> None:
    told = json.loads(as_json(drill))
    assert told["ok"]
    both = next(one for one in told["variants"] if one["key"] == "both")
    by = both["by_computer"].values()
    assert sum(one["receipts"] for one in by) > 100
    assert both["by_computer"]["home"]["files up"] > 0
    for one in told["variants"]:
        assert one["by_computer"].get("teacher", {"files up": 0})["files up"] == 0, (
            "pupils bring their own files"
        )
    assert both["by_computer"]["unsent"]["intents"] > 0
    assert as_text(drill).rstrip().endswith("結論：全部回來了，沒有人需要重新認證。")
