"""Files up and down, one conversation a file. Generators of effects, like the cycle.

Up: ask what the school has, send pieces from there, until it says that it has verified the whole. After a broken
attempt the piece gets smaller, so that a bad line still gets forward. Down: published only when whole and right.
"""

from collections.abc import Generator
from typing import Any

from domain.errors import Damaged, Offline
from sync.effects import (
    AskBlob,
    BlobMismatch,
    BlobOffset,
    BlobRefused,
    Downloaded,
    Effect,
    FetchBlob,
    SendPiece,
    TooLarge,
    Uploaded,
    VerifyOwn,
    Wait,
)
from sync.wire import BlobState

PIECE = 1024 * 1024
SMALLEST = 256 * 1024
TRIES = 5
MOVES = 64

OWN_DAMAGED = "這台電腦上的檔案已損壞，無法上傳。"
BROKEN = "檔案上傳一直中斷。"
OWN_REMEDY = "請重新附上原本的檔案。"


def upload(sha256: str, size: int) -> Generator[Effect, Any, bool]:
    """Bring the file to the school; true when it had to be sent. Raises Damaged when the own copy is not sound."""
    state: BlobState = yield AskBlob(sha256)
    if state.verified:
        yield Uploaded(sha256)
        return False
    try:
        yield from _send(sha256, size, state)
    except BlobMismatch:
        sound: bool = yield VerifyOwn(sha256)
        if not sound:
            raise Damaged("own_copy_damaged", OWN_DAMAGED, OWN_REMEDY) from None
        state = yield AskBlob(sha256)
        yield from _send(sha256, size, state)
    yield Uploaded(sha256)
    return True


def _send(sha256: str, size: int, state: BlobState) -> Generator[Effect, Any, None]:
    """Pieces from the school's offset until it has verified the whole; gives up after TRIES broken pieces in a row."""
    piece, broken = PIECE, 0
    for _ in range(MOVES + 2 * size // SMALLEST):
        if state.verified:
            return
        length = min(piece, size - state.offset)
        if length < 0:
            raise BlobMismatch()
        try:
            state, broken = (yield SendPiece(sha256, size, state.offset, length)), 0
        except BlobOffset as moved:
            if moved.offset == state.offset:  # not a wrong place: another connection is sending the same file
                yield Wait(0)
            state = BlobState(sha256, moved.offset, verified=False)
        except (Offline, TooLarge) as error:
            broken += 1
            if broken >= TRIES:
                raise BlobRefused("broken_line", BROKEN, "下次會從中斷的地方繼續。") from error
            piece = max(SMALLEST, piece // 2)
            if isinstance(error, Offline):
                yield Wait(broken - 1)
            state = yield AskBlob(sha256)
    raise BlobRefused("no_progress", BROKEN, "下次會從中斷的地方繼續。")


def download(sha256: str, size: int) -> Generator[Effect, Any, None]:
    """Fetch the file; what arrives damaged is fetched once more."""
    try:
        yield FetchBlob(sha256, size)
    except Damaged:
        yield FetchBlob(sha256, size)
    yield Downloaded(sha256)
