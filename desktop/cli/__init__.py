"""The command line: what scripts, town clerks with many files, and tests use. Without a command it opens the window."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.cli.early import say_early

SELF_TEST = "--self-test"
READ_WORKBOOKS = "--read-workbooks"


def main() -> None:
    """Entry point of the program."""
    sys.excepthook = say_early
    arguments = sys.argv[1:]
    if arguments == [READ_WORKBOOKS]:
        # The program's own reading process: it needs neither window nor commands, and each import waits for it.
        from desktop.exchange.serving import serve

        serve()
    if arguments == [SELF_TEST]:
        from desktop.app import self_test

        sys.exit(self_test())
    ledger = _window_ledger(arguments)
    if ledger is None:
        # Typer costs start-up time that the window need not pay.
        from desktop.cli.running import run

        run()
        return
    from desktop.app import run_window

    sys.exit(run_window(ledger[0]))


def _window_ledger(arguments: list[str]) -> tuple[Path | None] | None:
    """The ledger to open a window on (in a tuple; None for the user's own), or None when a command is given."""
    if not arguments:
        return (None,)
    if len(arguments) == 2 and arguments[0] == "--db":
        return (Path(arguments[1]),)
    if len(arguments) == 1 and arguments[0].startswith("--db="):
        return (Path(arguments[0].removeprefix("--db=")),)
    return None
