#!/usr/bin/env python3
"""One command for everything a developer does; needs Python 3.11 or newer and nothing else.

    python3 dev.py run [ARGS]     start the program (without ARGS: on a sample college, in .demo)
    python3 dev.py test [ARGS]    run the tests (ARGS go to pytest)
    python3 dev.py check          format, lint, types, import contracts, dead code, lock files
    python3 dev.py bench [ARGS]   run the measurements in tests/bench

The first call makes .venv from the hash-locked requirements-dev.txt; later calls renew it only
when that file or the Python version has changed.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "dev.py needs Python 3.11 or newer; this is %s.%s (%s)."
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

import ctypes
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements-dev.txt"
VENV = ROOT / ".venv"
STAMP = VENV / "lock.sha256"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# What `dev.py run` works on, so that a trial never touches an office's folder.
DEMO = ROOT / ".demo"
DEMO_COMPLETE = DEMO / "sample-complete"
SAMPLE = ROOT / "resources/samples/合作企业台账.xlsx"

# Shared libraries that Qt opens but its wheels do not carry, and Debian's package of each.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


# --- the environment ---------------------------------------------------------------------------


def ensure_environment() -> None:
    """Make .venv equal to the lock; an interrupted attempt leaves no stamp and is redone."""
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    if Path(sys.prefix).resolve() == VENV.resolve():
        sys.exit("The environment is out of date: call dev.py with the system's own Python.")
    ensure_venv_module()
    print("Preparing .venv (the first time this takes a minute) ...", flush=True)
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except OSError as error:
        sys.exit(f"The old .venv is in use or not ours to replace ({error}); delete it by hand.")
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    exact = ["--no-deps", "--only-binary=:all:", "--require-hashes", "-r", str(LOCK)]
    if subprocess.call([*install, *exact]) != 0:
        sys.exit("Installing the packages of requirements-dev.txt failed; see above.")
    STAMP.write_text(wanted)


def ensure_venv_module() -> None:
    """Debian and Ubuntu put half of `venv` into a package of its own."""
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        apt_install([package], why="this Python cannot make virtual environments")


def ensure_qt_libraries(libraries: dict[str, str]) -> None:
    """On Linux, see to it that Qt finds the system libraries it needs."""
    if not sys.platform.startswith("linux"):
        return
    missing = [name for name in libraries if not can_load(name)]
    if missing:
        packages = [libraries[name] for name in missing]
        apt_install(packages, why="Qt needs " + ", ".join(missing))


def can_load(library: str) -> bool:
    """Whether the dynamic linker finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: list[str], *, why: str) -> None:
    """Install Debian packages when we may; otherwise stop and say which line to run."""
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if shutil.which("apt-get") is None:
        sys.exit(f"{why}.\nInstall what Debian calls: {' '.join(packages)}")
    if os.geteuid() != 0:
        sys.exit(f"{why}. Please run:\n    sudo {line}")
    print(f"{why}: installing {' '.join(packages)} ...", flush=True)
    commands = ["apt-get update -q", line]
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    results = [
        subprocess.call(command.split(), env=environment, stdout=subprocess.DEVNULL)
        for command in commands
    ]
    if results[-1] != 0:
        sys.exit(f"That failed. Please run:\n    apt-get update && {line}")


# --- the commands ------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Start the program; without arguments on the sample college, which is made on first use."""
    screen = has_screen()
    if screen:
        ensure_qt_libraries(QT_LIBRARIES | WINDOW_LIBRARIES)
    if any(argument.split("=")[0] == "--data" for argument in arguments):
        return python("main.py", *arguments)
    failed = ensure_sample()
    if failed:
        return failed
    if arguments or screen:
        return program(*arguments)
    return run_without_screen()


def has_screen() -> bool:
    """Windows and macOS always have one; Linux says so in the environment."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def ensure_sample() -> int:
    """Make the sample college in .demo unless it is there; an interrupted attempt is redone."""
    if DEMO_COMPLETE.exists():
        return 0
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    failed = program("demo")
    if not failed:
        DEMO_COMPLETE.touch()
    return failed


def run_without_screen() -> int:
    """The main job on the command line: take in a ledger, bring out the register."""
    pdf = DEMO / "合作企业一览表.pdf"
    xlsx = DEMO / "合作企业一览表.xlsx"
    failed = program("import", "partner", str(SAMPLE)) or program(
        "report", "partner_register", "--out", str(pdf), "--xlsx", str(xlsx)
    )
    if failed:
        return failed
    print()
    print(f"没有显示屏，已在命令行完成：导入台账，生成一览表。文件：{pdf}、{xlsx}")
    print(f"No screen: the ledger was imported and the register written to {pdf} and {xlsx}")
    print("数据在 .demo 文件夹，删除该文件夹即可重新开始。 Delete .demo to begin again.")
    return 0


def program(*arguments: str) -> int:
    """Run the program on the trial folder."""
    return python("main.py", "--data", str(DEMO), *arguments)


def test(arguments: list[str]) -> int:
    """Run pytest, without a screen unless one is asked for."""
    ensure_qt_libraries(QT_LIBRARIES)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return python("-m", "pytest", *arguments)


def bench(arguments: list[str]) -> int:
    """Run the measurements."""
    ensure_qt_libraries(QT_LIBRARIES)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return python("-m", "tests.bench", *arguments)


def check(_arguments: list[str]) -> int:
    """Run every check, also after a failed one, and sum up."""
    steps = {
        "format": lambda: python("-m", "ruff", "format", "--check", "."),
        "lint": lambda: python("-m", "ruff", "check", "."),
        "types": lambda: python("-m", "mypy"),
        "import contracts": lambda: tool("lint-imports"),
        "dead code": lambda: python("-m", "vulture"),
        "lock files": check_locks,
    }
    failed = []
    for name, step in steps.items():
        print(f"--- {name}", flush=True)
        if step() != 0:
            failed.append(name)
    print("--- " + (f"FAILED: {', '.join(failed)}" if failed else "all checks passed"))
    return 1 if failed else 0


def check_locks() -> int:
    """Locks must name no address, and both must pin the same versions."""
    complaints = []
    pins = {}
    for name in ("requirements-dev.txt", "requirements.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        if "://" in text:
            complaints.append(f"{name} contains an address; see CONTRIBUTING.md on locking")
        pins[name] = set(re.findall(r"^([^\s#-]\S*==\S+(?: ;[^\\]*)?)", text, re.MULTILINE))
    for pin in sorted(pins["requirements.txt"] - pins["requirements-dev.txt"]):
        complaints.append(f"requirements.txt pins {pin.strip()}, requirements-dev.txt does not")
    print("\n".join(complaints) or "ok")
    return 1 if complaints else 0


def python(*arguments: str) -> int:
    """Run the environment's Python in the repository's root; its exit code."""
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT)


def tool(name: str) -> int:
    """Run a command that a package has put into the environment."""
    return subprocess.call([str(PYTHON.parent / name)], cwd=ROOT)


COMMANDS = {"run": run, "test": test, "check": check, "bench": bench}


def main(arguments: list[str]) -> int:
    """Find the command and run it in a fresh environment."""
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    ensure_environment()
    return COMMANDS[arguments[0]](arguments[1:])


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
