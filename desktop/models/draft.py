"""One record while it is being edited: what was there, what the person typed, and what the rules say of it.

No widget and no store in here; `changes` says what a save has to carry.
"""

from collections.abc import Mapping

from attrs import evolve

from domain.codelists import CodeList
from domain.fields import Field
from domain.forms import Form
from domain.merge import same
from domain.profiles import Profile
from domain.records import Attachment, Record, Value, clean
from domain.validation import Problem, problem, problems, tidy


class Draft:
    """The edits over one record. `fresh` is true until the record exists anywhere."""

    def __init__(
        self, form: Form, record: Record, profile: Profile, codes: Mapping[str, CodeList], fresh: bool
    ) -> None:
        self.form = form
        self.base = record
        self.fresh = fresh
        self._profile = profile
        self._codes = codes
        self._typed: dict[str, Value] = {}
        self._seen: dict[str, Value] = {}

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields as this school shows them."""
        return self._profile.fields(self.form)

    @property
    def record(self) -> Record:
        """The record as the person sees it now."""
        return evolve(self.base, values=clean({**self.base.values, **self._typed}))

    def value(self, key: str) -> Value:
        return self._typed.get(key, self.base.values.get(key))

    def set(self, key: str, value: Value) -> bool:
        """Note what was typed; true when it differs from what stands in the record."""
        before = self.base.values.get(key)
        if same(value, before):
            self._seen.pop(key, None)
            return self._typed.pop(key, None) is not None
        self._seen.setdefault(key, before)
        self._typed[key] = value
        return True

    def restore(self, key: str, seen: Value, value: Value) -> None:
        """Take up an edit of an earlier session, with the value that it was typed over."""
        if self.set(key, value):
            self._seen[key] = seen

    def changes(self) -> dict[str, tuple[Value, Value]]:
        """{key: (from, to)} of all that was typed and not yet saved, in the spelling in which it is kept.

        from: what the person saw when they began to type. What came from elsewhere since is not overwritten
        unseen: the school finds that two wrote, and keeps both.
        """
        return {key: (self._seen[key], self._tidied(key, value)) for key, value in self._typed.items()}

    @property
    def dirty(self) -> bool:
        return bool(self._typed)

    def saved(self, keys: Mapping[str, tuple[Value, Value]]) -> None:
        """These edits are in the store now; what was typed since stays an edit."""
        values = clean({**self.base.values, **{key: after for key, (_, after) in keys.items()}})
        self.base = evolve(self.base, values=values)
        self.fresh = False
        for key, (_, after) in keys.items():
            if key not in self._typed:
                continue
            if self._tidied(key, self._typed[key]) == after:
                del self._typed[key], self._seen[key]
            else:
                self._seen[key] = after

    def not_saved(self, before: Record, keys: Mapping[str, tuple[Value, Value]], fresh: bool) -> None:
        """The store did not take these edits after all: they are edits again, unless typed over since."""
        self.base = before
        self.fresh = fresh
        self._typed = {**{key: after for key, (_, after) in keys.items()}, **self._typed}
        self._seen.update({key: seen for key, (seen, _) in keys.items()})

    def forget(self) -> None:
        """What was typed and not saved is not wanted any more."""
        self._typed.clear()
        self._seen.clear()

    def rebase(self, record: Record) -> frozenset[str]:
        """Take over what came from elsewhere; returns the keys whose shown value changed. Typed edits stay."""
        old = {key: self.value(key) for key in {*self.base.values, *record.values}}
        self.base = record
        self.fresh = False
        return frozenset(key for key, value in old.items() if self.value(key) != value)

    def with_file(self, slot: str, attachment: Attachment | None) -> None:
        """The slot holds this file now (already saved)."""
        files = {key: value for key, value in self.base.files.items() if key != slot}
        if attachment is not None:
            files[slot] = attachment
        self.base = evolve(self.base, files=files)
        self.fresh = False

    def _tidied(self, key: str, value: Value) -> Value:
        return tidy(self.form.field(key), value) if isinstance(value, str) else value

    def problem(self, one: Field) -> Problem | None:
        """What is wrong with one field as it stands."""
        return problem(one, self.value(one.key), self._codes)

    def missing(self) -> tuple[Problem, ...]:
        """All that still stands between this record and being submitted or selected."""
        record = self.record
        return problems(self.form, record.values, record.files, self._codes, self._profile)
