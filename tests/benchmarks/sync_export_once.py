"""Export LEDGER whole to FILE and print the greatest memory used, in kilobytes (Linux; see ``export_once``)."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.services.exporting import export_workbook
from desktop.services.ledgers import open_ledger
from tests.benchmarks.export_once import peak_kilobytes

if __name__ == "__main__":
    opened = open_ledger(Path(sys.argv[1]))
    export_workbook(opened, Path(sys.argv[2]), full=True)
    opened.close()
    print(peak_kilobytes())
