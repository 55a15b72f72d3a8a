"""What a program writes, call by call: counted, broken off, or made to fail (``system_calls.c``, where gcc is)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".c")
WHY_NOT = "" if sys.platform == "linux" and shutil.which("gcc") else "needs Linux and gcc"
"""Why calls cannot be interposed here; empty when they can."""


def compiled(folder: Path) -> Path:
    """The library to be loaded before a program, made in ``folder`` when it is not there."""
    library = folder / "system_calls.so"
    if not library.exists():
        subprocess.run(
            ["gcc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"], check=True, capture_output=True
        )
    return library


def watching(library: Path, under: Path, **wishes: object) -> dict[str, str]:
    """The environment of a program whose calls on files below ``under`` are watched.

    ``wishes``: ``count`` (a file), ``kill_at``, ``tear``, ``fail`` (such as ``fsync=5``), ``during`` (a file).
    """
    names = {"during": "WHILE"}
    environment = {f"CALLS_{names.get(name, name.upper())}": str(value) for name, value in wishes.items()}
    return {"LD_PRELOAD": str(library), "CALLS_UNDER": str(under), **environment}
