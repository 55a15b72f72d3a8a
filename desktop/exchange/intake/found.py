"""What is found in a ledger of any clerk.

Rows are counted from 1 as in the sheet; for text with separators they count records, the headings being one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from desktop.domain.errors import Problem

GUESSED_SOURCES = frozenset({"likely", "content"})
"""How a column was recognised where a person should look again: by similar words, or by what stands in it."""


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column of a table.

    ``place`` counts from 0 for column A. ``heading`` joins the words of several heading rows by "/". ``field`` is
    None for a column that belongs nowhere. ``score`` is 0…1. ``source`` is ``label``, ``alias``, ``learnt`` (corrected
    before), ``likely`` (similar words), ``content`` (what stands in it), ``person`` (told now) or ``none``.
    """

    place: int
    heading: str
    field: str | None
    score: float
    source: str

    @property
    def is_guess(self) -> bool:
        """Whether a person should look at it again."""
        return self.source in GUESSED_SOURCES


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a sheet: first and last row of its headings, and the last row that belongs to it."""

    sheet: str
    header_first: int
    header_last: int
    last: int
    columns: tuple[FoundColumn, ...]

    @property
    def mapping(self) -> dict[str, str | None]:
        """Heading to field. Of two headings alike the one with a field counts."""
        told: dict[str, str | None] = {}
        for column in self.columns:
            if column.heading:
                told[column.heading] = told.get(column.heading) or column.field
        return told


@dataclass(frozen=True, slots=True)
class Guess:
    """A value that was read otherwise than it is written.

    ``raw`` is the text of the cell ("" for one merged with a cell above). ``why``: ``year`` (taken from the title or
    the rows around), ``serial`` (a day as a number), ``day`` (only a month is given), ``merged`` (filled down),
    ``word`` (a word that stands for the choice), ``mark`` (√ and the like), ``unit`` (a unit or "约" left out),
    ``filled`` (from elsewhere in the file or the ledger), ``person`` (told by a person in place of what is written).
    """

    field: str
    raw: str
    value: Any
    why: str


class FoundRow(NamedTuple):
    """A faultless row: its values as they are stored (empty fields left out), and which of them are guesses."""

    sheet: str
    row: int
    values: Mapping[str, Any]
    guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A value that is not accepted. Its row, ``problem.row``, is that of the sheet.

    ``problem.field`` is "" where the whole row is meant (``duplicate``; ``problem.params["of_row"]`` is the first).
    ``problem.row`` is 0 where the whole table is meant: it has no column for a field that every record must have.
    """

    sheet: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class IgnoredRow:
    """A row that is no record.

    ``why``: ``title``, ``unit_line`` (填报单位…), ``heading`` (repeated), ``total``, ``signature``, ``note``,
    ``member`` (of a household whose head has a row), ``section`` (a line between rows that names what follows),
    ``example`` (shows how to fill in), ``blank`` (only numbered), ``continued`` (goes on
    with the texts of the row above), ``other_table``.
    """

    sheet: str
    row: int
    why: str
