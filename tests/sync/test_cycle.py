"""The conversation about records, word by word."""

import pytest
from attrs import evolve

from sync import wire
from sync.cycle import BATCH_BYTES, Count, cycle, pull, pulling, push, pushing
from sync.effects import (
    Apply,
    Freeze,
    NewRequest,
    Note,
    NotTheSchool,
    Rewind,
    SendPull,
    SendPush,
    SetAside,
    Settle,
    Stand,
    Timeline,
    TooLarge,
    TooOld,
    Turned,
)
from sync.ports import Standing
from tests.fakes.replies import SERVER, identity, page, pending, pull_reply, push_reply
from tests.playbook import Ends, Playbook, Raises, fails

HERE = Standing("device-1", SERVER, "epoch-1", {"school": wire.Cursor(1, 5, 55)}, wire.Mark(5, 55))
NEXT = Freeze(20, BATCH_BYTES)


def asked(playbook, standing=HERE, req="r1"):
    """Past the two questions that precede every message."""
    return playbook << Stand() >> standing << NewRequest() >> req


def test_that_nothing_unsettled_means_nothing_sent():
    Playbook(push(20)) << NEXT >> () << Ends(0)


def test_that_intents_are_frozen_before_they_are_sent_and_settled_before_the_next_batch():
    book = Playbook(push(20)) << NEXT >> (pending(1), pending(2))
    asked(book)
    message = book.asked.message
    assert [bytes(item.body) for item in message.intents] == [pending(1).body, pending(2).body]
    assert (message.ack, message.marks) == (HERE.ack, HERE.cursors)
    reply = push_reply(message)
    book << SendPush(message) >> reply << Settle(reply) >> None << NEXT >> () << Ends(2)


def test_that_a_receipt_and_the_archive_flag_travel_with_a_replayed_intent():
    replayed = evolve(pending(1), receipt="c2ln", archive=True)
    book = asked(Playbook(push(20)) << NEXT >> (replayed,))
    assert book.asked.message.intents[0].receipt == "c2ln"
    assert book.asked.message.intents[0].archive


def test_that_a_refused_intent_is_noted_and_stops_nothing():
    book = asked(Playbook(push(20)) << NEXT >> (pending(1),))
    reply = push_reply(book.asked.message, status="rejected")
    (
        book
        >> reply
        << Settle(reply)
        >> None
        << Note("rejected", "", identity(1))
        >> None
        << NEXT
        >> ()
        << Ends(1)
    )


def test_that_a_batch_the_school_turns_away_is_halved_until_the_one_it_minds_stands_alone():
    book = asked(Playbook(push(20)) << NEXT >> tuple(pending(n) for n in (1, 2, 3)))
    book >> fails(Turned("bad_request", "壞了"))
    asked(book)
    assert len(book.asked.message.intents) == 1
    book >> fails(Turned("bad_request", "壞了")) << SetAside(identity(1), "bad_request", "壞了") >> None
    asked(book << Note("bad_request", "壞了", identity(1)) >> None)
    assert len(book.asked.message.intents) == 2
    book >> (lambda effect: push_reply(effect.message)) << Settle >> None << NEXT >> () << Ends(2)


def test_that_a_batch_too_large_for_a_proxy_is_halved_too():
    book = asked(Playbook(push(20)) << NEXT >> (pending(1), pending(2))) >> fails(TooLarge())
    asked(book)
    assert len(book.asked.message.intents) == 1


def test_that_a_school_that_was_restored_is_told_everything_anew():
    book = asked(Playbook(pushing(20)) << NEXT >> (pending(2),)) >> fails(Timeline("epoch-2"))
    book << Rewind("epoch-2") >> None << NEXT >> (pending(1), pending(2))
    asked(book, evolve(HERE, epoch="epoch-2", cursors={}, ack=None))
    book >> (lambda effect: push_reply(effect.message, epoch="epoch-2")) << Settle >> None << NEXT >> ()
    book << Ends(Count(pushed=2))


def test_that_a_new_epoch_in_a_good_answer_is_a_new_timeline_too():
    book = asked(Playbook(pushing(20)) << NEXT >> (pending(2),))
    book >> (lambda effect: push_reply(effect.message, epoch="epoch-9")) << Rewind("epoch-9")


def test_that_a_school_whose_timeline_never_settles_is_left_alone_after_some_rewinds():
    book = Playbook(pushing(20))
    for _ in range(4):
        asked(book << NEXT >> (pending(1),)) >> fails(Timeline("x")) << Rewind("x") >> None
    book << Raises(Timeline)


def test_that_a_timeline_change_seen_while_reading_speaks_again_before_it_reads_again():
    book = asked(Playbook(pulling())) >> fails(Timeline("epoch-2")) << Rewind("epoch-2") >> None << NEXT >> ()
    asked(book, evolve(HERE, epoch="epoch-2", cursors={})) << SendPull
    assert book.asked.message.scopes == {}


def test_that_an_answer_to_an_older_question_settles_nothing():
    book = asked(Playbook(push(20)) << NEXT >> (pending(1),))
    book >> (lambda effect: push_reply(effect.message, req="r0")) << Raises(NotTheSchool)


def test_that_an_answer_that_leaves_out_an_intent_settles_nothing():
    book = asked(Playbook(push(20)) << NEXT >> (pending(1),))
    book >> (lambda effect: push_reply(effect.message, results=[])) << Raises(NotTheSchool)


def test_that_a_program_that_is_too_old_stops_speaking():
    book = asked(Playbook(pushing(20)) << NEXT >> (pending(1),))
    book >> fails(TooOld()) << Raises(TooOld)


def test_that_a_store_that_forgets_to_settle_does_not_make_us_send_for_ever():
    book = asked(Playbook(push(20)) << NEXT >> (pending(1),))
    book >> (lambda effect: push_reply(effect.message)) << Settle >> None << NEXT >> (pending(1),) << Note
    assert book.asked.code == "stuck"


def test_that_pages_are_read_until_no_scope_has_more():
    book = asked(Playbook(pull(2)))
    first = pull_reply(book.asked.message, {"school": page(6, 7, more=True)})
    book >> first << Apply(first) >> None
    asked(book, evolve(HERE, cursors={"school": wire.Cursor(1, 7, 55)}), "r2")
    last = pull_reply(book.asked.message, {"school": page(8, head=9)})
    book >> last << Apply(last) >> None << Ends(Count(pulled=3, poll_after=30))


def test_that_a_whole_cycle_speaks_before_it_reads():
    book = asked(Playbook(cycle()) << NEXT >> ())
    assert isinstance(book.asked, SendPull)


@pytest.mark.parametrize("known", ["", SERVER])
def test_that_a_first_contact_takes_the_school_as_it_names_itself(known):
    book = asked(Playbook(pull(2)), evolve(HERE, server_id=known, epoch=""))
    book >> (lambda effect: pull_reply(effect.message, {})) << Apply
