"""Run by test_killed_attaching: attaches files to an issue, and says which are attached, until it is killed."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.data.ledger import open_ledger
from desktop.services.attaching import attach


def main(path: Path, issue_id: str, folder: Path) -> None:
    """Print the id once the service says that the file is attached."""
    ledger = open_ledger(path)
    print("ready", flush=True)
    for number in range(1_000_000):
        file = folder / f"{number}.pdf"
        file.write_bytes(b"%PDF-1.4 " + str(number).encode() * 200_000)
        print(attach(ledger, "issue", issue_id, [file]).ids[0], flush=True)
        file.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
