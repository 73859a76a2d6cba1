"""What an input method composes belongs to the person: nothing that happens meanwhile changes or loses it."""

import pytest
from attrs import evolve

from demo import hands
from desktop.operations import records
from desktop.views import kit
from desktop.views.kit.texts import woven
from tests.desktop.views import desks, screens
from tests.desktop.views.screens import HOLES, WHOLE

WORDS = "ㄓㄨˋ一"
FIELDS = [
    "competition_name",
    "event_category",
    "award",
    "result_date",
    "description",
    "document_note",
    "external_media_url",
]


@pytest.fixture
def desk(open_desk):
    return open_desk("student", screens.small_school()).desk


@pytest.fixture
def window(desk, qtbot):
    with screens.shown(desk) as made:
        yield made


def box_of(window, field):
    return screens.edit(window, "competition", HOLES).form.frames[field].editor


@pytest.mark.parametrize("field", FIELDS)
def test_that_a_pull_leaves_the_box_alone_until_the_composing_is_over(desk, window, field):
    box = box_of(window, field)
    before = box.value()
    screens.compose(box, WORDS)
    record = desk.record(HOLES)
    news = "2025-10-01" if field == "result_date" else "https://b.example" if "url" in field else "別處寫的"
    desks.hear(desk, [evolve(record, ver=9, values={**record.values, field: news})], 100)
    hands.live(0.05)
    assert (box.value(), box.preedit) == (before, WORDS)
    screens.compose(box, "")
    assert box.value() == news


@pytest.mark.parametrize("act", ["another record", "Ctrl+S", "another page", "closing"])
@pytest.mark.parametrize("field", ["award", "description"])
def test_that_whatever_ends_the_writing_takes_the_composed_word_with_it(desk, window, act, field):
    box = box_of(window, field)
    screens.compose(box, WORDS)
    {
        "another record": lambda: window.page("competition").open_record(WHOLE),
        "Ctrl+S": window.save_open,
        "another page": lambda: window.go("home"),
        "closing": window.close,
    }[act]()
    screens.settle(desk)
    assert WORDS in desk.record(HOLES).text(field)


@pytest.mark.parametrize("field", ["award", "description"])
def test_that_a_long_sentence_being_composed_is_kept_like_text_and_counted(desk, window, field):
    box = box_of(window, field)
    screens.compose(box, WORDS)
    counter = window.page("competition").editor.form.frames[field].counter_text
    assert counter.startswith(f"{len(box.value()) + len(WORDS)}／")
    hands.wait(lambda: desk.unsaved(HOLES), "留底", 2)
    assert [WORDS in edit.value for edit in desk.unsaved(HOLES)] == [True]
    assert box.preedit == WORDS
    screens.compose(box, "")
    hands.wait(lambda: all(WORDS not in edit.value for edit in desk.unsaved(HOLES)), "收回", 2)


def test_that_a_new_record_of_nothing_but_a_given_up_word_is_not_taken_up_after_a_crash(desk, window):
    editor = screens.begin(window, "competition")
    box = editor.form.frames["award"].editor
    screens.compose(box, WORDS)
    hands.wait(lambda: desk.unsaved(editor.record_id), "留底", 2)
    screens.compose(box, "")
    hands.wait(lambda: not any(edit.value for edit in desk.unsaved(editor.record_id)), "收回", 2)
    records.rescue(desk)
    assert desk.record(editor.record_id) is None


def test_that_places_are_counted_as_qt_counts_them(qapp):
    assert woven("a🌱b", 3, "學") == "a🌱學b"
    box = kit.LineEdit()
    box.setText("🌱🌱")
    box.setCursorPosition(2)
    screens.compose(box, "ㄒ")
    assert box.standing == "🌱ㄒ🌱"
