"""The end of keeping at the school: who may be removed, what goes, what stays, and what everybody is told."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from domain import intents, keeping
from domain.errors import BadInput
from domain.intents import Action, Intent
from domain.people import Role
from domain.records import Record
from domain.scopes import STAFF
from server.app import Embedded
from server.cli import main
from server.db import tables
from server.services import checking, guiding, purging
from server.services.accounts import Doorkeeper, NewAccount
from server.services.guiding import Assignment
from server.services.office import Office, open_office
from server.services.publishing import publish, set_school
from server.services.purging import Order
from server.settings import Settings
from sync.wire import Cursor
from tests.server.campus import PASSWORD, Campus, SchoolClock, new_id, pdf
from tests.server.test_late import too_late, word

YEARS_LATER = datetime(2031, 6, 10, 4, tzinfo=UTC)


def _know(office: Office) -> None:
    values = {"name": "王小明", "role": "student", "class_name": "三年一班"}
    publish(office, [Record("", "person", "amy", values=values)])


@pytest.fixture
def left(campus: Campus) -> Campus:
    """王小明 has sent an outcome that 陳老師 has passed, and left the school in June."""
    _know(campus.office)
    campus.send("amy", pdf("amy's"))
    record = campus.submitted(pdf("amy's"))
    assert campus.one("chen", campus.act(Action.CERTIFY, record)).status == "applied"
    campus.submitted(pdf("ben's"), who="ben")
    purging.note_leaving(campus.office, "2026-06-10", class_name="三年一班")
    return campus


def _order(*accounts: str, confirm: str = "", reason: str = "保存期滿") -> Order:
    return Order(accounts, reason, "admin", confirm or keeping.confirmation(len(accounts)))


def _rows_naming(campus: Campus, ids: set[str], account: str) -> dict[str, int]:
    def work(conn: object) -> dict[str, int]:
        found = {}
        for table in tables.metadata.sorted_tables:
            for column, wanted in (
                ("rec", ids),
                ("owner", {account}),
                ("account", {account}),
                ("actor", {account}),
            ):
                if column in table.c:
                    count = select(func.count()).select_from(table).where(table.c[column].in_(wanted))
                    if found_now := conn.scalar(count):  # type: ignore[attr-defined]
                        found[f"{table.name}.{column}"] = found_now
        return found

    return campus.office.database.read(work).result()


def test_that_nobody_goes_before_the_time_is_over(left: Campus) -> None:
    with pytest.raises(BadInput, match="要保存到 2031-06-10"):
        purging.purge(left.office, _order("amy"))
    left.clock.now = YEARS_LATER.replace(day=9, hour=15)  # still the ninth in Taipei
    assert purging.kept(left.office)[0].reasons
    left.clock.now = YEARS_LATER
    [found] = purging.kept(left.office)
    assert (found.account, found.until, found.reasons, found.files) == ("amy", "2031-06-10", [], 1)
    assert any(one.code == "keeping_over" for one in checking.doctor(left.office))


def test_that_the_school_may_keep_longer_and_that_29_february_ends_on_1_march(left: Campus) -> None:
    set_school(left.office, {"keeping_years": "7"})
    left.clock.now = YEARS_LATER
    assert purging.kept(left.office)[0].until == "2033-06-10"
    assert keeping.kept_until(date(2028, 2, 29), 5) == date(2033, 3, 1)


def test_that_nobody_goes_who_has_not_left(left: Campus) -> None:
    left.clock.now = YEARS_LATER
    with pytest.raises(BadInput, match="沒有登記離校日期"):
        purging.purge(left.office, _order("ben"))
    purging.note_leaving(left.office, "", ["amy"])
    with pytest.raises(BadInput, match="沒有登記離校日期"):
        purging.purge(left.office, _order("amy"))


def test_that_what_waits_for_the_office_holds_it_up(left: Campus) -> None:
    said = intents.save({"about": (None, "licence"), "text": (None, "請增列證照")})
    asked = Intent(new_id(), Action.SAVE, new_id(), "inquiry", said)
    assert left.one("amy", asked).status == "applied"
    left.window()
    draft = left.outcome(file=pdf("late"))
    left.one("amy", draft)
    left.clock.now = datetime(2026, 3, 2, tzinfo=UTC)
    assert left.one("amy", left.submit(draft.record)).status == "held_late"
    left.clock.now = YEARS_LATER
    told = "".join(purging.kept(left.office)[0].reasons)
    assert "1 件回報或詢問還沒有處理" in told
    assert "1 個動作還在等學校決定" in told
    with pytest.raises(BadInput, match="還不能清除"):
        purging.purge(left.office, _order("amy"))


def test_that_a_locked_pick_that_was_not_handed_in_holds_it_up(campus: Campus) -> None:
    found = keeping.reasons(keeping.Left(date(2020, 1, 1), unsent=2), date(2031, 1, 1))
    assert found == ("有 2 筆已鎖定的勾選還沒有標記提交國教署。",)


def test_that_a_slip_of_the_hand_removes_nothing(left: Campus) -> None:
    left.clock.now = YEARS_LATER
    for wrong in (
        _order("amy", confirm="清除2人"),
        _order("amy", confirm="好"),
        _order("amy", reason=" "),
        _order(),
    ):
        with pytest.raises(BadInput):
            purging.purge(left.office, wrong)
    assert purging.kept(left.office)
    assert purging.gone(left.office) == ()


def test_that_everything_of_theirs_goes_and_nothing_of_anybody_else(left: Campus) -> None:
    theirs, others = set(left.rows("amy")), left.rows("ben")
    assert _rows_naming(left, theirs, "amy")["history.rec"] > 0
    left.clock.now = YEARS_LATER
    [done] = purging.purge(left.office, _order("amy", "amy", confirm="清除1人"))
    assert (done.account, done.by, done.reason, done.records) == ("amy", "admin", "保存期滿", len(theirs))
    assert _rows_naming(left, theirs, "amy") == {}
    assert left.rows("ben") == others
    assert purging.gone(left.office) == (done,)
    assert purging.kept(left.office) == ()
    assert checking.verify(left.office) == []


def test_that_each_copy_drops_exactly_what_is_gone(left: Campus) -> None:
    before = left.pull("chen").scopes
    left.clock.now = YEARS_LATER
    purging.purge(left.office, _order("amy"))
    marks = {name: Cursor(page.gen, page.seq, page.nonce) for name, page in before.items()}
    after = left.pull("chen", marks).scopes
    assert after["crs:chinese"].gen == before["crs:chinese"].gen + 1
    assert left.rows("chen", "crs:chinese").keys() == {
        one.id for one in left.rows("chen", "crs:chinese").values() if one.owner == "ben"
    }
    assert after["school"].gen == before["school"].gen


def test_that_an_act_on_what_is_gone_is_refused_and_kept(left: Campus) -> None:
    record = next(one.id for one in left.rows("amy").values() if one.form == "course_outcome")
    late = left.act(Action.REVOKE, record)
    left.clock.now = YEARS_LATER
    purging.purge(left.office, _order("amy"))
    result = left.one("chen", late)
    assert (result.status, result.reason) == ("rejected", "missing")


def test_that_the_next_person_of_that_login_begins_with_nothing(left: Campus) -> None:
    left.clock.now = YEARS_LATER
    purging.purge(left.office, _order("amy"))
    doorkeeper = Doorkeeper(left.office)
    doorkeeper.add([NewAccount("amy", "另一人", Role.STUDENT, PASSWORD)])
    doorkeeper.close()
    page = left.pull("amy").scopes["acc:amy"]
    assert (page.gen, page.count) == (2, 0)


# ---- as an administrator does it


def _run(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, dict[str, object]]:
    code = main([*words, "--dir", str(folder), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_that_the_command_lists_asks_and_writes_down(
    local: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_office(Settings(folder=local))
    _know(office)
    office.close()
    code, told = _run(capsys, local, "purge", "leave", "amy", "--on", "2019-06-10")
    assert (code, told["accounts"]) == (0, [{"account": "amy"}])
    code, told = _run(capsys, local, "purge", "list")
    assert told["kept"][0]["reasons"] == "可以清除"  # type: ignore[index]
    monkeypatch.setattr("sys.stdin", io.StringIO("不要\n"))
    code, told = _run(capsys, local, "purge", "run", "--all", "--reason", "保存期滿")
    assert (code, told["code"]) == (3, "not_confirmed")
    monkeypatch.setattr("sys.stdin", io.StringIO("清除1人\n"))
    code, told = _run(capsys, local, "purge", "run", "--all", "--reason", "保存期滿")
    assert (code, told["gone"][0]["account"]) == (0, "amy")  # type: ignore[index]
    code, told = _run(capsys, local, "purge", "log")
    assert told["gone"][0]["reason"] == "保存期滿"  # type: ignore[index]
    code, told = _run(capsys, local, "sweep")
    assert code == 0


def test_that_only_the_office_may_ask(school: Embedded, client: httpx.Client, clock: SchoolClock) -> None:
    _know(school.office)
    purging.note_leaving(school.office, "2026-06-10", ["amy"])
    clock.now = YEARS_LATER

    def access(who: str) -> dict[str, str]:
        told = client.post("/v1/session", json={"account": who, "password": PASSWORD, "device": "pc"})
        return {"Authorization": f"Bearer {told.json()['access']}"}

    asked = {"accounts": ["amy"], "reason": "保存期滿", "confirm": "清除1人"}
    for who in ("amy", "chen"):
        assert client.get("/v1/keeping", headers=access(who)).json()["code"] == "nowhere"
        assert client.post("/v1/keeping/purge", headers=access(who), json=asked).json()["code"] == "nowhere"
    office = access("admin")
    assert [one["account"] for one in client.get("/v1/keeping", headers=office).json()["kept"]] == ["amy"]
    told = client.post("/v1/keeping/purge", headers=office, json=asked).json()
    assert (told["kept"], told["gone"][0]["account"], told["gone"][0]["by"]) == ([], "amy", "admin")


def test_that_what_guides_wrote_about_just_them_goes_too(campus: Campus) -> None:
    doorkeeper = Doorkeeper(campus.office)
    doorkeeper.add([NewAccount("lee", "李輔導", Role.COUNSELOR, PASSWORD)])
    doorkeeper.close()
    people = {"amy": "三年一班", "ben": "三年一班"}
    values = {one: {"name": one, "role": "student", "class_name": name} for one, name in people.items()}
    publish(campus.office, [Record("", "person", one, values=values[one]) for one in people])
    guiding.assign(campus.office, [Assignment("lee", "counselor", "三年一班")])
    about = {"counsel_comment": "amy", "counseling_note": "amy", "reminder": "amy", "consultation": "amy,ben"}
    written = {}
    for form, students in about.items():
        named = "students" if form == "consultation" else "student"
        told = intents.save({named: (None, students), "text": (None, "談選組"), "topic": (None, "選組")})
        intent = Intent(new_id(), Action.SAVE, new_id(), form, told)
        assert campus.one("lee", intent).status == "applied"
        written[form] = intent.record
    purging.note_leaving(campus.office, "2026-06-10", accounts=["amy"])
    campus.clock.now = YEARS_LATER
    purging.purge(campus.office, _order("amy"))
    left = campus.rows("lee")
    assert written["consultation"] in left, "a talk with several stays with the others"
    assert not {one for form, one in written.items() if form != "consultation"} & set(left)
    table = tables.intent
    query = select(func.count()).select_from(table).where(table.c.rec.in_(list(written.values())))
    assert campus.office.database.read(lambda conn: conn.scalar(query)).result() == 1


def test_that_what_the_office_was_told_of_their_late_acts_goes_too(campus: Campus) -> None:
    """It names the account in a value and belongs to nobody."""
    _know(campus.office)
    record, told = too_late(campus)
    campus.one("admin", word(Action.REFUSE, record, told.id))
    purging.note_leaving(campus.office, "2026-06-10", ["amy"])
    campus.clock.now = YEARS_LATER
    purging.purge(campus.office, _order("amy"))
    assert told.id not in campus.rows("admin", STAFF)
    assert _rows_naming(campus, {record, told.id}, "amy") == {}
