"""All scenes of the application, one after another. A scene lives until the next one is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.shots.aside_scenes import beside
from tests.shots.counselor_scenes import counselor
from tests.shots.door_scenes import account, door
from tests.shots.office_scenes import office
from tests.shots.people import Files
from tests.shots.student_scenes import student
from tests.shots.teacher_scenes import teacher


def everything(folder: Path, files: Files) -> Iterator[tuple[str, QWidget]]:
    """Name and window."""
    yield from door(folder)
    yield from account(folder / "account")
    yield from teacher(folder / "teacher", files)
    yield from counselor(folder / "counselor", files)
    yield from office(folder / "office")
    yield from student(folder / "student", files)
    yield from beside(folder / "beside", files)
