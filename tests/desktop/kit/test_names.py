"""The kit hands out every name it promises, and loads no more than was asked for."""

import subprocess
import sys

import pytest

from desktop.views import kit


@pytest.mark.parametrize("name", kit.__all__)
def test_that_every_promised_name_is_there(name: str) -> None:
    assert callable(getattr(kit, name)) or isinstance(getattr(kit, name), type)


def test_that_an_unknown_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="Buton"):
        kit.Buton  # noqa: B018 - asking is the test


def test_that_the_sign_in_page_loads_neither_the_store_nor_the_screens() -> None:
    code = "import desktop.app, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = {
        "sqlalchemy",
        "sqlcipher3",
        "httpx",
        "pymupdf",
        "openpyxl",
        "PIL",
        "av",
        "cryptography",
        "argon2",
    }
    heavy |= {"desktop.views.main_window", "desktop.views.kit.nav", "PySide6.QtPdf", "PySide6.QtMultimedia"}
    assert heavy.isdisjoint(loaded)
