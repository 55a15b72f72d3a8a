"""Finding the tables of a sheet: where their headings are, how far they go, which columns are theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from desktop.exchange.intake.columns import Column, Knowledge, assigned
from desktop.exchange.intake.content import profile_of
from desktop.exchange.intake.headings import common_headings, key, lexicon
from desktop.exchange.intake.heads import Head, HeadColumn, head_at
from desktop.exchange.intake.lines import is_label, is_title, is_total, side_line, texts_of
from desktop.exchange.intake.marks import MARKS
from desktop.exchange.intake.sheet import Sheet
from desktop.exchange.tables import Cell, TableRow

SAMPLED = 60
"""Rows below the headings that are looked at to tell what a column holds."""

FIRST_ROWS = 40
"""Rows at the top of a sheet in which headings of unknown words are looked for."""

LEAST_SHARE = 0.2
"""Part of the headings that must be recognised."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet: rows of its headings, its last row, its columns from left to right."""

    sheet: int
    first: int
    last_heading: int
    last: int
    columns: tuple[Column, ...]

    @property
    def fields(self) -> set[str]:
        """The fields that some column carries."""
        return {column.field for column in self.columns if column.field}


Corrections = Mapping[tuple[int, int, int], str | None]
"""What a person said of columns: place of the sheet, first row of the headings, place of the column."""


def find_tables(
    place: int,
    sheet: Sheet,
    kind_name: str,
    known: Knowledge,
    corrections: Corrections,
    check: Callable[[], object],
) -> list[Table]:
    """The tables of one kind on a sheet, in their order."""
    found: list[Table] = []
    floor = 0
    starts = _candidate_rows(sheet, kind_name, known)
    for position, row in enumerate(starts):
        check()
        if row <= floor:
            continue
        best = _best_at(place, sheet, kind_name, known, corrections, floor, starts[position : position + 3])
        if not best:
            continue
        head_last = best[0].last_heading
        last = _last_row(sheet, best[0], kind_name, [start for start in starts if start > head_last])
        found += [Table(one.sheet, one.first, one.last_heading, last, one.columns) for one in best]
        floor = last
    return found


def _best_at(
    place: int,
    sheet: Sheet,
    kind_name: str,
    known: Knowledge,
    corrections: Corrections,
    floor: int,
    rows: Sequence[int],
) -> list[Table]:
    """The tables (several side by side) whose headings are in one of these neighbouring rows and say most."""
    best: list[Table] = []
    best_score = 0.0
    for row in rows:
        if row - rows[0] > 3:
            break
        head = head_at(sheet, row, floor)
        if head.last < row:
            continue
        tables = _side_by_side(place, sheet, kind_name, head, known, corrections)
        score = sum(column.score for table in tables for column in table.columns if column.field)
        if score > best_score + 0.01:
            best, best_score = tables, score
    return best


def _side_by_side(
    place: int, sheet: Sheet, kind_name: str, head: Head, known: Knowledge, corrections: Corrections
) -> list[Table]:
    """The table of these headings; several where a blank column parts headings that begin anew."""
    sample = sheet.rows[sheet.index(head.last + 1) :][:SAMPLED]

    def made(columns: Sequence[HeadColumn]) -> Table | None:
        profiles = {one.place: profile_of(_column(sheet, sample, one.place)) for one in columns}
        own = {
            column: name
            for (sheet_place, first, column), name in corrections.items()
            if sheet_place == place and first == head.first
        }
        found = tuple(assigned(kind_name, columns, profiles, known, own))
        return Table(place, head.first, head.last, head.last, found) if _is_of_kind(kind_name, found) else None

    blocks = _blocks(head.columns)
    if len(blocks) > 1:
        parts = [table for block in blocks if (table := made(block)) is not None]
        words = [{key(column.heading) for column in block} for block in blocks]
        begins_anew = any(len(words[0] & other) >= 2 for other in words[1:])
        if len(parts) > 1 or (parts and begins_anew):
            return parts
        if parts and _is_other_table(blocks, parts[0]):
            return parts
    whole = made(head.columns)
    return [whole] if whole is not None else []


def _is_other_table(blocks: Sequence[Sequence[HeadColumn]], part: Table) -> bool:
    """Whether the other blocks are tables of their own: their headings number rows or name people once more."""
    own = {column.place for column in part.columns}
    for block in blocks:
        if block[0].place not in own and key(block[0].levels[-1]) in ("序号", "姓名", "项目", "类别"):
            return True
    return False


def _blocks(columns: Sequence[HeadColumn]) -> list[list[HeadColumn]]:
    blocks: list[list[HeadColumn]] = []
    for column in columns:
        if blocks and column.place == blocks[-1][-1].place + 1:
            blocks[-1].append(column)
        else:
            blocks.append([column])
    return [block for block in blocks if len(block) > 1] if any(len(block) > 1 for block in blocks) else blocks


def _column(sheet: Sheet, rows: Sequence[TableRow], place: int) -> list[Cell]:
    return [row.cells[place] for row in rows if place < len(row.cells)]


def _is_of_kind(kind_name: str, columns: Collection[Column]) -> bool:
    """Whether a table with these columns is one of the kind, and not some other list with a name and a telephone."""
    by_heading = {column.field for column in columns if column.field and column.source != "content"}
    mapped = {column.field for column in columns if column.field}
    if any(column.source == "person" and column.field for column in columns):
        return True
    kind = lexicon(kind_name).kind
    needed = frozenset(one.name for one in kind.fields if one.required and one.name != "village_name")
    core, counted, least = MARKS.get(kind_name, (needed, frozenset(kind.field_names), 3))
    is_enough = len(counted & mapped) >= least and len(by_heading) >= 2
    return bool(core & mapped) and is_enough and len(mapped) >= LEAST_SHARE * len(columns)


def _candidate_rows(sheet: Sheet, kind_name: str, known: Knowledge) -> list[int]:
    """Numbers of rows that may hold headings."""
    own = lexicon(kind_name).exact
    told = {key(heading.split("/")[-1]) for heading in known.told}
    rows = []
    previous, was_record = 0, False
    for row in sheet.rows:
        number = row.number
        is_early = number <= FIRST_ROWS
        # Within records a row of headings is known by its words; those are only compared where a record ends.
        if not is_early and was_record and number == previous + 1 and not _begins_anew(row.cells):
            previous = number
            continue
        words = [cell for cell in row.cells if isinstance(cell, str) and cell]
        keys = {key(word) for word in words if len(word) <= 60}
        hits = sum(word in own or word in known.learnt or word in told for word in keys)
        if hits >= 2 or (is_early and _is_label_row(row.cells)):
            rows.append(row.number)
        previous, was_record = row.number, len(words) > 2
    return rows


def _begins_anew(cells: Sequence[Cell]) -> bool:
    # Most records begin with their number.
    first = cells[0] if cells and cells[0] != "" else next((cell for cell in cells if cell != ""), "")
    return isinstance(first, str) and len(first) <= 12 and key(first) in common_headings()


def _is_label_row(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell != ""]
    return len(filled) >= 3 and sum(is_label(cell) for cell in filled) >= 0.8 * len(filled)


def _last_row(sheet: Sheet, table: Table, kind_name: str, starts: Sequence[int]) -> int:
    """The last row of a table: before the headings of another, or the end of the sheet."""
    own = {key(level) for column in table.columns for level in column.levels}
    for start in starts:
        words = {key(cell) for cell in sheet.cells(start) if isinstance(cell, str) and cell}
        if not words:
            continue
        if len(words & own) >= 0.7 * len(words):
            # Under a title of their own they begin another table; otherwise they are repeated on the next page.
            if _has_own_title(sheet, table, start):
                return _before_title(sheet, start, table.last_heading)
            continue
        if len(words & common_headings()) >= max(3, 0.5 * len(words)) and not _fits_below(sheet, table, start):
            return _before_title(sheet, start, table.last_heading)
    return sheet.numbers[-1] if sheet.numbers else table.last_heading


def _fits_below(sheet: Sheet, table: Table, row: int) -> bool:
    """Whether a row of words has a number where the table has its row numbers: then it is a record."""
    first = table.columns[0].place
    cell = sheet.cell(row, first)
    return isinstance(cell, float) or (isinstance(cell, str) and cell.strip().isdigit())


def _has_own_title(sheet: Sheet, table: Table, start: int) -> bool:
    """Whether lines right above a row of headings say something that does not stand above the table's own."""
    above = {text for number in sheet.numbers if number < table.first for text in texts_of(sheet.cells(number))}
    between = range(_before_title(sheet, start, table.last_heading) + 1, start)
    titles = [texts for number in between if (texts := texts_of(sheet.cells(number)))]
    return any(is_title(texts) and not set(texts) <= above for texts in titles)


def _before_title(sheet: Sheet, start: int, least: int) -> int:
    """The row before another table's headings, its title and its line of the office left to it."""
    row = start - 1
    while row > least:
        texts = texts_of(sheet.cells(row))
        if len(texts) > 2 or is_total(texts) or (texts and side_line(texts, 9) in ("signature", "note")):
            break
        row -= 1
    return max(row, least)
