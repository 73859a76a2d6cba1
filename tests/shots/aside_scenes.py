"""What is opened beside a page: boards, dialogs, the trash, an import, the sheet of keys, a file being made smaller."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import evolve
from PySide6.QtWidgets import QWidget

from demo import hands, sample_heavy, sample_pictures
from desktop.models import decisions
from desktop.operations import inquiries, phrases, records
from desktop.views.decision_dialog import DecisionDialog
from desktop.views.keys import KeySheet
from desktop.views.main_window import MainWindow
from desktop.views.phrase_dialog import PhraseDialog
from desktop.views.shrink_dialog import ShrinkDialog
from domain.intents import Action
from tests.desktop.importing import oldsystem
from tests.desktop.views import desks, screens
from tests.shots import people
from tests.shots.people import Files

Scenes = Iterator[tuple[str, QWidget]]
TAGS = ("full", "long")


def beside(folder: Path, files: Files, tags: tuple[str, ...] = TAGS) -> Scenes:
    """Desk after desk of a student, then of a teacher."""
    for tag in tags:
        long = tag == "long"
        held = [*people.around(long, consent=False), *people.student(files, long)]
        name = people.LONG_NAME if long else "林小宇"
        desk = desks.make(folder / tag, people.ME, "student", name, held)
        if long:
            desk.identity = evolve(desk.identity, school=people.LONG_SCHOOL)
        files.fill(desk)
        with screens.shown(desk) as window:
            yield from _boards(window, tag)
            yield from _trash(window, tag)
            yield from _import(window, folder / tag, tag)
            yield from _keys(window, tag)
            yield from _shrink(window, folder / tag, tag)
        desk.close()
        yield from _teacher(folder / f"teacher-{tag}", files, tag)


def _boards(window: MainWindow, tag: str) -> Scenes:
    """Nothing asked yet, something asked, something lacking."""
    desk = window.desk
    words = people.LONG_TEXT * 4 if tag == "long" else "結束日期應該是六月三十日。"
    for key in ("school_cadre", "licence"):
        window.go(key)
        page = window.page(key)
        button = page.report_button if key == "school_cadre" else page.ask_button
        button.click()
        hands.live(0.05)
        yield f"{key}-board-{tag}", window
        page.board.panel.send_button.click()
        yield f"{key}-board-lacking-{tag}", window
        types = ["wrong"] if key == "school_cadre" else []
        subject = people.LONG_TITLE if tag == "long" else "高一仁班 班長"
        desk.write(lambda a=key, t=types, s=subject: inquiries.ask(desk, a, words, t, "", s))
        screens.settle(desk)
        yield f"{key}-board-asked-{tag}", window
        page.board.shut()


def _trash(window: MainWindow, tag: str) -> Scenes:
    desk = window.desk
    window.go("trash")
    yield f"trash-empty-{tag}", window
    gone = [entry.record for entry in desk.entries(("work", "service_learning"))]
    for record in gone:
        desk.write(lambda r=record: records.delete(desk, r))
    screens.settle(desk)
    yield f"trash-{tag}", window


def _import(window: MainWindow, folder: Path, tag: str) -> Scenes:
    """A ZIP of the old system looked at, and one that cannot be read."""
    window.go("backup")
    card = window.page("backup").importer
    for name, path in (("bad", _bad_zip(folder)), ("seen", _old_zip(folder))):
        card.look_at(path)
        screens.settle(window.desk)
        hands.live(0.6)
        window.page("backup").page.ensureWidgetVisible(card)
        yield f"backup-import-{name}-{tag}", window


def _old_zip(folder: Path) -> Path:
    path = folder / "我的備份.zip"
    path.write_bytes(oldsystem.pack(oldsystem.portfolio(folder / "made"), "cp950"))
    return path


def _bad_zip(folder: Path) -> Path:
    path = folder / f"{people.LONG_FILE}.zip"
    path.write_bytes(b"PK\x03\x04 cut off")
    return path


def _keys(window: MainWindow, tag: str) -> Scenes:
    sheet = KeySheet(window)
    sheet.show()
    yield f"keys-{tag}", window
    sheet.close()


def _shrink(window: MainWindow, folder: Path, tag: str) -> Scenes:
    """A photograph from a telephone, and a file that cannot be read after all."""
    desk = window.desk
    photo = sample_heavy.telephone_heic(folder / "a.heic", sample_pictures.bench_photo(folder / "a.jpg"))
    editor = screens.begin(window, "competition")
    slot = next(iter(editor.form.slots))
    editor.files.take(slot, photo)
    screens.settle(desk)
    yield f"record-form-helped-{tag}", window
    editor.form.slots[slot].help_button.click()
    hands.wait(lambda: window.findChildren(ShrinkDialog), "縮小檔案的視窗")
    dialog = window.findChildren(ShrinkDialog)[-1]
    hands.wait(lambda: dialog.result_shown is not None or dialog.trouble.isVisible(), "縮小完成", 60)
    yield f"dialog-shrink-{tag}", window
    dialog.trouble.say("danger", "縮到最小仍然超過 4 MB。請拆成兩個檔案，或降低掃描的解析度後再加入。")
    yield f"dialog-shrink-error-{tag}", window
    dialog.close()


def _teacher(folder: Path, files: Files, tag: str) -> Scenes:
    """The library of comments, and what is asked before many are decided at once."""
    long = tag == "long"
    held = people.around(long) + people.pupils(files, 12, long)
    desk = desks.make(folder, desks.TEACHER, "teacher", people.LONG_NAME if long else "王小明", held)
    files.fill(desk)
    with screens.shown(desk) as window:
        window.go("certify_queue")
        screens.settle(desk)
        empty = PhraseDialog(desk, window)
        yield from _in_front(window, f"dialog-phrases-empty-{tag}", empty)
        for place, words in enumerate(
            ("請補上實驗數據", people.LONG_TEXT[:100] if long else "請說明自己的分工")
        ):
            desk.write(lambda w=words, p=place: phrases.keep(desk, w, p))
        screens.settle(desk)
        yield from _in_front(window, f"dialog-phrases-{tag}", PhraseDialog(desk, window))
        works = window.page("certify_queue")._shown()
        made = decisions.trials(desk, works, Action.CERTIFY)
        consequence = "通過之後學生不能再修改；需要時可以在「已認證成果」取消。"
        asked = DecisionDialog(window, "通過", made, False, consequence)
        yield from _in_front(window, f"dialog-decide-{tag}", asked)
        window.page("certify_queue").begin_return()
        hands.live(0.2)
        yield f"teacher-certify_queue-library-{tag}", window
    desk.close()


def _in_front(window: QWidget, name: str, dialog: QWidget) -> Scenes:
    dialog.show()
    hands.live(0.05)
    yield name, window
    dialog.close()
    dialog.deleteLater()
