"""The log of faults: a small file that names places in the program and nobody in the records."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import re
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import desktop
from desktop import paths

LOG_BYTES = 500_000
"""A log longer than this is put aside; the one put aside before it goes."""

MOST_CAUSES = 5
"""Faults behind a fault that are told."""

MOST_PLACES = 8
"""Places of a crash that are told, from where it happened on."""

_CRASHES = "crash-*.log"
_STALE_SECONDS = 24 * 3600
_PLACE = re.compile(r'File "([^"]*)", line ([0-9]+) in ([\w<>]+)')

_PROGRAM = str(Path(desktop.__file__).resolve().parent.parent)
_PYTHON = str(Path(traceback.__file__).parent)
_FILE = re.compile(r'(?<=File ")[^"]*')


class SmallFile(logging.FileHandler):
    """A log file that is put aside as soon as it is long; the same text twice in a row is one entry."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", delay=True)
        self._path = path
        self._last = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Write an entry. A fault that comes at every tick of a clock must not fill the disk."""
        text = record.getMessage()
        if text == self._last:
            return
        self._last = text
        super().emit(record)
        if self.stream is not None and self.stream.tell() > LOG_BYTES:
            self.close()
            put_aside(self._path)


def put_aside(path: Path) -> None:
    """Make room for a new log; where another program holds the old one open, it stays."""
    with contextlib.suppress(OSError):
        path.replace(path.with_suffix(".old.log"))


def keep_log() -> None:
    """Write faults to a file that stays small; where that is not possible, to standard error."""
    handler: logging.Handler
    path = paths.log_dir() / "zoufang.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LOG_BYTES:
            put_aside(path)
        handler = SmallFile(path)
    except OSError:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log = logging.getLogger("zoufang")
    for old in log.handlers:
        old.close()
    log.handlers = [handler]


@contextlib.contextmanager
def keeping_crashes() -> Iterator[None]:
    """Let a crash in code that is not Python leave the places where it happened; tell of those of former runs.

    Each run has a file of its own, which goes with it when it ends well. The next start tells what a crash has left in
    one line of the log, and removes it.
    """
    folder = paths.log_dir()
    with contextlib.suppress(OSError):
        _tell_crashes(folder)
    path = folder / f"crash-{os.getpid()}.log"
    try:
        file = path.open("w", encoding="utf-8")
    except OSError:
        yield
        return
    faulthandler.enable(file)
    try:
        yield
    finally:
        faulthandler.disable()
        file.close()
        with contextlib.suppress(OSError):
            path.unlink()


def _tell_crashes(folder: Path) -> None:
    for path in sorted(folder.glob(_CRASHES)):
        left = path.read_text("utf-8", "replace")
        is_stale = time.time() - path.stat().st_mtime > _STALE_SECONDS
        if not left and not is_stale:
            # Of a program that runs, or of one that was killed.
            continue
        with contextlib.suppress(OSError):
            # Windows does not delete what another program writes to: that one has not ended.
            path.unlink()
            if left:
                logging.getLogger("zoufang.faults").error("%s", crash_text(left))


def crash_text(left: str) -> str:
    """What a crash has left, in one line: what it was, and the places of the thread in which it happened."""
    what, _, places = left.partition("\n")
    own = places.partition("Current thread")[2].partition("\n\n")[0]
    told = [f"{_short(file)}:{line} {name}" for file, line, name in _PLACE.findall(own)[:MOST_PLACES]]
    named = re.sub("[^A-Za-z0-9 :_-]", "", what)[:80]
    return f"crashed in the run before: {named}; " + " < ".join(told)


def fault_text(fault: BaseException) -> str:
    """Where it happened: files, lines, the kinds of error, what each came of.

    Messages are left out, since they may name people, and so is the way to the program, which names whose computer
    it is.
    """
    return "\n".join(_told(one) for one in reversed(list(_chain(fault))))


def _chain(fault: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = fault
    for _ in range(MOST_CAUSES):
        if found is None:
            return
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _told(fault: BaseException) -> str:
    places = "".join(traceback.format_tb(fault.__traceback__))
    return _FILE.sub(lambda found: _short(found[0]), places) + type(fault).__name__


def _short(file: str) -> str:
    """A file of the program or of a library by its place there; of any other the name alone."""
    path = Path(file)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") :])
    for root in (_PROGRAM, _PYTHON):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name if path.is_absolute() else file


def fault_report(text: str) -> str:
    """What helps whoever mends the program: a text of :func:`fault_text` and on what it runs, nobody's data."""
    # Loaded here: with luck it is never needed.
    import platform

    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"Zoufang {desktop.__version__}\nPython {platform.python_version()}\n{system}\n\n{text}\n"
