"""Start the program: its window, or one command without it."""

import sys
from pathlib import Path

from app.places import Places, default_folder


def main() -> int:
    """Open the window or run the command; the exit code."""
    match sys.argv[1:]:
        case []:  # the common ways do without argparse: the window is to be there at once
            return _window(Places(default_folder()))
        case ["--data", folder]:
            return _window(Places(Path(folder)))
        case given:
            return _command(given)


def _window(places: Places) -> int:
    from app.bootstrap import run_window  # noqa: PLC0415 - Qt, which commands do without

    return run_window(places)


def _command(given: list[str]) -> int:
    from app.cli.arguments import read  # noqa: PLC0415 - argparse, which the window does without

    wanted = read(given)
    if wanted.command is None:
        return _window(wanted.places)
    from app.cli.run import run  # noqa: PLC0415 - SQLAlchemy, which --help does without

    return run(wanted)


if __name__ == "__main__":
    sys.exit(main())
