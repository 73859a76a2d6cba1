"""Who guides whom, at the school's own machine."""

from argparse import Namespace

from derive.resources import codelists
from server.cli.commands import Answer, opened
from server.services import guiding
from server.services.guiding import Assignment

KINDS = tuple(entry.code for entry in codelists()["guidance_kind"].entries)


def add(given: Namespace) -> Answer:
    wanted = Assignment(given.account, given.kind, given.class_name, given.student, given.year)
    with opened(given) as office:
        [record] = guiding.assign(office, [wanted])
    whom = given.class_name or record.text("student_name") or given.student
    return {"ok": True, "sentence": f"{given.account} 現在輔導 {whom}。", "id": record.id}


def listed(given: Namespace) -> Answer:
    with opened(given) as office:
        found = guiding.standing(office)
        kinds = {entry.code: entry.label for entry in office.codes["guidance_kind"].entries}
    told = [
        {
            "id": one.id,
            "guide": one.owner,
            "name": one.text("guide_name"),
            "kind": kinds.get(one.text("kind"), one.text("kind")),
            "whom": one.text("class_name") or one.text("student"),
            "school_year": one.text("school_year"),
        }
        for one in found
    ]
    return {"ok": True, "sentence": f"有 {len(told)} 項輔導對象。", "guides": told}


def end(given: Namespace) -> Answer:
    with opened(given) as office:
        done = guiding.end(office, given.id)
    return {"ok": True, "sentence": f"已結束 {len(done)} 項，對方電腦裡的學生資料會隨下次同步移除。"}
