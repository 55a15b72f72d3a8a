"""The program as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]


def environment(home: Path | None = None, *, first: Sequence[Path] = (), **more: str) -> dict[str, str]:
    """That of a process that finds the program and the tests, and needs no screen.

    ``home`` is where it keeps its own files, if not where this test does; in ``first`` modules are looked for first.
    """
    own = {} if home is None else {"ZOUFANG_HOME": str(home)}
    places = os.pathsep.join(map(str, (*first, ROOT)))
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": places, **own, **more}


def run_program(
    *arguments: str, given: str = "", home: Path | None = None, first: Sequence[Path] = (), **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end; what it is given and says is UTF-8. The rest as :func:`environment`."""
    return subprocess.run(
        [sys.executable, "-m", "desktop", *arguments],
        input=given,
        env=environment(home, first=first, **more),
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
