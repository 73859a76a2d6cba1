"""The teacher's acts: the class arrives with its files, is looked at and decided without a network, and goes back."""

from typing import Any

from demo import hands, roster
from demo.hands import Missed, answering, confirming, wait
from demo.scene import COMMENT, SUMMARY, Scene, hold
from desktop.views.certify_page import CertifyPage
from desktop.views.preview_side import PreviewSide
from domain.records import Record

Figures = dict[str, Any]
COURSE = roster.BIOLOGY.key


def sign_in(scene: Scene) -> Figures:
    """The whole class is there, and every file of it lies on the teacher's disk."""
    teacher = scene.teacher
    scene.student.leave()
    teacher.start()
    teacher.enter(first=True)
    teacher.sync_until(lambda: len(waiting(scene)) == len(roster.STUDENTS), "全班的成果")
    teacher.sync_until(lambda: not missing(scene), "全班的檔案")
    scene.shot(teacher, "14-teacher-home")
    works = waiting(scene)
    mine = next(one for one in works if one.id == scene.outcome)
    hold(mine.text("summary") == SUMMARY, "老師看到的簡述和學生寫的不一樣")
    return {"outcomes": len(works), "files": sum(len(one.files) for one in works)}


def look(scene: Scene) -> Figures:
    """Offline: the queue of the course, and the PDF of each student shown."""
    scene.town.cut()
    scene.teacher.sync()
    page = _queue(scene)
    seen = [_see(page, row) for row in range(page.model.rowCount())]
    scene.shot(scene.teacher, "15-certify")
    scene.teacher.look("dark", 1.5)
    scene.shot(scene.teacher, "16-certify-dark-150")
    scene.teacher.look("light")
    hold("離線" in scene.teacher.desk.status().sentence, "狀態列沒有說離線")
    return {"students": seen}


def decide(scene: Scene) -> Figures:
    """One is returned with a reason and a comment; the rest of the class passes in one go."""
    page = _queue(scene)
    second = next(one for one in waiting(scene) if one.owner == roster.STUDENTS[1].account)
    hands.click_row(page.list, page.model.row_of(second.id))
    wait(lambda: page.list.record == second, "選到要退回的那一件")
    hands.click(page.bar.reject_button)
    reason = next(iter(page.panel.boxes.values()))
    hands.click(page.panel.boxes.get("04", reason))
    hands.write(page.panel.comment, COMMENT)
    scene.shot(scene.teacher, "17-return")
    with answering(confirming(), "確認退回"):
        hands.click(page.bar.reject_button)
    wait(lambda: page.model.rowCount() == len(roster.STUDENTS) - 1, "退回的離開清單")
    hands.click(page.side.all_box)
    with answering(confirming(lambda: scene.shot(scene.teacher, "18-certify-all")), "確認通過"):
        hands.click(page.bar.certify_button)
    wait(lambda: not waiting(scene), "全班認證完")
    scene.teacher.settle()
    scene.shot(scene.teacher, "19-certified")
    return {
        "sentence": scene.teacher.window.toasts.toasts[-1].text,
        "unsent": scene.teacher.desk.sync_facts().unsent,
    }


def reopen(scene: Scene) -> Figures:
    """Closed and opened again before the network is back: the decisions are still there."""
    scene.teacher.again()
    decided = outcomes(scene, "passed", "failed")
    hold(len(decided) == len(roster.STUDENTS), f"只剩 {len(decided)} 件決定")
    unsent = scene.teacher.desk.sync_facts().unsent
    hold(unsent == len(roster.STUDENTS), f"等待送出的是 {unsent} 件")
    return {"unsent": unsent, "status": scene.teacher.desk.status().sentence}


def send(scene: Scene) -> Figures:
    """Online: the school holds the decisions, each with the hour it received them."""
    teacher = scene.teacher
    scene.town.connect()
    teacher.sync_until(lambda: not teacher.desk.sync_facts().unsent, "決定送到學校")
    held = {one.id: one for one in scene.town.records("course_outcome")}
    mine = held[scene.outcome]
    hold(mine.state == "passed", f"學校看到的是 {mine.state}")
    hold(mine.srv.get("reviewed_hash") == mine.content_hash, "通過的不是學生送的內容")
    failed = [one for one in held.values() if one.state == "failed"]
    hold(len(failed) == 1 and failed[0].srv.get("comment") == COMMENT, "退回的說明沒有到學校")
    page = teacher.go("certify_done")
    hands.live(0.3)
    scene.shot(teacher, "20-certified-list")
    hold(isinstance(page, CertifyPage), "沒有已認證清單")
    return {"passed": sum(one.state == "passed" for one in held.values()), "failed": len(failed)}


def waiting(scene: Scene) -> tuple[Record, ...]:
    return outcomes(scene, "pending")


def outcomes(scene: Scene, *states: str) -> tuple[Record, ...]:
    """The biology outcomes that the teacher's own computer holds."""
    desk = scene.teacher.desk
    classes = {e.record.id for e in desk.entries("enrolment") if e.record.text("course") == COURSE}
    found = (entry.record for entry in desk.entries("course_outcome", states=states))
    return tuple(one for one in found if one.parent in classes)


def missing(scene: Scene) -> tuple[str, ...]:
    """Files of the class that are not on the teacher's disk."""
    blobs = scene.teacher.desk.blobs
    return tuple(f.name for one in waiting(scene) for f in one.files.values() if not blobs.has(f.sha256))


def _see(page: CertifyPage, row: int) -> str:
    """Click a student's row and wait for the first file to be shown; answers whose it is."""
    hands.click_row(page.list, row)
    record = page.model.lines[row].record
    student = page.works[record.id].student
    wait(lambda: hands.says(page, student), f"看到{student}")
    side = page.findChild(PreviewSide)
    hold(side is not None, "沒有預覽")
    assert isinstance(side, PreviewSide)
    hands.live(0.3)
    wait(lambda: side.pane.state == "shown", f"預覽{student}的檔案：{side.pane.sentence}")
    return student


def _queue(scene: Scene) -> CertifyPage:
    page = scene.teacher.go("certify_queue")
    if not isinstance(page, CertifyPage):
        raise Missed("沒有待認證清單")
    if page.course.value() != COURSE:
        hands.choose(page.course, COURSE)
    return page
