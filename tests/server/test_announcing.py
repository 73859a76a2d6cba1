"""公告 with an attachment: put up, changed, taken down, by the command that the school types."""

import json

import pytest

from server.cli import main
from server.db import rows
from server.services import announcing, pulling, uploading
from server.services.announcing import Notice
from server.services.office import open_office
from server.settings import Settings
from tests.server.campus import Campus, pdf

WORDS = {"title": "選課說明會", "body": "三月五日中午在禮堂。", "published_on": "2026-02-20"}


@pytest.fixture
def schedule(tmp_path):
    path = tmp_path / "時間表.pdf"
    path.write_bytes(pdf("schedule"))
    return path


def readable(campus: Campus, account: str, sha256: str) -> int | None:
    def look(conn):
        scopes = pulling.entitled(conn, campus.office, account)
        return uploading.readable(conn, account, sha256, scopes)

    return campus.office.database.read(look).result()


def test_that_everybody_can_read_an_announcement_and_its_attachment(campus: Campus, schedule) -> None:
    made = announcing.announce(campus.office, Notice(WORDS, schedule))
    file = made.files["document_file"]
    assert (file.name, file.mime) == ("時間表.pdf", "application/pdf")
    assert b"".join(campus.office.final.read(file.sha256, 0, file.size)) == schedule.read_bytes()
    assert {readable(campus, who, file.sha256) for who in ("amy", "chen")} == {file.size}


def test_that_a_change_keeps_what_it_does_not_speak_of(campus: Campus, schedule) -> None:
    made = announcing.announce(campus.office, Notice(WORDS, schedule))
    changed = announcing.announce(campus.office, Notice({"title": "選課說明會改期"}, id=made.id))
    assert changed.id == made.id
    assert changed.values == {**WORDS, "title": "選課說明會改期"}
    assert changed.files == made.files


def test_that_what_was_taken_down_is_gone_for_everybody_and_kept_in_the_history(campus: Campus) -> None:
    made = announcing.announce(campus.office, Notice(WORDS))
    announcing.take_down(campus.office, made.id)
    assert announcing.announced(campus.office) == ()
    kept = campus.office.database.read(lambda conn: rows.load(conn, {made.id})).result()[made.id]
    assert kept.deleted
    assert kept.text("title") == WORDS["title"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--title", "只有標題"], "內容"),
        (["--title", "a", "--body", "b", "--on", "2026-03-02", "--until", "2026-03-01"], "下架"),
        (["--title", "a", "--body", "b", "--on", "三月"], "不是日期"),
        (["--id", "nobody", "--title", "a"], "沒有「nobody」"),
    ],
)
def test_that_what_is_wrong_with_an_announcement_is_told_and_nothing_goes_up(local, capsys, options, words):
    assert main(["announce", "add", "--dir", str(local), *options]) == 3
    assert words in capsys.readouterr().err
    office = open_office(Settings(folder=local))
    assert announcing.announced(office) == ()
    office.close()


@pytest.mark.parametrize(
    ("name", "data"),
    [("說明.docx", b"PK\x03\x04 word"), ("壞的.pdf", b"%PDF-1.4\nhalf"), ("不在.pdf", None)],
)
def test_that_an_attachment_that_nobody_could_open_is_refused(campus: Campus, tmp_path, name, data) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(announcing.BadInput, match=path.stem):
        announcing.announce(campus.office, Notice(WORDS, path))
    assert announcing.announced(campus.office) == ()


def test_that_the_command_puts_up_lists_and_takes_down(local, schedule, tmp_path, capsys) -> None:
    body = tmp_path / "內容.txt"
    body.write_text("第一行\n第二行", encoding="utf-8")
    where = ["--dir", str(local), "--json"]

    def run(*words: str) -> dict:
        assert main(["announce", words[0], *where, *words[1:]]) == 0
        return json.loads(capsys.readouterr().out)

    made = run(
        "add", "--title", "停課", "--body-file", str(body), "--attach", str(schedule), "--for", "student"
    )
    (row,) = run("list")["announcements"]
    assert (row["id"], row["title"], row["attachment"]) == (made["id"], "停課", "時間表.pdf")
    run("remove", made["id"])
    assert run("list")["announcements"] == []
