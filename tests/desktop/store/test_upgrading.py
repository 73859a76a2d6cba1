"""A copy that an older program kept, opened by a newer one."""

from pathlib import Path

from sqlalchemy import text

from desktop.store import rows
from desktop.store.opening import open_account
from domain.forms import FORMS
from tests.desktop.store.pages import new_id, page, pulled, row, save
from tests.proof.computer import KEYS


def _older(folder: Path, record: str, readable: dict[str, object]) -> None:
    """What a program that could not read the row has kept: the whole of it, and an act of the person's beside it."""
    opened = open_account(folder, KEYS, "amy")
    opened.store.apply(pulled(mine=page([row(record, 1, values=7, form="competition")], 1)))
    assert opened.store.base(record).state == "unreadable"
    with opened.store._database.write() as connection:
        kept = {"u": rows.dump({"row": readable}), "id": record}
        assert connection.execute(text("UPDATE base SET unknown = :u WHERE id = :id"), kept).rowcount == 1
        connection.execute(text("DELETE FROM meta WHERE k = 'known_forms'"))
    opened.close()


def test_that_a_row_nobody_could_read_is_read_by_the_newer_program(tmp_path: Path) -> None:
    record = new_id()
    whole = {
        "id": record,
        "form": "competition",
        "ver": 3,
        "seq": 1,
        "owner": "amy",
        "values": {"award": "特優"},
    }
    _older(tmp_path / "amy", record, whole)
    opened = open_account(tmp_path / "amy", KEYS, "amy")
    found = opened.store.record(record)
    assert found is not None
    assert (found.text("award"), found.ver) == ("特優", 3)
    assert opened.store.base(record).unknown == {}
    assert opened.store.upgrade() is False
    opened.close()


def test_that_what_is_still_unreadable_stays_and_a_draft_over_it_too(tmp_path: Path) -> None:
    record, other = new_id(), new_id()
    _older(tmp_path / "amy", record, {"id": record, "form": "competition", "ver": 1, "seq": 1, "values": 7})
    opened = open_account(tmp_path / "amy", KEYS, "amy")
    assert opened.store.base(record).unknown["row"]["values"] == 7
    opened.store.enqueue(save(other, competition_name=(None, "科展")))
    assert opened.store.upgrade({**FORMS, "next": FORMS["competition"]}) is True
    assert opened.store.record(other).text("competition_name") == "科展"
    opened.close()
