"""The conversation about one file."""

from domain.errors import Damaged, Offline
from sync.effects import (
    AskBlob,
    BlobMismatch,
    BlobOffset,
    BlobRefused,
    Downloaded,
    FetchBlob,
    SendPiece,
    TooLarge,
    Uploaded,
    VerifyOwn,
    Wait,
)
from sync.transfer import PIECE, SMALLEST, download, upload
from sync.wire import BlobState
from tests.playbook import Ends, Playbook, Raises, fails

SHA = "ab" * 32
BIG = 2 * PIECE + 5


def at(offset, verified=False):
    return BlobState(SHA, offset, verified)


def off():
    return fails(Offline("broken", "斷了"))


def test_that_a_file_the_school_has_is_not_sent_again():
    Playbook(upload(SHA, 9)) << AskBlob(SHA) >> at(9, True) << Uploaded(SHA) >> None << Ends(False)


def test_that_a_small_file_goes_in_one_piece():
    book = Playbook(upload(SHA, 9)) << AskBlob(SHA) >> at(0) << SendPiece(SHA, 9, 0, 9) >> at(9, True)
    book << Uploaded(SHA) >> None << Ends(True)


def test_that_a_big_file_goes_on_where_the_school_stands():
    book = (
        Playbook(upload(SHA, BIG))
        << AskBlob(SHA)
        >> at(100)
        << SendPiece(SHA, BIG, 100, PIECE)
        >> at(PIECE + 100)
    )
    (
        book
        << SendPiece(SHA, BIG, PIECE + 100, PIECE - 95)
        >> at(BIG, True)
        << Uploaded(SHA)
        >> None
        << Ends(True)
    )


def test_that_after_a_broken_attempt_the_piece_is_halved_but_not_below_256_kib():
    book = Playbook(upload(SHA, BIG)) << AskBlob(SHA) >> at(0)
    for tries, length in enumerate((PIECE, PIECE // 2, SMALLEST, SMALLEST)):
        book << SendPiece(SHA, BIG, 0, length) >> off() << Wait(tries) >> None << AskBlob(SHA) >> at(0)
    book << SendPiece(SHA, BIG, 0, SMALLEST) >> off() << Raises(BlobRefused)


def test_that_a_piece_that_gets_through_starts_the_count_of_tries_anew():
    book = Playbook(upload(SHA, BIG)) << AskBlob(SHA) >> at(0) << SendPiece >> off() << Wait(0) >> None
    (
        book
        << AskBlob(SHA)
        >> at(0)
        << SendPiece(SHA, BIG, 0, PIECE // 2)
        >> at(PIECE // 2)
        << SendPiece
        >> off()
        << Wait(0)
    )


def test_that_a_proxy_that_minds_the_size_gets_smaller_pieces_at_once():
    book = (
        Playbook(upload(SHA, BIG))
        << AskBlob(SHA)
        >> at(0)
        << SendPiece
        >> fails(TooLarge())
        << AskBlob(SHA)
        >> at(0)
    )
    book << SendPiece(SHA, BIG, 0, PIECE // 2)


def test_that_the_school_s_offset_wins():
    book = Playbook(upload(SHA, BIG)) << AskBlob(SHA) >> at(0) << SendPiece >> fails(BlobOffset(PIECE))
    book << SendPiece(SHA, BIG, PIECE, PIECE)


def test_that_an_offset_that_jumps_for_ever_ends():
    book = Playbook(upload(SHA, 10)) << AskBlob(SHA) >> at(0)
    for turn in range(1000):
        if not isinstance(book.asked, SendPiece):
            break
        book >> fails(BlobOffset(3 + turn % 2))
    book << Raises(BlobRefused)


def test_that_whoever_was_overtaken_waits_a_moment_and_goes_on_from_there():
    """Two programs of one person send the same file: the school answers 409 with the offset that was right."""
    book = Playbook(upload(SHA, 10)) << AskBlob(SHA) >> at(4) << SendPiece(SHA, 10, 4, 6)
    book >> fails(BlobOffset(4)) << Wait(0) >> False << SendPiece(SHA, 10, 4, 6)
    book >> at(10, verified=True) << Uploaded(SHA) >> None << Ends(True)


def test_that_a_mismatch_makes_us_look_at_our_own_copy_and_send_once_more():
    book = (
        Playbook(upload(SHA, 9))
        << AskBlob(SHA)
        >> at(0)
        << SendPiece
        >> fails(BlobMismatch())
        << VerifyOwn(SHA)
        >> True
    )
    book << AskBlob(SHA) >> at(0) << SendPiece >> fails(BlobMismatch()) << Raises(BlobMismatch)


def test_that_an_own_copy_that_rotted_is_said_and_not_sent_again():
    book = (
        Playbook(upload(SHA, 9))
        << AskBlob(SHA)
        >> at(0)
        << SendPiece
        >> fails(BlobMismatch())
        << VerifyOwn(SHA)
    )
    book >> False << Raises(Damaged)


def test_that_no_line_at_all_is_not_a_fault_of_the_file():
    Playbook(upload(SHA, 9)) << AskBlob(SHA) >> off() << Raises(Offline)


def test_that_a_file_that_arrives_damaged_is_fetched_once_more():
    book = (
        Playbook(download(SHA, 9))
        << FetchBlob(SHA, 9)
        >> fails(Damaged("hash", "壞了"))
        << FetchBlob(SHA, 9)
        >> None
    )
    book << Downloaded(SHA) >> None << Ends()
