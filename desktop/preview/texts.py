"""What the pages of the shown PDF say: asked for piece by piece, read elsewhere, kept in memory while it is shown."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from derive.pages import Page, Reading

PIECE = 16
"""Pages in one go: long enough to be quick, short enough that another file's bytes come between."""


class PageReader(Protocol):
    """Reads pages of a PDF in another process; the answer comes later, in the GUI thread."""

    def __call__(
        self,
        data: bytes,
        numbers: Sequence[int],
        done: Callable[[Reading], None],
        failed: Callable[[Exception], None],
    ) -> None: ...


class Texts(QObject):
    """One PDF at a time. Nothing is read before somebody wants it."""

    came = Signal(list)  # the numbers of the pages that were read

    def __init__(self, reader: PageReader | None, parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader
        self._pages: dict[int, Page] = {}
        self._data, self._count, self._turn = b"", 0, 0
        self._wanted: list[int] = []
        self._asked = False
        self.failed = False
        self.copying = True

    def begin(self, data: bytes, count: int) -> None:
        self.release()
        self._data, self._count = data, count
        self.failed = self._reader is None

    def release(self) -> None:
        """Let go of everything; what is still on its way is for nobody."""
        self._turn += 1
        self._data, self._count, self._asked, self.copying = b"", 0, False, True
        self._pages.clear()
        self._wanted.clear()

    def page(self, number: int) -> Page | None:
        """None as long as it was not read."""
        return self._pages.get(number)

    @property
    def count(self) -> int:
        return self._count

    @property
    def known(self) -> int:
        """How many pages were read."""
        return len(self._pages)

    @property
    def complete(self) -> bool:
        """Nothing more will come."""
        return self.failed or self.known == self._count

    @property
    def pictures(self) -> int:
        """How many of the pages that were read have no text."""
        return sum(not page.text for page in self._pages.values())

    def want(self, numbers: Iterable[int]) -> None:
        """These pages next, in this order."""
        if self.failed:
            return
        fresh = [n for n in numbers if 0 <= n < self._count and n not in self._pages]
        if fresh:
            self._wanted = fresh + [n for n in self._wanted if n not in set(fresh)]
            self._ask()

    def want_all(self, first: int = 0) -> None:
        """The whole document, from this page on and round."""
        self.want([*range(first, self._count), *range(first)])

    def _ask(self) -> None:
        self._wanted = [n for n in self._wanted if n not in self._pages]
        if self._asked or not self._wanted or self._reader is None:
            return
        self._asked = True
        piece, turn = self._wanted[:PIECE], self._turn
        self._reader(
            self._data, piece, lambda made: self._take(turn, piece, made), lambda _: self._give_up(turn)
        )

    def _take(self, turn: int, piece: list[int], made: Reading) -> None:
        if turn != self._turn:
            return
        self._asked = False
        self.copying = made.copying
        self._pages.update(made.pages)
        if any(
            n not in made.pages for n in piece
        ):  # it counts fewer pages than the window: not the same to both
            self.failed = True
        else:
            self._ask()
        self.came.emit(list(made.pages))

    def _give_up(self, turn: int) -> None:
        """The words say so; the file is shown as before."""
        if turn == self._turn:
            self.failed = True
            self._wanted.clear()
            self.came.emit([])
