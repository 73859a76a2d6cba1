"""What a paper is made of, as it travels to the process that makes it. Words only; files are asked for by hash."""

from msgspec import Struct


class File(Struct, frozen=True):
    """One attached file. kind: pdf, image, audio, video. gone: why it cannot be had, "" when it can."""

    label: str
    name: str
    kind: str
    size: int
    sha256: str
    gone: str = ""


class Line(Struct, frozen=True):
    """A label with what stands behind it."""

    label: str
    text: str


class Entry(Struct, frozen=True):
    """A record on paper. section: its heading. state: where the school has it; remark: what was said."""

    id: str
    section: str
    form: str
    title: str
    subtitle: str = ""
    lines: tuple[Line, ...] = ()
    state: str = ""
    tone: str = "neutral"
    remark: str = ""
    files: tuple[File, ...] = ()


class Cover(Struct, frozen=True):
    """The first page; every word is the person's to change."""

    title: str
    school: str = ""
    name: str = ""
    group: str = ""
    day: str = ""

    @property
    def who(self) -> str:
        """For the foot of a page: the name and what this is."""
        return "　".join(part for part in (self.name, self.title) if part)


class Portfolio(Struct, frozen=True, tag="portfolio"):
    """Chosen records as one PDF. front: with a cover and contents."""

    cover: Cover
    entries: tuple[Entry, ...]
    front: bool = True


class Slip(Struct, frozen=True, tag="slip"):
    """A receipt on one page, with its QR code and itself inside as a file."""

    title: str
    number: str
    heads: tuple[Line, ...]
    files: tuple[File, ...]
    qr: str
    how: tuple[str, ...]
    name: str
    content: str


class Handbook(Struct, frozen=True, tag="handbook"):
    """A text in Markdown as pages; every heading of the first level is bookmarked."""

    title: str
    markdown: str


class Section(Struct, frozen=True):
    """A titled table of a sheet to be signed. widths: shares of a hundred; nothing: what stands there without rows."""

    title: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str = "沒有"


class SheetToSign(Struct, frozen=True):
    """One student's sheet: who, and what is confirmed."""

    name: str
    heads: tuple[Line, ...]
    sections: tuple[Section, ...]


class Confirmations(Struct, frozen=True, tag="confirmations"):
    """歷程確認單: a sheet a student, each with a sentence and lines for signatures at its end."""

    title: str
    school: str
    sentence: str
    note: str
    signs: tuple[str, ...]
    sheets: tuple[SheetToSign, ...]


class Extract(Struct, frozen=True, tag="extract"):
    """Take the file of that name out of a PDF, which is asked for as "source"."""

    name: str


class Want(Struct, frozen=True, tag="want"):
    """From the other side: send me the bytes of this file."""

    sha256: str


class Progress(Struct, frozen=True, tag="progress"):
    """From the other side: so far I am."""

    done: int
    total: int
    name: str


class Made(Struct, frozen=True, tag="made"):
    """From the other side: here it comes. left_out: files that are not in it, each with why."""

    pages: int = 0
    left_out: tuple[str, ...] = ()


Job = Portfolio | Slip | Handbook | Confirmations | Extract
Said = Want | Progress | Made
