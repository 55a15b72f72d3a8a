"""The real program killed while it writes: ``python -m tests.torture 500``. Exits with 1 when something was lost.

``--seed`` repeats the kills of a former run, ``--only KIND`` those of one kind.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.torture.killing import LossError, Tally, torment
from tests.torture.kinds import KINDS


def _shares(kinds: list[str], kills: int) -> dict[str, int]:
    """How often each kind is killed; of fewer kills than kinds, the first of them."""
    each, more = divmod(kills, len(kinds))
    return {kind: count for place, kind in enumerate(kinds) if (count := each + (place < more))}


def _line_of(tally: Tally) -> str:
    """What came of one kind."""
    ends = ", ".join(f"{count} {end}" for end, count in sorted(tally.ends.items()))
    typing = f"; at most {tally.most_typing_lost:.2f} s of typing lost" if tally.most_typing_lost else ""
    return f"{tally.kills:4} {tally.kind}: {ends}{typing}"


def main() -> int:
    """Kill as often as the arguments say, and print what came of it."""
    asked = argparse.ArgumentParser(prog="python -m tests.torture")
    asked.add_argument("kills", type=int)
    asked.add_argument("--seed", type=int, default=int(time.time()))
    asked.add_argument("--only", choices=sorted(KINDS), action="append")
    asked.add_argument("--seconds", type=float, default=math.inf, help="end about then, with fewer kills")
    asked.add_argument("--folder", type=Path, default=None)
    wanted = asked.parse_args()
    folder = wanted.folder or Path(tempfile.mkdtemp(prefix="torture-"))
    # The kinds in a random order, so that few kills are not always of the first.
    kinds = sorted(wanted.only or KINDS)
    random.Random(wanted.seed).shuffle(kinds)
    print(f"seed {wanted.seed}", flush=True)
    each = wanted.seconds * (os.cpu_count() or 1) / len(kinds)
    begun, tallies, losses = time.monotonic(), [], []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        runs = {
            pool.submit(torment, kind, kills, wanted.seed, folder / kind.replace(" ", "-"), each): kind
            for kind, kills in _shares(kinds, wanted.kills).items()
        }
        for run in as_completed(runs):
            try:
                tallies.append(run.result())
            except LossError as loss:
                losses.append(str(loss))
                print(loss, flush=True)
            else:
                print(_line_of(tallies[-1]), flush=True)
    kills = sum(tally.kills for tally in tallies)
    typing = max((tally.most_typing_lost for tally in tallies), default=0.0)
    print(
        f"{kills} kills, {len(losses)} losses ({time.monotonic() - begun:.0f} s; at most {typing:.2f} s of typing lost)"
    )
    return 1 if losses else 0


if __name__ == "__main__":
    sys.exit(main())
