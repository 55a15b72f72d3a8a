"""Import FILES into a new town's ledger LEDGER and print the greatest memory used, in kilobytes (Linux).

A child process that reads for this one is counted in.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from desktop.services.importing import import_workbooks
from tests.benchmarks.export_once import peak_kilobytes
from tests.benchmarks.town_merge import new_town

if __name__ == "__main__":
    town = new_town(Path(sys.argv[1]))
    outcomes = import_workbooks(town, [Path(name) for name in sys.argv[2:]])
    assert all(outcome.status == "imported" for outcome in outcomes)
    town.close()
    print(int(peak_kilobytes()) + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
