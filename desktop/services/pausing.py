"""Keeps Python's collector of cycles from work that makes very many objects and no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Nothing is collected meanwhile; where the collector was off before, it stays off.

    Going through all objects of 20,000 rows again and again takes as long as making them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collect_new() -> None:
    """Collect the cycles that have come into being since the last time, between two pieces of such work.

    Nearly all that came with them is gone: only what is left is gone through.
    """
    gc.collect(0)
