"""How long to wait after wrong passwords: longer each time, and kept when the program is closed or killed.

A small file in the program's own folder. Whoever can remove it can also copy the ledger away and guess elsewhere; there
only the cost of each guess (scrypt) protects it. This is for who sits down at a computer that was left.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE_NAME = "unlocking.json"

FREE = 3
"""The first wrong passwords that cost no waiting beyond the last of them."""

SECONDS = (30, 60, 120, 300, 600, 900)
"""To wait after the third wrong password, the fourth, and so on; the last for all further ones."""


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong passwords one after the other, and the time (seconds since 1970) of the last."""

    wrong: int = 0
    at: float = 0.0

    def seconds_left(self, now: float) -> float:
        """How long nothing is tried. A clock that was put back lets nobody in earlier."""
        if self.wrong < FREE:
            return 0
        delay = SECONDS[min(self.wrong - FREE, len(SECONDS) - 1)]
        return delay if now < self.at else max(0.0, self.at + delay - now)


def tries_of(folder: Path, lock_id: str) -> Tries:
    """The wrong passwords given for a lock since the last right one."""
    one = _read(folder).get(lock_id)
    if not isinstance(one, dict):
        return Tries()
    wrong, at = one.get("wrong"), one.get("at")
    return Tries(wrong, float(at)) if isinstance(wrong, int) and isinstance(at, (int, float)) else Tries()


def note_try(folder: Path, lock_id: str, tries: Tries | None) -> None:
    """Remember tries, or with None forget them. Where nothing can be written nothing is remembered."""
    known = _read(folder)
    known.pop(lock_id, None)
    if tries is not None:
        known[lock_id] = {"wrong": tries.wrong, "at": tries.at}
    unfinished = folder / f".{FILE_NAME}-{secrets.token_hex(4)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(known), encoding="ascii")
        unfinished.replace(folder / FILE_NAME)
    except OSError:
        return


def _read(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / FILE_NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
