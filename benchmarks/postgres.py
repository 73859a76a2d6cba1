"""A PostgreSQL of the run's own, durable as a school's is, started here and gone afterwards."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.processes import Unmeasured, free_port

PLACES = "/usr/lib/postgresql/*/bin"
OWNER = "postgres"


@contextmanager
def database() -> Iterator[str]:
    """The address of an empty database; Unmeasured when PostgreSQL is not installed."""
    programs = os.environ.get("PGBIN") or next(iter(sorted(glob.glob(PLACES), reverse=True)), "")
    if not programs:
        raise Unmeasured("PostgreSQL is not installed")
    folder, port = tempfile.mkdtemp(prefix="bench-pg-"), free_port()
    root = os.geteuid() == 0  # PostgreSQL refuses to run as root
    before = ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--init-groups"] if root else []
    os.chmod(folder, 0o755)  # the other user must reach it; it holds generated work only
    if root:
        shutil.chown(folder, OWNER, OWNER)

    def run(program: str, *words: str) -> None:
        command = [*before, f"{programs}/{program}", "-D", f"{folder}/data", *words]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)

    try:
        run("initdb", "-U", "bench", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-p {port} -h 127.0.0.1 -k {folder} -c max_connections=200"
        run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://bench@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
