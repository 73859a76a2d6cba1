"""What the office does: cadres from a list, reports answered, selections locked, sent on and opened again."""

import json
from pathlib import Path

import openpyxl
import pytest

from derive.listing import BadList
from domain import intents
from domain.errors import BadInput
from domain.intents import Action, Intent
from domain.records import Record
from server.cli import main
from server.db import rows
from server.services import acting, importing
from server.services.publishing import publish
from tests.server.campus import Campus, new_id

HEADINGS = ("帳號", "學年度／學期別", "單位名稱", "開始日期", "結束日期", "擔任職務", "幹部等級")
MONITOR = ("amy", "114-1", "二年三班", "2025-09-01", "2026-01-20", "班長", "班級幹部")


def workbook(path: Path, *lines: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(path / "list.xlsx")
    return path / "list.xlsx"


def cadres(campus: Campus) -> list[Record]:
    return list(campus.office.database.read(lambda conn: rows.of_forms(conn, ("school_cadre",))).result())


def ask(campus: Campus, **values: str) -> str:
    record = new_id()
    changes = {key: (None, value) for key, value in values.items()}
    campus.one("amy", Intent(new_id(), Action.SAVE, record, "inquiry", intents.save(changes)))
    return record


def state(campus: Campus, record: str) -> str:
    return campus.office.database.read(lambda conn: rows.load(conn, [record])).result()[record].state


def test_that_a_list_of_cadres_becomes_records_and_a_second_one_updates_them(
    campus: Campus, tmp_path: Path
) -> None:
    assert importing.bring("cadres", campus.office, None, workbook(tmp_path, HEADINGS, MONITOR)) == 1
    longer = (*MONITOR[:4], "2026-06-30", *MONITOR[5:])
    assert importing.bring("cadres", campus.office, None, workbook(tmp_path, HEADINGS, longer)) == 1
    [one] = cadres(campus)
    assert (one.owner, one.text("cadre_level"), one.text("end_date")) == ("amy", "2", "2026-06-30")


def test_that_a_bad_list_of_cadres_names_its_cells_and_leaves_nothing(campus: Campus, tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        HEADINGS,
        MONITOR,
        ("zoe", *MONITOR[1:]),
        ("ben", "114-1", "二年三班", "2026-01-20", "2025-09-01", "班長", "班級幹部"),
        ("ben", "一學期", "二年三班", "2025-09-01", "2026-01-20", None, "總統"),
    )
    with pytest.raises(BadList) as told:
        importing.bring("cadres", campus.office, None, path)
    assert sorted(one.cell for one in told.value.problems) == ["A3", "B5", "E4", "F5", "G5"]
    assert cadres(campus) == []


def test_that_a_question_is_listed_answered_once_and_read_by_the_student(campus: Campus) -> None:
    asked = ask(campus, about="school_cadre", subject="二年三班 班長", problems="wrong", text="結束日期不對")
    [told] = acting.reports(campus.office)
    assert (told.about, told.said) == ("校內幹部資料 二年三班 班長", "［資料有誤］結束日期不對")
    acting.answer(campus.office, asked, "已更正。")
    assert acting.reports(campus.office) == ()
    assert [one.reply for one in acting.reports(campus.office, everything=True)] == ["已更正。"]
    row = campus.rows("amy")[asked]
    assert (row.state, row.srv["report"]["reply"]) == ("processed", "已更正。")
    with pytest.raises(BadInput):
        acting.answer(campus.office, asked, "再一次")
    with pytest.raises(BadInput, match="內容"):
        acting.answer(campus.office, asked, "  ")


def test_that_a_question_is_not_rewritten_and_can_be_taken_back_until_it_is_answered(campus: Campus) -> None:
    asked = ask(campus, about="licence", text="請增列 Linux 證照")
    again = Intent(
        new_id(), Action.SAVE, asked, "inquiry", intents.save({"text": ("請增列 Linux 證照", "別的")})
    )
    assert campus.one("amy", again).status == "rejected"
    held = campus.office.database.read(lambda conn: rows.load(conn, [asked])).result()[asked]
    gone = Intent(new_id(), Action.DELETE, asked, "inquiry", intents.seen(held.content_hash))
    assert (
        campus.one("ben", Intent(new_id(), Action.DELETE, asked, "inquiry", dict(gone.d))).status
        == "rejected"
    )
    assert campus.one("amy", gone).status == "applied"
    assert acting.reports(campus.office) == ()


def test_that_a_report_on_a_receipt_is_worked_off_the_same_way(campus: Campus) -> None:
    values = {"year_term": "114-1", "category": "cadres", "content": "{}"}
    [mine] = publish(campus.office, [Record("", "receipt", "amy", values=values)])
    campus.one(
        "amy", Intent(new_id(), Action.REPORT, mine.id, "receipt", intents.report(("fewer",), "少一筆"))
    )
    [told] = acting.reports(campus.office)
    assert (told.about, told.said) == ("收訖明細 114-1 校內幹部經歷", "［資料有少］少一筆")
    assert acting.answer(campus.office, mine.id, "已補。").state == "processed"


def test_that_picks_are_locked_sent_and_opened_again(campus: Campus) -> None:
    made = new_id()
    term = intents.save({"year_term": (None, "114-1"), "work_name": (None, "木作")})
    campus.one("amy", Intent(new_id(), Action.SAVE, made, "work", term))
    assert acting.picks(campus.office, "lock", "diverse", "114") == ()

    def pick(conn: object) -> None:
        from server.services.ledger import Deed, Ledger  # noqa: PLC0415

        ledger = Ledger(conn, campus.clock())  # type: ignore[arg-type]
        ledger.write(ledger.shelf.record(made).with_srv(selection="picked"), Deed("select"))  # type: ignore[union-attr]
        ledger.finish()

    campus.office.database.write(pick).result()
    assert [one.selection for one in acting.picks(campus.office, "lock", "diverse", "114")] == ["locked"]
    assert acting.picks(campus.office, "unlock", "diverse", "113") == ()
    assert acting.picks(campus.office, "submitted", "diverse", "114", "ben") == ()
    assert [one.selection for one in acting.picks(campus.office, "submitted", "diverse", "114")] == [
        "submitted"
    ]
    assert [one.selection for one in acting.picks(campus.office, "reopen", "diverse", "114", "amy")] == [
        "reopened"
    ]


def test_that_the_command_lists_and_answers(
    campus: Campus, capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    asked = ask(campus, about="licence", subject="Linux 證照", text="請增列")
    url = campus.office.settings.database
    monkeypatch.setenv("DATABASE_URL", url)
    folder = str(campus.office.settings.folder)
    assert main(["reports", "list", "--dir", folder, "--json"]) == 0
    [told] = json.loads(capsys.readouterr().out)["reports"]
    assert (told["id"], told["owner"], told["state"]) == (asked, "amy", "已回報問題")
    assert main(["reports", "answer", asked, "下週增列。", "--dir", folder]) == 0
    assert state(campus, asked) == "processed"
    assert main(["reports", "answer", "0" * 8, "x", "--dir", folder]) == 3
