"""The reading process: it is handed the paths of files and hands back what is in them.

Whatever a file does to its reader happens here, and ends with this process: it limits its own memory, writes no files,
and ends as soon as the program that started it is gone.
"""

from __future__ import annotations

import gc
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Hashable
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NoReturn

from desktop.domain.errors import Refused
from desktop.exchange.confining import confine, limit_processor_time, peak_memory
from desktop.exchange.wire import (
    END,
    FAULT,
    HELLO,
    REFUSAL,
    content_of,
    framed,
    message_of,
    read_frame,
    refusal_content,
    write_frame,
)

MEMORY_BYTES = 2**30
"""Address space of the process."""

PROCESSOR_SECONDS = 90
"""Processor time for one file. The program gives up earlier; this is for when it has been killed meanwhile."""

ANSWER_BYTES = 200 * 2**20
"""Most that one file may grow to on its way back: the program holds two answers at a time."""

OUT_OF_MEMORY = 77
"""Exit code when a file needs more memory than there is."""


def _job(name: str) -> tuple[Hashable, Callable[[Path, str], Any]]:
    # Each begins without what only the other needs.
    if name == "parse":
        from desktop.exchange.heads import Carried, read_carried

        return Carried, read_carried
    from desktop.exchange.tables import Tables, read_tables

    return Tables, read_tables


def serve() -> NoReturn:
    """Answer requests from standard input on standard output until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = _private_output()
    requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
    sys.excepthook = _Reporting(answers)
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    confine(MEMORY_BYTES)
    _send(answers, framed(HELLO, None))
    while True:
        request = requests.get()
        limit_processor_time(PROCESSOR_SECONDS)
        # Rows are very many objects and no cycles: the collector would go through them again and again.
        gc.disable()
        try:
            _answer(answers, request)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        gc.enable()


def _private_output() -> BinaryIO:
    """Standard output for answers only; whatever else is printed goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return answers


def _listen(requests: queue.SimpleQueue[Any]) -> None:
    with os.fdopen(os.dup(0), "rb") as stream:
        while (body := read_frame(stream)) is not None:
            requests.put(content_of(body))
    # Nobody is left who could want the answer, however far it is.
    os._exit(0)


def _answer(answers: BinaryIO, request: dict[str, Any]) -> None:
    path = Path(request["path"])
    try:
        kind, read = _job(request["job"])
        sent = 0
        for body in message_of(read(path, request["password"]), kind):
            sent += len(body)
            if sent > ANSWER_BYTES:
                raise Refused("too_heavy", file=path.name)
            _send(answers, body)
        _send(answers, framed(END, peak_memory()))
    except Refused as refusal:
        _send(answers, framed(REFUSAL, refusal_content(refusal)))
    except RecursionError:
        _send(answers, framed(REFUSAL, refusal_content(Refused("damaged", file=path.name))))


def _send(answers: BinaryIO, body: bytes) -> None:
    try:
        write_frame(answers, body)
        answers.flush()
    except OSError:
        os._exit(0)


class _Reporting:
    """The hook for what nobody caught: tells the program where it happened, for its log, and ends the process."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers

    def __call__(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        # Needed at the end of a process, if at all, and it takes a tenth of its beginning.
        from desktop.logs import fault_text

        _send(self._answers, framed(FAULT, fault_text(fault)))
        os._exit(1)
