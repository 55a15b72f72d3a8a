"""Files from other offices are read in a process of their own, with limits of time and memory.

A file that kills its reader, or would take an hour or all memory, costs no more than :data:`SECONDS` and a refusal.
Memory is limited by :mod:`desktop.exchange.confining`; on Windows and macOS that may not be permitted, and then only
the limit of time holds.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol, Self, TypeVar, cast

import desktop
from desktop import paths
from desktop.domain.errors import Refused
from desktop.exchange.heads import Carried
from desktop.exchange.parsing import Incoming, completed, parse_workbook
from desktop.exchange.serving import MEMORY_BYTES, OUT_OF_MEMORY
from desktop.exchange.tables import Tables, read_tables
from desktop.exchange.wire import (
    END,
    FAULT,
    HELLO,
    LAST_FRAMES,
    REFUSAL,
    REQUEST,
    content_of,
    framed,
    read_frame,
    refusal_of,
    value_of,
    write_frame,
)

SECONDS = 60.0
"""Longest that reading one file may take."""

POLL_SECONDS = 0.05
"""How often a waiting reader asks whether to stop."""

ARGUMENT = "--read-workbooks"
"""Makes the program a reading process."""

Stop = Callable[[], bool]
Content = TypeVar("Content")

# How a process ends whose memory is used up: Rust aborts, Linux kills; the last is Windows' code for an abort.
_EXHAUSTED = {OUT_OF_MEMORY, 0xC0000409} | {
    -int(getattr(signal, name)) for name in ("SIGABRT", "SIGKILL", "SIGXCPU", "SIGSEGV") if hasattr(signal, name)
}


class Reader(Protocol):
    """Reads files; a context manager that holds what it needs until its end."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *fault: object) -> None: ...

    def read(self, path: Path, password: str = "", stop: Stop | None = None) -> Incoming:
        """What :func:`desktop.exchange.parsing.parse_workbook` gives. Refused: its refusals, ``too_heavy`` (over the
        limits), ``cancelled`` (``stop`` said so), ``damaged`` (the reader died of it), ``reader_failed`` (no reader).
        """
        ...

    def tables(self, path: Path, password: str = "", stop: Stop | None = None) -> Tables:
        """What :func:`desktop.exchange.tables.read_tables` gives. Refused: as :meth:`read`, and its own."""
        ...

    def expect(self, paths: Iterable[Path], password: str = "") -> None:
        """Say which files :meth:`read` will be asked for, in this order, so that the next can be begun early."""
        ...


class InProcessReader:
    """Reads in this process and without limits: for tests, and for files this program has just written itself."""

    def __init__(self, parse: Callable[..., Incoming] = parse_workbook) -> None:
        self._parse = parse

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        pass

    def read(self, path: Path, password: str = "", stop: Stop | None = None) -> Incoming:
        """As :meth:`Reader.read`."""
        _refuse_if(stop)
        return self._parse(path, password)

    def tables(self, path: Path, password: str = "", stop: Stop | None = None) -> Tables:
        """As :meth:`Reader.tables`."""
        _refuse_if(stop)
        return read_tables(path, password)

    def expect(self, paths: Iterable[Path], password: str = "") -> None:
        """Nothing is begun early."""


def _refuse_if(stop: Stop | None) -> None:
    if stop is not None and stop():
        raise Refused("cancelled")


class _Request(NamedTuple):
    job: str
    path: str
    password: str


class WorkbookReader:
    """Reads in a process of its own, started with the first file, kept for all, replaced when a file has ended it."""

    def __init__(self) -> None:
        self._child: _Child | None = None
        self._asked: _Request | None = None
        self._expected: deque[_Request] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self._end()

    def read(self, path: Path, password: str = "", stop: Stop | None = None) -> Incoming:
        """As :meth:`Reader.read`."""
        return completed(self._content(_request("parse", path, password), Carried, stop))

    def tables(self, path: Path, password: str = "", stop: Stop | None = None) -> Tables:
        """As :meth:`Reader.tables`."""
        return self._content(_request("tables", path, password), Tables, stop)

    def expect(self, paths: Iterable[Path], password: str = "") -> None:
        """As :meth:`Reader.expect`. At most one file is read ahead, so that memory stays bounded."""
        self._expected = deque(_request("parse", path, password) for path in paths)

    def _content(self, request: _Request, kind: type[Content], stop: Stop | None) -> Content:
        name = Path(request.path).name
        if self._expected and self._expected[0] == request:
            self._expected.popleft()
        if self._asked != request:
            if self._asked is not None:
                # What was begun early is not wanted now.
                self._end()
            self._ask(request)
        try:
            bodies = self._wait(name, stop)
        except Refused:
            self._end()
            raise
        self._asked = None
        last = bodies.pop()
        if last[:1] == FAULT:
            self._end()
            logging.getLogger("zoufang.faults").error("reading a file: %s", content_of(last))
            raise Refused("damaged", file=name)
        # Memory once used stays with a process in pieces, and the next file needs room.
        if last[:1] == END and content_of(last) > MEMORY_BYTES // 2:
            self._end()
        if self._expected:
            # Where no new process can be started, that is said when the next file is asked for.
            with contextlib.suppress(Refused):
                self._ask(self._expected[0])
        if last[:1] == REFUSAL:
            raise refusal_of(content_of(last))
        return value_of(bodies, kind)

    def _ask(self, request: _Request) -> None:
        if self._child is None:
            self._child = _Child(Path(request.path).name)
        self._asked = request
        self._child.ask(request)

    def _wait(self, name: str, stop: Stop | None) -> list[bytes]:
        child = self._child
        assert child is not None  # noqa: S101 - asked just before
        while True:
            _refuse_if(stop)
            try:
                bodies = child.answers.get(timeout=POLL_SECONDS)
            except queue.Empty:
                if time.monotonic() - child.asked_at > SECONDS:
                    raise Refused("too_heavy", file=name, seconds=round(SECONDS)) from None
                continue
            if bodies is None:
                raise Refused(child.cause_of_death(), file=name)
            return bodies

    def _end(self) -> None:
        child, self._child, self._asked = self._child, None, None
        if child is not None:
            child.end()


def _request(job: str, path: Path, password: str) -> _Request:
    return _Request(job, os.path.abspath(path), password)  # noqa: PTH100 - links stay what they are


class _Child:
    """The process, and a thread that collects its answers: whole ones, or None when it has died."""

    def __init__(self, file: str) -> None:
        try:
            self._process = _start()
        except OSError as error:
            raise Refused("reader_failed", file=file, reason=error.strerror or "") from error
        self.answers: queue.Queue[list[bytes] | None] = queue.Queue()
        self.asked_at = 0.0
        self._is_ready = False
        self._thread = threading.Thread(target=self._collect, name="workbook reader", daemon=True)
        self._thread.start()

    def ask(self, request: _Request) -> None:
        """Hand over the next request."""
        self.asked_at = time.monotonic()
        stream = cast(BinaryIO, self._process.stdin)
        # A process that has just died is noticed when its answer is missing.
        with contextlib.suppress(OSError):
            write_frame(stream, framed(REQUEST, request._asdict()))
            stream.flush()

    def cause_of_death(self) -> str:
        """The code of the refusal: it never began, it was used up by the file, or the file broke it."""
        code = self._process.wait()
        if not self._is_ready:
            return "reader_failed"
        return "too_heavy" if code in _EXHAUSTED else "damaged"

    def end(self) -> None:
        """End the process whatever it does. It holds nothing that could be lost."""
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                cast(BinaryIO, stream).close()

    def _collect(self) -> None:
        stream = cast(BinaryIO, self._process.stdout)
        bodies: list[bytes] = []
        while (body := read_frame(stream)) is not None:
            if body[:1] == HELLO:
                self._is_ready = True
                continue
            bodies.append(body)
            if body[:1] in LAST_FRAMES:
                self.answers.put(bodies)
                bodies = []
        self.answers.put(None)


def _start() -> subprocess.Popen[bytes]:
    # The process opens no ledger.
    environment = {name: value for name, value in os.environ.items() if name != paths.UNLOCK_VARIABLE}
    options: dict[str, Any] = {"env": environment}
    if sys.platform == "win32":
        options["creationflags"] = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    else:
        # A Ctrl+C in the terminal is for the program, which ends its reader itself.
        options["start_new_session"] = True
    if getattr(sys, "frozen", False):
        command = [sys.executable, ARGUMENT]
    else:
        # Without the working directory in the path (-P): no module lying there is taken for one of ours.
        command = [sys.executable, "-P", "-m", "desktop", ARGUMENT]
        places = [str(Path(desktop.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, places))
    return subprocess.Popen(  # noqa: S603 - this program itself, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options
    )
