"""What the acts of the story share: the school, the people, the files, the pictures, and the words that are written."""

from collections.abc import Mapping
from pathlib import Path

from attrs import define, field

from demo import hands
from demo.hands import Missed
from demo.stage import Actor, Town
from desktop.views.record_editor import RecordEditor
from domain.records import Record

SUMMARY = (
    "以綠豆幼苗驗證向光性：控制光的方向與時間，量測彎曲角度並作圖比較，"
    "發現單側光四小時即明顯彎曲，也檢討了取樣誤差。"
)
COMMENT = "數據很完整，請補上對照組的照片，並說明為什麼選這三種糖。"
COMPETITION = {
    "competition_name": "全國高級中等學校小論文寫作比賽",
    "event_category": "生物組",
    "award": "優等",
    "description": "和兩位同學合作，研究校園植物的向光性，負責實驗設計與統計。",
}


@define
class Scene:
    """student writes and sends; teacher looks and decides. shots: pictures in the order they were taken."""

    out: Path
    town: Town
    student: Actor
    teacher: Actor
    good: Mapping[str, Path]
    bad: Mapping[str, Path]
    outcome: str = ""
    competition: str = ""
    shots: list[str] = field(factory=list)

    def shot(self, actor: Actor, name: str) -> None:
        """A picture of what the person sees."""
        actor.shot(self.out / "shots" / f"{name}.png")
        self.shots.append(f"shots/{name}.png")

    def both(self, actor: Actor, name: str) -> None:
        """The same screen light and dark."""
        self.shot(actor, name)
        actor.look("dark")
        self.shot(actor, f"{name}-dark")
        actor.look("light")

    def mine(self, form: str) -> tuple[Record, ...]:
        """What the student's own computer holds of a form."""
        return tuple(entry.record for entry in self.student.desk.entries(form))


def hold(condition: object, sentence: str) -> None:
    """A step goes on only when this is so."""
    if not condition:
        raise Missed(sentence)


def saved(editor: RecordEditor, actor: Actor) -> None:
    """Wait until the screen says that what was typed lies on this computer."""
    hands.wait(lambda: hands.says(editor, "已存在這台電腦") and not editor.draft.dirty, "已存在這台電腦")
    actor.settle()
