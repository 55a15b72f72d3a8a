"""Many random histories, on all processors: ``python -m tests.fuzz 20000``. Exits with 1 when one fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

CHUNK = 500
"""Histories played by one process: what it remembers of those it has tried takes memory."""

FAILURE_LINES = 60


def play(seed: int, histories: int) -> str:
    """Play histories in a process of their own; gives what went wrong, or nothing."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
    command += [f"--hypothesis-seed={seed}", "tests/services/test_histories.py"]
    done = subprocess.run(
        command,
        env=os.environ | {"ZOUFANG_HISTORIES": str(histories)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0 and re.search(r"\b1 passed", done.stdout):
        return ""
    return "\n".join((done.stdout + done.stderr).splitlines()[-FAILURE_LINES:])


def main() -> int:
    """Play as many histories as the argument says; tell of every 500."""
    wanted = int(sys.argv[1])
    first = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    sizes = [min(CHUNK, wanted - start) for start in range(0, wanted, CHUNK)]
    begun, played, failed = time.monotonic(), 0, 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = [(first + number, size, pool.submit(play, first + number, size)) for number, size in enumerate(sizes)]
        for seed, size, run in runs:
            wrong = run.result()
            played += size
            failed += bool(wrong)
            print(f"{played} of {wanted} histories, {time.monotonic() - begun:.0f} s, seed {seed}: {wrong or 'fine'}")
            sys.stdout.flush()
    print(f"{played} random histories, {failed} runs with a failure")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
