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

# Folders with Python code of ours; the ones that do not exist are left out of the checks.
CODE = ["main.py", "dev.py", "app", "tests", "tools", "packaging"]


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
    venv.create(VENV, with_pip=True, clear=True)
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
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    quiet = {"env": environment, "stdout": subprocess.DEVNULL}
    subprocess.call(["apt-get", "update", "-q"], **quiet)
    if subprocess.call(line.split(), **quiet) != 0:
        sys.exit(f"That failed. Please run:\n    apt-get update && {line}")


# --- the commands ------------------------------------------------------------------------------


def test(arguments: list[str]) -> int:
    """Run pytest, without a screen unless one is asked for."""
    ensure_qt_libraries(QT_LIBRARIES)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return python("-m", "pytest", *arguments)


def python(*arguments: str) -> int:
    """Run the environment's Python in the repository's root; its exit code."""
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT)


if __name__ == "__main__":
    ensure_environment()
