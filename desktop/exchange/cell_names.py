"""Cells by name: ``B3`` is row 3, column 2 (ECMA-376 part 1, §18.18.62, ST_Ref)."""

from __future__ import annotations

import re

Place = tuple[int, int]
"""Row and column of a cell, from 1."""

_NAME = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def place_of(name: str) -> Place:
    """Row and column of a cell with a name like ``B3`` or ``$B$3``. ValueError for what is none."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise ValueError(f"no cell: {name!r}")
    return int(found[2]), column_number(found[1])


def column_number(letters: str) -> int:
    """``A`` is 1, ``AA`` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letter(column: int) -> str:
    """Column 1 is ``A``, 27 is ``AA``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
