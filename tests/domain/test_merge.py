"""The laws of the merge: nothing typed is lost, nothing untouched moves, equal is no conflict."""

from typing import Any

from attrs import evolve
from hypothesis import given, strategies as st

from domain import intents
from domain.intents import Action, Intent
from domain.merge import current, kept, merge, resolve, same
from domain.mutators import project
from domain.people import Actor, Role
from domain.records import Attachment, Conflict, Record, clean
from tests.domain.ourschool import MP4, PDF, new_id

KEYS = ("description", "award", "event_category")
SLOTS = ("document_file", "media_file")
AMY = Actor("amy", Role.STUDENT)

words = st.sampled_from([None, "", "甲", "乙", "丙"])
files = st.sampled_from([None, PDF, MP4, evolve(PDF, name="改名.pdf"), evolve(MP4, sha256="c" * 64)])
values = st.dictionaries(st.sampled_from(KEYS), words).map(clean)
held_files = st.dictionaries(st.sampled_from(SLOTS), files.filter(bool))
records = st.builds(lambda v, f: Record("r", "competition", "amy", values=v, files=f), values, held_files)
typing = st.dictionaries(st.sampled_from(KEYS), words)
filing = st.dictionaries(st.sampled_from(SLOTS), files)


def typed(seen: Record, fields: dict[str, Any], slots: dict[str, Attachment | None]) -> dict[str, Any]:
    """`d` of a save by somebody who saw `seen`."""
    d = intents.save({key: (seen.values.get(key), value) for key, value in fields.items()})
    for slot, attachment in slots.items():
        held = seen.files.get(slot)
        d = intents.with_file(d, slot, held.sha256 if held else None, attachment)
    return d


def wanted(d: dict[str, Any]) -> dict[str, Any]:
    """Every field of the save with the value that it should have."""
    fields = {key: change["to"] for key, change in d["f"].items()}
    keys = ("sha256", "size", "name", "mime")
    put = {f"files/{one['slot']}": {key: one[key] for key in keys} for one in d["att"]["put"]}
    return {**fields, **put, **{f"files/{one['slot']}": None for one in d["att"]["del"]}}


@given(records)
def test_that_a_save_of_nothing_changes_nothing(record):
    merged = merge(record, intents.save({}), "i", "home")
    assert (merged.record, merged.conflicts, merged.changed) == (record, (), False)


@given(records, typing, filing)
def test_that_what_was_typed_over_what_is_there_is_taken_whole(record, fields, slots):
    d = typed(record, fields, slots)
    merged = merge(record, d, "i", "home")
    assert merged.conflicts == ()
    assert all(same(current(merged.record, name), value) for name, value in wanted(d).items())


@given(records, typing, filing)
def test_that_the_same_save_twice_is_one(record, fields, slots):
    d = typed(record, fields, slots)
    once = merge(record, d, "i", "home").record
    twice = merge(once, d, "j", "school")
    assert (twice.record, twice.conflicts, twice.changed) == (once, (), False)


@given(records, records, typing, filing)
def test_that_only_what_is_named_moves(held, seen, fields, slots):
    d = typed(seen, fields, slots)
    merged = merge(held, d, "i", "home").record
    for name in (*KEYS, *(f"files/{slot}" for slot in SLOTS)):
        if name not in wanted(d):
            assert same(current(merged, name), current(held, name))
    assert evolve(merged, values=held.values, files=held.files) == held


@given(records, records, typing, filing)
def test_that_every_word_is_in_the_record_or_beside_it(held, seen, fields, slots):
    d = typed(seen, fields, slots)
    merged = merge(held, d, "i", "home")
    beside = {conflict.field: conflict.value for conflict in merged.conflicts}
    for name, value in wanted(d).items():
        assert same(current(merged.record, name), value) or same(beside[name], value)


@given(records, records, typing, filing)
def test_that_who_comes_second_takes_nothing_away(held, seen, fields, slots):
    """What the record held is there still, unless the writer had seen exactly that."""
    d = typed(seen, fields, slots)
    merged = merge(held, d, "i", "home")
    for name in wanted(d):
        moved = not same(current(merged.record, name), current(held, name))
        renamed = name.startswith("files/") and _sha(wanted(d)[name]) == _sha(current(held, name))
        assert not moved or renamed or _sha(current(held, name)) == _sha(current(seen, name))


@given(records, typing, filing, typing, filing)
def test_that_different_fields_commute(record, fields, slots, others, other_slots):
    first = typed(record, fields, slots)
    rest = {key: value for key, value in others.items() if key not in fields}
    rest_slots = {slot: file for slot, file in other_slots.items() if slot not in slots}
    second = typed(record, rest, rest_slots)
    one = merge(merge(record, first, "i", "home").record, second, "j", "school")
    other = merge(merge(record, second, "j", "school").record, first, "i", "home")
    assert one.record == other.record
    assert one.conflicts == other.conflicts == ()


@given(records, typing, filing)
def test_that_the_same_edit_on_two_computers_is_no_conflict(record, fields, slots):
    d = typed(record, fields, slots)
    one = merge(merge(record, d, "i", "home").record, d, "j", "school")
    assert one.conflicts == ()


@given(records, st.lists(st.tuples(typing, filing, st.sampled_from(["home", "school"])), max_size=6))
def test_that_conflict_rows_stay_few_and_the_chain_of_a_device_replaces_its_own(record, steps):
    """INV-15: at most one row a field and device, and it holds that device's newest word on it."""
    rows: dict[tuple[str, str], Conflict] = {}
    mine = {"home": record, "school": record}
    held, last = record, {}
    for fields, slots, device in steps:
        d = typed(mine[device], fields, slots)
        mine[device] = project(Intent(new_id(), Action.SAVE, "r", "competition", d), mine[device], AMY)
        merged = merge(held, d, "i", device)
        held = merged.record
        rows |= {(c.field, c.device): c for c in merged.conflicts}
        last |= {(name, device): value for name, value in wanted(d).items()}
    assert len(rows) <= (len(KEYS) + len(SLOTS)) * 2
    for (name, device), value in last.items():
        beside = rows.get((name, device))
        others = {word for (n, d), word in _texts(last).items() if n == name and d != device}
        here = same(current(held, name), value)
        assert (
            here or (beside is not None and same(beside.value, value)) or _text(current(held, name)) in others
        )


@given(records, records, typing, filing)
def test_that_a_save_that_is_refused_keeps_every_word(held, seen, fields, slots):
    d = typed(seen, fields, slots)
    assert {c.field: c.value for c in kept(held.id, d, "i", "home")} == wanted(d)


@given(records, typing, filing)
def test_that_a_resolution_puts_the_chosen_value_and_nothing_else(record, fields, slots):
    for name, value in wanted(typed(record, fields, slots)).items():
        chosen = resolve(record, name, value)
        assert same(current(chosen, name), value)
        assert resolve(chosen, name, current(record, name)) == record


def test_that_two_computers_with_files_in_different_slots_keep_both():
    empty = Record("r", "competition", "amy")
    one = merge(empty, typed(empty, {}, {"document_file": PDF}), "i", "home").record
    both = merge(one, typed(empty, {}, {"media_file": MP4}), "j", "school")
    assert both.record.files == {"document_file": PDF, "media_file": MP4}
    assert both.conflicts == ()


def test_that_a_removal_and_a_replacement_of_one_file_are_a_conflict_either_way():
    held = Record("r", "competition", "amy", files={"document_file": PDF})
    other = evolve(PDF, sha256="d" * 64)
    gone, put = typed(held, {}, {"document_file": None}), typed(held, {}, {"document_file": other})
    first = merge(merge(held, gone, "i", "home").record, put, "j", "school")
    assert (first.record.files, first.conflicts[0].value) == ({}, other.as_json())
    second = merge(merge(held, put, "j", "school").record, gone, "i", "home")
    assert (second.record.files["document_file"], second.conflicts[0].value) == (other, None)


def test_that_a_file_may_be_renamed_by_whoever_saw_the_same_bytes():
    held = Record("r", "competition", "amy", files={"document_file": PDF})
    renamed = merge(held, typed(held, {}, {"document_file": evolve(PDF, name="新名.pdf")}), "i", "home")
    assert renamed.changed
    assert renamed.record.files["document_file"].name == "新名.pdf"


def _sha(value: Any) -> Any:
    return value["sha256"] if isinstance(value, dict) else value or None


def _text(value: Any) -> str:
    return repr(value or None)


def _texts(last: dict[tuple[str, str], Any]) -> dict[tuple[str, str], str]:
    return {key: _text(value) for key, value in last.items()}
