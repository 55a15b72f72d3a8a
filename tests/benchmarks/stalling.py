"""How long a window would stand still beside a job, and how long the job goes on before it looks whether to stop."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from itertools import pairwise

BEAT = 0.005
"""Seconds after which the window wants to run again."""


def work_beside_a_window(work: Callable[[Callable[[], bool]], None]) -> tuple[float, float]:
    """Do ``work`` in a thread of its own; it is given the question whether it is cancelled.

    Gives the seconds of the longest stall of a thread that wants to run every :data:`BEAT`, and of the longest work
    between two questions.
    """
    asked: list[float] = []
    done = threading.Event()

    def is_cancelled() -> bool:
        asked.append(time.thread_time())
        return False

    def run() -> None:
        try:
            is_cancelled()
            work(is_cancelled)
            is_cancelled()
        finally:
            done.set()

    # What the tests themselves hold is none of the program's: Python's collector would look through it at each turn.
    gc.collect()
    gc.freeze()
    worker = threading.Thread(target=run)
    worker.start()
    stall = _longest_stall(done)
    worker.join()
    gc.unfreeze()
    assert len(asked) > 2
    return stall, max(later - sooner for sooner, later in pairwise(asked))


def _longest_stall(done: threading.Event) -> float:
    """Seconds by the clock between two beats, as far as this process was at work: others do not count."""
    longest = 0.0
    clock, work = time.perf_counter(), time.process_time()
    while not done.wait(BEAT):
        now, worked = time.perf_counter(), time.process_time()
        longest = max(longest, min(now - clock, worked - work))
        clock, work = now, worked
    return longest
