"""Removing files that held something in plain: overwritten first, as far as that reaches.

On a disk that writes elsewhere than it says (SSD, USB stick, a file system with copies of old states) the old bytes may
still be somewhere below. The help says so; only a disk that is encrypted as a whole rules it out.
"""

from __future__ import annotations

import os
from pathlib import Path

_PIECE = bytes(2**20)


def shred(path: Path) -> None:
    """Overwrite a file with zeros, durably, and remove it. Nothing happens where there is none. OSError.

    What has a second name is only removed under this one.
    """
    try:
        with path.open("r+b") as file:
            told = os.fstat(file.fileno())
            left = told.st_size if told.st_nlink == 1 else 0
            while left > 0:
                left -= file.write(_PIECE[:left])
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    except PermissionError:
        # Some files are read-only; removing them is then all there is.
        path.chmod(0o600)
    path.unlink(missing_ok=True)
