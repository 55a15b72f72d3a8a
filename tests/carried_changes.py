"""The changes in the hidden sheet of a workbook, unpacked to be altered, and packed again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from desktop.exchange.information import CHANGES_SHEET
from desktop.exchange.packing import compressed, packed, unpacked


def lines_in(book: Any) -> list[str]:
    """The line of each change of an openpyxl workbook."""
    cells = [row[0].value for row in book[CHANGES_SHEET].iter_rows(min_row=2)]
    return b"".join(unpacked(compressed(cells), "")).decode("utf-8").splitlines(keepends=True)


def put_lines(book: Any, lines: list[str]) -> None:
    """Replace the changes."""
    sheet = book[CHANGES_SHEET]
    sheet.delete_rows(2, sheet.max_row)
    for cell in packed(lines):
        sheet.append([cell])


@contextmanager
def changes_of(book: Any) -> Iterator[list[list[Any]]]:
    """The changes as lists of their parts, the last one the text of the patch; what is done to them is kept."""
    changes = []
    for line in lines_in(book):
        parts, end = json.JSONDecoder().raw_decode(line)
        changes.append([*parts, line[end:-1]])
    yield changes
    put_lines(book, [f"{json.dumps(parts, ensure_ascii=False)}{patch}\n" for *parts, patch in changes])


def part(number: int, value: Any) -> Callable[[Any], None]:
    """Put a value in the place of a part (from 1) of the last change."""

    def edit(book: Any) -> None:
        with changes_of(book) as changes:
            changes[-1][number - 1] = value

    return edit


def replaced(old: str, new: str) -> Callable[[Any], None]:
    """Replace text in the lines of the changes, wherever it stands."""

    def edit(book: Any) -> None:
        lines = lines_in(book)
        assert any(old in line for line in lines), f"{old} is in no change"
        put_lines(book, [line.replace(old, new) for line in lines])

    return edit


def without_one(book: Any) -> None:
    """Take a change out."""
    with changes_of(book) as changes:
        del changes[1]
