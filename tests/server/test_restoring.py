"""A restored school and what it signed for: no count, no lost role and no order of arrival undoes an accepted act."""

from pathlib import Path

import pytest
from msgspec import Raw

from domain import intents
from domain.intents import Action, Intent
from server.db import tables
from server.services import backing, checking, losses
from server.services.marks import TimelineMismatch
from server.services.publishing import no_longer_teach
from sync import wire
from tests.server.campus import Campus, attachment, cursors, new_id, pdf


def _again(told: Intent, result: wire.Result) -> wire.PushItem:
    return wire.PushItem(Raw(told.encode()), result.receipt)


def _waiting(campus: Campus) -> list[object]:
    query = tables.intent.select().where(tables.intent.c.waiting.is_(True))
    return list(campus.office.database.read(lambda conn: conn.execute(query).all()).result())


def _sent_with(campus: Campus, data: bytes) -> list[tuple[Intent, wire.Result]]:
    made = campus.outcome(file=data)
    first = (made, campus.one("amy", made))
    told = campus.submit(made.record)
    sent = (told, campus.one("amy", told))
    campus.send("amy", data)
    return [first, sent]


def test_that_a_quota_that_was_kept_once_is_not_counted_again(campus: Campus, tmp_path: Path) -> None:
    """The course had room when it was made; another computer's newer records come back before it."""
    backing.backup(campus.office, tmp_path / "backup")
    early = campus.outcome()
    first = (early, campus.one("amy", early))
    gone = campus.act(Action.DELETE, early.record)
    deleted = (gone, campus.one("amy", gone))
    later = [(made, campus.one("amy", made)) for made in (campus.outcome() for _ in range(3))]
    assert {result.status for _, result in (first, deleted, *later)} == {"applied"}
    backing.restore(campus.office, tmp_path / "backup")
    for one in (*later, first, deleted):
        assert campus.push("amy", _again(*one)).results[0].status == "applied"
    assert not _waiting(campus)
    assert campus.rows("amy")[early.record].deleted


def test_that_a_teacher_who_has_left_the_course_keeps_what_she_certified(
    campus: Campus, tmp_path: Path
) -> None:
    data = pdf("kept")
    backing.backup(campus.office, tmp_path / "backup")
    mine = _sent_with(campus, data)
    told = campus.act(Action.CERTIFY, mine[0][0].record)
    theirs = (told, campus.one("chen", told))
    backing.restore(campus.office, tmp_path / "backup")
    no_longer_teach(campus.office, "chinese", "chen")
    campus.push("amy", *[_again(*one) for one in mine])
    assert campus.push("chen", _again(*theirs)).results[0].status == "applied"
    assert campus.rows("amy")[told.record].state == "passed"


def test_that_what_changed_nothing_waits_for_what_it_saw(campus: Campus, tmp_path: Path) -> None:
    data = pdf("twice")
    backing.backup(campus.office, tmp_path / "backup")
    mine = _sent_with(campus, data)
    record = mine[0][0].record
    acts = [campus.act(Action.CERTIFY, record) for _ in range(2)]
    said = [(one, campus.one("chen", one)) for one in acts]
    assert [result.status for _, result in said] == ["applied", "noop"]
    backing.restore(campus.office, tmp_path / "backup")
    answers = campus.push("chen", *[_again(*one) for one in reversed(said)]).results
    assert [one.status for one in answers] == ["noop", "applied"]
    campus.push("amy", *[_again(*one) for one in mine])
    assert not _waiting(campus)
    decided = tables.history.select().where(tables.history.c.action == "certify")
    lines = campus.office.database.read(lambda conn: conn.execute(decided).all()).result()
    assert [line.intent for line in lines] == [acts[0].id]


def test_that_what_changed_nothing_changes_nothing_when_others_have_gone_on(
    campus: Campus, tmp_path: Path
) -> None:
    """Sent from two computers; the second word did nothing then, and must not send anew what was returned since."""
    data = pdf("sent twice")
    mine = _sent_with(campus, data)
    record = mine[0][0].record
    second = campus.submit(record)
    backing.backup(campus.office, tmp_path / "backup")
    said = (second, campus.one("amy", second, device="second"))
    assert said[1].status == "noop"
    backing.restore(campus.office, tmp_path / "backup")
    campus.one("chen", campus.act(Action.REJECT, record))
    assert campus.push("amy", _again(*said), device="second").results[0].status == "noop"
    assert campus.rows("amy")[record].state == "failed"


def test_that_a_pass_taken_back_in_the_same_breath_restores_nothing(campus: Campus, tmp_path: Path) -> None:
    """Certified before the backup; the revocation and the second sending come back in one transaction."""
    data = pdf("revoked")
    mine = _sent_with(campus, data)
    record = mine[0][0].record
    campus.one("chen", campus.act(Action.CERTIFY, record))
    backing.backup(campus.office, tmp_path / "backup")
    campus.clock.forward(days=1)
    revoked = campus.act(Action.REVOKE, record)
    theirs = (revoked, campus.one("chen", revoked))
    campus.clock.forward(days=1)
    resent = campus.submit(record)
    ours = (resent, campus.one("amy", resent))
    assert campus.rows("amy")[record].state == "pending"
    backing.restore(campus.office, tmp_path / "backup")
    campus.push("amy", _again(*ours))
    campus.push("chen", _again(*theirs))
    assert campus.rows("amy")[record].state == "pending"
    assert not _waiting(campus)


def test_that_who_came_first_stays_also_when_another_computer_returns_first(
    campus: Campus, tmp_path: Path
) -> None:
    """The second computer never saw what the first had sent; it speaks first after the restore."""
    made = campus.outcome()
    begun = (made, campus.one("amy", made))
    backing.backup(campus.office, tmp_path / "backup")
    campus.clock.forward(days=1)
    first = campus.save(made, "summary", "home", pdf("home"))
    theirs = (first, campus.one("amy", first, device="home"))
    backing.restore(campus.office, tmp_path / "backup")
    campus.clock.forward(days=1)
    second = campus.save(made, "summary", "second", pdf("second"))
    assert campus.one("amy", second, device="second").status == "applied"
    again = campus.push("amy", _again(*begun), _again(*theirs), device="home").results
    assert [one.status for one in again] == ["applied", "applied"]
    row = campus.rows("amy")[made.record]
    assert (row.values["summary"], row.files["document_file"]["sha256"]) == (
        "home",
        attachment(pdf("home")).sha256,
    )
    beside = campus.office.database.read(lambda conn: conn.execute(tables.conflict.select()).all()).result()
    assert {(one.field, one.device, one.intent) for one in beside} == {
        ("summary", "second", second.id),
        ("files/document_file", "second", second.id),
    }


def test_that_what_a_person_has_chosen_meanwhile_is_not_turned_round(campus: Campus, tmp_path: Path) -> None:
    made = campus.outcome()
    campus.one("amy", made)
    backing.backup(campus.office, tmp_path / "backup")
    campus.clock.forward(days=1)
    first = campus.save(made, "summary", "home")
    theirs = (first, campus.one("amy", first, device="home"))
    backing.restore(campus.office, tmp_path / "backup")
    campus.clock.forward(days=1)
    d = intents.resolution("summary", ("home",), "我學會了閱讀。", "chosen")
    chosen = Intent(new_id(), Action.RESOLVE, made.record, "course_outcome", d)
    assert campus.one("amy", chosen, device="second").status == "applied"
    campus.push("amy", _again(*theirs), device="home")
    assert campus.rows("amy")[made.record].values["summary"] == "chosen"


def test_that_only_the_owner_is_asked_for_files_that_a_restore_has_lost(
    campus: Campus, tmp_path: Path
) -> None:
    """A file counts as sent only when its owner has sent it: a teacher's copy would travel for nothing."""
    data = pdf("asked for")
    backing.backup(campus.office, tmp_path / "backup")
    mine = _sent_with(campus, data)
    told = campus.act(Action.CERTIFY, mine[0][0].record)
    theirs = (told, campus.one("chen", told))
    backing.restore(campus.office, tmp_path / "backup")
    asked = campus.push("amy", *[_again(*one) for one in mine]).results
    certified = campus.push("chen", _again(*theirs)).results[0]
    assert [one.missing for one in asked] == [[attachment(data).sha256]] * 2
    assert (certified.status, certified.missing) == ("applied", [])
    campus.send("chen", data)
    assert campus.rows("amy")[told.record].srv["blobs_pending"] == 1
    campus.send("amy", data)
    assert "blobs_pending" not in campus.rows("amy")[told.record].srv


def test_that_files_that_vanished_are_asked_for_again(campus: Campus) -> None:
    data = pdf("vanished")
    record = _sent_with(campus, data)[0][0].record
    where = cursors(campus.pull("amy"))
    assert losses.note_losses(campus.office) == 0
    campus.pull("amy", where)
    for path in (campus.office.settings.folder / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()
    assert losses.note_losses(campus.office) == 1
    with pytest.raises(TimelineMismatch):
        campus.pull("amy", where)
    assert campus.rows("amy")[record].srv["blobs_pending"] == 1
    assert campus.send("amy", data).verified
    assert "blobs_pending" not in campus.rows("amy")[record].srv
    assert losses.note_losses(campus.office) == 0


def test_that_a_good_copy_takes_the_place_of_a_damaged_file(campus: Campus) -> None:
    data = pdf("cut short")
    _sent_with(campus, data)
    (path,) = (one for one in (campus.office.settings.folder / "blobs").rglob("*") if one.is_file())
    path.chmod(0o640)
    path.write_bytes(data[:-9])
    assert campus.send("amy", data).verified
    assert path.read_bytes() == data


def test_that_an_accepted_act_that_fits_no_more_is_listed_and_never_done_later(
    campus: Campus, tmp_path: Path
) -> None:
    backing.backup(campus.office, tmp_path / "backup")
    made = campus.outcome()
    first = (made, campus.one("amy", made))
    gone = campus.act(Action.DELETE, made.record)
    deleted = (gone, campus.one("amy", gone))
    backing.restore(campus.office, tmp_path / "backup")
    campus.push("amy", _again(*first))
    better = campus.edit(made.record, "summary", "我學會了閱讀。", "我學會了細讀。")
    assert campus.one("amy", better, device="home").status == "applied"
    assert campus.push("amy", _again(*deleted)).results[0].status == "applied"
    assert not _waiting(campus)
    back = campus.edit(made.record, "summary", "我學會了細讀。", "我學會了閱讀。")
    assert campus.one("amy", back).status == "applied"
    assert not campus.rows("amy")[made.record].deleted
    (told,) = checking.acts(campus.office)
    assert (told.id, told.action, told.name, told.why) == (gone.id, "delete_draft", "王小明", "overtaken")
    assert [one.code for one in checking.doctor(campus.office)] == ["overtaken"]
