"""What film and sound have in common: opening them in memory, how long they play, whether anything moves."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from desktop.shrinking.outcome import Refused
from domain.file_refusals import broken
from domain.shrinking import spoken

if TYPE_CHECKING:
    import av.container


def opened(data: bytes) -> av.container.InputContainer:
    """The film or recording, in memory."""
    import av  # noqa: PLC0415 - FFmpeg, in the worker only

    av.logging.set_level(None)
    return av.open(BytesIO(data), "r", metadata_errors="ignore")


def errors() -> tuple[type[Exception], ...]:
    """What FFmpeg raises when a file is not whole."""
    import av.error  # noqa: PLC0415 - as above

    return av.error.FFmpegError, ValueError, EOFError, IndexError, StopIteration


def moving(film: av.container.InputContainer) -> bool:
    """Whether there is a moving picture; the cover of a song is none."""
    return any("attached_pic" not in str(stream.disposition) for stream in film.streams.video)


def seconds_of(film: av.container.InputContainer) -> float:
    """How long it plays; read from packet to packet when the file does not say."""
    if film.duration and film.duration > 0:
        return float(film.duration) / 1_000_000
    last = 0.0
    for packet in film.demux():
        if packet.pts is not None and packet.time_base is not None:
            last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    return last


def lacking(before: float, after: float) -> tuple[str, ...]:
    """A sentence when the old file promised more than there was in it."""
    if before - after < max(2.0, before / 20):
        return ()
    return (f"原檔 {spoken(after)}以後的內容缺損，沒有轉換",)


def is_film(data: bytes) -> bool:
    """Raises Refused when it does not open."""
    try:
        with opened(data) as film:
            return moving(film)
    except errors() as error:
        raise Refused(broken("影音檔", "media_broken")) from error
