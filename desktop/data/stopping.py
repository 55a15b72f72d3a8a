"""Stopping what SQLite is in the middle of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from desktop.data.database import DATABASE_ERRORS
from desktop.domain.errors import Refused

_OPERATIONS = 200_000
"""Of SQLite's machine between two questions whether to stop."""


@contextmanager
def stopping(connection: Any, cancelled: Callable[[], bool]) -> Iterator[None]:
    """Ask every now and then whether to stop, also within a long statement. Refused: ``cancelled``."""
    connection.set_progress_handler(lambda: int(cancelled()), _OPERATIONS)
    try:
        yield
    except DATABASE_ERRORS as error:
        if cancelled():
            raise Refused("cancelled") from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
