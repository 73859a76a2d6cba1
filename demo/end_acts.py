"""The last acts: the results come back, the student agrees and picks, takes a backup, and everything is counted."""

import hashlib
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from demo import hands, roster
from demo.hands import answering, choosing_file, wait
from demo.scene import COMMENT, Scene, hold
from demo.stage import Actor
from desktop.views.backup_page import BackupPage
from desktop.views.selection_page import SelectionPage
from domain.records import Record

Figures = dict[str, Any]
PAGES = (("outcome_selection", "22-pick-outcomes"), ("diverse_selection", "23-pick-diverse"))


def results(scene: Scene) -> Figures:
    """The student pulls: passed, and the form says who passed it."""
    scene.teacher.leave()
    student = scene.student
    student.start()
    student.enter()
    student.sync_until(lambda: _state(student, scene.outcome) == "passed", "認證結果")
    page = student.go("course_outcome")
    page.open_record(scene.outcome)
    wait(lambda: hands.says(page, "認證通過"), "認證通過的說明")
    scene.shot(student, "21-passed")
    return {"state": _state(student, scene.outcome)}


def comment(scene: Scene) -> Figures:
    """The classmate whose work came back reads why."""
    scene.student.leave()
    other = Actor(roster.STUDENTS[1].account, scene.student.home.parent / "classmate", scene.town)
    try:
        other.start()
        other.enter(first=True)
        other.sync_until(lambda: any(r.state == "failed" for r in _outcomes(other)), "退回的成果")
        failed = next(record for record in _outcomes(other) if record.state == "failed")
        page = other.go("course_outcome")
        page.open_record(failed.id)
        wait(lambda: hands.says(page, COMMENT), "教師的說明")
        scene.shot(other, "24-returned")
    finally:
        other.leave()
        scene.student.start()
        scene.student.enter()
    return {"comment": COMMENT}


def pick(scene: Scene) -> Figures:
    """Offline again: agree and pick, with the live count; online it reaches the school."""
    scene.town.cut()
    counted = [_pick(scene, key, shot) for key, shot in PAGES]
    scene.student.again()
    chosen = {
        r.id
        for form in ("course_outcome", "competition")
        for r in scene.mine(form)
        if r.selection == "picked"
    }
    hold(chosen == {scene.outcome, scene.competition}, "重新開啟後勾選不見了")
    scene.town.connect()
    facts = scene.student.desk.sync_facts
    scene.student.sync_until(lambda: not facts().unsent, "勾選送到學校")
    hold(not facts().problems, f"學校退回 {[s.sentence for s in scene.student.desk.inbox()]}")
    held = {one.id: one.selection for one in scene.town.records("course_outcome", "competition")}
    hold(held[scene.outcome] == held[scene.competition] == "picked", "學校沒有收到勾選")
    return {"counted": counted}


def _pick(scene: Scene, key: str, shot: str) -> str:
    page = scene.student.go(key)
    assert isinstance(page, SelectionPage)
    scene.shot(scene.student, f"{shot}-consent")
    hands.click(page.consent.check)
    hands.click(page.consent.send_button)
    wait(lambda: page.shelf.currentIndex() == 1, "同意之後的清單")
    wanted = scene.outcome if page.kind == "outcome" else scene.competition
    hands.tick_row(page.list, page.model.row_of(wanted))
    text = "；".join(tally.text for tally in page.ballot.tallies())
    hold("已勾 1／" in text and hands.says(page.footer, "已勾 1／"), f"計數不對：{text}")
    hands.live(0.2)
    scene.both(scene.student, shot)
    hands.click(page.confirm_button)
    wait(lambda: not page.ballot.changes() and _picked(scene.student, wanted), "勾選存好")
    scene.student.settle()
    return text


def backup(scene: Scene) -> Figures:
    """One ZIP through the file dialog; its files equal the originals byte for byte, by zipfile and by unzip -t."""
    page = scene.student.go("backup")
    assert isinstance(page, BackupPage)
    wait(page.export_button.isEnabled, "備份可以開始")
    target = scene.out / "backup.zip"
    ended: list[str] = []
    target.unlink(missing_ok=True)
    page.finished.connect(ended.append)
    with answering(choosing_file(target), "存檔視窗"):
        hands.click(page.export_button)
    wait(lambda: ended, "備份完成", 30)
    hold(ended[0] and target.exists(), hands.shown_words(page))
    scene.shot(scene.student, "25-backup")
    names = _check_zip(scene, target)
    scene.student.look("dark")
    scene.shot(scene.student, "26-backup-dark")
    scene.student.look("light")
    return {"bytes": target.stat().st_size, "entries": names}


def _check_zip(scene: Scene, target: Path) -> list[str]:
    with zipfile.ZipFile(target) as archive:
        hold(archive.testzip() is None, "ZIP 損壞")
        held = {hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
        names = archive.namelist()
    for key in ("inquiry_report", "film", "award_photo"):
        path = scene.good[key]
        hold(hashlib.sha256(path.read_bytes()).hexdigest() in held, f"備份裡沒有原樣的 {path.name}")
    unzip = shutil.which("unzip")
    if unzip:
        done = subprocess.run([unzip, "-t", str(target)], capture_output=True, text=True, check=False)
        hold(done.returncode == 0, f"unzip -t：{done.stdout[-200:]}{done.stderr[-200:]}")
    return names


def nothing_only_there(scene: Scene) -> Figures:
    """Offline, from a closed and reopened program: all that the school has of this student is here too."""
    owner = scene.student.account
    forms = (
        "course_outcome",
        "competition",
        "consent",
        "enrolment",
        "person",
        "school_cadre",
        "announcement",
    )
    scene.town.connect()
    theirs = [r for r in scene.town.records(*forms) if r.owner in ("", owner)]
    scene.town.cut()
    scene.student.again()
    desk = scene.student.desk
    files = 0
    for record in theirs:
        mine = desk.record(record.id)
        hold(mine is not None, f"{record.form} 只在學校有")
        assert mine is not None
        hold(mine.content_hash == record.content_hash and mine.state == record.state, f"{record.form} 不一樣")
        for one in record.files.values():
            files += 1
            hold(desk.blobs.verify(one.sha256), f"{one.name} 只在學校有")
    scene.student.go("home")
    hands.live(0.3)
    for mode, scale, name in (
        ("light", 1.0, "27-home-offline"),
        ("dark", 1.0, "28-home-dark"),
        ("light", 1.5, "29-home-150"),
    ):
        scene.student.look(mode, scale)
        scene.shot(scene.student, name)
    scene.student.look("light")
    return {"records": len(theirs), "files": files, "status": desk.status().sentence}


def _state(actor: Actor, record: str) -> str:
    found = actor.desk.record(record)
    return found.state if found else ""


def _picked(actor: Actor, record: str) -> bool:
    found = actor.desk.record(record)
    return found is not None and found.selection == "picked"


def _outcomes(actor: Actor) -> tuple[Record, ...]:
    return tuple(entry.record for entry in actor.desk.entries("course_outcome"))
