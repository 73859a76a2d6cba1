"""Where the shown PDF says what is searched for: found page by page, a few milliseconds at a time."""

from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from derive.pages import Span, fold
from desktop.preview.texts import Texts

SLICE_S = 0.006


class Hits(QObject):
    """The matches and which of them is the current one: a page and the number of the match on it."""

    changed = Signal()
    moved = Signal()  # another match is the current one

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._needle = ""
        self._found: dict[int, list[Span]] = {}
        self._waiting: list[int] = []
        self._start = 0
        self.now: tuple[int, int] | None = None
        self._timer = QTimer(self, interval=0, singleShot=True)
        self._timer.timeout.connect(self._look)
        texts.came.connect(self._more)

    @property
    def needle(self) -> str:
        return self._needle

    @property
    def busy(self) -> bool:
        """Whether there may be more."""
        return bool(self._needle) and (bool(self._waiting) or not self._texts.complete)

    @property
    def total(self) -> int:
        return sum(map(len, self._found.values()))

    @property
    def number(self) -> int:
        """Which match of all is the current one, from 1; 0 when there is none."""
        if self.now is None:
            return 0
        page, nth = self.now
        return sum(len(found) for n, found in self._found.items() if n < page) + nth + 1

    @property
    def span(self) -> tuple[int, Span] | None:
        """The page and the characters of the current match."""
        return None if self.now is None else (self.now[0], self._found[self.now[0]][self.now[1]])

    def on(self, page: int) -> list[Span]:
        return self._found.get(page, [])

    def search(self, written: str, start: int) -> None:
        """Look for this from a page on; "" finds nothing."""
        self._needle, self._start = fold(written)[0], start
        self._found, self._waiting, self.now = {}, [], None
        if self._needle:
            self._texts.want_all(start)
            self._more(list(range(self._texts.count)))
        self.changed.emit()

    def step(self, way: int) -> None:
        """The next match, or with -1 the one before; round at the ends."""
        pages = sorted(self._found)
        if not pages:
            return
        page, nth = self.now if self.now is not None else (pages[-1], len(self._found[pages[-1]]) - 1)
        nth += way
        if not 0 <= nth < len(self._found[page]):
            page = pages[(pages.index(page) + way) % len(pages)]
            nth = 0 if way > 0 else len(self._found[page]) - 1
        self.now = (page, nth)
        self.moved.emit()
        self.changed.emit()

    def _more(self, numbers: list[int]) -> None:
        if self._needle:
            known = [n for n in numbers if self._texts.page(n) is not None and n not in self._found]
            self._waiting = sorted({*self._waiting, *known}, key=lambda n: (n < self._start, n))
            self._timer.start()

    def _look(self) -> None:
        began = perf_counter()
        while self._waiting and perf_counter() - began < SLICE_S:
            number = self._waiting.pop(0)
            page = self._texts.page(number)
            found = list(page.find(self._needle)) if page is not None else []
            if found:
                self._found[number] = found
                if self.now is None:
                    self.now = (number, 0)
                    self.moved.emit()
        if self._waiting:
            self._timer.start()
        self.changed.emit()
