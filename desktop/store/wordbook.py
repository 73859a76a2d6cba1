"""Every word that can be searched, held in memory, so that a look into all of them takes a few milliseconds.

Filled by the first search and kept up: each change of the database that touches words leaves a token behind, and notes
here what it touched. Whoever finds a token that no note leads to (another program wrote) reads everything anew.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from threading import Lock
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, select

from desktop.store import facts
from desktop.store.schema import among, file_text, given, rec_blob, work
from desktop.store.working import searchable

TOKEN = "words"
MANY = 1000
"""So many changes are noted; who comes later than that reads everything."""

_LINES = select(
    work.c.id, work.c.form, work.c.parent, work.c.deleted, work.c.updated, work.c.title, work.c.search
)
_ATTACHED = select(rec_blob.c.rec, rec_blob.c.sha256, rec_blob.c.name)
_WORDS = select(file_text.c.sha256, file_text.c.text)


@frozen
class Line:
    """What a search must know of a record besides its words."""

    form: str
    parent: str
    updated: str
    title: str
    files: tuple[tuple[str, str], ...] = ()


@frozen
class Found:
    """A record that says every word. file: the file that says it, "" when the record itself does."""

    id: str
    file: str = ""


@frozen
class Note:
    """A change: the token before it, and the records and files whose words it touched."""

    before: str
    records: frozenset[str]
    files: frozenset[str]


class Wordbook:
    """The words of one database. `touched` belongs to the writer's transaction, `found` to a reader's."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._token: str | None = None
        self._notes: dict[str, Note] = {}
        self._lines: dict[str, Line] = {}
        self._newest: list[tuple[str, Line]] = []
        self._said: dict[str, str] = {}
        self._files: dict[str, str] = {}

    def touched(self, connection: Connection, records: Iterable[str] = (), files: Iterable[str] = ()) -> None:
        """These are to be read anew once the transaction is committed; one that fails leaves no token."""
        note = Note(facts.get(connection, TOKEN), frozenset(records), frozenset(files))
        token = secrets.token_hex(8)
        facts.put(connection, TOKEN, token)
        self._notes[token] = note
        while len(self._notes) > MANY:
            del self._notes[next(iter(self._notes))]

    def found(
        self, connection: Connection, words: Collection[str], forms: Collection[str] | None
    ) -> Iterator[Found]:
        """All that say every word: those whose title does, those that do, those whose files do; each newest first."""
        with self._lock:
            self._catch_up(connection)
            shown = [one for one in self._newest if forms is None or one[1].form in forms]
            saying = self._saying(shown, words)
            inside = self._inside(shown, words, frozenset(saying))
            named = [name for name in saying if (title := self._lines[name].title) and _says(title, words)]
        first = frozenset(named)
        yield from map(Found, named)
        yield from (Found(name) for name in saying if name not in first)
        yield from inside

    def _saying(self, shown: Sequence[tuple[str, Line]], words: Collection[str]) -> list[str]:
        """The records of which each word stands in them, or in what they hang on."""
        for word in words:
            here = {name for name, text in self._said.items() if word in text}
            shown = [one for one in shown if one[0] in here or one[1].parent in here]
        return [name for name, _ in shown]

    def _inside(
        self, shown: Iterable[tuple[str, Line]], words: Collection[str], known: frozenset[str]
    ) -> list[Found]:
        """Of the others those with a file that says all of it, and the name of that file."""
        left = [(name, line) for name, line in shown if line.files and name not in known]
        asked = {sha for _, line in left for sha, _ in line.files}
        saying = {sha for sha in asked if _says(self._files.get(sha, ""), words)}
        named = ((name, [file for sha, file in line.files if sha in saying]) for name, line in left)
        return [Found(name, min(files)) for name, files in named if files]

    def _catch_up(self, connection: Connection) -> None:
        now = facts.get(connection, TOKEN)
        if now == self._token:
            return
        missed = self._missed(now)
        if missed is None:
            self._lines, self._said, self._files = {}, {}, {}
            self._read(connection.execute(_LINES), connection.execute(_ATTACHED), connection.execute(_WORDS))
        else:
            self._read_anew(connection, missed)
        self._newest = sorted(self._lines.items(), key=lambda one: (one[1].updated, one[0]), reverse=True)
        self._token = now

    def _missed(self, now: str) -> list[Note] | None:
        """The changes from where we stand to now; None when they do not lead there."""
        missed = []
        while now != self._token:
            note = self._notes.get(now)
            if note is None:
                return None
            missed.append(note)
            now = note.before
        return missed

    def _read_anew(self, connection: Connection, missed: list[Note]) -> None:
        records = {name for note in missed for name in note.records}
        files = {sha for note in missed for sha in note.files}
        for name in records:
            self._lines.pop(name, None)
            self._said.pop(name, None)
        for sha in files:
            self._files.pop(sha, None)
        these = given(sorted(records))
        self._read(
            connection.execute(_LINES.where(among(work.c.id)), these),
            connection.execute(_ATTACHED.where(among(rec_blob.c.rec)), these),
            connection.execute(_WORDS.where(among(file_text.c.sha256)), given(sorted(files))),
        )

    def _read(
        self, lines: Iterable[Row[Any]], attached: Iterable[Row[Any]], words: Iterable[Row[Any]]
    ) -> None:
        files: dict[str, list[tuple[str, str]]] = {}
        for row in attached:
            files.setdefault(row.rec, []).append((row.sha256, row.name))
        for row in lines:
            self._said[row.id] = row.search  # also of what is deleted: something may hang on it
            if not row.deleted:
                own = tuple(files.get(row.id, ()))
                self._lines[row.id] = Line(row.form, row.parent, row.updated, searchable(row.title), own)
        self._files.update((row.sha256, row.text) for row in words)


def _says(text: str, words: Collection[str]) -> bool:
    return all(word in text for word in words)
