"""The record of acts: everything in order, found by whom, whose, which, when and words; and who looked."""

import httpx
import pytest

from domain import intents
from domain.errors import BadInput
from domain.intents import Action, Intent
from server.app import Embedded
from server.services import audit
from server.services.audit import Reader
from sync.wire import receipt_bytes, receipt_parts
from sync.wire.office import AuditQuery, AuditRow
from tests.server.campus import PASSWORD, Campus, SchoolClock, new_id, pdf
from tests.server.test_late import too_late

ME = Reader("admin", "admin-pc")


def acts(campus: Campus, **asked: object) -> list[AuditRow]:
    """All that are found, page after page of three; lookings left out."""
    found: list[AuditRow] = []
    cursor = ""
    while True:
        page = audit.page(campus.office, ME, AuditQuery(**asked, cursor=cursor, limit=3))  # type: ignore[arg-type]
        found += page.rows
        cursor = page.next
        if not cursor:
            return [row for row in found if row.kind != "looked"]


def words(rows: list[AuditRow]) -> list[tuple[str, str, str, str]]:
    return [(row.actor, row.action, row.before, row.after) for row in rows]


def decided(campus: Campus) -> str:
    campus.send("amy", pdf("a"))
    record = campus.submitted(pdf("a"))
    campus.clock.forward(minutes=1)
    seen = campus.record("amy", record).content_hash
    d = intents.decision(seen, "請補上數據", ())
    campus.one("chen", Intent(new_id(), Action.REJECT, record, "course_outcome", d))
    return record


def test_that_each_act_says_who_what_and_from_where_to_where(campus: Campus) -> None:
    record = decided(campus)
    found = acts(campus, record=record)
    assert words(found) == [
        ("chen", "reject", "pending", "failed"),
        ("amy", "submit", "draft", "pending"),
        ("amy", "save_draft", "", "draft"),
    ]
    assert (found[0].actor_name, found[0].owner_name, found[0].reason) == ("陳老師", "王小明", "請補上數據")
    assert (found[0].device, found[0].title) == ("chen-pc", "我學會了閱讀。")


def test_that_pages_follow_each_other_without_a_gap_or_a_second_time(campus: Campus) -> None:
    for number in range(5):
        campus.one("amy", campus.outcome(summary=f"第 {number} 篇") if number < 3 else campus.outcome("ben"))
    keys = [row.key for row in acts(campus)]
    assert len(keys) == len(set(keys))
    lines = campus.office.database.read(
        lambda conn: conn.exec_driver_sql("SELECT count(*) FROM history").scalar()
    )
    assert len([key for key in keys if key.startswith("done")]) == lines.result()
    assert [row.at for row in acts(campus)] == sorted((row.at for row in acts(campus)), reverse=True)


def test_that_acts_are_found_by_person_student_action_day_and_a_single_character(campus: Campus) -> None:
    record = decided(campus)
    campus.one("ben", campus.outcome("ben"))
    assert {row.actor for row in acts(campus, who="陳")} == {"chen"}
    assert {row.owner for row in acts(campus, student="小明")} == {"amy"}
    assert [row.record for row in acts(campus, action="reject")] == [record]
    assert acts(campus, since="2026-02-21T00:00:00Z") == []
    assert acts(campus, until="2026-02-20T00:00:00Z") == []
    assert {row.record for row in acts(campus, text="閱")} == {record}
    assert {row.action for row in acts(campus, text="數據")} == {"reject"}
    assert acts(campus, text="龘") == []


def test_that_the_words_of_a_draft_are_neither_told_nor_found(campus: Campus) -> None:
    made = campus.outcome(summary="只給自己看")
    campus.one("amy", made)
    [row] = acts(campus, record=made.record)
    assert row.title == ""
    assert acts(campus, text="自己") == []
    detail = audit.detail(campus.office, ME, row.key)
    assert (detail.withheld, detail.after) == (True, {})


def test_that_an_act_is_told_in_full_with_a_receipt_that_can_be_checked(campus: Campus) -> None:
    record = decided(campus)
    first = acts(campus, record=record)[0]
    detail = audit.detail(campus.office, ME, first.key)
    assert detail.after["summary"] == "我學會了閱讀。"
    assert detail.before["summary"] == "我學會了閱讀。"
    assert detail.files_after == {"document_file": "報告.pdf"}
    signature, recv_at, status, ver = receipt_parts(detail.receipt) or ("", "", "", 0)
    said = receipt_bytes(detail.intent, detail.body_sha, recv_at, status, ver)
    assert campus.office.keys.signed(said, signature)
    for wrong in ("done|x:1", "done|x", "refused|x", "looked|x", ""):
        with pytest.raises(BadInput, match="沒有這一筆"):
            audit.detail(campus.office, ME, wrong)


def test_that_what_was_refused_or_is_held_stands_there_too(campus: Campus) -> None:
    record, told = too_late(campus)
    [row] = [row for row in acts(campus, record=record) if row.kind == "refused"]
    assert (row.action, row.after, row.key) == ("submit", "held_late", f"refused|{told.id}")


def test_that_what_people_keep_for_themselves_is_not_there_at_all(campus: Campus) -> None:
    d = intents.save({"text": (None, "請補上數據")})
    made = Intent(new_id(), Action.SAVE, new_id(), "phrase", d)
    assert campus.one("chen", made).status == "applied"
    assert acts(campus, who="chen") == []
    with pytest.raises(BadInput):
        audit.detail(campus.office, ME, f"done|{made.record}:000000001")


def test_that_looking_is_written_down(campus: Campus) -> None:
    audit.page(campus.office, ME, AuditQuery(student="小明", export=True))
    page = audit.page(campus.office, ME, AuditQuery(action="look_audit"))
    told = [row for row in page.rows if row.kind == "looked"]
    assert all((row.actor, row.action) == ("admin", "look_audit") for row in told)
    assert any("小明" in row.reason and "export" in row.reason for row in told)


def test_that_only_the_office_finds_the_address(
    school: Embedded, client: httpx.Client, clock: SchoolClock
) -> None:
    def access(who: str) -> dict[str, str]:
        told = client.post("/v1/session", json={"account": who, "password": PASSWORD, "device": "pc"})
        return {"Authorization": f"Bearer {told.json()['access']}"}

    told = client.post("/v1/office/acts", headers=access("admin"), json={"limit": 2})
    assert len(told.json()["rows"]) == 2
    for who in ("amy", "chen"):
        assert client.post("/v1/office/acts", headers=access(who), json={}).status_code == 404
        key = {"key": told.json()["rows"][0]["key"]}
        assert client.post("/v1/office/acts/one", headers=access(who), json=key).status_code == 404
