"""Plays the project's main job with the real application off screen and writes down how each step went."""

import json
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import asdict, define, frozen
from PySide6.QtWidgets import QApplication

from demo import end_acts as end, student_acts as student, teacher_acts as teacher
from demo.samples import BAD, make_all, make_bad
from demo.scene import Scene
from demo.school import build
from demo.stage import Actor, Town
from desktop.collector import Collector

Act = Callable[[Scene], dict[str, Any]]

ACTS: tuple[tuple[str, Act], ...] = (
    ("學生第一次登入（連線）", student.sign_in),
    ("斷線", student.go_offline),
    ("離線寫課程學習成果，附 PDF 與 MP4", student.write_outcome),
    ("預覽 PDF 與影片", student.look_at_files),
    ("壞檔案各有一句話說明", student.refuse_bad_files),
    ("101 字：當場標出，不能送出", student.mark_too_long),
    ("離線寫競賽表現，附照片", student.write_competition),
    ("關掉再開：都在", student.reopen),
    ("離線送出認證", student.send),
    ("再關掉再開：仍在等待送出", student.reopen_sent),
    ("連線：學校收到全部", student.reach_school),
    ("教師登入：全班的成果與檔案都在", teacher.sign_in),
    ("離線看檔案", teacher.look),
    ("離線一次認證全班，一件退回並說明", teacher.decide),
    ("教師關掉再開：決定都在", teacher.reopen),
    ("連線：決定送到學校", teacher.send),
    ("學生收到認證通過", end.results),
    ("被退回的同學看到說明", end.comment),
    ("離線簽同意書並勾選，連線送出", end.pick),
    ("匯出備份 ZIP，逐一比對", end.backup),
    ("沒有任何東西只在學校", end.nothing_only_there),
)


@frozen
class Step:
    """How one step went. sentence: why it did not hold."""

    name: str
    ok: bool
    seconds: float
    figures: dict[str, Any]
    sentence: str = ""


@define
class Story:
    """What is written to story.json."""

    profile: str
    ok: bool
    seconds: float
    steps: list[Step]
    shots: list[str]


def play(out: Path, profile: str = "senior-high") -> Story:
    """Play every act; a failing one is recorded and the story goes on."""
    out.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    qt = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(qt, QApplication)
    qt.setQuitOnLastWindowClosed(False)
    collector = Collector(qt)
    with TemporaryDirectory(prefix="licheng-demo-", ignore_cleanup_errors=True) as room:
        scene = set_up(out, Path(room), profile)
        steps = [_step(name, act, scene) for name, act in ACTS]
        for actor in (scene.student, scene.teacher):
            actor.leave()
        scene.town.stop()
    collector.close()
    story = Story(
        profile, all(s.ok for s in steps), round(time.perf_counter() - start, 2), steps, scene.shots
    )
    (out / "story.json").write_text(json.dumps(asdict(story), ensure_ascii=False, indent=1), encoding="utf-8")
    return story


def set_up(out: Path, room: Path, profile: str) -> Scene:
    """A fresh school and two computers in `room`, and the files to hand in."""
    place = build(room / "school", profile)
    town = Town(place)
    town.connect()
    good, bad = make_all(room / "files"), make_bad(room / "bad")
    chosen = {key: bad[key] for key in BAD if key not in ("heavy_pdf", "png_named_jpg")}
    return Scene(
        out,
        town,
        Actor("s1", room / "student", town),
        Actor("t1", room / "teacher", town),
        good,
        chosen,
    )


def _step(name: str, act: Act, scene: Scene) -> Step:
    start = time.perf_counter()
    try:
        figures, sentence = act(scene), ""
    except Exception as error:  # noqa: BLE001 - whatever a step meets is written down, and the story goes on
        traceback.print_exc()
        figures, sentence = {}, f"{type(error).__name__}: {error}"
    step = Step(name, not sentence, round(time.perf_counter() - start, 2), figures, sentence)
    print(f"{'✓' if step.ok else '✗'} {name}（{step.seconds} 秒）{step.sentence}", flush=True)
    return step
