"""Does this computer hold what the school holds? Real copy, real school, real damage on either side."""

import pytest
from sqlalchemy import text

from demo import hands
from desktop import sessions
from desktop.clock import Clock
from desktop.operations import attachments, comparing, records
from domain.forms import FORMS
from server.db import tables
from tests.desktop.conftest import PASSWORD, STUDENT, open_campus
from tests.desktop.views import screens
from tests.server.campus import pdf


@pytest.fixture
def school(tmp_path):
    made = open_campus(tmp_path / "school")
    yield made
    made.school.stop()


@pytest.fixture
def desk(school, tmp_path, qapp):
    opening = sessions.sign_in(tmp_path / "home", school.url, STUDENT, PASSWORD)
    made = sessions.desk_for(opening, Clock())
    sync(made)
    yield made
    made.close()
    hands.live(0.01)


def sync(desk):
    desk.sync_now()
    hands.wait(lambda: not desk.courier.condition.running, "郵差回來", 20)
    assert desk.courier.condition.state == "ok", desk.courier.condition.sentence


def written(desk, name):
    blank = records.blank(desk, FORMS["competition"])
    desk.write(lambda: records.save(desk, blank, {"competition_name": (None, name)}))
    hands.wait(lambda: desk.record(blank.id), "寫好")
    sync(desk)
    return blank.id


def with_file(desk, tmp_path):
    """A record with a file that the school has; its SHA-256."""
    path = tmp_path / "獎狀.pdf"
    path.write_bytes(pdf("獎狀"))
    record = desk.record(written(desk, "有附件"))
    slot = next(one for one in FORMS["competition"].slots if one.key == "document_file")
    took = attachments.take(desk, slot, path)
    desk.write(lambda: records.set_file(desk, record, slot.key, took))
    hands.wait(lambda: desk.record(record.id).files, "附上了")
    sync(desk)
    hands.wait(lambda: not desk.sync_facts().uploads, "上傳", 20)
    return desk.record(record.id).files["document_file"].sha256


def compared(desk, deep=False, cancel=lambda: False):
    shown = []
    return comparing.compare(desk, deep, lambda *told: shown.append(told), cancel)


def tampered(desk, statement, **given):
    with desk.store._database.write() as connection:
        assert connection.execute(text(statement), given).rowcount == 1


def mended(desk, found):
    desk.write(lambda: comparing.mend(desk, found))
    hands.live(0.1)
    sync(desk)
    return compared(desk, deep=True)


def test_that_a_sound_copy_holds_what_the_school_holds(desk, tmp_path):
    with_file(desk, tmp_path)
    found = compared(desk, deep=True)
    assert found.good, comparing.lines(desk, found)
    everything = {one for scope in desk.store.sums().values() for one in scope.sums}
    assert (found.files, found.records) == (1, len(everything))


def test_that_a_record_that_rotted_here_is_named_and_fetched_again(desk):
    record = written(desk, "科展")
    tampered(desk, 'UPDATE base SET vals = \'{"competition_name":"被改過"}\' WHERE id = :id', id=record)
    found = compared(desk)
    assert [one.record for one in found.differing] == [record]
    assert "競賽" in comparing.lines(desk, found)[0]
    assert mended(desk, found).good
    assert desk.record(record).text("competition_name") == "科展"


def test_that_a_record_that_got_lost_here_comes_back_and_one_too_many_goes(desk):
    first, second = written(desk, "一"), written(desk, "二")
    tampered(desk, "DELETE FROM base WHERE id = :id", id=first)
    tampered(desk, "DELETE FROM base_scope WHERE id = :id", id=first)
    ghost = second[:-4] + "beef"
    tampered(
        desk,
        "INSERT INTO base SELECT :ghost, form, owner, parent, state, ver, seq, deleted, vals, files, srv, unknown,"
        " stale FROM base WHERE id = :id",
        ghost=ghost, id=second,
    )  # fmt: skip
    tampered(desk, "INSERT INTO base_scope VALUES (:scope, :ghost, 0)", scope=f"acc:{STUDENT}", ghost=ghost)
    found = compared(desk)
    assert {(one.record, one.here, one.there) for one in found.differing} == {
        (first, False, True),
        (ghost, True, False),
    }
    assert mended(desk, found).good
    assert desk.record(first) is not None


def test_that_what_was_sent_from_elsewhere_since_is_no_difference(desk, school):
    record = written(desk, "科展")
    desk.courier.pause(True)
    change = tables.record.update().where(tables.record.c.id == record)
    member = tables.scope_member.update().where(tables.scope_member.c.rec == record)
    school.school.office.database.write(
        lambda conn: (conn.execute(change.values(ver=2)), conn.execute(member.values(seq=10_000)))
    ).result()
    assert compared(desk).good


def test_that_a_file_that_the_school_lost_is_sent_again(desk, school, tmp_path):
    sha = with_file(desk, tmp_path)
    school.school.office.final.remove(sha)
    found = compared(desk)
    assert found.unsent == (sha,)
    assert "獎狀.pdf" in comparing.lines(desk, found)[0]
    assert mended(desk, found).good
    assert school.school.office.final.size(sha)


def test_that_a_file_that_rotted_here_is_fetched_again(desk, tmp_path):
    sha = with_file(desk, tmp_path)
    (rotten,) = (tmp_path / "home").rglob(sha)
    box = bytearray(rotten.read_bytes())
    box[len(box) // 2] ^= 1
    rotten.chmod(0o600)
    rotten.write_bytes(box)
    found = compared(desk, deep=True)
    assert found.rotten == (sha,)
    assert mended(desk, found).good


def test_that_whoever_stops_it_changes_nothing(desk):
    before = desk.store.sums()
    with pytest.raises(comparing.Cancelled):
        compared(desk, cancel=lambda: True)
    assert desk.store.sums() == before


def test_that_the_card_names_what_differs_mends_it_and_looks_again(desk):
    record = written(desk, "科展")
    tampered(desk, "UPDATE base SET vals = '{}' WHERE id = :id", id=record)
    with screens.shown(desk) as window:
        window.go("backup")
        card = window.work.currentWidget().compared
        hands.reveal(card.button)
        hands.click(card.button)
        hands.wait(lambda: card.found is not None, "核對好", 20)
        assert "1 項" in card.banner.text
        assert "競賽" in card.list.text()
        hands.reveal(card.mend_button)
        hands.click(card.mend_button)
        hands.wait(lambda: card.found is not None and card.found.good, "修好又核對了", 30)
        assert "都和學校一致" in card.banner.text
        assert not card.mend_button.isVisible()
