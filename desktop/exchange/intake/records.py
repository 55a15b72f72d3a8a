"""The rows of a table: which are records, and the values of their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.domain.errors import Problem
from desktop.domain.fields import Field, FieldKind, RecordKind
from desktop.exchange.intake.basics import Doubt, Guessed, Reader, Setting, shown
from desktop.exchange.intake.columns import Column
from desktop.exchange.intake.finding import Table
from desktop.exchange.intake.formulas import is_content
from desktop.exchange.intake.found import FoundProblem, FoundRow, Guess, IgnoredRow
from desktop.exchange.intake.headings import key, lexicon, plain
from desktop.exchange.intake.lines import is_column_numbers, is_example, is_total, named_place, side_line, texts_of
from desktop.exchange.intake.merging import Filling, filling_of
from desktop.exchange.intake.plain_cells import ODD, PlainCells, columns_of
from desktop.exchange.intake.readers import reader_for
from desktop.exchange.intake.sheet import Sheet
from desktop.exchange.tables import Cell, TableRow

CHECKED_ROWS = 200
"""Rows between two questions whether to stop."""

_UNIT = re.compile(r"[(（\[]([^()（）\[\]]{1,6})[)）\]]")
_SERIALS = ("序号", "号", "序", "no", "no.", "编号", "顺序号")
_PLACES = ("village_name", "group_name")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a table: the year its titles name, and what they tell of all its records."""

    today: date
    categories: Sequence[str]
    year: int | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class RowsRead:
    """What the rows of one table became."""

    rows: list[FoundRow] = field(default_factory=list)
    problems: list[FoundProblem] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cellwise:
    """A column as it is read: place, field, reader, and the choice its ticks stand for."""

    place: int
    field: Field
    read: Reader
    marks: str
    name: str
    setting: Setting
    plain: PlainCells | None
    """Its plain cells; None where a cell says more than the value of its field."""


class TableReader:
    """Reads the rows of one table."""

    def __init__(self, sheet: Sheet, table: Table, kind: RecordKind, around: Surroundings) -> None:
        self._sheet, self._table, self._kind, self._around = sheet, table, kind, around
        fields = lexicon(kind.name).fields
        self._needs_section = [name for name in _PLACES if name not in table.fields and kind.has_field(name)]
        self._columns = [self._cellwise(one, fields[one.field]) for one in table.columns if one.field]
        self._names = [one.name for one in self._columns]
        self._is_cellwise = any(one.plain is None for one in self._columns)
        self._required = [(one.field.name, one.field.label) for one in self._columns if one.field.required]
        self._width = len(table.columns)
        self._left, self._right = table.columns[0].place, table.columns[-1].place
        self._headings = self._heading_words()
        serial = next((one for one in table.columns if key(one.levels[-1]) in _SERIALS and not one.field), None)
        self._serial = serial.place if serial else -1
        self._filling: Filling = filling_of(sheet, table, [(one.place, one.field) for one in self._columns])
        self._section: dict[str, str] = {}
        self._fixed = [Guess(name, "", value, "filled") for name, value in around.fixed.items()]
        self._has_faults = bool(sheet.errors or sheet.formulas)
        self._places = [one.place for one in self._columns]

    def _cellwise(self, column: Column, one: Field) -> _Cellwise:
        unit = ""
        if one.kind in (FieldKind.INTEGER, FieldKind.NUMBER):
            found = _UNIT.findall(column.heading)
            unit = found[-1] if found else ""
        setting = Setting(self._around.today, self._around.categories, self._around.year, unit)
        read = reader_for(self._kind.name, one, setting)
        # 石塘村3组 tells the village too, where no column does.
        is_place = one.name == "group_name" and "village_name" in self._needs_section
        plain = None if column.marks or is_place else PlainCells(one, setting, read)
        return _Cellwise(column.place, one, read, column.marks, one.name, setting, plain)

    def _heading_words(self) -> list[set[str]]:
        rows = range(self._table.first, self._table.last_heading + 1)
        return [set(texts_of(self._part(self._sheet.cells(row)))) for row in rows]

    def _part(self, cells: Sequence[Cell]) -> Sequence[Cell]:
        return cells[self._left : self._right + 1]

    def read(self, rows: Sequence[TableRow], check: Callable[[], object]) -> RowsRead:
        """The records, problems and other rows, in the order of the sheet. ``check`` is called now and then."""
        result = RowsRead()
        for start in range(0, len(rows), CHECKED_ROWS):
            check()
            self._read_block(rows[start : start + CHECKED_ROWS], result)
        return result

    def _read_block(self, block: Sequence[TableRow], result: RowsRead) -> None:
        """Read the plain cells by their columns first, then row by row what is left."""
        odd: dict[int, list[_Cellwise]] = {}
        is_filled = any(self._filling.covers(row.number) for row in block)
        cells = columns_of(block, self._right + 1)
        told = [self._plain_values(column, cells[column.place], odd, is_filled) for column in self._columns]
        before = len(result.rows)
        for place, (row, values) in enumerate(zip(block, zip(*told, strict=True), strict=True)):
            self._read_row(row, values, odd.get(place, ()), result)
        for column in self._columns:
            if column.plain is not None and column.plain.is_in_order:
                days = (row.values.get(column.name) for row in reversed(result.rows[before:]))
                column.setting.last_day = next(filter(None, days), column.setting.last_day)

    def _plain_values(
        self, column: _Cellwise, cells: Sequence[Cell], odd: dict[int, list[_Cellwise]], is_filled: bool
    ) -> list[Any]:
        """The values of a column's plain cells; the column is put to the places of the others in ``odd``."""
        plain = column.plain
        if plain is None:
            values: list[Any] = [ODD if cell not in ("", None) else None for cell in cells]
        else:
            values = plain.values_of(cells)
            if plain.is_in_order and (is_filled or ODD in values):
                # What one of them means may hang on the one before it: all are read in their turn.
                values = [None if value is None else ODD for value in values]
            elif not plain.has_met_odd:
                return values
        for place, value in enumerate(values):
            if value is ODD or type(value) is Guessed:
                odd.setdefault(place, []).append(column)
        return values

    def _read_row(self, row: TableRow, plain: Sequence[Any], odd: Sequence[_Cellwise], result: RowsRead) -> None:
        why = self._beside(row)
        if why == "nothing":
            return
        if why != "record" and why in ("", "note") and self._goes_on(row, result):
            why = "continued"
        if why not in ("", "record"):
            result.ignored.append(IgnoredRow(self._sheet.name, row.number, why))
            return
        guesses: list[Guess] = []
        problems: list[Problem] = []
        if self._is_cellwise or self._filling.covers(row.number):
            values = self._read_cells(row, plain, guesses, problems)
        else:
            values = {name: value for name, value in zip(self._names, plain, strict=True) if value is not None}
            for column in odd:
                got = self._read_cell(column, row.cells[column.place], values[column.name], row, guesses, problems)
                if got is None:
                    del values[column.name]
                else:
                    values[column.name] = got
        if self._has_faults:
            problems += self._faults(row, {problem.field for problem in problems})
        for name in self._needs_section if self._section else ():
            if name not in values and (told := self._section.get(name)):
                values[name] = told
                guesses.append(Guess(name, "", told, "filled"))
        for guess in self._fixed:
            if guess.field not in values:
                values[guess.field] = guess.value
                guesses.append(guess)
        for name, label in self._required:
            if name not in values and all(problem.field != name for problem in problems):
                problems.append(Problem("missing", name, None, row.number, {"label": label}))
        if problems:
            result.problems += [FoundProblem(self._sheet.name, problem) for problem in problems]
        result.rows.append(FoundRow(self._sheet.name, row.number, values, tuple(guesses)))

    def _read_cells(
        self, row: TableRow, plain: Sequence[Any], guesses: list[Guess], problems: list[Problem]
    ) -> dict[str, Any]:
        """Read the cells that hold something and are not plain, those that are filled down among them."""
        values: dict[str, Any] = {}
        cells, length = row.cells, len(row.cells)
        filled = self._filling.at(row.number)
        for column, told in zip(self._columns, plain, strict=True):
            if told is not ODD and told is not None and type(told) is not Guessed:
                values[column.name] = told
                continue
            place = column.place
            cell = cells[place] if place < length else ""
            is_own = cell != "" and cell is not None
            if not is_own:
                cell = filled.get(place, "") if filled else ""
                if cell == "":
                    continue
            before = len(guesses)
            got = self._read_cell(column, cell, told, row, guesses, problems)
            if got is None:
                continue
            if not is_own and len(guesses) == before:
                guesses.append(Guess(column.name, "", got, "merged"))
            self._put(values, column, got)
        return values

    def _read_cell(
        self,
        column: _Cellwise,
        cell: Cell,
        told: Any,
        row: TableRow,
        guesses: list[Guess],
        problems: list[Problem],
    ) -> Any:
        """The value of a cell that is not plain; ``told`` is what its column gave for it."""
        got = told
        if type(told) is not Guessed:
            try:
                got = column.read(cell) if not column.marks else _mark(column, cell)
            except Doubt as doubt:
                problems.append(_problem(column.field, cell, row.number, doubt))
                return None
        if type(got) is Guessed:
            guesses.append(Guess(column.name, shown(cell), got.value, got.why))
            return got.value
        return got

    def _goes_on(self, row: TableRow, result: RowsRead) -> bool:
        """Whether the row only goes on with long texts of the record above; they are put to it."""
        last = result.rows[-1] if result.rows else None
        if last is None or last.row != row.number - 1 or self._filling.covers(row.number) or self._serial < 0:
            return False
        filled = [place for place, cell in enumerate(row.cells) if cell not in ("", None)]
        columns = {one.place: one for one in self._columns if one.field.kind is FieldKind.LONG_TEXT}
        if not filled or len(filled) > 2 or not all(place in columns for place in filled):
            return False
        values = dict(last.values)
        for place in filled:
            name, text = columns[place].field.name, shown(row.cells[place]).strip()
            values[name] = f"{values[name]}\n{text}" if values.get(name) else text
        result.rows[-1] = FoundRow(last.sheet, last.row, values, last.guesses)
        return True

    def _put(self, values: dict[str, Any], column: _Cellwise, got: Any) -> None:
        name = column.field.name
        if column.marks and name in values and isinstance(got, list):
            values[name] = [*values[name], *got]
            return
        if name == "group_name" and "village_name" in self._needs_section and isinstance(got, str):
            village, group = _parted(got)
            if village:
                values["village_name"], got = village, group
        values[name] = got

    def _faults(self, row: TableRow, known: set[str]) -> list[Problem]:
        """Cells with an error, or with a formula that is no content."""
        found = []
        for column in self._columns:
            name, place = column.field.name, (row.number, column.place)
            if name in known:
                continue
            error = self._sheet.errors.get(place)
            if error == "?":
                found.append(Problem("formula", name, "", row.number, {"label": column.field.label}))
            elif error:
                found.append(Problem("error_value", name, error, row.number, {"label": column.field.label}))
            elif place in self._sheet.formulas and not is_content(self._sheet.formulas[place], column.field):
                text = "=" + self._sheet.formulas[place]
                found.append(Problem("formula", name, text, row.number, {"label": column.field.label}))
        return found

    # -- rows that are no records ------------------------------------------------------------------------------------

    def _beside(self, row: TableRow) -> str:
        """Why a row is no record; "record" where it is one, "" where it seems one, "nothing" where it is empty."""
        cells, length = row.cells, len(row.cells)
        is_numbered = 0 <= self._serial < length and _is_number(cells[self._serial])
        is_first = row.number <= self._table.last_heading + 2
        if is_numbered and not is_first and self._holds_two(cells):
            return "record"
        filled = sum(place < length and cells[place] != "" for place in self._places)
        texts = texts_of(self._part(cells))
        if not texts:
            return self._without_words(row)
        if is_column_numbers(texts):
            return "heading"
        if is_numbered and filled > 1:
            return "record"
        if is_total(texts):
            return "total"
        words = set(texts)
        if any(words <= own or len(own & words) >= max(2, 0.6 * len(texts)) for own in self._headings):
            return "heading"
        if is_example(texts):
            return "example"
        if filled >= 3 and "：" not in texts[0][:12] and ":" not in texts[0][:12]:
            return "record"
        return self._side(row, texts, filled, is_numbered)

    def _holds_two(self, cells: Sequence[Cell]) -> bool:
        """Whether two of a row's fields hold something. Most rows say so with their first ones."""
        length, is_second = len(cells), False
        for place in self._places:
            if place < length and cells[place] != "":
                if is_second:
                    return True
                is_second = True
        return False

    def _without_words(self, row: TableRow) -> str:
        has_fault = any((row.number, one.place) in self._sheet.errors for one in self._columns)
        return "" if has_fault else "nothing"

    def _side(self, row: TableRow, texts: list[str], filled: int, is_numbered: bool) -> str:
        if why := side_line(texts, self._width):
            return why
        if len(texts) == 1 and not is_numbered:
            name, place = named_place(texts[0])
            if name:
                self._section[name] = place
                return "section"
            if texts[0] in self._titles():
                return "title"
        if is_numbered and filled == 0:
            return "blank"
        has_faults = any((row.number, one.place) in self._sheet.errors for one in self._columns)
        if filled >= 2 or (is_numbered and filled) or has_faults:
            return ""
        if self._filling.covers(row.number) and filled:
            return ""
        return "note" if len(texts[0]) > 1 or filled == 0 else ""

    def _titles(self) -> set[str]:
        above = self._sheet.rows[: self._sheet.index(self._table.first)]
        return {text for row in above[-6:] for text in texts_of(row.cells)}


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, float) or (isinstance(cell, str) and cell.strip().isdigit())


def _mark(column: _Cellwise, cell: Cell) -> Any:
    """What a tick under one of several choices says."""
    text = plain(cell)
    if not text or text in "×✗✘☐□○否无0" or text in ("FALSE", "False"):
        return None
    if column.field.kind is FieldKind.LIST:
        return Guessed([column.marks], "mark")
    try:
        got = column.read(column.marks)
    except Doubt:
        return None
    return Guessed(got.value if isinstance(got, Guessed) else got, "mark")


def _parted(text: str) -> tuple[str, str]:
    """石塘村3组 as its village and its group; blanks where it is no such thing."""
    found = re.fullmatch(r"(.{1,8}?(?:村|社区))[\s/／-]*(.{1,8}(?:组|网格|队|屯))", text)
    return (found[1], found[2]) if found else ("", text)


def _problem(one: Field, cell: Cell, row: int, doubt: Doubt) -> Problem:
    return Problem(doubt.kind, one.name, cell, row, {"label": one.label, **doubt.params})
