"""Puts two backups in each other's place until somebody ends it: ``restore_until_killed.py LEDGER ONE OTHER``."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from desktop.services.restoring import restore

path, *backups = map(Path, sys.argv[1:])
print("begun", flush=True)
for backup in itertools.cycle(backups):
    restore(path, backup)
