"""Mistakes that others made with the same data, in real files and real code: each is a rule here and has its test.

The table says where; what no other file states is stated below it. Whoever lets lists for the authorities leave the
program adds that those of the test schools (000000, 000B00) never do.
"""

import ast
import re
from pathlib import Path

import pytest

from derive.resources import codelists, profile
from domain.forms import FORMS
from domain.validation import problems

ROOT = Path(__file__).parents[2]
HERE = "tests/domain/test_pitfalls.py"

PITFALLS = {
    "leap years counted in years of the Republic: 109/02/29 refused": (
        "tests/domain/test_calendar.py::test_that_a_leap_day_of_roc_109_is_a_day",
        "tests/domain/test_calendar.py::test_that_leap_years_are_those_of_the_western_year",
    ),
    "a cell left out when there is no file: what follows moves to the left": (
        "tests/derive/test_sheets.py::test_that_what_is_not_there_leaves_its_cell_and_moves_no_other",
        "tests/derive/test_lists.py::test_that_an_empty_cell_moves_no_other",
    ),
    "a SHA-256 that is computed, and not minded": (
        "tests/server/test_receiving.py::test_that_what_does_not_fit_its_hash_is_refused_whole",
    ),
    "JSON cut at braces: one in a 簡述 breaks the file": (
        "tests/server/test_receiving.py::test_that_a_package_becomes_each_students_receipts",
    ),
    "lengths in bytes, and a new line as two": (
        "tests/domain/test_text.py::test_that_a_character_is_a_code_point_after_nfc",
    ),
    "an import that deletes and inserts: confirmations are gone": (
        "tests/server/test_receiving.py::test_that_a_new_import_keeps_what_a_student_confirmed_and_counts_its_version",
        "tests/desktop/views/test_receipt_page.py::test_that_an_import_anew_does_not_wipe_what_was_confirmed",
    ),
    "補修 taken for 重修": (f"{HERE}::test_that_makeup_and_retake_are_not_mixed_up",),
    "hours of -1 or 0": (
        "tests/domain/test_validation.py::test_that_zero_hours_warn_and_do_not_stop",
        f"{HERE}::test_that_odd_hours_are_told_and_stay_as_they_are",
    ),
    "a licence code that no list has": (
        "tests/domain/test_validation.py::test_that_a_licence_not_in_the_list_has_to_be_named",
    ),
    "one administrator's password for every school": (
        "tests/server/test_keeping.py::test_that_a_new_school_has_no_account_and_no_key_of_another",
    ),
    "SQL joined from strings": (f"{HERE}::test_that_no_statement_is_joined_from_what_somebody_wrote",),
}

JOINED = {
    "desktop/store/engine.py": "settings of the connection, constants of the module",
    "desktop/store/surveying.py": "keys of our own forms; what is asked for is bound",
    "desktop/store/rescue.py": "names of our own tables and columns, read from the schema; every value is bound",
    "server/db/engine.py": "settings of the connection, constants of the module",
    "server/db/reporting.py": "views over our own tables, made from the forms",
}
"""Where a statement is put together all the same: from names that stand in this program."""


@pytest.mark.parametrize("pitfall", PITFALLS)
def test_that_each_pitfall_has_a_test_that_states_it(pitfall):
    for place in PITFALLS[pitfall]:
        path, _, name = place.partition("::")
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.M), place


def test_that_makeup_and_retake_are_not_mixed_up():
    """The mode, the field that belongs to it and the list behind that field say the same word."""
    modes = {entry.code: entry.label for entry in codelists()["enrolment_mode"].entries}
    for mode in ("makeup", "retake"):
        field = FORMS["enrolment"].field(f"{mode}_method")
        assert (field.codes, field.label) == (f"{mode}_method", f"{modes[mode]}方式")
    assert (modes["makeup"], modes["retake"]) == ("補修", "重修")


@pytest.mark.parametrize(("hours", "code", "stops"), [("0", "is_zero", False), ("-1", "too_small", True)])
def test_that_odd_hours_are_told_and_stay_as_they_are(hours, code, stops):
    """-1 in old data means that nobody knew. It is shown and kept; only handing it in asks for a number."""
    values = {"hours": hours}
    found = problems(FORMS["service_learning"], values, {}, codelists(), profile("senior-high"))
    assert [(one.code, one.stops) for one in found if one.field_key == "hours"] == [(code, stops)]
    assert values == {"hours": hours}


def _joined(path: Path) -> list[int]:
    """The lines where a statement is run that is an f-string, a sum or a format."""
    runs = {"execute", "executemany", "executescript", "exec_driver_sql", "text"}
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = node.args[0]
        built = isinstance(given, (ast.JoinedStr, ast.BinOp)) or (
            isinstance(given, ast.Call) and getattr(given.func, "attr", "") in ("format", "join", "replace")
        )
        if called in runs and built:
            found.append(node.lineno)
    return found


def test_that_no_statement_is_joined_from_what_somebody_wrote():
    speaking = (ROOT / folder for folder in ("server", "desktop/store", "sync", "demo", "benchmarks"))
    found = {
        str(path.relative_to(ROOT)): lines
        for folder in speaking
        for path in sorted(folder.rglob("*.py"))
        if "migrations" not in path.parts and (lines := _joined(path))
    }
    assert set(found) == set(JOINED), found
