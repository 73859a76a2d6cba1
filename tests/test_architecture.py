"""The house as a test: who may import whom, how long a thing may be, what may not be named.

The contracts are in pyproject.toml, the attack on them in tests/fence.py.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import fence

ROOT = Path(__file__).parents[1]
PACKAGES = ("domain", "derive", "sync", "desktop", "server", "demo", "benchmarks")
FOLDERS = {*PACKAGES, "tests", "docs", "resources", "requirements", "packaging", ".ci"}
FILES = {
    *("run.py", "pyproject.toml", ".gitignore", ".gitattributes", ".editorconfig"),
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"),
}
NO_NOUN = {"utils", "util", "common", "misc", "helpers", "helper", "lib", "base", "core", "tools", "stuff"}

LONG, LONGEST, SHARE_OF_LONG, LONGEST_FUNCTION = 300, 400, 0.10, 50
# the shells of the sync core are handed a clock like everybody else, but they may wait on a real one
CLOCKLESS = [p for p in ("domain", "sync") for p in sorted((ROOT / p).rglob("*.py"))]
CLOCKLESS = [
    p for p in CLOCKLESS if p.relative_to(ROOT).parts[:2] not in {("sync", "http.py"), ("sync", "runner.py")}
]


def tracked() -> list[str]:
    """Files under version control or about to be; where there is no git nobody can tell which they are."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git work tree")
    return sorted({name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()})


def program() -> list[Path]:
    """Our own modules; tests are judged apart."""
    return [ROOT / "run.py", *(p for name in PACKAGES for p in sorted((ROOT / name).rglob("*.py")))]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


# ------------------------------------------------------------------------------------ who imports whom


def test_that_the_import_contracts_are_kept():
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [lint, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    skeleton = tmp_path_factory.mktemp("skeleton")
    fence.build(skeleton)
    attack = [
        sys.executable,
        "-P",
        str(ROOT / "tests" / "fence.py"),
        str(skeleton),
        str(ROOT / "pyproject.toml"),
    ]
    run = subprocess.run(attack, cwd=skeleton, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_that_the_fence_stands_open_where_it_should(answers):
    assert answers[""] == []


@pytest.mark.parametrize("place", range(len(fence.ATTACKS)), ids=lambda n: f"{fence.ATTACKS[n].module}-{n}")
def test_that_the_fence_holds_against_a_wrong_import(place, answers):
    assert fence.ATTACKS[place].contract in answers[str(place)]


def test_that_every_contract_is_attacked():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    contracts = set(re.findall(r'^\[\[tool\.importlinter\.contracts\]\]\nname = "(.+)"$', text, re.MULTILINE))
    assert contracts == {attack.contract for attack in fence.ATTACKS}


# --------------------------------------------------------------------------------------------- sizes


def test_that_the_size_of_a_file_stays_readable():
    lengths = {named(p): length(p) for p in program()}
    assert {n: x for n, x in lengths.items() if x > LONGEST} == {}
    long = {n: x for n, x in lengths.items() if x > LONG}
    assert len(long) <= SHARE_OF_LONG * len(lengths), f"one file in ten may pass {LONG} lines: {long}"


def test_that_the_size_of_a_test_file_stays_readable():
    lengths = {named(p): length(p) for p in sorted((ROOT / "tests").rglob("*.py"))}
    assert {n: x for n, x in lengths.items() if x > LONGEST} == {}


def test_that_the_size_of_a_function_stays_readable():
    long = {
        f"{named(path)}:{node.lineno} {node.name}": size
        for path in program()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


# --------------------------------------------------------------------------------------------- names


def test_that_the_root_holds_the_known_folders_only():
    names = tracked()
    assert {name.split("/")[0] for name in names if "/" in name} - FOLDERS == set()
    assert {name for name in names if "/" not in name} - FILES == set()


def test_that_every_module_is_named_after_a_noun():
    assert [named(p) for p in program() if {*p.relative_to(ROOT).with_suffix("").parts} & NO_NOUN] == []


def test_that_the_recipes_never_shadow_the_packaging_library():
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_that_resources_hold_data_only():
    assert list((ROOT / "resources").rglob("*.py")) == []


def test_that_every_module_says_what_it_is_for():
    assert [named(p) for p in program() if not ast.get_docstring(tree(p))] == []


def test_that_every_exemption_gives_its_reason_on_its_line():
    bare = re.compile(
        r"#\s*(noqa(:\s*[A-Z]+\d+(\s*,\s*[A-Z]+\d+)*)?|type:\s*ignore(\[[\w, -]+\])?|pragma: no cover)\s*$"
    )
    lines = ((p, n, line) for p in program() for n, line in enumerate(p.read_text("utf-8").splitlines(), 1))
    assert [f"{named(p)}:{n}" for p, n, line in lines if bare.search(line)] == []


# ------------------------------------------------------------------------------- addresses and machines

# put together here, so that this file does not name what it looks for
ADDRESSES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted"),
        ("deb", "debian"),
        ("archive", "ubuntu"),
        ("registry", "npmjs"),
        ("test", "pypi"),
    )
]
ADDRESSES += ["-".join(("index", "url")), "_".join(("index", "url")), "-".join(("find", "links"))]
MACHINE = re.compile(r"(?<![\w.*/-])/(?:" + "|".join(("wo" + "rk", "ro" + "ot")) + r")/")


def readable() -> Iterator[tuple[str, str]]:
    for name in tracked():
        content = (ROOT / name).read_bytes()
        if b"\0" not in content[:4096] and name != "LICENSE":
            yield name, content.decode("utf-8", "replace")


def test_that_no_file_names_the_address_of_a_registry():
    assert [(name, a) for name, text in readable() for a in ADDRESSES if a in text] == []


def test_that_no_file_names_a_folder_of_the_machine_it_was_written_on():
    assert [(name, m.group()) for name, text in readable() if (m := MACHINE.search(text))] == []


# ------------------------------------------------------------------------- the hour, the dice, the patch

CLOCKS = {
    *(
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "time.time",
        "time.monotonic",
        "time.time_ns",
    ),
    *(
        "time.sleep",
        "uuid.uuid1",
        "uuid.uuid4",
        "os.urandom",
        "os.environ",
        "time.localtime",
        "time.perf_counter",
    ),
}
DICE = {"random", "secrets", "time"}


def clocks(module: ast.Module) -> list[str]:
    """Where a module asks for the hour, an id or the dice itself instead of being told."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            names = [".".join(ast.unparse(node).split(".")[-2:])]
            wrong = CLOCKS
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{a.name}" for a in node.names] + [str(node.module)]
            wrong = CLOCKS | DICE
        elif isinstance(node, ast.Import):
            names, wrong = [a.name for a in node.names], DICE
        else:
            continue
        found += [f"line {node.lineno}: {name}" for name in names if name in wrong]
    return found


@pytest.mark.parametrize("path", CLOCKLESS, ids=named)
def test_that_the_hour_the_id_and_the_dice_are_arguments(path):
    assert clocks(tree(path)) == []


@pytest.mark.parametrize(
    "line",
    [
        "import datetime\nx = datetime.datetime.now()",
        "from datetime import date\nx = date.today()",
        "import time",
        "from time import time",
        "from uuid import uuid4",
        "import uuid\nx = uuid.uuid4()",
        "import random",
        "from secrets import token_hex",
    ],
)
def test_that_a_module_asking_for_the_hour_is_found(line):
    assert clocks(ast.parse(line))


def imported(module: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{a.name}" for a in node.names} | {str(node.module)}
    return names


def test_that_nothing_is_tested_with_patched_names():
    everything = [*program(), *sorted((ROOT / "tests").rglob("*.py"))]
    banned = ("unittest" + ".mock", "mo" + "ck", "pytest_mock")
    wrong = [
        named(p)
        for p in everything
        if any(n == b or n.startswith(b + ".") for n in imported(tree(p)) for b in banned)
    ]
    assert wrong == []
