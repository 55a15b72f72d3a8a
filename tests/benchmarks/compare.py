"""Two runs of the benchmarks side by side: ``python -m tests.benchmarks.compare BEFORE.json AFTER.json``.

A row got worse, or better, where no single turn of one run reaches into the spread of the other. Ends with 1 where one
got worse.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.measuring import Verdict, read


def change(before: Verdict | None, after: Verdict | None) -> str:
    """What became of a row, in a word."""
    if before is None or after is None:
        return "gone" if after is None else "new"
    if after.lowest > before.highest:
        return "WORSE"
    return "better" if after.highest < before.lowest else "same"


def lines(before: Sequence[Verdict], after: Sequence[Verdict]) -> list[str]:
    """A line for each row of either run: its ratios and what became of it."""
    earlier, later = ({(row.goal, row.against): row for row in run} for run in (before, after))
    found = []
    for key in dict.fromkeys((*earlier, *later)):
        rows = earlier.get(key), later.get(key)
        ratios = " → ".join(f"{row.ratio:.3f}" if row else "–" for row in rows)
        found.append(f"{change(*rows):6}  {ratios:17}  {key[0]} | {key[1]}")
    return found


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    shown = lines(*(read(Path(name)) for name in sys.argv[1:]))
    print("\n".join(shown))
    sys.exit(any(line.startswith("WORSE") for line in shown))
