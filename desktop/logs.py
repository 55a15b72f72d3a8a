"""The log of faults: a small file that names places in the program and nobody in the records."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

from desktop import paths

LOG_BYTES = 500_000
"""A log longer than this is put aside at the start; the one put aside before it goes."""


def keep_log() -> None:
    """Write faults to a file that stays small; where that is not possible, to standard error."""
    handler: logging.Handler
    path = paths.log_dir() / "zoufang.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".old.log"))
        handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("zoufang").handlers = [handler]


def fault_text(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where it happened: files, lines, the kind of error. The message is left out, since it may name people."""
    return "".join([*traceback.format_tb(trace), kind.__name__])
