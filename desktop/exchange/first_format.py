"""The changes of workbooks of format 1, which had a row of cells for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from desktop.exchange.carrying import PARTS, line_of
from desktop.exchange.information import demand

_WIDTH = len(PARTS) + 1
_NUMBERS = frozenset(PARTS.index(name) for name in ("scope", "number", "lamport", "knowledge"))


def lines_of_cells(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The rows of the sheet as the lines of :mod:`desktop.exchange.carrying`. ValueError: no numbers where they belong.

    A patch longer than a cell goes on in rows that are empty but for their last cell.
    """
    parts: list[Any] = []
    pieces: list[str] = []
    for row in rows:
        cells = [*row[:_WIDTH], *[""] * (_WIDTH - len(row))]
        if cells[0] in ("", None):
            pieces.append(str(cells[-1]))
            continue
        if parts:
            yield _line(parts, pieces)
        parts, pieces = ([], []) if cells[0] == PARTS[0] else (cells[:-1], [str(cells[-1])])
    if parts:
        yield _line(parts, pieces)


def _line(parts: Sequence[Any], pieces: Iterable[str]) -> bytes:
    told = [_whole(cell) if place in _NUMBERS else str(cell) for place, cell in enumerate(parts)]
    return line_of(told, "".join(pieces)).encode("utf-8")


def _whole(cell: Any) -> int:
    number = int(cell)
    demand(number == float(cell))
    return number
