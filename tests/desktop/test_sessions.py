"""Signing in: the school the first time, this computer's own lock ever after."""

from pathlib import Path

import pytest

from desktop import sessions
from desktop.clock import Clock
from desktop.operations import records
from desktop.store import vault
from domain.errors import LichengError, Locked, Offline
from domain.records import Record
from tests.desktop.conftest import PASSWORD, STUDENT, Campus, open_campus

NOWHERE = "http://127.0.0.1:9"


def test_that_the_first_time_needs_the_school_and_later_times_do_not(tmp_path: Path) -> None:
    campus = open_campus(tmp_path / "school")
    home = tmp_path / "home"
    first = sessions.sign_in(home, campus.url, STUDENT, PASSWORD)
    first.opened.close()
    campus.school.stop()
    assert first.recovery
    assert (first.identity.name, first.identity.role, first.identity.school) == (
        "林小宇",
        "student",
        "範例高級中學",
    )
    again = sessions.sign_in(home, campus.url, STUDENT, PASSWORD)
    again.opened.close()
    assert again.identity == first.identity
    assert not again.recovery


def test_that_a_wrong_password_opens_nothing_and_says_so(campus: Campus, tmp_path: Path) -> None:
    sessions.sign_in(tmp_path, campus.url, STUDENT, PASSWORD).opened.close()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(Locked, match="密碼不對"):
        sessions.sign_in(tmp_path, campus.url, STUDENT, "不是這個")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_that_a_wrong_password_the_first_time_leaves_no_vault(campus: Campus, tmp_path: Path) -> None:
    with pytest.raises(LichengError):
        sessions.sign_in(tmp_path, campus.url, STUDENT, "不是這個")
    assert sessions.known(tmp_path) == ()


def test_that_an_unreachable_school_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(Offline):
        sessions.sign_in(tmp_path, NOWHERE, STUDENT, PASSWORD)


def test_that_a_password_changed_elsewhere_needs_the_old_one_once(campus: Campus, tmp_path: Path) -> None:
    opening = sessions.sign_in(tmp_path, campus.url, STUDENT, PASSWORD)
    vault.rewrap(opening.folder, opening.keys, "以前的密碼")
    opening.opened.close()
    with pytest.raises(sessions.OldPassword):
        sessions.sign_in(tmp_path, campus.url, STUDENT, PASSWORD)
    sessions.sign_in(tmp_path, campus.url, STUDENT, PASSWORD, old="以前的密碼").opened.close()
    sessions.sign_in(tmp_path, campus.url, STUDENT, PASSWORD).opened.close()


def test_that_the_recovery_code_opens_what_a_forgotten_password_locked(
    campus: Campus, tmp_path: Path
) -> None:
    opening = sessions.sign_in(tmp_path, campus.url, STUDENT, PASSWORD)
    vault.rewrap(opening.folder, opening.keys, "忘記了的密碼")
    opening.opened.close()
    opened = sessions.sign_in(tmp_path, campus.url, STUDENT, PASSWORD, old=opening.recovery)
    opened.opened.close()


def test_that_a_record_written_offline_reaches_the_school_and_the_other_computer(
    qapp: object, campus: Campus, tmp_path: Path
) -> None:
    here, there = (sessions.sign_in(tmp_path / name, campus.url, STUDENT, PASSWORD) for name in "ab")
    one, two = sessions.desk_for(here, Clock()), sessions.desk_for(there, Clock())
    try:
        blank = Record(one.clock.new_id(), "competition", one.actor.id, state="editable")
        records.save(one, blank, {"competition_name": (None, "校內科展")})
        assert one.sync_facts().unsent == 1
        assert sessions.post(one).ok
        assert sessions.post(two).ok
        assert one.sync_facts().unsent == 0
        found = two.record(blank.id)
        assert found is not None
        assert found.text("competition_name") == "校內科展"
    finally:
        one.close()
        two.close()
