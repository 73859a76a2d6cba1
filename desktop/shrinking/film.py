"""A film: H.264 and AAC in an MP4, upright, in one pass, with the bit rate that fills the target."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from desktop.shrinking import media, picture
from desktop.shrinking.outcome import Order, Refused, Shrunk, Side, Step, Teller
from domain.file_refusals import broken
from domain.kinds import Kind
from domain.shrinking import FilmPlan, film_plan, film_too_long, spoken

if TYPE_CHECKING:
    import av.container
    from av.video.frame import VideoFrame

TRIES = 3
TURNS = {90: "cclock", 180: "hflip,vflip", 270: "clock"}
HERTZ = 44_100


@frozen
class Seen:
    """The film as it is watched: upright size, frames a second, seconds; turn: how its frames must be turned."""

    width: int
    height: int
    fps: float
    seconds: float
    turn: int
    sound: bool

    @property
    def words(self) -> str:
        return f"{spoken(self.seconds)}，{self.width} × {self.height}"


def shrink(data: bytes, order: Order, step: Teller) -> Shrunk:
    """The film below the limit; raises Refused when it is too long for that."""
    step(0.01, "讀取影片")
    try:
        with media.opened(data) as film:
            seen, first = _look(film)
    except media.errors() as error:
        raise Refused(broken("影片", "film_broken")) from error
    plan = _plan(seen, order)
    if plan is None:
        raise Refused(film_too_long(seen.seconds, order.limit))
    before = Side(len(data), seen.words, picture.thumbnail(first) if order.preview else b"")
    step.before(before)
    new, plan = _made(data, seen, plan, order, step)
    with media.opened(new) as film:
        now, shown = _look(film)
    changes = (_words(seen, plan), *media.lacking(seen.seconds, now.seconds))
    after = Side(len(new), now.words, picture.thumbnail(shown) if order.preview else b"")
    return Shrunk(Kind.MP4, new, before, after, changes)


def _plan(seen: Seen, order: Order) -> FilmPlan | None:
    """For the target; when the film is too long for it, for the limit itself."""
    terms = (seen.seconds, seen.width, seen.height, seen.fps, seen.sound)
    return film_plan(*terms, order.target) or film_plan(*terms, order.limit)


def _made(data: bytes, seen: Seen, plan: FilmPlan, order: Order, step: Step) -> tuple[bytes, FilmPlan]:
    """One pass; a second, tighter one when x264 took more than it was given."""
    for _ in range(TRIES):
        try:
            new = _encoded(data, seen, plan, step)
        except media.errors() as error:
            raise Refused(broken("影片", "film_broken")) from error
        if len(new) <= order.limit:
            return new, plan
        plan = evolve(plan, video=int(plan.video * order.limit / len(new) * 0.93))
    raise Refused(film_too_long(seen.seconds, order.limit))


def _look(film: av.container.InputContainer) -> tuple[Seen, Any]:
    """What kind of film it is, and its first picture, upright."""
    stream = film.streams.video[0]
    frame = next(film.decode(stream))
    turn = round(frame.rotation) % 360
    wide, high = frame.width, frame.height
    if turn in (90, 270):
        wide, high = high, wide
    shown: Any = frame
    upright = shown.to_image().rotate(turn, expand=True)
    fps = float(stream.average_rate or stream.guessed_rate or 25)
    seconds = media.seconds_of(film)
    seen = Seen(wide, high, fps if 1 <= fps <= 240 else 25.0, seconds, turn, bool(film.streams.audio))
    return seen, upright


def _encoded(data: bytes, seen: Seen, plan: FilmPlan, step: Step) -> bytes:
    import av  # noqa: PLC0415 - FFmpeg, in the worker only

    out = BytesIO()
    with media.opened(data) as old, av.open(out, "w", format="mp4") as new:
        _Copying(old, new, seen, plan).run(step)
    return out.getvalue()


class _Copying:
    """Every frame through one graph of filters (turn, size, rate), every sound through the encoder."""

    def __init__(self, old: Any, new: Any, seen: Seen, plan: FilmPlan) -> None:
        self._old, self._new, self._seen, self._plan = old, new, seen, plan
        rate = Fraction(plan.fps).limit_denominator(1001)
        options = {"preset": "veryfast", "maxrate": str(plan.video * 2), "bufsize": str(plan.video * 4)}
        self._video = new.add_stream("libx264", rate=rate, options=options)
        self._video.width, self._video.height = plan.width, plan.height
        self._video.pix_fmt, self._video.bit_rate = "yuv420p", plan.video
        self._video.time_base = 1 / rate
        self._audio = None
        if plan.audio:
            layout = "stereo" if plan.audio > 64_000 and old.streams.audio[0].channels > 1 else "mono"
            self._audio = new.add_stream("aac", rate=HERTZ, layout=layout)
            self._audio.bit_rate = plan.audio
        self._rate = rate
        self._graph: Any = None

    def run(self, step: Step) -> None:
        streams = [self._old.streams.video[0], *self._old.streams.audio[:1]]
        told, whole = -1, spoken(self._seen.seconds)
        for frame in self._frames(streams):
            if hasattr(frame, "planes") and hasattr(frame, "width"):
                self._show(frame)
                percent = int(100 * (frame.time or 0) / max(self._seen.seconds, 0.1))
                if percent != told:
                    told = percent
                    step(0.02 + 0.95 * min(percent, 100) / 100, f"{spoken(frame.time or 0)}／{whole}")
            elif self._audio is not None:
                self._new.mux(self._audio.encode(frame))
        self._end()

    def _frames(self, streams: list[Any]) -> Iterator[Any]:
        """What can be decoded; a film that was cut off gives what is there."""
        import av.error  # noqa: PLC0415 - as above

        packets = self._old.demux(streams)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:  # one bad packet is a flaw in the picture, not the end
                continue

    def _show(self, frame: VideoFrame) -> None:
        if self._graph is None:
            self._graph = self._filters(frame)
        self._graph.push(frame)
        self._pull()

    def _pull(self) -> None:
        import av.error  # noqa: PLC0415 - as above

        while True:
            try:
                shown = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            shown.time_base = 1 / self._rate
            shown.pict_type = 0
            self._new.mux(self._video.encode(shown))

    def _filters(self, frame: VideoFrame) -> Any:
        from av.filter import Graph  # noqa: PLC0415 - as above

        graph = Graph()
        stream = self._old.streams.video[0]
        like: Any = {"width": frame.width, "height": frame.height, "format": frame.format}
        links = [graph.add_buffer(time_base=stream.time_base, **like)]
        links += [graph.add("transpose", turn) for turn in self._turns() if "flip" not in turn]
        links += [graph.add(turn) for turn in self._turns() if "flip" in turn]
        links += [
            graph.add("fps", f"fps={self._rate.numerator}/{self._rate.denominator}"),
            graph.add("scale", f"{self._plan.width}:{self._plan.height}:flags=bicubic"),
            graph.add("setsar", "1"),
            graph.add("format", "yuv420p"),
            graph.add("buffersink"),
        ]
        for one, after in pairwise(links):
            one.link_to(after)
        graph.configure()
        return graph

    def _turns(self) -> list[str]:
        turns = TURNS.get(self._seen.turn, "")
        return turns.split(",") if turns else []

    def _end(self) -> None:
        if self._graph is not None:
            self._graph.push(None)
            self._pull()
        self._new.mux(self._video.encode(None))
        if self._audio is not None:
            self._new.mux(self._audio.encode(None))


def _words(seen: Seen, plan: FilmPlan) -> str:
    size = (
        "畫面大小不變"
        if (seen.width, seen.height) == (plan.width, plan.height)
        else (f"畫面從 {seen.width} × {seen.height} 改成 {plan.width} × {plan.height}")
    )
    rate = f"，每秒 {plan.fps:.0f} 格" if plan.fps < seen.fps - 0.5 else ""
    voice = f"；聲音每秒 {plan.audio // 1000} kb" if plan.audio else ""
    return f"{size}{rate}，每秒 {plan.video / 1_000_000:.1f} Mb{voice}"
