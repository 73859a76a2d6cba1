"""A skeleton of the house, wrong imports to add to it one at a time, and what import-linter says to each.

Run as a program (`python fence.py FOLDER PYPROJECT`) in a process of its own: the skeleton's packages have the
names of the real ones. Prints one JSON object: the attack's place in the list -> the contracts it breaks.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import NamedTuple


class Attack(NamedTuple):
    module: str
    line: str
    contract: str


SKELETON = """
domain: fields forms records rules
derive: structs sheets
sync: wire effects cycle transfer backoff ports runner http
desktop: __main__ cli app desk sessions bus threads theme changes
desktop.views: main_window record_form
desktop.models: record_table
desktop.operations: records
desktop.store: records schema
desktop.preview: pdf
desktop.shrinking: bench
server: __main__ cli app settings blobs
server.routes: sync
server.services: pushing
server.db: schema
demo: __main__ story
benchmarks: __main__
"""

STAND, DOMAIN = "who may stand on whom", "the domain knows nothing but itself"
CORE, QT = "the sync core does no I/O and reads no clock", "Qt lives in desktop only"
ENGINE = "the server speaks the wire; it does not run the client's engine"
FLOORS, SCREENS = "the desktop, floor by floor", "screens and item models meet no SQL and no HTTP"
WORKER = "what makes files fit knows no window and no vault"
SERVER, CIRCLES = "the server, floor by floor", "no circles anywhere"

ATTACKS = (
    Attack("domain.rules", "import derive.structs", STAND),
    Attack("sync.runner", "from desktop.store import records", STAND),
    Attack("server.services.pushing", "import desktop.changes", STAND),
    Attack("desktop.desk", "from server.db import schema", STAND),
    Attack("desktop.app", "import demo.story", STAND),
    Attack("demo.story", "import benchmarks", STAND),
    Attack("domain.records", "import sqlite3", DOMAIN),
    Attack("domain.rules", "from PySide6.QtCore import QDate", DOMAIN),
    Attack("domain.forms", "from pathlib import Path", DOMAIN),
    Attack("domain.records", "import time", DOMAIN),
    Attack("sync.cycle", "import httpx", CORE),
    Attack("sync.backoff", "from time import monotonic", CORE),
    Attack("sync.transfer", "import os", CORE),
    Attack("sync.effects", "from sync import http", CORE),
    Attack("sync.a_new_module", "import random", CORE),
    Attack("server.routes.sync", "from PySide6 import QtCore", QT),
    Attack("derive.sheets", "import PySide6.QtGui", QT),
    Attack("server.services.pushing", "from sync import cycle", ENGINE),
    Attack("server.app", "import sync.ports", ENGINE),
    Attack("desktop.store.records", "from desktop.views import record_form", FLOORS),
    Attack("desktop.models.record_table", "from desktop.operations import records", FLOORS),
    Attack("desktop.bus", "import desktop.threads", FLOORS),
    Attack("desktop.changes", "import desktop.desk", FLOORS),
    Attack("desktop.shrinking.bench", "from desktop.store import records", FLOORS),
    Attack("desktop.shrinking.bench", "import desktop.threads", FLOORS),
    Attack("desktop.tools", "", FLOORS),
    Attack("desktop.views.record_form", "from desktop.store import records", SCREENS),
    Attack("desktop.models.record_table", "import sqlalchemy", SCREENS),
    Attack("desktop.views.main_window", "from sync import http", SCREENS),
    Attack("desktop.shrinking.bench", "import tempfile", WORKER),
    Attack("desktop.shrinking.bench", "from PySide6 import QtGui", WORKER),
    Attack("server.services.pushing", "from server.routes import sync", SERVER),
    Attack("server.db.schema", "import server.blobs", SERVER),
    Attack("server.extras", "", SERVER),
    Attack("domain.fields", "import domain.forms", CIRCLES),
)

# Allowed on purpose, and what gives the attack on a circle its other half.
ALLOWED = {
    "domain.forms": "import domain.fields",
    "sync.http": "import httpx",
    "sync.runner": "import time\nimport sync.cycle\nimport sync.http",
    "server.routes.sync": "import sync.wire",
    "desktop.app": "import sync.runner\nimport desktop.views.main_window",
    "demo.story": "import desktop.app\nimport server.app",
}


def build(folder: Path) -> None:
    """Writes the skeleton, with the imports that are allowed."""
    for line in SKELETON.strip().splitlines():
        package, modules = line.split(":")
        place = folder.joinpath(*package.split("."))
        place.mkdir(parents=True)
        for name in ["__init__", *modules.split()]:
            (place / f"{name}.py").write_text("")
    for module, text in ALLOWED.items():
        _file(folder, module).write_text(text + "\n")


def _file(folder: Path, module: str) -> Path:
    return folder.joinpath(*module.split(".")).with_suffix(".py")


def _broken(pyproject: str) -> list[str]:
    from importlinter.application import use_cases  # noqa: PLC0415 - needed in the process of its own only
    from importlinter.configuration import configure  # noqa: PLC0415 - the same

    configure()
    options = use_cases.read_user_options(config_filename=pyproject)
    use_cases._register_contract_types(options)
    with contextlib.redirect_stdout(io.StringIO()):
        report = use_cases.create_report(options, cache_dir=None)
    return [contract.name for contract, check in report.get_contracts_and_checks() if not check.kept]


def attack_all(folder: Path, pyproject: str) -> dict[str, list[str]]:
    """Each wrong import alone; the key "" is the skeleton as built."""
    found = {"": _broken(pyproject)}
    for place, attack in enumerate(ATTACKS):
        file = _file(folder, attack.module)
        before = file.read_text() if file.exists() else None
        file.write_text(f"{before or ''}{attack.line}\n")
        found[str(place)] = _broken(pyproject)
        if before is None:
            file.unlink()
        else:
            file.write_text(before)
    return found


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    sys.stdout.write(json.dumps(attack_all(Path(sys.argv[1]), sys.argv[2])))
