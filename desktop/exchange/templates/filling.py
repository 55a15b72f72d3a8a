"""Open an office's own form, say what it is made of, and fill it: everything that is no record stays as it was.

The package is changed at the places concerned and nowhere else, as :mod:`desktop.exchange.annotating` does it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.parsers.expat import ExpatError

from desktop.domain.errors import Refused
from desktop.domain.fields import FieldKind, RecordKind
from desktop.exchange.cell_names import column_letter, column_number
from desktop.exchange.escaping import escape
from desktop.exchange.information import INFO_SHEET
from desktop.exchange.opening import content_of_file
from desktop.exchange.packages import judged
from desktop.exchange.replacing import readable_name, replacing
from desktop.exchange.sealing import is_sealed
from desktop.exchange.splicing import Splices, Tag, scan
from desktop.exchange.templates.form import Book, FormCell, FormSheet, Merge, Run, SheetEntry
from desktop.exchange.templates.looks import Looks
from desktop.exchange.templates.places import Told, filled
from desktop.exchange.templates.references import LAST_ROW, Shift
from desktop.exchange.templates.shifting import (
    forget_order_of_reckoning,
    renewed_book,
    shift_attached,
    shift_others,
    shift_ranges,
)
from desktop.exchange.templates.table import SERIAL, FormTable, find_table
from desktop.exchange.templates.writing import Filling, RowWriter, Value, merged_rows, text_xml

MAX_FORM_BYTES = 5 * 2**20
"""Most bytes of a form: it lies in the ledger and goes into each of its backups."""

SHOWN_ROWS, SHOWN_COLUMNS = 40, 60
"""How much of a sheet is shown for its columns to be named."""

_SUM = re.compile(r"SUM\(\$?([A-Z]{1,3})\$?([0-9]+):\$?([A-Z]{1,3})\$?([0-9]+)\)")
_FAULTS = (ValueError, KeyError, IndexError, ExpatError, StopIteration, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its file's name and bytes, the sheet to fill, its table, and the first rows of it as they are seen."""

    file_name: str
    data: bytes
    sheet: str
    sheets: tuple[str, ...]
    table: FormTable
    shown: tuple[tuple[str, ...], ...]
    merged: tuple[Merge, ...]


class Filled(NamedTuple):
    """What was written: how many records, how many rows were put in, how many places of titles were filled."""

    records: int
    inserted: int
    places: int


def content_of_form(path: Path) -> bytes:
    """The bytes of a form. Refused: those of reading a file, ``form_too_large``."""
    data = content_of_file(path)
    if len(data) > MAX_FORM_BYTES:
        raise Refused("form_too_large", file=path.name, limit_megabytes=MAX_FORM_BYTES // 2**20)
    return data


def read_form(data: bytes, name: str, kind: RecordKind, sheet: str = "") -> Form:
    """Look at a form: the sheet given, or the one whose table has most columns that name fields of ``kind``.

    Refused: those of :func:`desktop.exchange.packages.judged`, ``encrypted``, ``form_not_xlsx``, ``form_unreadable``
    (of a make that is not understood), ``form_no_table``, ``form_not_empty``, ``form_rows_merged``,
    ``sync_workbook``.
    """
    if is_sealed(data):
        raise Refused("encrypted", file=name)
    with judged(data, name) as archive:
        try:
            book = Book(archive)
            if not book.is_plain:
                raise Refused("form_not_xlsx", file=name)
            if any(entry.name == INFO_SHEET for entry in book.sheets):
                raise Refused("sync_workbook", file=name)
            looks = _looks(book)
            found = _best_table(book, looks, kind, sheet, name)
        except _FAULTS as error:
            raise Refused("form_unreadable", file=name) from error
    entry, grid, table = found
    names = tuple(one.name for one in book.sheets if one.is_shown)
    merged = tuple(one for one in grid.merges if one.top <= SHOWN_ROWS)
    return Form(name, data, entry.name, names, table, _shown(grid), merged)


def _best_table(
    book: Book, looks: Looks, kind: RecordKind, sheet: str, file: str
) -> tuple[SheetEntry, FormSheet, FormTable]:
    wanted = [entry for entry in book.sheets if entry.name == sheet or (not sheet and entry.is_shown)]
    best: tuple[SheetEntry, FormSheet, FormTable] | None = None
    faults: list[Refused] = []
    for entry in wanted:
        grid = FormSheet(book, entry.part)
        try:
            table = find_table(grid, kind, looks.bordered, file)
        except Refused as refused:
            faults.append(refused)
            continue
        if table is not None and (best is None or table.known > best[2].known):
            best = entry, grid, table
    if best is not None:
        return best
    raise faults[0] if faults else Refused("form_no_table", file=file, kind=kind.label)


def _looks(book: Book) -> Looks:
    return Looks(book.parts.read(book.parts.related(book.part, "styles")[0].target))


def _shown(grid: FormSheet) -> tuple[tuple[str, ...], ...]:
    """The first rows as they are seen, cells inside merged ranges blank."""
    last = min(grid.last_row, SHOWN_ROWS)
    columns = max((column for row in grid.rows.values() for column in row.cells), default=0)
    return tuple(
        tuple(
            cell.text if (cell := grid.cell(row, column)) else ""
            for column in range(1, min(columns, SHOWN_COLUMNS) + 1)
        )
        for row in range(1, last + 1)
    )


def fill_form(
    form: Form,
    target: Path,
    kind: RecordKind,
    mapping: Mapping[int, str],
    records: Iterable[Mapping[str, Value]],
    told: Told,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Filled:
    """Write the form with the records in it to ``target``.

    ``mapping`` names the field of each column (or :data:`~desktop.exchange.templates.table.SERIAL`); a record has its
    values as a cell has them: text, a number, a day as ISO text; ``told.count`` is how many there are. Refused:
    ``form_unreadable``, ``form_rows_full`` (more than a sheet has rows), ``cancelled``, and those of writing a file.
    """
    with judged(form.data, form.file_name) as archive:
        try:
            filler = _Filler(Book(archive), form, kind, mapping)
            written, outcome = filler.fill(_watched(records, told.count, progress, cancelled), told)
        except _FAULTS as error:
            raise Refused("form_unreadable", file=form.file_name) from error
    judged(written, readable_name(target)).close()
    with replacing(target) as file:
        file.write(written)
    return outcome


def _watched(
    records: Iterable[Mapping[str, Value]],
    count: int,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[Mapping[str, Value]]:
    for number, record in enumerate(records, 1):
        if cancelled is not None and cancelled():
            raise Refused("cancelled")
        yield record
        if progress is not None:
            progress(number, count)


class _Filler:
    """Changes the parts of one form."""

    def __init__(self, book: Book, form: Form, kind: RecordKind, mapping: Mapping[int, str]) -> None:
        self._book = book
        self._form = form
        self._entry = next(entry for entry in book.sheets if entry.name == form.sheet)
        self._sheet = FormSheet(book, self._entry.part)
        self._looks = _looks(book)
        headings = {one.column: one.heading for one in form.table.columns}
        self._fillings = {
            column: Filling(name, FieldKind.INTEGER if name == SERIAL else kind.field(name).kind, headings[column])
            for column, name in sorted(mapping.items())
            if column in headings and name
        }
        self._places = 0
        self._sums: Mapping[int, float] = {}

    def fill(self, records: Iterable[Mapping[str, Value]], told: Told) -> tuple[bytes, Filled]:
        """The whole package, and what was done."""
        table = self._form.table
        extra = max(0, told.count - (table.last - table.first + 1))
        if max(self._sheet.last_row, table.last) + extra > LAST_ROW:
            raise Refused("form_rows_full", file=self._form.file_name, limit=LAST_ROW)
        shift = Shift(table.first, table.last, extra)
        rows = (
            [record.get(one.name) if one.name != SERIAL else 1 for one in self._fillings.values()] for record in records
        )
        parts = self._book.parts
        # Before the parts are changed to which the sheet refers.
        sheet = self._filled_sheet(shift, rows, told)
        if extra:
            shift_attached(parts, self._entry.part, shift, self._entry.name)
            shift_others(self._book, self._entry.part, shift, self._entry.name)
        parts.write(self._entry.part, sheet)
        parts.write(self._book.part, renewed_book(parts.read(self._book.part), shift, self._entry.name))
        styles = parts.related(self._book.part, "styles")[0].target
        parts.write(styles, self._looks.result())
        forget_order_of_reckoning(self._book)
        return parts.written(), Filled(told.count, extra, self._places)

    def _filled_sheet(self, shift: Shift, rows: Iterable[Sequence[Value]], told: Told) -> bytes:
        sheet = self._sheet
        splices = Splices(sheet.data)
        writer = RowWriter(sheet, self._entry.name, shift, self._looks, self._fillings)
        text = "".join(writer.rows(rows, told.count))
        self._sums = writer.sums
        for row in sheet.rows.values():
            if not shift.first <= row.number <= shift.last:
                self._move_row(row.number, splices, shift, told)
        own = [row for row in sheet.rows.values() if shift.first <= row.number <= shift.last]
        behind = [row.start for row in sheet.rows.values() if row.number > shift.last]
        if own:
            splices.replace(own[0].start, own[-1].stop, text)
        else:
            splices.insert(min(behind, default=sheet.body_stop), text)
        if shift.extra:
            body = (sheet.body_start, sheet.body_stop)
            shift_ranges(sheet.data, splices, shift, self._entry.name, body=body)
        self._move_merges(splices, shift, told.count)
        return splices.result()

    def _move_row(self, number: int, splices: Splices, shift: Shift, told: Told) -> None:
        """A row above or below the records: its place, its formulas, the places to be filled in its texts."""
        row = self._sheet.rows[number]
        new = shift.row(number)
        if new != number or "r" not in row.attributes:
            splices.change_tag(row.start, {"r": str(new)})
        for cell in row.cells.values():
            changed = self._changed_cell(cell, new, shift, told)
            if changed is not None:
                splices.replace(cell.start, cell.stop, changed)
            elif new != number:
                splices.change_tag(cell.start, {"r": f"{column_letter(cell.column)}{new}"})

    def _changed_cell(self, cell: FormCell, row: int, shift: Shift, told: Told) -> str | None:
        """The XML of a cell that is changed otherwise than in its place; None for others."""
        p = self._sheet.prefix
        start = f'<{p}c r="{column_letter(cell.column)}{row}" s="{cell.look}"'
        if cell.formula:
            if cell.formula_kind not in ("normal", "shared", "array"):
                raise ValueError("a table of what-if")
            formula = shift.formula(cell.formula, self._entry.name, is_own=True)
            of_array = ""
            if cell.formula_kind == "array":
                of_array = f' t="array" ref="{shift.areas(cell.formula_tag["ref"])}"'
            # Without the number of the last time: it is reckoned anew when the workbook is opened.
            return f"{start}><{p}f{of_array}>{escape(formula)}</{p}f>{self._sum_xml(formula, told.count)}</{p}c>"
        table = self._form.table
        if not cell.runs or table.heading_first <= cell.row <= table.heading_last:
            return None
        done = filled(cell.runs, told)
        if done is None:
            return None
        self._places += 1
        return f'{start} t="inlineStr"><{p}is>{_runs_xml(p, done)}</{p}is></{p}c>'

    def _sum_xml(self, formula: str, count: int) -> str:
        """The number of a plain sum over all records: programs that only show a workbook reckon nothing."""
        found = _SUM.fullmatch(formula)
        first = self._form.table.first
        if found is None or found[1] != found[3] or int(found[2]) != first or int(found[4]) < first + count - 1:
            return ""
        number = self._sums.get(column_number(found[1]))
        return "" if number is None else f"<{self._sheet.prefix}v>{number!r}</{self._sheet.prefix}v>"

    def _move_merges(self, splices: Splices, shift: Shift, count: int) -> None:
        if not shift.extra:
            return
        old, new = merged_rows(self._sheet, shift, count)
        tags: list[Tag] = []
        scan(self._sheet.data, lambda tag: tags.append(tag) if tag.name in ("mergeCells", "mergeCell") else None)
        places = iter(self._sheet.merges)
        for tag in tags:
            if tag.name == "mergeCells":
                total = len(self._sheet.merges) - len(old) + len(new)
                inside = "".join(f'<{tag.prefix}mergeCell ref="{one}"/>' for one in new)
                splices.change_tag(tag.start, {"count": str(total)}, inside=inside, name=f"{tag.prefix}mergeCells")
                continue
            merge = next(places)
            if merge in old:
                splices.remove_tag(tag.start)
            else:
                splices.change_tag(tag.start, {"ref": shift.areas(tag.attributes["ref"])})


def _runs_xml(prefix: str, runs: Sequence[Run]) -> str:
    if prefix or all(not run.look for run in runs):
        return text_xml(prefix, "".join(run.text for run in runs))
    return "".join(text_xml("", run.text, run.look, is_run=True) for run in runs)
