"""Export COUNT visits to FILE and print the greatest memory used, in kilobytes (Linux).

The kernel's own account is asked, not ``getrusage``: its figure begins with the memory of the process that started
this one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.exchange.sheets import write_workbook
from tests.benchmarks.visit_rows import visit_rows, visit_sheet


def peak_kilobytes() -> str:
    """The greatest memory this process used so far."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    write_workbook(Path(sys.argv[2]), [visit_sheet(visit_rows(int(sys.argv[1])))])
    print(peak_kilobytes())
