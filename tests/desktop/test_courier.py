"""The post of a desk: carried when there is a road, and the status line says which is which."""

from pathlib import Path

import pytest

from demo import hands
from desktop import sessions
from desktop.clock import Clock
from desktop.courier import Courier
from desktop.operations import access, records
from desktop.views.renew import RenewDialog
from domain.errors import LichengError
from domain.forms import FORMS
from server.app import Embedded
from server.settings import Settings
from sync.report import Report
from tests.desktop.conftest import PASSWORD, STUDENT, open_campus


@pytest.fixture
def school(tmp_path):
    """A school of one's own, that a test may close."""
    made = open_campus(tmp_path / "school")
    yield made
    made.school.stop()


@pytest.fixture
def desk(school, tmp_path, qapp):
    opening = sessions.sign_in(tmp_path / "home", school.url, STUDENT, PASSWORD)
    made = sessions.desk_for(opening, Clock())
    yield made
    made.close()
    hands.live(0.01)


def write(desk, name):
    blank = records.blank(desk, FORMS["competition"])
    desk.write(lambda: records.save(desk, blank, {"competition_name": (None, name)}))
    hands.wait(lambda: desk.record(blank.id), "寫好")
    return blank.id


def trip(desk):
    """One trip there and back; what the courier reports."""
    back = []
    desk.courier.returned.connect(back.append)
    hands.wait(lambda: not desk.courier.condition.running, "前一趟回來")
    back.clear()
    desk.sync_now()
    hands.wait(lambda: back, "郵差回來")
    desk.courier.returned.disconnect(back.append)
    return back[-1]


def test_that_the_line_goes_from_never_over_offline_and_waiting_to_synced(desk, school, tmp_path):
    assert desk.status().sentence == "還沒有和學校同步過"
    assert trip(desk).ok
    assert desk.status().sentence == "已同步 · 剛剛"
    school.school.stop()
    write(desk, "校內科展")
    trip(desk)
    line = desk.status()
    assert (line.kind, line.sentence) == ("offline", "離線工作中，資料都在這台電腦，1 件待上傳")
    again = Embedded(Settings(folder=tmp_path / "school", port=int(school.url.rpartition(":")[2])))
    again.start()
    hands.wait(lambda: trip(desk).ok, "連上學校", 20)
    again.stop()
    assert desk.status().sentence.startswith("已同步")
    assert desk.sync_facts().unsent == 0


def test_that_a_save_goes_out_by_itself(desk):
    trip(desk)
    write(desk, "自己會送出去")
    hands.wait(lambda: not desk.sync_facts().unsent, "送出去", 10)


def test_that_a_pause_is_said_and_holds_the_post_back(desk):
    trip(desk)
    desk.courier.pause(True)
    write(desk, "等一下")
    desk.sync_now()
    hands.live(0.6)
    until = desk.courier.paused_until.astimezone()
    assert desk.status().sentence == f"同步已暫停，{until:%H:%M} 繼續，1 件待上傳"
    desk.courier.pause(False)
    hands.wait(lambda: not desk.sync_facts().unsent, "送出去", 10)


def test_that_a_session_that_ran_out_is_renewed_with_the_password(desk, qtbot):
    trip(desk)
    for key in ("ui.access", "ui.refresh"):
        desk.writer.wait(lambda key=key: desk.store.set_meta(key, "run-out"))
    trip(desk)
    assert desk.courier.condition.state == "auth_required"
    assert "重新登入" in desk.status().sentence
    with pytest.raises(LichengError):
        access.renew(desk, "不是這個")
    dialog = RenewDialog(desk, None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.password.setText("不是這個")
    hands.click(dialog.button)
    hands.wait(lambda: dialog.banner.text and dialog.button.isEnabled(), "說密碼不對")
    dialog.password.setText(PASSWORD)
    hands.click(dialog.button)
    hands.wait(lambda: dialog.result() == dialog.DialogCode.Accepted, "讓我進去")
    hands.wait(lambda: desk.courier.condition.state == "ok", "又同步了", 10)


def test_that_a_fault_of_the_program_is_not_called_offline(qapp):
    class Broken:
        def sync(self, progress, cancel) -> Report:
            raise ZeroDivisionError

        def hang_up(self) -> None:
            """Nobody is on the line."""

        def close(self) -> None:
            """Nothing to let go of."""

    courier = Courier(Broken)
    courier.now()
    hands.wait(lambda: not courier.condition.running, "回來")
    assert courier.condition.state == "failed"
    courier.close()


def test_that_closing_while_the_road_is_shut_takes_no_time(desk, school, tmp_path: Path):
    school.school.stop()
    desk.sync_now()
    began = hands.time.monotonic()
    desk.courier.close()
    assert hands.time.monotonic() - began < 5
