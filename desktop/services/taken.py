"""What was found in a ledger of any clerk, and what was recorded of it. Reading it changes nothing.

Rows are counted from 1 as in the sheet; for text with separators they count records, the headings being one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.domain.errors import Problem
from desktop.services.recording import Saved

GUESSED_SOURCES = frozenset({"likely", "content"})
"""How a column was recognised where a person should look again: by similar words, or by what stands in it."""

Row = tuple[str, int]
"""A row of the file: its sheet and number."""

ColumnPlace = tuple[str, int, int]
"""A column of a table: its sheet, the first row of its headings, its place from 0."""


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
    ``filled`` (from elsewhere in the file or the ledger).
    """

    field: str
    raw: str
    value: Any
    why: str


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A faultless row: its values as they are stored (empty fields left out), and which of them are guesses."""

    sheet: str
    row: int
    values: Mapping[str, Any]
    guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A value that is not accepted. Its row, ``problem.row``, is that of the sheet.

    ``problem.field`` is "" where the whole row is meant (``duplicate``; ``problem.params["of_row"]`` is the first).
    """

    sheet: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class IgnoredRow:
    """A row that is no record.

    ``why``: ``title``, ``unit_line`` (填报单位…), ``heading`` (repeated), ``total``, ``signature``, ``note``,
    ``member`` (of a household whose head has a row), ``section`` (a line between rows that names what follows).
    """

    sheet: str
    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record of the ledger that the row most likely is already. ``why``: ``same``, ``id_number``, ``number``,
    ``name_and_date``, ``name``.
    """

    sheet: str
    row: int
    record_id: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in a file. ``layout`` names its headings, so that a file of the same make is known again;
    ``is_remembered`` says that one was taken in before and its columns were assigned as then. ``source`` is what
    :mod:`desktop.services.taking` needs to show cells and to assign columns anew.
    """

    file: str
    digest: str
    kind: str
    layout: str
    tables: tuple[FoundTable, ...]
    rows: tuple[FoundRow, ...]
    problems: tuple[FoundProblem, ...]
    ignored: tuple[IgnoredRow, ...]
    alike: tuple[Likeness, ...]
    is_remembered: bool
    source: Any = dataclasses.field(repr=False, compare=False, default=None)

    @property
    def held_back(self) -> frozenset[Row]:
        """The rows with a problem: none of them is recorded."""
        return frozenset((found.sheet, found.problem.row) for found in self.problems)

    @property
    def known(self) -> frozenset[Row]:
        """The rows that are most likely recorded already: left out unless asked for."""
        return frozenset((one.sheet, one.row) for one in self.alike)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was recorded of a look: ``rows`` in the order of ``saved.ids``."""

    saved: Saved
    rows: tuple[FoundRow, ...]
    look: Look
