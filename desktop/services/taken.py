"""What was found in a ledger of any clerk, and what was recorded of it. Reading it changes nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.exchange.intake.found import (
    GUESSED_SOURCES,
    FoundColumn,
    FoundProblem,
    FoundRow,
    FoundTable,
    Guess,
    IgnoredRow,
)
from desktop.services.recording import Saved

__all__ = [
    "GUESSED_SOURCES",
    "CellPlace",
    "ColumnPlace",
    "FoundColumn",
    "FoundProblem",
    "FoundRow",
    "FoundTable",
    "Guess",
    "IgnoredRow",
    "Likeness",
    "Look",
    "Row",
    "Taken",
]

Row = tuple[str, int]
"""A row of the file: its sheet and number."""

CellPlace = tuple[str, int, str]
"""A value of the file: its sheet, the number of its row, its field."""

ColumnPlace = tuple[str, int, int]
"""A column of a table: its sheet, the first row of its headings, its place from 0."""


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
    ``is_remembered`` says that one was taken in before and its columns were assigned as then. ``partial`` are the
    good parts of rows with a problem, which are held back. ``fill`` are values for fields that the file has no column
    for, told by a person, and ``cells`` those a person told in place of what single cells say (None: nothing).
    ``source`` is what :mod:`desktop.services.taking` needs to show cells and to assign columns anew.
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
    partial: tuple[FoundRow, ...] = ()
    fill: Mapping[str, Any] = field(default_factory=dict)
    source: Any = dataclasses.field(repr=False, compare=False, default=None)
    cells: Mapping[CellPlace, Any] = field(default_factory=dict)

    @property
    def held_back(self) -> frozenset[Row]:
        """The rows with a problem: none of them is recorded."""
        return frozenset((found.sheet, found.problem.row) for found in self.problems if found.problem.row)

    @property
    def absent(self) -> tuple[str, ...]:
        """Fields every record must have and no column carries: a person has to tell one value for all (``fill``)."""
        return tuple(dict.fromkeys(found.problem.field for found in self.problems if not found.problem.row))

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
