"""One store in memory, one account on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store import vault
from desktop.store.opening import Opened, memory_store, open_account
from desktop.store.store import Store
from tests.desktop.store.pages import ME

URL = "https://school.example"


@pytest.fixture
def store() -> Iterator[Store]:
    made = memory_store(ME)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return vault.folder_of(tmp_path, URL, ME)


@pytest.fixture
def keys(folder: Path) -> vault.Keys:
    return vault.create(folder, "正確的密碼", vault.Label(URL, ME, "示範高中"), vault.CHEAP)[0]


@pytest.fixture
def opened(folder: Path, keys: vault.Keys) -> Iterator[Opened]:
    made = open_account(folder, keys, ME)
    yield made
    made.close()
