"""The ledgers of a million visits and of a thousand, made once and kept under ``build`` until they would differ.

``python -m tests.benchmarks.million VISITS PATH`` makes one, in a process that gives its memory back.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from desktop.data.backup import remove_ledger_file
from desktop.data.migrating import known
from desktop.services.sampling.filling import VERSION, fill_ledger
from tests.benchmarks.measuring import RESULTS

ROOT = Path(__file__).resolve().parents[2]
HOME = RESULTS.parent / "home"
"""The computer that made the ledgers: on another one each would go on as another node, and be written to."""

MILLION, FEW = 1_000_000, 1_000
TODAY = date(2026, 3, 5)


def ledger_of(visits: int) -> Path:
    """The ledger of a town with so many visits, never to be written to."""
    schema = known()[-1].partition("_")[0]
    path = RESULTS.parent / f"town-{visits}-{VERSION}-{schema}.db"
    if not path.exists():
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        for other in RESULTS.parent.glob(f"town-{visits}-*.db"):
            remove_ledger_file(other)
        command = [sys.executable, "-m", "tests.benchmarks.million", str(visits), str(path)]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "ZOUFANG_HOME": str(HOME)}, check=True)
    return path


def main(visits: int, path: Path) -> None:
    unfinished = path.with_suffix(".part")
    remove_ledger_file(unfinished)
    fill_ledger(unfinished, visits, today=TODAY, progress=lambda done, total: print(f"\r{done:,} visits", end=""))
    unfinished.replace(path)
    print()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
