"""Run by the torture: copies a ledger to a place, says so, ends."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from desktop.data.backup import backup_to
from desktop.services.ledgers import open_ledger


def main(path: Path, target: Path) -> None:
    """Print a document once the copy is there."""
    ledger = open_ledger(path)
    backup_to(ledger.database, target)
    print(json.dumps({"path": str(target)}), flush=True)
    ledger.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
