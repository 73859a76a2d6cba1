"""A real PostgreSQL for the tests, started here and gone afterwards."""

import glob
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import psycopg

BIN = os.environ.get("PGBIN") or next(iter(sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)), "")
RUN_AS = "postgres" if os.geteuid() == 0 else None  # initdb and postgres refuse uid 0
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Cluster:
    """One server; every test gets a database of its own, cloned from a template."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._numbers = count()

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://test@127.0.0.1:{self.port}/{name}"

    def create(self, template: str = "template1") -> str:
        name = f"school_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(
            f"host=127.0.0.1 port={self.port} user=test dbname=postgres", autocommit=True
        ) as conn:
            conn.execute(statement)  # type: ignore[call-overload]


@contextmanager
def cluster() -> Iterator[Cluster]:
    folder = tempfile.mkdtemp(prefix="pgtest-")
    os.chmod(folder, 0o755)  # must be reachable by the user postgres
    if RUN_AS:
        shutil.chown(folder, RUN_AS, RUN_AS)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-p {port} -h 127.0.0.1 -k {folder} {FAST}"
    _as_postgres(
        f"{BIN}/initdb",
        "-D",
        f"{folder}/data",
        "-U",
        "test",
        "--auth=trust",
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    )
    _as_postgres(f"{BIN}/pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start")
    try:
        yield Cluster(port)
    finally:
        _as_postgres(f"{BIN}/pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(*command: str) -> None:
    before = ["setpriv", f"--reuid={RUN_AS}", f"--regid={RUN_AS}", "--init-groups"] if RUN_AS else []
    subprocess.run([*before, *command], check=True, cwd="/", stdout=subprocess.DEVNULL)
