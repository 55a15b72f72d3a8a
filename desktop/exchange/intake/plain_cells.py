"""Cells that say plainly what they mean, read a column at a time.

Nearly all cells of a register are such: a word of the column that was read before, a name of Chinese characters, a
mobile number, a day in digits, a number of identity that holds. What these paths give is what the column's reader
gives; everything else is :data:`ODD`, and is read on its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any, Final

from desktop.domain.fields import Field, FieldKind, Personal
from desktop.domain.identifiers import is_mobile, is_plain_id_number
from desktop.domain.standards import STANDARDS
from desktop.exchange.intake.basics import Doubt, Guessed, Reader, Setting
from desktop.exchange.intake.days import plain_day
from desktop.exchange.tables import Cell, TableRow

ODD: Final = object()
"""Stands for a cell that is no plain one."""

_MOST_KEPT = 10_000
_LONGEST_KEPT = 200
_LONGEST_NAME = 20
_NAME = re.compile("[\u4e00-\u9fff]{2,20}")


class PlainCells(dict[Cell, Any]):
    """What the plain cells of one column stand for; None for nothing, :data:`ODD` for cells that are not plain.

    ``read`` is the column's reader. A guess is given as it is: :class:`~desktop.exchange.intake.basics.Guessed`.
    """

    def __init__(self, one: Field, setting: Setting, read: Reader) -> None:
        super().__init__({"": None, None: None})
        self._read = read
        self._path = _path_of(one, setting)
        # Numbers of identity, telephones and days hardly come twice.
        self._keeps = self._path is None or self._path is _name
        self.is_in_order = one.kind is FieldKind.DATE
        """Whether what a cell means may hang on the cells before it: its reader must not be asked out of turn."""
        self.has_met_odd = False
        """Whether any cell so far was odd, or a guess."""

    def values_of(self, cells: Sequence[Cell]) -> list[Any]:
        """What each of some cells stands for."""
        path = self._path
        if path is None or self._keeps:
            return list(map(self.__getitem__, cells))
        # Of what hardly comes twice nothing is looked for among what came before.
        return [got if type(cell) is str and cell and (got := path(cell)) is not ODD else self[cell] for cell in cells]

    def __missing__(self, cell: Cell) -> Any:
        if type(cell) is not str:
            # Not kept: True and 1.0 would be one key.
            return self._long_way(cell)
        got = ODD if self._path is None else self._path(cell)
        if got is ODD:
            got = self._long_way(cell)
        if got is not ODD and self._keeps and len(self) < _MOST_KEPT and len(cell) < _LONGEST_KEPT:
            self[cell] = got
        return got

    def _long_way(self, cell: Cell) -> Any:
        got: Any = ODD
        if not self.is_in_order:
            try:
                got = self._read(cell)
            except Doubt:
                got = ODD
        if got is ODD or type(got) is Guessed:
            self.has_met_odd = True
        return got


def columns_of(rows: Sequence[TableRow], width: int) -> list[tuple[Cell, ...]]:
    """The cells of some rows by their columns, ``width`` of them."""
    # A row far wider than its table would make columns of nothing but blanks.
    cells = (row.cells if len(row.cells) <= width else row.cells[:width] for row in rows)
    columns = list(zip_longest(*cells, fillvalue=""))
    return columns + [("",) * len(rows)] * (width - len(columns))


def _path_of(one: Field, setting: Setting) -> Callable[[str], Any] | None:
    """A shorter way than the reader's for most texts of a field."""
    today = setting.today
    if one.kind is FieldKind.DATE:
        latest = today.isoformat() if one.not_future else "9"
        return lambda text: iso if (iso := plain_day(text)) is not None and iso <= latest else ODD
    if one.kind is FieldKind.ID_NUMBER:
        this_year = str(today.year)
        return lambda text: text if is_plain_id_number(text, this_year) else ODD
    if one.kind is FieldKind.PHONES:
        return lambda text: text if is_mobile(text) else ODD
    is_name = one.kind is FieldKind.TEXT and one.personal is Personal.NAME and one.name not in STANDARDS
    return _name if is_name and one.length_limit >= _LONGEST_NAME else None


def _name(text: str) -> Any:
    return text if _NAME.fullmatch(text) else ODD
