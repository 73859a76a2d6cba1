"""A file that cannot travel is named behind the status line, with why, and a way to its record."""

from demo import hands
from desktop.operations import attachments, records, troubles
from desktop.views.sync_popover import SyncPopover
from domain.forms import FORMS
from tests.desktop.test_comparing import desk, school, written  # noqa: F401  fixtures of a real school
from tests.desktop.views import screens
from tests.server.campus import pdf


def test_that_a_file_that_rotted_before_it_was_sent_is_told_by_name(desk, tmp_path):  # noqa: F811  the fixture
    record = desk.record(written(desk, "科展"))
    path = tmp_path / "獎狀.pdf"
    path.write_bytes(pdf("rotten"))
    slot = next(one for one in FORMS["competition"].slots if one.key == "document_file")
    took = attachments.take(desk, slot, path)
    (kept,) = (tmp_path / "home").rglob(took.sha256)
    box = bytearray(kept.read_bytes())
    box[len(box) // 2] ^= 1
    kept.chmod(0o600)
    kept.write_bytes(box)
    assert troubles.of_files(desk) == ()
    desk.write(lambda: records.set_file(desk, record, slot.key, took))
    desk.sync_now()
    hands.wait(lambda: troubles.of_files(desk), "說出來", 30)
    [trouble] = troubles.of_files(desk)
    assert (trouble.name, trouble.record) == ("獎狀.pdf", record.id)
    with screens.shown(desk) as window:
        popover = SyncPopover(desk, window)
        opened = []
        popover.opened.connect(lambda page, one: opened.append((page, one)))
        popover.show_above(window.indicator)
        hands.live(0.05)
        words = hands.shown_words(popover)
        assert "檔案「獎狀.pdf」" in words
        assert trouble.sentence in words
        hands.picture(popover, tmp_path / "popover.png")
        hands.click(next(one for one in popover.findChildren(hands.QAbstractButton) if one.text() == "開啟"))
        assert opened == [("competition", record.id)]
