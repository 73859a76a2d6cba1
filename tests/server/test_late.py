"""What came too late: the school lets it through or says no, with a reason; the student and the history are told."""

import json
from pathlib import Path

import pytest
from attrs import evolve
from msgspec import Raw

from domain import intents
from domain.errors import BadInput
from domain.intents import Action, Intent
from server.cli import main
from server.db import tables
from server.services import late
from server.services.office import open_office
from server.settings import Settings
from sync import wire
from sync.wire import receipt_bytes, receipt_parts
from tests.server.campus import DEADLINE, Campus, SchoolClock, know_enrolments, new_id, pdf

WHY = "校內停電"


def too_late(campus: Campus, **values: str) -> tuple[str, Intent]:
    """An outcome whose sending came an hour after the end."""
    campus.window()
    made = campus.outcome(file=pdf(), **values)
    campus.one("amy", made)
    told = campus.submit(made.record)
    campus.clock.now = DEADLINE
    campus.clock.forward(hours=1)
    assert campus.one("amy", told).status == "held_late"
    return made.record, told


def word(action: Action, record: str, held: str, reason: str = WHY, form: str = "course_outcome") -> Intent:
    return Intent(new_id(), action, record, form, intents.late(held, reason))


def lines(campus: Campus, record: str) -> list[tuple[str, str, str]]:
    h = tables.history.c
    query = tables.history.select().where(h.rec == record).order_by(h.ver)
    found = campus.office.database.read(lambda conn: conn.execute(query).all()).result()
    return [(one.action, one.actor, one.at[:16]) for one in found]


def test_that_what_is_granted_is_done_as_of_its_arrival_and_says_who_and_why(campus: Campus) -> None:
    record, told = too_late(campus)
    campus.clock.forward(days=2)
    assert campus.one("admin", word(Action.GRANT, record, told.id)).status == "applied"
    row = campus.rows("amy")[record]
    assert (row.state, row.srv["submitted_at"]) == ("pending", "2026-02-28T17:00:00Z")
    said = row.srv["late"]
    assert (said["intent"], said["granted"], said["by"], said["reason"]) == (told.id, True, "管理者", WHY)
    assert lines(campus, record)[1:] == [
        ("submit", "amy", "2026-02-28T17:00"),
        ("grant_late", "admin", "2026-03-02T17:00"),
    ]
    assert late.listed(campus.office) == ()


def test_that_the_sender_hears_of_it_with_a_receipt_when_he_asks_again(campus: Campus) -> None:
    _, told = too_late(campus)
    late.grant(campus.office, told.id, WHY)
    again = campus.one("amy", told)
    assert (again.status, again.reason) == ("applied", "granted")
    assert WHY in again.sentence
    assert again.recv_at == "2026-02-28T17:00:00Z"
    signature, recv_at, status, ver = receipt_parts(again.receipt) or ("", "", "", 0)
    sha = campus.office.database.read(
        lambda conn: conn.execute(tables.intent.select().where(tables.intent.c.id == told.id)).one().body_sha
    ).result()
    assert (recv_at, status, ver) == (again.recv_at, "applied", again.ver)
    assert campus.office.keys.signed(receipt_bytes(told.id, sha, recv_at, status, ver), signature)


def test_that_a_grant_said_twice_changes_nothing_more(campus: Campus) -> None:
    record, told = too_late(campus)
    first = word(Action.GRANT, record, told.id)
    assert [one.status for one in campus.do("admin", first, word(Action.GRANT, record, told.id))] == [
        "applied",
        "noop",
    ]
    assert campus.one("admin", first).status == "applied"
    assert late.grant(campus.office, told.id, "又一次").status == "noop"
    assert len(lines(campus, record)) == 3


def test_that_what_no_longer_fits_is_told_so_and_stays_held(campus: Campus) -> None:
    record, told = too_late(campus)
    campus.one("amy", campus.edit(record, "summary", "我學會了閱讀。", "改了。"))
    result = campus.one("admin", word(Action.GRANT, record, told.id))
    assert (result.status, result.reason) == ("rejected", "late_unfit")
    assert "又改了" in result.sentence
    with pytest.raises(BadInput, match="又改了"):
        late.grant(campus.office, told.id, WHY)
    assert [one.id for one in late.listed(campus.office)] == [told.id]
    assert campus.rows("amy")[record].state == "draft"


def test_that_only_the_school_decides_about_what_is_held(campus: Campus) -> None:
    record, told = too_late(campus)
    for who in ("amy", "chen"):
        for action in (Action.GRANT, Action.REFUSE):
            assert campus.one(who, word(action, record, told.id)).reason == "forbidden"
    assert campus.one("ben", word(Action.GRANT, record, told.id)).status == "rejected"
    assert campus.one("admin", word(Action.GRANT, record, new_id())).reason == "not_held"
    other = campus.outcome("ben")
    campus.one("ben", other)
    assert campus.one("admin", word(Action.GRANT, other.record, told.id)).reason == "not_held"
    assert campus.one("admin", word(Action.GRANT, record, told.id, reason="")).reason == "bad_request"


def test_that_a_school_without_late_grants_can_only_say_no(campus: Campus) -> None:
    record, told = too_late(campus)
    strict = Campus(evolve(campus.office, profile="experimental"), campus.clock)
    assert strict.one("admin", word(Action.GRANT, record, told.id)).reason == "no_late_grants"
    with pytest.raises(BadInput, match="逾時無法補做"):
        late.grant(strict.office, told.id, WHY)
    assert late.refuse(strict.office, told.id, WHY).status == "applied"
    assert strict.rows("amy")[record].state == "draft"


def test_that_a_refusal_is_heard_and_may_be_taken_back_by_a_grant(campus: Campus) -> None:
    record, told = too_late(campus)
    assert campus.one("admin", word(Action.REFUSE, record, told.id)).status == "applied"
    heard = campus.one("amy", told)
    assert (heard.status, heard.reason) == ("rejected", "late_refused")
    assert WHY in heard.sentence
    assert campus.rows("amy")[record].srv["late"]["granted"] is False
    assert campus.one("admin", word(Action.REFUSE, record, told.id)).status == "noop"
    assert campus.one("admin", word(Action.GRANT, record, told.id)).status == "applied"
    assert campus.rows("amy")[record].state == "pending"
    assert campus.one("admin", word(Action.REFUSE, record, told.id)).reason == "not_held"


def written_late(campus: Campus) -> Intent:
    campus.window("diverse_edit")
    campus.clock.now = DEADLINE
    d = intents.save({"licence_name": (None, "英檢"), "year_term": (None, "114-1")})
    told = Intent(new_id(), Action.SAVE, new_id(), "licence", d)
    assert campus.one("amy", told).status == "held_late"
    return told


def test_that_a_record_the_school_never_had_begins_with_the_grant(campus: Campus) -> None:
    told = written_late(campus)
    [held] = late.listed(campus.office)
    assert (held.account, held.act) == ("amy", "儲存")
    late.grant(campus.office, told.id, WHY)
    row = campus.rows("amy")[told.record]
    assert (row.values["licence_name"], row.ver) == ("英檢", 2)
    assert [one[0] for one in lines(campus, told.record)] == ["save_draft", "grant_late"]


def test_that_a_record_the_school_never_had_is_refused_without_a_trace_of_it(campus: Campus) -> None:
    told = written_late(campus)
    late.refuse(campus.office, told.id, WHY)
    assert told.record not in campus.rows("amy")
    assert campus.one("amy", told).reason == "late_refused"


def test_that_a_granted_act_comes_back_by_its_receipt_after_the_school_lost_everything(
    campus: Campus, settings: Settings
) -> None:
    record, told = too_late(campus)
    sending = Intent(new_id(), Action.GRANT, record, "course_outcome", intents.late(told.id, WHY))
    granted = campus.one("admin", sending)
    again = campus.one("amy", told)
    lost = {record}
    _forget(campus, lost, {told.id, sending.id})
    proven = [
        ("admin", wire.PushItem(Raw(sending.encode()), granted.receipt)),
        ("amy", wire.PushItem(Raw(told.encode()), again.receipt)),
    ]
    for who, item in proven:
        campus.push(who, item)
    row = campus.rows("amy")[record]
    assert (row.state, row.ver, row.srv["late"]["reason"]) == ("pending", 3, WHY)


def _forget(campus: Campus, records: set[str], gone: set[str]) -> None:
    """As after a restore: the record is a draft again, and the acts since then were never here."""

    def back(conn):  # type: ignore[no-untyped-def]
        h, r, i = tables.history, tables.record, tables.intent
        files = tables.rec_blob
        conn.execute(h.delete().where(h.c.rec.in_(records), h.c.ver > 1))
        conn.execute(files.delete().where(files.c.rec.in_(records), files.c.ver > 1))
        conn.execute(r.update().where(r.c.id.in_(records)).values(ver=1, state="draft", srv={}))
        conn.execute(i.delete().where(i.c.id.in_(gone)))

    campus.office.database.write(back).result()


def test_that_the_office_decides_at_its_own_machine(local: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clock = SchoolClock()
    office = open_office(Settings(folder=local), clock)
    campus = Campus(office, clock)
    know_enrolments(campus)
    _, told = too_late(campus)
    office.close()
    assert main(["late", "list", "--dir", str(local), "--json"]) == 0
    [one] = json.loads(capsys.readouterr().out)["late"]
    assert (one["id"], one["name"], one["act"]) == (told.id, "王小明", "送出認證")
    assert main(["late", "grant", new_id(), "--reason", WHY, "--dir", str(local), "--json"]) == 3
    assert main(["late", "grant", told.id, "--reason", " ", "--dir", str(local), "--json"]) == 3
    assert main(["late", "grant", told.id, "--reason", WHY, "--dir", str(local), "--json"]) == 0
    assert main(["late", "refuse", told.id, "--reason", WHY, "--dir", str(local), "--json"]) == 3
    capsys.readouterr()
    assert main(["late", "list", "--dir", str(local)]) == 0
    assert "沒有" in capsys.readouterr().out
