"""One window for one ledger: a small file beside it is locked while a window has it open.

The system gives the lock back when a program ends, however it ends: what a killed program leaves behind is no obstacle.
A second window knocks by writing into the file, and the first one answers there. The command line takes no lock: SQLite
lets one program write at a time, and the other waits.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_NOT_LOCKABLE = {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL}
"""What file systems say that know no locks."""

_TRIES = 5

_MOST = 10_000
"""Bytes of the file that are read."""


def claim_file(path: Path) -> Path:
    """The file that is locked for the ledger at ``path``."""
    place = Path(os.path.realpath(path))
    return place.with_name(f".{place.name}.open")


class Claim:
    """The claim of one window on a ledger. Where no lock can be had, as on a read-only disk, everybody has it."""

    def __init__(self, path: Path) -> None:
        self.path = claim_file(path)
        self._handle: int | None = None
        self._tokens: list[str] = []

    def take(self) -> bool:
        """Claim the ledger; False when another program has it."""
        for _ in range(_TRIES):
            try:
                handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError:
                return True
            if not _locked(handle):
                os.close(handle)
                return False
            if _is_still(handle, self.path):
                self._handle = handle
                self._tell()
                return True
            # Deleted by the one before while this one waited at its door.
            os.close(handle)
        return False

    def release(self) -> None:
        """Give the claim up. The file goes, unless somebody else has it open."""
        if self._handle is None:
            return
        # Deleted while it is locked: afterwards it may be another's already.
        with suppress(OSError):
            if sys.platform != "win32":
                self.path.unlink(missing_ok=True)
        os.close(self._handle)
        self._handle = None
        with suppress(OSError):
            if sys.platform == "win32":
                self.path.unlink(missing_ok=True)

    def answer(self) -> bool:
        """Whether somebody has knocked since; he is told that he was heard."""
        told = _told(self.path)
        knocks = [str(one) for one in told.get("knocks", ()) if one not in self._tokens]
        if self._handle is None or not knocks:
            return False
        self._tokens = [*self._tokens, *knocks][-10:]
        self._tell()
        return True

    def _tell(self) -> None:
        if self._handle is None:
            return
        text = json.dumps({"computer": computer_name(), "process": os.getpid(), "heard": self._tokens})
        with suppress(OSError):
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, text.encode())


class Knock:
    """A second window at the door of the first."""

    def __init__(self, path: Path) -> None:
        self.path = claim_file(path)
        self._token = secrets.token_hex(6)

    def knock(self) -> None:
        """Ask the window that has the ledger to come forward, unless this is asked already."""
        told = _told(self.path)
        knocks = told.get("knocks", [])
        if self._token in (*knocks, *told.get("heard", ())):
            return
        text = json.dumps({**told, "knocks": [*knocks, self._token]}).encode()
        # In place: the file keeps its lock. In one go, over what is left of a longer text: the answer may come at once,
        # and shortening the file after it would spoil it.
        with suppress(OSError), self.path.open("r+b", buffering=0) as file:
            file.write(text.ljust(os.fstat(file.fileno()).st_size))

    def is_heard(self) -> bool:
        """Whether it has answered."""
        return self._token in _told(self.path).get("heard", ())

    def holder(self) -> str:
        """The name of the computer whose window has the ledger; empty when unknown."""
        return str(_told(self.path).get("computer", ""))


def computer_name() -> str:
    """The name of this computer in its network."""
    return os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename


def _told(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_MOST))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, list) == (key in ("knocks", "heard"))}


def _is_still(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _locked(handle: int) -> bool:
    """Whether this program has the lock now; also where the file system knows none."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # Beyond what is written: a locked byte could not be read by others.
            os.lseek(handle, 2**30, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _NOT_LOCKABLE
    return True
