"""The student's acts: signing in, writing and attaching offline, sending, and seeing it all again after a restart."""

from typing import Any

from demo import hands, roster
from demo.hands import answering, choosing_file, confirming, wait
from demo.scene import COMPETITION, SUMMARY, Scene, hold, saved
from demo.school import enrolment_id
from desktop.views.course_page import CoursePage
from desktop.views.record_editor import RecordEditor
from desktop.views.record_page import RecordPage

Figures = dict[str, Any]


def sign_in(scene: Scene) -> Figures:
    """First time, online: the vault is made and the school's records arrive."""
    student = scene.student
    student.start()
    scene.shot(student, "01-sign-in")
    student.look("dark")
    scene.shot(student, "02-sign-in-dark")
    student.look("light")
    student.enter(first=True)
    student.sync_until(lambda: len(scene.mine("enrolment")) == len(roster.COURSES), "修課清單")
    scene.shot(student, "03-home")
    return {"courses": len(scene.mine("enrolment")), "windows": len(student.desk.school().windows)}


def go_offline(scene: Scene) -> Figures:
    """Nothing listens any more, and the status line says so."""
    scene.town.cut()
    scene.student.sync()
    sentence = scene.student.desk.status().sentence
    hold("離線" in sentence, f"狀態列沒有說離線：{sentence}")
    return {"status": sentence}


def write_outcome(scene: Scene) -> Figures:
    """簡述 in Chinese, a real PDF through the file dialog and a film dropped on the form."""
    page = _biology(scene)
    editor = _new(page)
    hands.write(editor.form.frames["summary"].editor, SUMMARY)
    saved(editor, scene.student)
    with answering(choosing_file(scene.good["inquiry_report"]), "選檔視窗"):
        hands.press(editor.form.slots["document_file"], "選擇檔案")
    wait(lambda: editor.draft.record.files.get("document_file"), "PDF 放好")
    hands.drop(editor, scene.good["film"])
    wait(lambda: editor.draft.record.files.get("media_file"), "影片放好")
    if "document_note" in editor.form.frames:  # some profiles have no notes on files
        hands.write(editor.form.frames["document_note"].editor, "探究報告全文，附實驗數據")
    saved(editor, scene.student)
    scene.outcome = editor.record_id
    scene.both(scene.student, "04-outcome-form")
    return {
        "characters": len(SUMMARY),
        "files": {slot: one.size for slot, one in editor.draft.record.files.items()},
    }


def look_at_files(scene: Scene) -> Figures:
    """The PDF and the film in the preview beside the form."""
    page = _biology(scene)
    editor = _editor(page)
    for slot, name in (("document_file", "05-preview-pdf"), ("media_file", "06-preview-film")):
        hands.press(editor.form.slots[slot], "預覽")
        wait(lambda: page.preview.pane.state == "shown", f"預覽（{page.preview.pane.sentence}）")
        hands.live(0.4)
        scene.both(scene.student, name)
    hands.press(page.preview, "關閉預覽")
    return {"shown": 2}


def refuse_bad_files(scene: Scene) -> Figures:
    """A program, a web page, a locked PDF, a HEIC, too heavy: each with its own sentence; what was there stays."""
    page = _biology(scene)
    editor = _new(page)
    said: dict[str, str] = {}
    for key, path in scene.bad.items():
        slot = "media_file" if path.suffix in (".mp4", ".mp3") else "document_file"
        panel = editor.form.slots[slot]
        panel.say("")
        hands.drop(editor, path)
        wait(lambda panel=panel: panel._message.text(), f"拒絕 {path.name}")  # type: ignore[misc]  # a default argument binds the panel
        said[key] = panel._message.text()
        if key == "program_named_pdf":
            hands.reveal(panel)
            scene.shot(scene.student, "07-file-refused")
    hold(len(set(said.values())) > len(said) // 2, "每一種錯誤要有自己的說明")
    hold(not editor.draft.record.files, "壞檔案不該留下來")
    hands.click(editor.delete_button)
    return said


def mark_too_long(scene: Scene) -> Figures:
    """101 characters, emoji and line breaks counted: marked while typing, kept as a draft, not sent."""
    page = _biology(scene)
    editor = _new(page)
    frame = editor.form.frames["summary"]
    text = "光" * 97 + "🌱\nＡ" + "。"
    hands.write(frame.editor, text)
    saved(editor, scene.student)
    hold(frame.over and "101" in frame.counter_text, f"字數沒有標出來：{frame.counter_text}")
    hands.click(editor.submit_button)
    hold(editor.draft.record.state == "draft", "超過字數不該送出")
    scene.shot(scene.student, "08-too-long")
    counter = frame.counter_text
    with answering(confirming(), "確認刪除"):
        hands.click(editor.delete_button)
    scene.student.settle()
    return {"counter": counter}


def write_competition(scene: Scene) -> Figures:
    """A competition record with the photograph of the certificate."""
    page = scene.student.go("competition")
    assert isinstance(page, RecordPage)
    editor = _new(page)
    frames = editor.form.frames
    for key, text in COMPETITION.items():
        hands.write(frames[key].editor, text)
    hands.choose(frames["competition_field"].editor, "local-science")  # type: ignore[arg-type]  # these fields are combo boxes
    hands.choose(frames["competition_level"].editor, "3")  # type: ignore[arg-type]  # these fields are combo boxes
    hands.choose(frames["participation_type"].editor, "2")  # type: ignore[arg-type]  # these fields are combo boxes
    hands.write(frames["result_date"].editor, "115/6/10")
    hands.drop(editor, scene.good["award_photo"])
    wait(lambda: editor.draft.record.files.get("document_file"), "照片放好")
    saved(editor, scene.student)
    scene.competition = editor.record_id
    hands.press(editor.form.slots["document_file"], "預覽")
    wait(lambda: page.preview.pane.state == "shown", f"預覽（{page.preview.pane.sentence}）")
    scene.shot(scene.student, "09-competition-photo")
    return {"problems": [p.sentence for p in editor.draft.missing()]}


def reopen(scene: Scene) -> Figures:
    """Closed and opened again without a network: every word and every file is there."""
    scene.student.again()
    return _all_there(scene, "draft")


def send(scene: Scene) -> Figures:
    """送出認證 with its question, offline; the status line tells what waits."""
    page = _biology(scene)
    _open(page, scene.outcome)
    editor = _editor(page)
    with answering(confirming(lambda: scene.shot(scene.student, "10-confirm")), "確認送出"):
        hands.click(editor.submit_button)
    wait(lambda: scene.student.desk.record(scene.outcome).state == "pending", "認證中")  # type: ignore[union-attr]  # it was just saved
    scene.student.sync()
    status = scene.student.desk.status()
    facts = scene.student.desk.sync_facts()
    hold("離線" in status.sentence and "待上傳" in status.sentence, f"狀態列不對：{status.sentence}")
    hold(facts.unsent > 0 and facts.uploads == 3, f"待送 {facts.unsent} 件、檔案 {facts.uploads} 個")
    hands.click(scene.student.window.indicator)
    hands.live(0.1)
    scene.shot(scene.student, "11-status-offline")
    _close_popups()
    return {"status": status.sentence, "unsent": facts.unsent, "uploads": facts.uploads}


def reopen_sent(scene: Scene) -> Figures:
    """Closed and opened again, still offline: it is still sent, still waiting, still readable."""
    scene.student.again()
    figures = _all_there(scene, "pending")
    page = _biology(scene)
    _open(page, scene.outcome)
    scene.shot(scene.student, "12-waiting-offline")
    return figures


def reach_school(scene: Scene) -> Figures:
    """The network is back: records, intents and every file stand in the school's database."""
    scene.town.connect()
    scene.student.sync_until(lambda: not _left(scene), "全部送到學校")
    held = {record.id: record for record in scene.town.records("course_outcome", "competition")}
    outcome, competition = held[scene.outcome], held[scene.competition]
    hold(outcome.state == "pending" and outcome.srv.get("submitted_at"), f"學校看到的狀態是 {outcome.state}")
    hold(outcome.text("summary") == SUMMARY, "學校收到的簡述和寫的不一樣")
    hold(not outcome.srv.get("blobs_pending"), "學校還缺檔案")
    for one in (*outcome.files.values(), *competition.files.values()):
        hold(scene.town.office.final.size(one.sha256) == one.size, f"學校沒有 {one.name}")
    scene.shot(scene.student, "13-synced")
    return {"submitted_at": outcome.srv["submitted_at"], "status": scene.student.desk.status().sentence}


def _left(scene: Scene) -> int:
    facts = scene.student.desk.sync_facts()
    return facts.unsent + facts.uploads + facts.problems + facts.conflicts


def _all_there(scene: Scene, state: str) -> Figures:
    desk = scene.student.desk
    outcome, competition = desk.record(scene.outcome), desk.record(scene.competition)
    hold(outcome is not None and competition is not None, "重新開啟後少了紀錄")
    assert outcome is not None
    assert competition is not None
    hold(outcome.text("summary") == SUMMARY and outcome.state == state, f"成果變成 {outcome.state}")
    for key, text in COMPETITION.items():
        hold(competition.text(key) == text, f"競賽表現的 {key} 變了")
    files = {**outcome.files, **{f"c-{k}": v for k, v in competition.files.items()}}
    hold(len(files) == 3, f"應該有 3 個檔案，只有 {len(files)} 個")
    originals = {path.name: path for path in scene.good.values()}
    for one in files.values():
        hold(desk.blobs.read_all(one.sha256) == originals[one.name].read_bytes(), f"{one.name} 和原檔不同")
    return {"files": len(files), "status": desk.status().sentence}


def _biology(scene: Scene) -> RecordPage:
    """The outcomes of the biology course, through the menu and the list of courses."""
    page = scene.student.go("course_outcome")
    assert isinstance(page, CoursePage)
    wanted = enrolment_id(scene.student.account, roster.BIOLOGY.key)
    if page.outcomes is None:
        hands.click_row(page.list, page.model.row_of(wanted))
    wait(lambda: page.outcomes, "課程打開")
    assert page.outcomes is not None
    return page.outcomes


def _new(page: RecordPage) -> RecordEditor:
    """Press 新增, wherever the page has it just now."""
    old = page.editor.record_id if page.editor is not None else ""
    hands.press(page, page.add_button.text())
    wait(lambda: page.editor is not None and page.editor.record_id != old, "新的表單")
    return _editor(page)


def _open(page: RecordPage, record: str) -> None:
    hands.click_row(page.list, page.model.row_of(record))
    wait(lambda: page.editor is not None and page.editor.record_id == record, "紀錄打開")


def _editor(page: RecordPage) -> RecordEditor:
    wait(lambda: page.editor, "表單打開")
    assert page.editor is not None
    return page.editor


def _close_popups() -> None:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - one place

    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
