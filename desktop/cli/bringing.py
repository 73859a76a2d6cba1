"""`licheng import ZIP`: what the page 我的備份 does, without a window. Refused rows are listed; the rest is taken."""

from argparse import Namespace
from typing import Any

from desktop.cli.answers import DONE, PERSON, REFUSED, Answer
from desktop.desk import Desk
from desktop.operations import import_planning, importing
from desktop.operations.import_plan import FATE_LABELS, Fate, Imported, Plan
from domain.forms import FORMS


def bring(desk: Desk, options: Namespace) -> Answer:
    """Plan, and unless it is a dry run carry it out."""
    plan = import_planning.plan(desk, options.zip, lambda *_: None, lambda: False)
    told = _plan(desk, plan)
    if options.dry_run:
        return Answer(_code(plan), _words(desk, plan), {**told, "dry_run": True})
    done = importing.carry_out(desk, options.zip, plan, lambda *_: None, lambda: False, options.copies)
    text = f"已匯入 {len(done.changed)} 筆紀錄、{done.files} 個檔案，存在這台電腦；同步後送到學校。"
    lines = [
        _words(desk, plan),
        *(f"{note.place}：{note.sentence}" for note in done.failed),
        done.stopped,
        text,
    ]
    return Answer(_code(plan, done), "\n".join(filter(None, lines)), {**told, **_done(done)})


def _code(plan: Plan, done: Imported | None = None) -> int:
    """5 when it ended early and has to be run again, 3 when something was refused, else 0."""
    if done is not None and done.stopped:
        return PERSON
    return REFUSED if plan.counts()[Fate.REFUSED] or (done and done.failed) else DONE


def _plan(desk: Desk, plan: Plan) -> dict[str, Any]:
    forms = {key: {fate.value: n for fate, n in plan.counts(key).items()} for key in plan.forms}
    remarks = [{"place": note.place, "sentence": note.sentence} for note in plan.remarks()]
    return {
        "ours": plan.ours,
        "plan": {f.value: plan.counts()[f] for f in Fate},
        "forms": forms,
        "remarks": remarks,
    }


def _words(desk: Desk, plan: Plan) -> str:
    lines = []
    for key in plan.forms:
        counts = plan.counts(key)
        parts = [f"{FATE_LABELS[fate]} {counts[fate]}" for fate in Fate if counts[fate]]
        lines.append(f"{desk.profile.title_of(FORMS[key])}：{'、'.join(parts)}")
    lines += [f"{note.place}：{note.sentence}" for note in plan.remarks()]
    return "\n".join(lines) or "ZIP 裡沒有紀錄。"


def _done(done: Imported) -> dict[str, Any]:
    failed = [{"place": note.place, "sentence": note.sentence} for note in done.failed]
    return {"imported": list(done.changed), "files": done.files, "failed": failed, "stopped": done.stopped}
