"""Keeps Python's collector of cycles away from what was read of a file.

20,000 rows are a million objects; to go through them all stops every thread, and so the window, for half a second,
again and again while they come into being. None of them is part of a cycle: they go when nobody refers to them.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held() -> Iterator[None]:
    """While the file is read nothing is collected; what is there then is not looked at until :func:`let_go`."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def let_go() -> None:
    """What was held is looked at again, as far as it is still there."""
    gc.unfreeze()
