"""`licheng shrink FILE --to LIMIT`: the same ladders as in the window, over any file, without an account."""

import sys
from argparse import Namespace
from pathlib import Path

from derive.inspect import inspect
from desktop.cli.answers import Answer
from desktop.operations import fitting
from desktop.shrinking import workshop
from desktop.shrinking.outcome import Order, Side
from desktop.store import durable
from domain.attachments import HEAD, TAIL, readable_size, sniff
from domain.errors import BadInput
from domain.file_refusals import Refusal
from domain.kinds import Kind

READABLE = 0o644


def shrink(options: Namespace) -> Answer:
    """Write the smaller file beside the old one, or where `--out` says; raises LichengError."""
    source: Path = options.file
    data = fitting.read(source)
    kind = _kind(data, options.to)
    if kind is None:
        text = f"「{source.name}」有 {readable_size(len(data))}，已經在 {readable_size(options.to)} 以內，沒有變動。"
        return Answer(text=text, data={"changed": False, "before": len(data), "after": len(data)})
    _make_sure(source, options.out or _beside(source, kind), options.out is not None)
    order = Order(kind, options.to, options.quality, preview=False)
    shell = _Shell()
    try:
        shrunk = workshop.shrink(data, order, shell, lambda: False)
    finally:
        shell.end()
    out = options.out or _beside(source, shrunk.kind)
    _make_sure(source, out, options.out is not None)
    durable.write(out, [shrunk.data], READABLE)
    text = f"{readable_size(len(data))} → {readable_size(len(shrunk.data))}：{out}\n{'；'.join(shrunk.changes)}。"
    figures = {"before": len(data), "after": len(shrunk.data), "kind": shrunk.kind.value, "limit": options.to}
    return Answer(
        text=text, data={"changed": True, **figures, "out": str(out), "changes": list(shrunk.changes)}
    )


def _kind(data: bytes, limit: int) -> Kind | None:
    """What the file shall become; None when it may stay as it is."""
    verdict = sniff(data[:HEAD], data[-TAIL:], len(data))
    refusal = verdict.refusal
    if verdict.kind is not None:
        if len(data) > limit:
            return verdict.kind
        refusal = inspect(data, verdict.kind)
    if refusal is None:
        return None
    if refusal.becomes is None:
        raise _error(refusal)
    return refusal.becomes


def _beside(source: Path, kind: Kind) -> Path:
    return source.with_name(f"{source.stem}（縮小）{kind.extensions[0]}")


def _make_sure(source: Path, out: Path, named: bool) -> None:
    """Nothing is written over but what was named, and never the original."""
    if out.exists() and (not named or out.samefile(source)):
        raise BadInput("exists", f"「{out}」已經存在，沒有覆蓋。", "請用 --out 指定別的檔名。")


def _error(refusal: Refusal) -> BadInput:
    return BadInput(refusal.code, refusal.sentence, refusal.remedy)


class _Shell:
    """How far it is, on a terminal; a log hears nothing."""

    def __call__(self, share: float, words: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{share:4.0%} {words}")
            sys.stderr.flush()

    def before(self, side: Side) -> None:
        """What it was is said with what it became."""

    def end(self) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
