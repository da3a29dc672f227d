"""Every command and what does it.

A new command: its arguments in `arguments`, a function in the module of its area that takes them
and gives an `Answer`, its line here.
"""

import argparse
from collections.abc import Callable

from app.cli import records, reports, rules, safety
from app.cli.answer import Answer

COMMANDS: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "demo": records.demo,
    "kinds": records.kinds,
    "import": records.bring,
    "export": records.take,
    "search": records.search,
    "report": reports.report,
    "judge": rules.judge,
    "backup": safety.backup,
    "restore": safety.bring_back,
    "check": safety.check,
}
