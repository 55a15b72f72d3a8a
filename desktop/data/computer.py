"""What this computer remembers of the ledgers it wrote: a small file beside the program's other data.

A ledger alone cannot tell that it is a copy, or an old backup put back; this file can. It is a help and no truth:
missing, damaged or out of date it costs no work, and at worst a ledger goes on under a new node without need.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE_NAME = "computer.json"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the ledger of a node lies, and how many changes the node is known to have written in it."""

    path: str
    written: int


@dataclass(slots=True)
class Computer:
    """This computer: its random id, and a mark by id of every node it has written as."""

    folder: Path
    uid: str
    marks: dict[str, Mark] = field(default_factory=dict)

    def note(self, node_uid: str, path: Path, written: int) -> None:
        """Remember how far a node has written. What cannot be remembered only leaves the mark behind the ledger."""
        known = self.marks.get(node_uid)
        noted = Mark(str(path), max(written, known.written if known else 0))
        if noted == known:
            return
        # Another ledger, open in another program, may have noted its own meanwhile.
        try:
            stored = _read(self.folder)
        except OSError:
            return
        if stored is not None and stored.uid == self.uid:
            self.marks = {**self.marks, **stored.marks}
        self.marks[node_uid] = noted
        _write(self)


def this_computer(folder: Path) -> Computer | None:
    """The computer whose file lies in ``folder``, made when there is none; None where nothing can be remembered."""
    try:
        known = _read(folder)
    except OSError:
        return None
    if known is not None:
        return known
    made = Computer(folder, secrets.token_hex(16))
    return made if _write(made) else None


def _read(folder: Path) -> Computer | None:
    """None when there is no file, or nothing of sense in it."""
    try:
        content = json.loads((folder / FILE_NAME).read_bytes())
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or not isinstance(content.get("computer"), str) or not content["computer"]:
        return None
    ledgers = content.get("ledgers")
    marks = {node: _mark(entry) for node, entry in ledgers.items()} if isinstance(ledgers, dict) else {}
    return Computer(folder, content["computer"], {node: mark for node, mark in marks.items() if mark is not None})


def _mark(entry: Any) -> Mark | None:
    if not isinstance(entry, Mapping):
        return None
    path, written = entry.get("path"), entry.get("written")
    return Mark(path, written) if isinstance(path, str) and isinstance(written, int) else None


def _write(computer: Computer) -> bool:
    ledgers = {node: asdict(mark) for node, mark in sorted(computer.marks.items())}
    text = json.dumps({"computer": computer.uid, "ledgers": ledgers}, ensure_ascii=True, indent=1)
    unfinished = computer.folder / f".{FILE_NAME}-{secrets.token_hex(4)}.part"
    try:
        computer.folder.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w", encoding="utf-8") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        unfinished.replace(computer.folder / FILE_NAME)
    except OSError:
        _remove(unfinished)
        return False
    return True


def _remove(unfinished: Path) -> None:
    try:
        unfinished.unlink(missing_ok=True)
    except OSError:
        # What cannot be written to cannot be tidied up either.
        return
