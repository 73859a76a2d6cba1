"""Every screen of a student: with nothing yet, with much, with very long names, and when something is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import evolve
from PySide6.QtWidgets import QDialog, QWidget

from demo import hands
from desktop.courier import Condition, Courier
from desktop.desk import Desk
from desktop.operations import records
from desktop.status import TROUBLE
from desktop.store.failures import disk_full
from desktop.views import deletion, kit
from desktop.views.history_dialog import HistoryDialog
from desktop.views.main_window import MainWindow
from desktop.views.recovery import RecoveryDialog
from desktop.views.renew import RenewDialog
from desktop.views.sync_popover import SyncPopover
from domain.errors import Damaged
from tests.desktop.views import desks, screens
from tests.desktop.views.disputes import OURS, THEIRS, disputed
from tests.desktop.views.test_receipt_page import GRADES, receipt
from tests.shots import people
from tests.shots.people import Files, pages_of
from tests.shots.signatures import sign

Scenes = Iterator[tuple[str, QWidget]]
TAGS = ("empty", "full", "long", "error")


def student(folder: Path, files: Files, tags: tuple[str, ...] = TAGS) -> Scenes:
    """Desk after desk."""
    for tag in (tag for tag in tags if tag != "error"):
        long = tag == "long"
        held = [*people.around(long, consent=False), *people.student(files, long)]
        if tag == "empty":
            held = people.around()
        name = people.LONG_NAME if long else "林小宇"
        desk = desks.make(folder / tag, people.ME, "student", name, held)
        if long:
            desk.identity = evolve(desk.identity, school=people.LONG_SCHOOL)
        files.fill(desk)
        yield from _shown(desk, tag)
    if "error" in tags:
        yield from _troubled(folder / "error", files)


def _shown(desk: Desk, tag: str) -> Scenes:
    with screens.shown(desk) as window:
        for key in pages_of(desk):
            window.go(key)
            hands.live(0.05)
            yield f"{key}-{tag}", window
        if tag != "empty":
            yield from _records(desk, window, tag)
            yield from _receipts(desk, window, tag)
            yield from _around(desk, window, tag)
            for toast in window.findChildren(kit.Toast):
                toast.hide()
            sign(desk)
            window.go("signed_receipts")
            screens.settle(desk)
            hands.live(0.3)
            yield f"signed_receipts-signed-{tag}", window
        else:
            yield from _begun(window)
    desk.close()


def _begun(window: MainWindow) -> Scenes:
    """A new record of every form, nothing typed yet."""
    for form in (*people.DIVERSE_FORMS, *people.PROFILE_FORMS):
        screens.begin(window, form.key)
        yield f"{form.key}-form-empty", window


def _records(desk: Desk, window: MainWindow, tag: str) -> Scenes:
    for form in (*people.DIVERSE_FORMS, *people.PROFILE_FORMS):
        record = desk.entries(form.key)[-1].record
        screens.edit(window, form.key, record.id)
        yield f"{form.key}-form-{tag}", window
    window.go("course_outcome", desks.identity(50))
    hands.live(0.02)
    yield f"course_outcome-list-{tag}", window
    for state, number in (("draft", 60), ("failed", 61), ("passed", 62), ("damaged", 63)):
        editor = screens.edit(window, "course_outcome", desks.identity(number))
        yield f"course_outcome-form-{state}-{tag}", window
        for slot in editor.draft.record.files if state != "failed" else ():
            editor._open_file(slot)
            screens.settle(desk)
            hands.live(1.0)
            yield f"course_outcome-preview-{state}-{slot}-{tag}", window
    for kind in ("outcome", "diverse"):
        window.go(f"{kind}_selection")
        page = window.page(f"{kind}_selection")
        page.model.tick([one.record.id for one in page.ballot.choices if not one.blocked][:1])
        page.model.checked.emit()
        yield f"{kind}_selection-ticked-{tag}", window
        page._take_back()


def _receipts(desk: Desk, window: MainWindow, tag: str) -> Scenes:
    window.go("receipt")
    page = window.page("receipt")
    for key in desk.profile.receipts.categories:
        page.show_category("114-1", key)
        yield f"receipt-{key}-{tag}", window
    page.show_category("114-1", "grades")
    page.report_button.click()
    yield f"receipt-report-{tag}", window


def _around(desk: Desk, window: MainWindow, tag: str) -> Scenes:
    """What stands in front of a page."""
    window.go("competition")
    record = desk.record(desks.identity(80))
    assert record is not None
    records.save(desk, record, {"award": (record.text("award"), "特優")})
    desk.store.freeze(9, 1 << 20)
    records.save(desk, desk.record(record.id), {"award": ("特優", people.LONG_TITLE[:20])})
    yield from _in_front(window, f"history-{tag}", HistoryDialog(window, desk.record(record.id), window))
    yield from _popover(window, f"sync-popover-{tag}")
    window.finder.start()
    hands.write(window.finder.box, "探究" if tag == "full" else "全國")
    hands.live(0.3)
    window.finder.search(window.finder.box.value())
    yield f"search-{tag}", window
    window.finder.search("找不到的字")
    yield f"search-nothing-{tag}", window
    window.finder.popup.hide()
    window.finder.box.clear()
    window.palette_box.open()
    hands.live(0.05)
    yield f"palette-{tag}", window
    window.palette_box.show_for("學習")
    yield f"palette-found-{tag}", window
    window.palette_box.close()
    yield from _dialogs(desk, window, tag)


def _dialogs(desk: Desk, window: MainWindow, tag: str) -> Scenes:
    title = people.LONG_TITLE if tag == "long" else "校內科展"
    yield from _in_front(
        window, f"dialog-recovery-{tag}", RecoveryDialog("WXYZ-2345-ABCD-6789-EFGH-2345-JKLM", window)
    )
    yield from _in_front(window, f"dialog-renew-{tag}", RenewDialog(desk, window))
    ask = kit.ConfirmDialog(window, "刪除紀錄", f"要刪除「{title}」嗎？", "刪除", True, deletion.GONE)
    yield from _in_front(window, f"dialog-delete-{tag}", ask)
    sure = "確認之後，就不能再回報問題，也不能改回未確認。"
    typed = kit.ConfirmDialog(window, "確認資料皆正確", f"「{title}」", "確認收訖", True, sure, "確認")
    yield from _in_front(window, f"dialog-phrase-{tag}", typed)
    window.say("已刪除「校內科展」", "info")
    window.offer(f"已刪除「{title}」", "復原", lambda: None)
    window.fail(Damaged("x", "檔案和學校收到的不一樣", "請重新選擇檔案"))
    yield f"toasts-{tag}", window


def _in_front(window: QWidget, name: str, dialog: QDialog) -> Scenes:
    dialog.show()
    hands.live(0.05)
    yield name, window
    dialog.close()
    dialog.deleteLater()


def _troubled(folder: Path, files: Files) -> Scenes:
    """Refused, disputed, damaged, late, without room on the disk."""
    held = [*people.around(closed=True, consent=False), *people.student(files)]
    held += [
        receipt(44, "outcomes", "not to be read"),
        receipt(45, "cadres", GRADES, "reported", report=REPORT),
    ]
    desk = desks.make(folder, people.ME, "student", "林小宇", held)
    files.fill(desk)
    outcome = desk.record(desks.identity(60))
    assert outcome is not None
    ours = evolve(outcome, values={"summary": OURS})
    other = files.named("pdf", people.LONG_FILE)
    disputed(desk, ours, {"summary": THEIRS, "files/document_file": other.as_json()})
    whole = desk.record(desks.identity(80))
    assert whole is not None
    records.save(desk, whole, {"award": (whole.text("award"), "特優")})
    said = desk.unsent()[-1].intent
    assert said is not None
    desk.store.freeze(9, 1 << 20)
    desk.store.set_aside(said.id, "bad_request", "送出的內容格式不正確。請更新程式；資料仍保留在這台電腦。")
    desk._touched(type("Touched", (), {"records": frozenset(), "all": True})())
    with screens.shown(desk) as window:
        for key in (
            "home",
            "attention",
            "course_outcome",
            "outcome_selection",
            "diverse_selection",
            "receipt",
        ):
            window.go(key)
            hands.live(0.05)
            yield f"{key}-error", window
        window.go("attention", desks.identity(60))
        yield "attention-dispute-error", window
        window.page("attention").cards["summary"].weave()
        yield "attention-weave-error", window
        for state, number in (("refused", 80), ("missing", 201)):
            record = desk.record(desks.identity(number))
            assert record is not None
            editor = screens.edit(window, record.form, record.id)
            editor.form.mark_missing()
            editor.files.take(next(iter(editor.form.slots)), files.refused)
            screens.settle(desk)
            yield f"record-form-{state}-error", window
        editor._say_saved("還沒有存好，內容仍在畫面上，稍後會再存一次", "danger")
        window.fail(disk_full())
        yield "record-form-disk-error", window
        yield from _states(desk, window)
    desk.close()


REPORT = {"types": ["1"], "text": "成績有誤", "at": "2026-03-01T06:00:00Z"}


def _states(desk: Desk, window: MainWindow) -> Scenes:
    """What the line of the status says of the road to the school, and what stands behind it."""
    window.go("home")
    desk.courier = Courier(lambda: None, desk)  # type: ignore[arg-type]  # it never travels
    for state in ("offline", "auth_required", "wipe_guard", "not_the_school", "disk"):
        desk.courier.condition = Condition(state=state, sentence=TROUBLE[state][1])
        desk._tell_status()
        yield from _popover(window, f"sync-popover-{state}-error")


def _popover(window: MainWindow, name: str) -> Scenes:
    popover = SyncPopover(window.desk, window)
    popover.show_above(window.indicator)
    hands.live(0.02)
    yield name, window
    popover.close()
