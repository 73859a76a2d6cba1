"""The last piece of a file, and what may happen beside it."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from attrs import evolve

from domain.file_refusals import Refusal
from domain.kinds import Kind
from domain.profiles import Profile
from server.db import rows, tables
from server.services.inspecting import Inspector
from server.services.uploading import Claim, NotTaken, Uploads, WrongOffset
from sync.wire import BlobState
from tests.server.campus import Campus, pdf


class Interrupted(Inspector):
    """An inspector beside whom something happens while a whole file is being judged."""

    def __init__(self, real: Inspector, meanwhile: Callable[[], object]) -> None:
        self._real = real
        self._meanwhile = meanwhile

    def judge(self, path: Path, kind_of_school: Profile) -> Kind | Refusal:
        beside = Thread(target=self._meanwhile)
        beside.start()
        beside.join(0.5)
        return self._real.judge(path, kind_of_school)


def _whole(campus: Campus, data: bytes) -> Claim:
    """All of the file has arrived; its last request ended before it was judged."""
    claim = Claim("amy", hashlib.sha256(data).hexdigest(), len(data), 0)
    receiving = Uploads(campus.office, campus.inspector).begin(claim)
    receiving.write(data)
    receiving.close()
    return evolve(claim, offset=len(data))


def test_that_a_claim_of_another_size_takes_nothing_from_under_who_judges_the_whole(campus: Campus) -> None:
    """The last piece has no bytes: it only asks for the judgement, while another request says the file is smaller."""
    last = _whole(campus, pdf("judged"))
    told: list[int] = []

    def smaller() -> None:
        try:
            Uploads(campus.office, campus.inspector).begin(evolve(last, size=last.size - 1, offset=0))
        except WrongOffset as error:
            told.append(error.offset)

    uploads = Uploads(campus.office, Interrupted(campus.inspector, smaller))
    receiving = uploads.begin(last)
    assert uploads.end(last, receiving.close()).verified
    assert campus.office.final.size(last.sha256) == last.size


def test_that_a_file_that_vanished_while_it_was_judged_is_begun_again(campus: Campus) -> None:
    last = _whole(campus, pdf("vanished"))
    uploads = Uploads(
        campus.office, Interrupted(campus.inspector, lambda: campus.office.incoming.forget("amy"))
    )
    receiving = uploads.begin(last)
    assert uploads.end(last, receiving.close()) == BlobState(last.sha256, 0, verified=False)
    assert campus.send("amy", pdf("vanished")).verified


def test_that_nothing_is_held_for_an_account_that_is_gone(campus: Campus) -> None:
    last = _whole(campus, pdf("nobody's"))
    gone = tables.account.delete().where(tables.account.c.id == "amy")
    campus.office.database.write(lambda conn: conn.execute(gone).rowcount).result()
    with pytest.raises(NotTaken, match="帳號"):
        Uploads(campus.office, campus.inspector).end(last, last.size)
    assert not campus.office.database.write(lambda conn: rows.held(conn, "amy", [last.sha256])).result()
