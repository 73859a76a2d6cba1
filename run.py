#!/usr/bin/env python3
"""The one command: sets everything up, then does one job. Without arguments it lists itself.

Standard library only, and readable by any Python 3: it is what runs before anything is installed.
It never touches Python packages outside .venv, and installs system packages only when run as root.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements" / "lock.txt"
STAMP = VENV / "licheng-lock"
BUILDING = ROOT / ".venv.lock"
READY = "LICHENG_READY"  # set for the second start, inside .venv
OLDEST = (3, 11)
USAGE, NEEDS_A_PERSON, INTERRUPTED = 2, 3, 130

COMMANDS = {
    "demo": (
        "開一所示範學校並打開程式（--headless 資料夾：自動演一遍）",
        "a demo school and the application",
    ),
    "drill": (
        "演練：學校回到十七天前，一切自己回來（--students 300 --days 17 --seed 1 --out 資料夾）",
        "a school loses seventeen days; everything comes back, with a report",
    ),
    "test": ("跑全部測試並量覆蓋率（後面可接 pytest 的參數）", "all tests, with coverage"),
    "prove": ("證明同步引擎，印出全部數字", "the proof of the sync engine, with all its figures"),
    "soak": (
        "長時間模擬：--hours 小時數，報告寫在 --out 資料夾",
        "histories from seeds for hours, every built-in fault, with a report",
    ),
    "app": ("打開學生與老師用的程式", "the desktop application"),
    "school": ("學校主機：init、serve、import、backup…", "the school server and its tools"),
    "check": ("檢查格式、型別、匯入方向與檔案大小", "ruff, mypy, import contracts, sizes"),
    "bench": ("跟同類程式比速度", "benchmarks against the peers"),
    "shots": (
        "把每一個畫面拍下來：明暗、大小、空的、滿的、長的、出錯的",
        "pictures of every screen, to look at",
    ),
    "package": ("製作安裝檔", "build installers"),
}

# A window, drawn off screen or in X; fonts with every Chinese character; sound. Debian's and Ubuntu's names.
SCREEN = """
libgl1 libegl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 libbrotli1 libgssapi-krb5-2
libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1
libpulse0 libxrandr2 libxext6 libdrm2 fonts-noto-cjk
"""
TESTING = "xvfb openbox postgresql nginx curl"
SYSTEM = dict.fromkeys(("demo", "app", "bench", "shots"), SCREEN)  # the others need none
SYSTEM.update(dict.fromkeys(("test", "prove", "soak"), SCREEN + TESTING))


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def listing() -> str:
    """The commands, one a line, Chinese then English."""
    lines = ["Licheng 歷程", "", "用法 usage: python3 run.py <命令 command> …", ""]
    lines += [f"  {name:<8} {chinese}\n           {english}" for name, (chinese, english) in COMMANDS.items()]
    return "\n".join(lines)


# ------------------------------------------------------------------------------- system packages


def debian() -> bool:
    return sys.platform == "linux" and shutil.which("dpkg-query") is not None


def installed() -> set[str]:
    """Names of installed Debian packages, and the names they provide (Ubuntu's libglib2.0-0t64)."""
    shown = "${db:Status-Status}\t${Package}\t${Provides}\n"
    run = subprocess.run(["dpkg-query", "-W", "-f", shown], capture_output=True, text=True, check=False)
    names: set[str] = set()
    for line in run.stdout.splitlines():
        status, package, provides = line.split("\t")
        if status == "installed":
            names.add(package)
            names.update(p.split()[0].split(":")[0] for p in provides.split(",") if p.strip())
    return names


def provide_system(wanted: list[str]) -> None:
    """Installs what is missing when root; otherwise says the exact line to type, and stops."""
    missing = sorted(set(wanted) - installed()) if wanted and debian() else []
    if not missing:
        return
    options = ["-o", "DPkg::Lock::Timeout=300"]
    install = ["apt-get", *options, "install", "-y", "--no-install-recommends", *missing]
    by_hand = f"sudo apt-get update && sudo {shlex.join(install)}"
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        say(f"缺少系統套件，請先執行（system packages are missing, please run）：\n  {by_hand}")
        sys.exit(NEEDS_A_PERSON)
    say(f"安裝系統套件 installing system packages: {' '.join(missing)}")
    # RUNLEVEL=1: a database server that comes as a package is for the tests to start, not for the package
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    quiet["PATH"] = os.pathsep.join([quiet.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"])
    log = subprocess.DEVNULL
    subprocess.run(["apt-get", *options, "update"], env=quiet, stdout=log, check=False)
    done = subprocess.run(install, env=quiet, stdin=subprocess.DEVNULL, stdout=log, check=False).returncode
    if done != 0:
        say(f"系統套件沒有裝成（結束碼 {done}），請看上面的訊息，或自己執行：\n  {by_hand}")
        sys.exit(NEEDS_A_PERSON)


# ------------------------------------------------------------------------------- Python packages


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint() -> str:
    """What .venv must have been built from; empty when its Python does not start."""
    ask = [str(venv_python()), "-c", "import sys; print(*sys.version_info[:2], sep='.')"]
    try:
        version = subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {version}\n"


def up_to_date() -> bool:
    return STAMP.exists() and STAMP.read_text() == fingerprint()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands started together do not build .venv at the same time."""
    if os.name == "nt":
        yield
        return
    import fcntl  # noqa: PLC0415 - not on Windows

    with BUILDING.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def environment() -> dict[str, str]:
    """The caller's environment (proxies, mirrors), less what would install or import from elsewhere."""
    stray = ("PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "__PYVENV_LAUNCHER__")
    kept = {key: value for key, value in os.environ.items() if key not in stray}
    return {**kept, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONNOUSERSITE": "1"}


def provide_python() -> None:
    """Builds .venv from the lock when it is missing, broken, or built from another lock."""
    if up_to_date():
        return
    with one_at_a_time():
        if up_to_date():
            return
        say("準備 Python 套件（第一次要幾分鐘） preparing .venv, the first time takes some minutes …")
        build_venv()
        provide_commands()
        STAMP.write_text(fingerprint())


def build_venv() -> None:
    pip = [str(venv_python()), "-m", "pip"]
    if not succeeds([*pip, "--version"]):
        if importlib.util.find_spec("ensurepip") is None:  # Debian's Python comes without
            provide_system([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"])
        # a Python that no longer starts was upgraded away: nothing in there is of use
        must([sys.executable, "-m", "venv", *([] if fingerprint() else ["--clear"]), str(VENV)])
    wanted = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(LOCK)]
    must([*pip, "install", "--quiet", *wanted])


def provide_commands() -> None:
    """`licheng` and `licheng-school` in .venv's folder of programs, over this very checkout."""
    for name, package in (("licheng", "desktop"), ("licheng-school", "server")):
        start = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        words = f"{start}from {package}.__main__ import main\nsys.exit(main())\n"
        program = venv_python().with_name(name if os.name != "nt" else f"{name}.py")
        program.write_text(f"#!{venv_python()}\n{words}", encoding="utf-8")
        program.chmod(0o755)


def succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def must(command: list[str]) -> None:
    code = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, check=False).returncode
    if code != 0:
        say(f"這一步沒有成功（結束碼 {code}） this step failed:\n  {shlex.join(command)}")
        sys.exit(1)


# ---------------------------------------------------------------------------------- the commands


def hand_over(command: list[str], env: dict[str, str]) -> NoReturn:
    """Becomes the command, so that its exit code and its signals are its own."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, env)
    sys.exit(subprocess.run(command, env=env, check=False).returncode)


def module(name: str, args: list[str], *, offscreen: bool = False) -> NoReturn:
    """`python -m name`, found in the project from wherever the caller stands."""
    path = os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p)
    env = {**environment(), "PYTHONPATH": path}
    if offscreen:
        env["QT_QPA_PLATFORM"] = "offscreen"
    hand_over([sys.executable, "-P", "-m", name, *args], env)


def demo(args: list[str]) -> NoReturn:
    screen = sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    headless = "--headless" in args
    if not screen and not headless and not {"-h", "--help"} & set(args):
        say("這裡沒有螢幕，改為自動演一遍（no display: playing the story）→ ./demo-out")
        args, headless = ["--headless", "demo-out", *args], True
    module("demo", args, offscreen=headless)


def test(args: list[str]) -> NoReturn:
    options = ["--cov", "--cov-report=term"]
    if not args:
        options += ["-n", "2", "--dist", "loadgroup"]
    os.chdir(ROOT)  # noqa: TID251 - the process becomes pytest on the next line
    module("pytest", [*options, *args], offscreen=True)


def check() -> int:
    """Every check, also after one has failed; 1 when any did."""
    python = [sys.executable, "-m"]
    steps = {
        "ruff check": [*python, "ruff", "check", "."],
        "ruff format": [*python, "ruff", "format", "--check", "."],
        "mypy --strict": [*python, "mypy"],
        "import contracts": [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"],
        "sizes": [*python, "pytest", "-q", "tests/test_architecture.py", "-k", "size"],
    }
    env = {**environment(), "QT_QPA_PLATFORM": "offscreen"}
    codes = {}
    for name, command in steps.items():
        say(f"— {name}")
        codes[name] = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    say("")
    for name, code in codes.items():
        say(f"{'通過 ok    ' if code == 0 else '沒過 FAILED'}  {name}")
    return 1 if any(codes.values()) else 0


def package() -> int:
    recipes = [p.name for p in sorted((ROOT / "packaging").glob("*")) if p.name != "README.md"]
    what = "、".join(recipes) or "一個也沒有（none）"
    say(f"還不會自己製作安裝檔（no installers are built yet）。配方 recipes in packaging/：{what}")
    return USAGE


def perform(name: str, args: list[str]) -> int:
    modules = {
        "app": "desktop",
        "school": "server",
        "bench": "benchmarks",
        "drill": "demo.drill",
        "prove": "tests.proof.prove",
        "soak": "tests.simulator.soak",
    }
    if name in modules:
        module(modules[name], args)
    if name == "demo":
        demo(args)
    if name == "test":
        test(args)
    if name == "shots":
        module("tests.shots", args, offscreen=True)
    return check() if name == "check" else package()


def main(argv: list[str]) -> int:
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(listing())
        return 0
    if argv[0] not in COMMANDS:
        say(f"沒有「{argv[0]}」這個命令（no such command）\n\n{listing()}")
        return USAGE
    if sys.version_info < OLDEST:
        say("需要 Python 3.11 以上（Python 3.11 or newer is needed）")
        return USAGE
    name, args = argv[0], argv[1:]
    second_start = os.environ.get(READY) == str(ROOT) and Path(sys.prefix) == VENV
    if name == "package" or second_start:
        return perform(name, args)
    provide_system(SYSTEM.get(name, "").split())
    provide_python()
    hand_over([str(venv_python()), str(ROOT / "run.py"), *argv], {**os.environ, READY: str(ROOT)})


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
