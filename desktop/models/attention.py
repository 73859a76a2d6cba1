"""Everything that waits for a person, as one list: fields in dispute, what the school refused, what was not kept."""

from attrs import frozen

from desktop.desk import Desk
from desktop.models import commitment, disputes, home
from desktop.models.entry_list import Line
from desktop.models.reading import Pair, moment
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.merge import SLOT
from domain.records import Record

CODES, CODES_TITLE = "codes", "截止快到了，還送不到學校"
"""The row with the codes to tell the school."""

PAST = "past"
"""The key of the row behind which the values lie that were not kept."""


@frozen
class Word:
    """One intent that was refused or is held: what it was, why not, what it said."""

    note: home.Note
    said: tuple[Pair, ...] = ()
    when: str = ""
    heading: str = "您寫的內容（都還在）"


@frozen
class Item:
    """One row of the list. case for a dispute, word for a refusal; neither for what was not kept."""

    key: str
    line: Line
    case: disputes.Case | None = None
    word: Word | None = None


def items(desk: Desk) -> tuple[Item, ...]:
    """Disputes first, then refusals, then what was not kept, if anything was."""
    found = [_disputed(case) for case in disputes.cases(desk)]
    told = commitment.codes(desk)
    found = [_codes(told), *found] if told else found
    found += [_refused(word, place) for place, word in enumerate(words(desk))]
    if disputes.settled(desk):
        title = "沒有留下的內容"
        found.append(Item(PAST, Line(Record(PAST, "", ""), title, "之前選定時的另一個版本", icon="history")))
    return tuple(found)


def words(desk: Desk) -> tuple[Word, ...]:
    """What the school refused or holds, the newest first."""
    return tuple(
        Word(note, _said(desk, one.intent), moment(one.intent.made.get("wall")) if one.intent else "")
        for note, one in zip(home.refused(desk), desk.inbox(), strict=False)
    )


def of_record(found: tuple[Item, ...], record: str) -> str:
    """The key of the first item that is about the record; "" for none."""
    for item in found:
        about = item.case.record.id if item.case else item.word.note.record if item.word else ""
        if about == record:
            return item.key
    return ""


def _codes(told: tuple[commitment.Code, ...]) -> Item:
    """Nothing to decide, but to say on the telephone."""
    note = home.Note(CODES_TITLE, commitment.ADVICE, tone="danger", pill="請打電話")
    line = Line(Record(CODES, "", ""), CODES_TITLE, commitment.ADVICE, "", note.pill, "danger", "warning")
    said = tuple(Pair(f"{one.label}（{one.window}）", one.code) for one in told)
    return Item(CODES, line, word=Word(note, said, heading="要告訴學校的代碼"))


def _disputed(case: disputes.Case) -> Item:
    count = len(case.disputes)
    line = Line(case.record, case.title, case.kind, "", f"{count} 個欄位不一樣", "danger", "compare")
    return Item(case.record.id, line, case=case)


def _refused(word: Word, place: int) -> Item:
    note = word.note
    key = note.intent or f"said-{place}"
    line = Line(Record(key, "", ""), note.title, note.text, "", note.pill, note.tone, "warning")
    return Item(key, line, word=word)


def _said(desk: Desk, intent: Intent | None) -> tuple[Pair, ...]:
    """What a save wanted to write: it is not lost, and can be copied from here."""
    form = FORMS.get(intent.form) if intent is not None else None
    if intent is None or form is None or intent.action is not Action.SAVE:
        return ()
    fields = [(key, one["to"]) for key, one in intent.d["f"].items()]
    files = [(f"{SLOT}{put['slot']}", put) for put in intent.d["att"]["put"]]
    return tuple(
        Pair(disputes.label_of(desk, form, key), disputes.shown(desk, form, key, value))
        for key, value in [*fields, *files]
    )
