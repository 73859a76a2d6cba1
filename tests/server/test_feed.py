"""The one counter: nothing is skipped, nothing is split, and a restored school is noticed and made whole."""

import random
from pathlib import Path
from threading import Event, Thread

import pytest
from msgspec import Raw

from domain.canonical import canonical
from domain.intents import Action, Intent
from domain.records import Record
from server.db import tables
from server.services import backing
from server.services.marks import TimelineMismatch
from server.services.publishing import no_longer_teach, publish, teach
from sync import wire
from tests.server.campus import Campus, cursors, pdf, rows_of

WRITERS, EACH = 6, 8


def test_that_six_writers_and_a_polling_reader_lose_nothing(campus: Campus) -> None:
    done, seen = Event(), set[str]()
    written: list[set[str]] = [set() for _ in range(WRITERS)]

    def write(mine: set[str], seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(EACH):
            many = [
                Record("", "announcement", values={"title": f"{seed}"}) for _ in range(dice.randint(1, 3))
            ]
            mine.update(one.id for one in publish(campus.office, many))

    def read() -> None:
        where: dict[str, wire.Cursor] = {}
        while True:
            last = done.is_set()
            reply = campus.pull("amy", where, limit=3)
            seen.update(row.id for row in rows_of(reply.scopes["school"]))
            where = cursors(reply)
            if last and not reply.scopes["school"].more:
                return

    reader = Thread(target=read)
    writers = [Thread(target=write, args=(written[n], n)) for n in range(WRITERS)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert set().union(*written) <= seen
    assert sum(map(len, written)) >= WRITERS * EACH


def test_that_a_page_never_splits_what_one_transaction_did(campus: Campus) -> None:
    publish(campus.office, [Record("", "announcement", values={"title": str(n)}) for n in range(7)])
    publish(campus.office, [Record("", "announcement", values={"title": str(n)}) for n in range(5)])
    first = campus.pull("amy", limit=2)
    page = first.scopes["school"]
    seqs = [row.seq for row in rows_of(page)]
    where, sizes = cursors(first), [len(seqs)]
    while page.more:
        reply = campus.pull("amy", where, limit=2)
        page = reply.scopes["school"]
        assert rows_of(page)[0].seq > seqs[-1]
        seqs += [row.seq for row in rows_of(page)]
        sizes.append(page.count)
        where = cursors(reply)
    assert 7 in [seqs.count(seq) for seq in seqs] or any(size >= 7 for size in sizes)
    assert seqs == sorted(seqs)
    assert page.seq == max(one.seq for one in cursors(campus.pull("amy")).values())


def test_that_a_copy_is_told_when_the_school_was_restored(campus: Campus, tmp_path: Path) -> None:
    backing.backup(campus.office, tmp_path / "backup")
    told = campus.push("amy", campus.outcome())
    where = cursors(campus.pull("amy"))
    done = backing.restore(campus.office, tmp_path / "backup")
    with pytest.raises(TimelineMismatch) as raised:
        campus.pull("amy", where)
    assert raised.value.epoch == done["epoch"]
    with pytest.raises(TimelineMismatch):
        campus.push("amy", ack=wire.Mark(told.seq, told.nonce))
    campus.push("ben", campus.outcome("ben"), campus.outcome("ben"))
    with pytest.raises(TimelineMismatch):
        campus.push("amy", ack=wire.Mark(told.seq, told.nonce))


def _item(told: Intent, result: wire.Result) -> wire.PushItem:
    return wire.PushItem(Raw(told.encode()), result.receipt)


@pytest.mark.parametrize("teacher_first", [True, False])
def test_that_a_school_that_lost_a_week_is_whole_again_in_any_order(
    campus: Campus, tmp_path: Path, teacher_first: bool
) -> None:
    campus.window()
    backing.backup(campus.office, tmp_path / "backup")
    data = pdf("report")
    made = campus.outcome(file=data)
    mine = [(made, campus.one("amy", made))]
    better = campus.edit(made.record, "summary", "我學會了閱讀。", "我學會了細讀。")
    mine.append((better, campus.one("amy", better, device="home")))
    sent = campus.submit(made.record)
    mine.append((sent, campus.one("amy", sent)))
    campus.send("amy", data)
    certified = campus.act(Action.CERTIFY, made.record)
    theirs = [(certified, campus.one("chen", certified))]
    assert theirs[0][1].status == "applied"
    before = campus.rows("amy")[made.record]
    chosen = campus.act(Action.SELECT, made.record)
    mine.append((chosen, campus.one("amy", chosen)))

    campus.clock.forward(days=17)  # after the deadline
    backing.restore(campus.office, tmp_path / "backup")
    for path in (campus.office.settings.folder / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()
    turns = [("chen", theirs), ("amy", list(reversed(mine)))]
    answers: dict[str, wire.Result] = {}
    for who, journal in turns if teacher_first else reversed(turns):
        reply = campus.push(who, *[_item(told, result) for told, result in journal])
        answers |= {one.id: one for one in reply.results}
    campus.send("amy", data)

    after = campus.rows("amy")[made.record]
    assert (after.state, after.srv.get("selection")) == ("passed", "picked")
    assert after.values == before.values
    assert after.conflicts == []
    assert after.ver == 5
    for told, result in (*mine, *theirs):
        assert (answers[told.id].status, answers[told.id].recv_at) == (result.status, result.recv_at)
    assert not _waiting(campus)


def _waiting(campus: Campus) -> list[object]:
    table = tables.intent
    query = table.select().where(table.c.waiting.is_(True))
    return list(campus.office.database.read(lambda conn: conn.execute(query).all()).result())


def test_that_a_forged_receipt_buys_no_time(campus: Campus) -> None:
    campus.window()
    made = campus.outcome(file=pdf())
    campus.one("amy", made)
    told = campus.submit(made.record)
    campus.clock.forward(days=17)
    forged = wire.receipt_text("A" * 86 + "==", "2026-02-20T08:00:00Z", "applied", 2)
    assert campus.push("amy", wire.PushItem(Raw(told.encode()), forged)).results[0].status == "held_late"


def test_that_an_archived_refusal_is_stored_and_not_executed(campus: Campus) -> None:
    made = campus.outcome()
    result = campus.push("amy", wire.PushItem(Raw(made.encode()), archive=True)).results[0]
    assert result.status == "rejected"
    assert made.record not in campus.rows("amy")


def test_that_a_new_teacher_gets_all_and_a_former_one_loses_the_scope(campus: Campus) -> None:
    record = campus.submitted(pdf())
    where = cursors(campus.pull("dou"))
    assert "crs:chinese" not in where
    teach(campus.office, "chinese", ["dou"])
    page = campus.pull("dou", where).scopes["crs:chinese"]
    assert record in {row.id for row in rows_of(page)}
    no_longer_teach(campus.office, "chinese", "dou")
    assert "crs:chinese" not in campus.pull("dou", where).scopes


def test_that_a_teacher_sees_an_outcome_only_while_it_is_sent(campus: Campus) -> None:
    record = campus.submitted(pdf())
    assert campus.rows("chen", "crs:chinese")[record].state == "pending"
    campus.one("chen", campus.act(Action.REJECT, record))
    assert campus.rows("chen", "crs:chinese")[record].state == "failed"
    campus.one("amy", campus.edit(record, "summary", "我學會了閱讀。", "重新寫過"))
    gone = campus.rows("chen", "crs:chinese")[record]
    assert (gone.present, gone.values) == (False, {})
    assert record not in campus.rows("ben")


def test_that_an_outcome_follows_its_enrolment_to_another_course(campus: Campus) -> None:
    record = campus.submitted(pdf())
    moved = Record(
        campus.enrolments["amy/chinese"],
        "enrolment",
        "amy",
        values={"course": "maths", "subject_name": "chinese", "year_term": "114-1"},
    )
    publish(campus.office, [moved])
    assert record in campus.rows("dou", "crs:maths")
    assert campus.rows("chen", "crs:chinese")[record].present is False


def test_that_publishing_the_same_again_writes_nothing(campus: Campus) -> None:
    before = campus.pull("amy").scopes["school"].seq
    first = publish(campus.office, [Record("", "announcement", values={"title": "公告"})])[0]
    again = publish(campus.office, [Record(first.id, "announcement", values={"title": "公告"})])[0]
    assert again.ver == 1
    assert campus.pull("amy").scopes["school"].seq == before + 1
    assert canonical({"v": dict(again.values)}) == canonical({"v": {"title": "公告"}})
