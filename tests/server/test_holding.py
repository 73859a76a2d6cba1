"""What came too late, as the office is told of it: a record an act, with the evidence, until it is decided."""

from datetime import timedelta

from msgspec import Raw

from domain.commitment import code_of
from domain.intents import Action, Intent
from domain.scopes import STAFF
from server.db import tables
from server.services import holding, late, uptime
from server.services.uptime import Heart
from sync import wire
from tests.server.campus import DEADLINE, Campus, new_id
from tests.server.test_late import WHY, too_late, word, written_late


def acts(campus: Campus) -> dict[str, wire.Row]:
    """What the office holds of late acts, by id."""
    return {key: row for key, row in campus.rows("admin", STAFF).items() if row.form == "late_act"}


def test_that_the_office_is_told_of_a_late_act_with_what_helps_to_decide(campus: Campus) -> None:
    record, told = too_late(campus)
    [row] = acts(campus).values()
    assert (row.id, row.state, row.owner) == (told.id, "held", "")
    said = {key: row.values[key] for key in ("account", "name", "act", "record", "received_at", "ended_at")}
    assert said == {
        "account": "amy",
        "name": "王小明",
        "act": "submit",
        "record": record,
        "received_at": "2026-02-28T17:00:00Z",
        "ended_at": "2026-02-28T16:00:00Z",
    }
    assert row.values["title"] == "我學會了閱讀。"
    assert told.id not in campus.rows("amy")
    assert STAFF not in campus.pull("amy").scopes


def test_that_the_office_hears_how_it_was_decided(campus: Campus) -> None:
    record, told = too_late(campus)
    campus.one("admin", word(Action.REFUSE, record, told.id))
    row = acts(campus)[told.id]
    assert (row.state, row.srv["late"]["reason"], row.srv["late"]["by"]) == ("refused", WHY, "管理者")
    late.grant(campus.office, told.id, "查明了")
    row = acts(campus)[told.id]
    assert (row.state, row.srv["late"]["reason"]) == ("granted", "查明了")
    assert late.listed(campus.office) == ()


def test_that_what_no_longer_fits_stays_with_the_office(campus: Campus) -> None:
    record, told = too_late(campus)
    campus.one("amy", campus.edit(record, "summary", "我學會了閱讀。", "改了。"))
    assert "又改了" in late.tried(campus.office, [told.id])[told.id]
    campus.one("admin", word(Action.GRANT, record, told.id))
    assert acts(campus)[told.id].state == "held"


def test_that_a_trial_says_what_would_be_and_changes_nothing(campus: Campus) -> None:
    record, told = too_late(campus)
    begun = campus.edit(record, "summary", "我學會了閱讀。", "我學會了閱讀。")
    before = campus.rows("amy")[record]
    absent = new_id()
    tried = late.tried(campus.office, [told.id, absent, begun.id])
    assert tried[told.id] == ""
    assert tried[absent] == tried[begun.id] != ""
    assert campus.rows("amy")[record] == before
    assert acts(campus)[told.id].state == "held"


def test_that_a_code_told_before_the_end_stands_beside_its_act_whichever_comes_first(campus: Campus) -> None:
    _, told = too_late(campus)
    code = code_of(_sha(campus, told))
    late.note(campus.office, code, "amy")
    assert acts(campus)[told.id].values["noted_at"] == "2026-02-28T17:00:00Z"
    [listed] = late.listed(campus.office)
    assert listed.noted_at
    assert not listed.in_time
    assert acts(campus)[told.id].values["code"] == code


def _sha(campus: Campus, told: Intent) -> str:
    query = tables.intent.select().where(tables.intent.c.id == told.id)
    return campus.office.database.read(lambda conn: conn.execute(query).one().body_sha).result()


def test_that_the_schools_own_absence_before_the_end_is_told(campus: Campus) -> None:
    campus.clock.now = DEADLINE - timedelta(hours=3)
    heart = Heart(campus.office)
    heart.beat()
    campus.clock.now = DEADLINE - timedelta(minutes=61)
    heart.beat()
    _, told = too_late(campus)
    spans = campus.office.database.read(lambda conn: uptime.away(conn, DEADLINE - uptime.BEFORE, DEADLINE))
    assert spans.result()
    assert acts(campus)[told.id].values["away_minutes"] == "60"


def test_that_what_was_held_before_the_office_was_told_is_told_once(campus: Campus) -> None:
    told = written_late(campus)

    def forget(conn):  # type: ignore[no-untyped-def]
        for table, column in (("record", "id"), ("history", "rec"), ("scope_member", "rec")):
            known = tables.metadata.tables[table]
            conn.execute(known.delete().where(known.c[column] == told.id))

    campus.office.database.write(forget).result()
    assert acts(campus) == {}
    assert holding.catch_up(campus.office) == 1
    assert holding.catch_up(campus.office) == 0
    assert acts(campus)[told.id].values["title"] == "檢定證照"


def test_that_the_same_act_sent_again_is_told_once(campus: Campus) -> None:
    _, told = too_late(campus)
    campus.push("amy", wire.PushItem(Raw(told.encode())))
    assert acts(campus)[told.id].ver == 1
