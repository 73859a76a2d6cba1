"""The least that keeping files can cost: copied one by one, each of them on the disk before the next."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path


def copied(files: Iterable[Path], folder: Path) -> None:
    """cp and fsync of each file, and of the folder at the end."""
    folder.mkdir(parents=True)
    for path in files:
        target = folder / path.name
        shutil.copyfile(path, target)
        on_disk(target)
    on_disk(folder)


def on_disk(path: Path) -> None:
    """Back when the disk has it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
