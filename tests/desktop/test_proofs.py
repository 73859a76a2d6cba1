"""The school's signature stands under each act it took, and under nothing else."""

from pathlib import Path

from attrs import evolve

from desktop import sessions
from desktop.clock import Clock
from desktop.operations import records
from desktop.operations.proofs import proofs
from domain.records import Record
from tests.desktop.conftest import PASSWORD, STUDENT, Campus


def test_that_every_act_the_school_took_carries_its_valid_signature(
    qapp: object, campus: Campus, tmp_path: Path
) -> None:
    desk = sessions.desk_for(sessions.sign_in(tmp_path, campus.url, STUDENT, PASSWORD), Clock())
    try:
        blank = Record(desk.clock.new_id(), "competition", desk.actor.id, state="editable")
        records.save(desk, blank, {"competition_name": (None, "校內科展")})
        assert proofs(desk) == ()
        assert sessions.post(desk).ok
        (proof,) = proofs(desk)
        assert (proof.act.action, proof.act.record, proof.receipt.status, proof.valid) == (
            "save_draft",
            blank.id,
            "applied",
            True,
        )
    finally:
        desk.close()


def test_that_a_receipt_does_not_fit_other_words(qapp: object, campus: Campus, tmp_path: Path) -> None:
    desk = sessions.desk_for(sessions.sign_in(tmp_path, campus.url, STUDENT, PASSWORD), Clock())
    try:
        blank = Record(desk.clock.new_id(), "competition", desk.actor.id, state="editable")
        records.save(desk, blank, {"competition_name": (None, "校內科展")})
        assert sessions.post(desk).ok
        (said,) = desk.journal()
        desk.journal = lambda _record: (
            evolve(said, body=said.body.replace("校內".encode(), "全國".encode())),
        )
        assert [proof.valid for proof in proofs(desk)] == [False]
    finally:
        desk.close()
