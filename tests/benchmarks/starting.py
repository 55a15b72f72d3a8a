"""What one start of the program, or of a bare window, costs until its first painted frame."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from tests.programs import environment

SCRIPT = Path(__file__).with_name("start_once.py")
BARE = "-"


def start_seconds(cache: Path, ledger: str, home: Path | None = None) -> float:
    """User and system time of one start; what a disk takes on a busy machine is left out.

    Modules are compiled once into ``cache``, as they are where the program is installed.
    """
    compiling = environment(home or cache / "home", PYTHONPYCACHEPREFIX=str(cache))
    compiling.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, SCRIPT, ledger], env=compiling, check=True, capture_output=True, timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
