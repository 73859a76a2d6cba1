"""Reading a parsed TOML table with types: every entry is asked for once, and what nobody asked for is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Table:
    """One table and the path it was found at. Each reader takes an entry out; `done` refuses what is left."""

    def __init__(self, entries: Mapping[str, Any], path: str = "") -> None:
        self.path = path
        self._left = dict(entries)

    @property
    def keys(self) -> tuple[str, ...]:
        """What has not been asked for yet."""
        return tuple(self._left)

    def text(self, key: str, default: str | None = None) -> str:
        """An entry that is text; without a default it must be there."""
        value = self._take(key, default)
        if not isinstance(value, str):
            raise ValueError(f"{self._at(key)} 要填文字")
        return value

    def flag(self, key: str) -> bool:
        """An entry that is true or false."""
        value = self._take(key, None)
        if not isinstance(value, bool):
            raise ValueError(f"{self._at(key)} 要填 true 或 false")
        return value

    def number(self, key: str) -> int:
        """An entry that is a whole number."""
        value = self._take(key, None)
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError(f"{self._at(key)} 要填整數")
        return value

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """An entry that is a list of texts."""
        value = self._take(key, default)
        if isinstance(value, str) or not all(isinstance(one, str) for one in value):
            raise ValueError(f"{self._at(key)} 要填文字的清單")
        return tuple(value)

    def table(self, key: str) -> Table:
        """An entry that is a table."""
        return self._nested(key, self._take(key, None))

    def tables(self, key: str, default: Sequence[Mapping[str, Any]] | None = None) -> tuple[Table, ...]:
        """An entry that is a list of tables."""
        return self._list(key, self._take(key, default))

    def named_tables(self, key: str) -> dict[str, Table]:
        """An entry whose own entries are all tables; none when it is absent."""
        inner = self._nested(key, self._take(key, {}))
        return {name: inner.table(name) for name in tuple(inner._left)}

    def lists_of_tables(self, key: str) -> dict[str, tuple[Table, ...]]:
        """An entry whose own entries are all lists of tables; none when it is absent."""
        inner = self._nested(key, self._take(key, {}))
        return {name: inner.tables(name) for name in tuple(inner._left)}

    def named_texts(self, key: str) -> dict[str, str]:
        """An entry whose own entries are all text; none when it is absent."""
        inner = self._nested(key, self._take(key, {}))
        return {name: inner.text(name) for name in tuple(inner._left)}

    def done(self) -> None:
        """Refuse entries that nobody asked for: a misspelt switch must not be silent."""
        if self._left:
            raise ValueError(f"不認得的設定：{'、'.join(self._at(key) for key in self._left)}")

    def _take(self, key: str, default: Any) -> Any:
        value = self._left.pop(key, default)
        if value is None:
            raise ValueError(f"缺少設定：{self._at(key)}")
        return value

    def _nested(self, key: str, value: Any) -> Table:
        if not isinstance(value, Mapping):
            raise ValueError(f"{self._at(key)} 要是一個表格")
        return Table(value, self._at(key))

    def _list(self, key: str, value: Any) -> tuple[Table, ...]:
        if isinstance(value, (str, Mapping)) or not isinstance(value, Sequence):
            raise ValueError(f"{self._at(key)} 要是表格的清單")
        return tuple(self._nested(f"{key}[{index}]", one) for index, one in enumerate(value))

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key
