"""What people do in an hour at their computers, drawn from what lies before them."""

from random import Random

from demo.drill.campus import enrolment
from demo.drill.computer import Computer
from demo.drill.papers import a_paper
from domain import intents
from domain.intents import Action
from domain.records import Record

OUTCOME, CONTEST, SLOT = "course_outcome", "competition", "document_file"
FIRST_CONTEST: dict[str, str] = {
    "year_term": "114-1", "competition_name": "數學競賽", "event_category": "個人",
    "competition_field": "local-science", "competition_level": "1", "result_date": "2025-11-30",
    "participation_type": "1",
}  # fmt: skip
WORDS = ("做了一支機器手臂", "量了三週的光照", "訪問了市場的攤商", "重寫了整個程式", "比較了兩種算法")
MOST_OUTCOMES, MOST_CONTESTS = 6, 3


def work(computer: Computer) -> None:
    """A few acts, of a pupil or of a teacher."""
    if computer.owned.person.teaches:
        _review(computer)
        return
    for _ in range(computer.dice.randint(1, 4)):
        _act(computer)


def _act(computer: Computer) -> None:
    dice = computer.dice
    conflicts = computer.store.conflicts()
    if conflicts:
        _settle(computer)
        return
    mine = [one.record for one in computer.store.records(deleted=False)]
    outcomes = [one for one in mine if one.form == OUTCOME]
    contests = [one for one in mine if one.form == CONTEST]
    if len(contests) < MOST_CONTESTS and dice.random() < 0.1:
        _edit(computer, None, CONTEST)
    elif (len(outcomes) < MOST_OUTCOMES and dice.random() < 0.3) or not (outcomes or contests):
        _edit(computer, None, OUTCOME)
    else:
        _go_on(computer, dice.choice(outcomes + contests))


def _go_on(computer: Computer, record: Record) -> None:
    """The next thing that this record needs, or now and then a word more."""
    dice, seen = computer.dice, intents.seen(record.content_hash)
    if record.form == CONTEST or record.state == "passed":
        if record.selection == "none" and dice.random() < 0.5:
            computer.say(Action.SELECT, record.id, record.form, seen)
        elif record.selection == "picked" and dice.random() < 0.1:
            computer.say(Action.DESELECT, record.id, record.form, seen)
        elif record.form == CONTEST:
            _edit(computer, record, CONTEST)
        return
    if record.state == "pending":
        return
    if not record.files or dice.random() < 0.15:
        _hand_in_file(computer, record)
    elif record.values.get("summary") and dice.random() < 0.7:
        computer.say(Action.SUBMIT, record.id, OUTCOME, intents.submission(record.content_hash, record.files))
    elif dice.random() < 0.05:
        computer.say(Action.DELETE, record.id, OUTCOME, seen)
    else:
        _edit(computer, record, OUTCOME)


def _edit(computer: Computer, record: Record | None, form: str) -> None:
    dice = computer.dice
    key = "summary" if form == OUTCOME else "description"
    wanted = {key: f"{dice.choice(WORDS)}，第 {dice.randint(1, 999)} 次修改。"}
    if record is None and form == CONTEST:
        wanted |= FIRST_CONTEST
    held = dict(record.values) if record else {}
    d = intents.save(
        {name: (held.get(name), value) for name, value in wanted.items()}, _parent(computer, form)
    )
    computer.say(Action.SAVE, record.id if record else computer.identity(), form, d)


def _hand_in_file(computer: Computer, record: Record) -> None:
    file = computer.attach(a_paper(f"paper {computer.dice.getrandbits(48):x}"), "學習成果.pdf")
    before = record.files[SLOT].sha256 if SLOT in record.files else None
    d = intents.with_file(intents.save({}, record.parent), SLOT, before, file)
    computer.say(Action.SAVE, record.id, record.form, d)


def _settle(computer: Computer) -> None:
    """Keep one of two versions."""
    chosen = computer.store.conflicts()[0]
    record = computer.store.record(chosen.record)
    if record is None:
        return
    slot = record.files.get(chosen.field.removeprefix("files/"))
    now = (slot.as_json() if slot else None) if "/" in chosen.field else record.values.get(chosen.field)
    value = chosen.value if computer.dice.random() < 0.5 and record.state != "pending" else now
    d = intents.resolution(chosen.field, (chosen.device,), now, value)
    computer.say(Action.RESOLVE, record.id, record.form, d)


def _parent(computer: Computer, form: str) -> str:
    if form != OUTCOME:
        return ""
    person = computer.owned.person
    return enrolment(person, computer.dice.choice(person.courses))


def _review(computer: Computer) -> None:
    """Look at most of what waits; now and then take a pass back."""
    dice: Random = computer.dice
    for entry in computer.store.records(form=OUTCOME, deleted=False):
        record = entry.record
        if record.state == "pending" and dice.random() < 0.7:
            act = Action.CERTIFY if dice.random() < 0.8 else Action.REJECT
            computer.say(act, record.id, OUTCOME, intents.decision(record.content_hash, "看過了", ()))
        elif record.state == "passed" and dice.random() < 0.01:
            computer.say(Action.REVOKE, record.id, OUTCOME, intents.seen(record.content_hash))
