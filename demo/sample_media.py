"""Makes the demo's film and melody with the codecs inside PyAV: H.264 with AAC, and MP3.

May not need numpy: pictures come from Pillow, sound from plain integers.
"""

from __future__ import annotations

import array
import math
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import av
    from PIL import Image

WIDTH, HEIGHT, RATE, SECONDS = 640, 360, 24, 5
SOUND = 44_100
TUNE = (523, 523, 784, 784, 880, 880, 784, 0, 698, 698, 659, 659, 587, 587, 523, 0)  # Hz; 0 = a rest
BEAT = 0.45
LARGE = 11 * 1024 * 1024


def tune(seconds: float) -> array.array[int]:
    """Samples of a music box playing TUNE over and over."""
    samples = array.array("h")
    for n in range(round(seconds * SOUND)):
        beat, part = divmod(n / SOUND, BEAT)
        pitch = TUNE[int(beat) % len(TUNE)]
        wave = sum(math.sin(2 * math.pi * pitch * k * part) / k**2 for k in (1, 2, 3))
        samples.append(round(9000 * wave * math.exp(-3 * part)))
    return samples


def _sing(stream: av.AudioStream, samples: array.array[int]) -> Iterator[av.Packet[av.AudioStream]]:
    import av  # noqa: PLC0415 - heavy, only sample files need it

    step = 1152
    for start in range(0, len(samples) - step, step):
        frame = av.AudioFrame(format="s16", layout="mono", samples=step)
        frame.planes[0].update(samples[start : start + step].tobytes())
        frame.sample_rate, frame.pts = SOUND, start
        yield from stream.encode(frame)
    yield from stream.encode(None)


def film_scene(n: int) -> Image.Image:
    """One picture of the film: a seedling grows and leans to the lamp; a clock counts the days."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - heavy, only sample files need it

    part = n / (RATE * SECONDS)
    picture = Image.new("RGB", (WIDTH, HEIGHT), (28, 40, 58))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(560, 40), (620, 70), (300, 320), (180, 250)], fill=(58, 74, 110))
    pen.ellipse((556, 30, 616, 90), fill=(120, 170, 255))
    pen.rectangle((0, 310, WIDTH, HEIGHT), fill=(120, 84, 54))
    pen.polygon([(200, 250), (300, 250), (284, 320), (216, 320)], fill=(176, 92, 58))
    tall, lean = 30 + 140 * part, 110 * part * part
    stem = [(250 + lean * (k / 20) ** 2, 250 - tall * k / 20) for k in range(21)]
    pen.line(stem, fill=(126, 186, 84), width=9, joint="curve")
    x, y = stem[-1]
    for side in (-1, 1):
        pen.ellipse((x + side * 24 - 26, y - 14, x + side * 24 + 26, y + 14), fill=(92, 170, 76))
    pen.rectangle((24, 24, 24 + 200 * part, 34), fill=(240, 200, 80))
    for day in range(4):
        pen.ellipse(
            (24 + day * 66, 44, 36 + day * 66, 56), fill=(240, 200, 80) if part * 3 >= day else (70, 84, 104)
        )
    return picture


def _film(path: Path, draw: Callable[[int], Image.Image], rate: int, preset: str) -> Path:
    import av  # noqa: PLC0415 - heavy, only sample files need it

    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as film:
        video = film.add_stream("libx264", rate=RATE, options={"preset": preset, "threads": "1"})
        video.width, video.height, video.pix_fmt, video.bit_rate = WIDTH, HEIGHT, "yuv420p", rate
        audio = film.add_stream("aac", rate=SOUND, layout="mono")
        frames: Any = av.VideoFrame  # its from_image has no types
        for n in range(RATE * SECONDS):
            film.mux(video.encode(frames.from_image(draw(n))))
        film.mux(video.encode(None))
        for packet in _sing(audio, tune(SECONDS)):
            film.mux(packet)
    return path


def film(path: Path) -> Path:
    """An MP4 (H.264 and AAC), 5 s, 640 x 360, well under 2 MB: a seedling leaning towards a blue lamp, with music."""
    return _film(path, film_scene, 600_000, "medium")


def melody(path: Path) -> Path:
    """An MP3, about 7 s, mono, under 200 KB: a short tune of a music box."""
    import av  # noqa: PLC0415 - heavy, only sample files need it

    with av.open(str(path), "w", format="mp3") as sound:
        stream = sound.add_stream("libmp3lame", rate=SOUND, layout="mono")
        stream.bit_rate = 96_000
        for packet in _sing(stream, tune(BEAT * len(TUNE))):
            sound.mux(packet)
    return path


def large_film(path: Path) -> Path:
    """A playable MP4 of exactly 11 MiB: the same scene full of grain, filled up with an MP4 `free` box."""
    from PIL import Image  # noqa: PLC0415 - heavy, only sample files need it

    dust = Image.frombytes("L", (900, 600), random.Random(5).randbytes(900 * 600))

    def grainy(n: int) -> Image.Image:
        x, y = n * 37 % 250, n * 53 % 230
        noise = dust.crop((x, y, x + WIDTH, y + HEIGHT))
        return Image.blend(film_scene(n), Image.merge("RGB", [noise] * 3), 0.35)

    _film(path, grainy, 15_000_000, "ultrafast")
    rest = LARGE - path.stat().st_size
    if rest < 8:
        raise ValueError(f"the film is already {-rest} bytes over {LARGE}; lower its bit rate")
    with path.open("ab") as out:
        out.write(rest.to_bytes(4, "big") + b"free" + bytes(rest - 8))
        out.flush()
        os.fsync(out.fileno())
    return path
