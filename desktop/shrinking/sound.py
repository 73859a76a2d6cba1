"""A recording: an MP3 with the highest bit rate that fits the target. Also what film and sound have in common."""

from __future__ import annotations

from array import array
from io import BytesIO
from typing import Any

from desktop.shrinking.media import errors, lacking, opened, seconds_of
from desktop.shrinking.outcome import Order, Refused, Shrunk, Side, Step, Teller
from domain.file_refusals import broken
from domain.kinds import Kind
from domain.shrinking import SoundPlan, sound_plan, sound_too_long, spoken

WAVE = (1100, 420)


def shrink(data: bytes, order: Order, step: Teller) -> Shrunk:
    """The recording below the limit; raises Refused when it is too long for that."""
    step(0.01, "讀取聲音")
    try:
        with opened(data) as old:
            if not old.streams.audio:
                raise Refused(broken("聲音", "sound_broken"))
            seconds, channels = seconds_of(old), old.streams.audio[0].channels
        plan = sound_plan(seconds, channels, order.target) or sound_plan(seconds, channels, order.limit)
        if plan is None:
            raise Refused(sound_too_long(seconds, order.limit))
        before = Side(len(data), spoken(seconds), wave(data) if order.preview else b"")
        step.before(before)
        new = _encoded(data, plan, seconds, step)
        step(0.95, "準備比較的畫面")
        with opened(new) as made:
            now = seconds_of(made)
        after = Side(len(new), spoken(now), wave(new) if order.preview else b"")
    except errors() as error:
        raise Refused(broken("聲音", "sound_broken")) from error
    if len(new) > order.limit:
        raise Refused(sound_too_long(seconds, order.limit))
    mono = "，單聲道" if plan.channels < channels else ""
    changes = (f"聲音改成每秒 {plan.kilobits} kb 的 MP3{mono}", *lacking(seconds, now))
    return Shrunk(Kind.MP3, new, before, after, changes)


def _encoded(data: bytes, plan: SoundPlan, seconds: float, step: Step) -> bytes:
    import av  # noqa: PLC0415 - as above

    out, told = BytesIO(), -1
    with opened(data) as old, av.open(out, "w", format="mp3") as new:
        layout = "stereo" if plan.channels == 2 else "mono"
        stream = new.add_stream("libmp3lame", rate=plan.samples, layout=layout)
        stream.bit_rate = plan.kilobits * 1000
        for frame in old.decode(old.streams.audio[0]):
            new.mux(stream.encode(frame))
            percent = int(100 * (frame.time or 0) / max(seconds, 0.1))
            if percent != told:
                told = percent
                step(0.02 + 0.9 * min(percent, 100) / 100, f"{spoken(frame.time or 0)}／{spoken(seconds)}")
        new.mux(stream.encode(None))
    return out.getvalue()


def wave(data: bytes) -> bytes:
    """The loudness along the time, as a small PNG."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - the worker only loads what it needs

    levels = _levels(data)
    shown = Image.new("RGB", WAVE, "white")
    pen, middle = ImageDraw.Draw(shown), WAVE[1] // 2
    loudest = max(levels, default=1) or 1
    for x in range(0, WAVE[0], 5):
        level = levels[x * len(levels) // WAVE[0]] if levels else 0
        high = max(1, round(level / loudest * (middle - 20)))
        pen.rectangle((x, middle - high, x + 2, middle + high), fill=(47, 95, 208))
    out = BytesIO()
    shown.save(out, "PNG")
    return out.getvalue()


def _levels(data: bytes) -> list[int]:
    """The loudest sample of each frame, from a rough copy: one channel, 8,000 samples a second."""
    import av  # noqa: PLC0415 - as above

    found: list[int] = []
    resampler: Any = av.AudioResampler(format="s16", layout="mono", rate=8000)
    with opened(data) as film:
        for frame in film.decode(film.streams.audio[0]):
            for rough in resampler.resample(frame):
                samples = array("h", bytes(rough.planes[0])[: rough.samples * 2])
                found.append(max((abs(one) for one in samples), default=0))
    return found
