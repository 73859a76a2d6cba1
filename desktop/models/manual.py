"""The manual of each role: chapters, and a plain search over all of them, from one character on. No widgets."""

import re

from attrs import frozen

from derive import resources
from domain.text import alike

AROUND = 12
_MARKS = re.compile(r"^\|(?:---\|)+|^#+ |^[-|] ?|\*\*|`|\[([^\]]*)\]\([^)]*\)|\|", re.MULTILINE)
_BROKEN = re.compile(r"(?<=[\u3001-\u9fff\uff00-\uffef*])\n(?=[\u3001-\u9fff\uff08])")
"""A line that ends between two Chinese characters: Markdown would put a space there."""


@frozen
class Chapter:
    """One file. plain: its words without the marks of Markdown."""

    key: str
    title: str
    markdown: str
    plain: str


@frozen
class Found:
    """A chapter with how often the words stand in it, and the first place."""

    chapter: Chapter
    count: int = 0
    snippet: str = ""


def chapters(role: str) -> tuple[Chapter, ...]:
    return tuple(_chapter(key, text) for key, text in resources.manual(role).items())


def search(words: str, among: tuple[Chapter, ...]) -> tuple[Found, ...]:
    """The chapters that hold the words; all of them for none. Full width and capitals make no difference."""
    wanted = alike(words.strip())
    if not wanted:
        return tuple(Found(chapter) for chapter in among)
    found = ((chapter, alike(chapter.plain)) for chapter in among)
    return tuple(
        Found(chapter, text.count(wanted), _snippet(chapter.plain, text, wanted))
        for chapter, text in found
        if wanted in text
    )


def whole(among: tuple[Chapter, ...]) -> str:
    """Everything in one Markdown text, for paper."""
    return "\n\n".join(chapter.markdown for chapter in among)


def _chapter(key: str, markdown: str) -> Chapter:
    markdown = _BROKEN.sub("", markdown)
    title = markdown.partition("\n")[0].lstrip("# ").strip()
    return Chapter(key, title, markdown, _MARKS.sub(lambda m: m.group(1) or "", markdown))


def _snippet(plain: str, text: str, wanted: str) -> str:
    """The words around the first place, as they are printed where folding has moved nothing."""
    place = text.index(wanted)
    source = plain if len(plain) == len(text) else text
    start, end = max(0, place - AROUND), place + len(wanted) + AROUND
    around = " ".join(source[start:end].split())
    return f"{'…' if start else ''}{around}{'…' if end < len(text) else ''}"
