"""Stopping what SQLite is in the middle of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from desktop.data.database import DATABASE_ERRORS
from desktop.domain.errors import Refused

SELDOM, OFTEN = 200_000, 20_000
"""Steps of SQLite's machine between two questions whether to stop: about ten milliseconds, and one."""


@contextmanager
def stopping(connection: Any, cancelled: Callable[[], bool], steps: int = SELDOM) -> Iterator[None]:
    """Ask every so many ``steps`` whether to stop, also within a long statement. Refused: ``cancelled``."""
    connection.set_progress_handler(lambda: int(cancelled()), steps)
    try:
        yield
    except DATABASE_ERRORS as error:
        if cancelled():
            raise Refused("cancelled") from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
