"""The sheets people see, read back: which rows stand there, and what was typed into them.

A row is told by the hidden id at its end, wherever sorting has moved it; a column by its heading, wherever it was
moved to. A row whose check still fits is as it was written, and its cells are not looked at.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop.domain.fields import Field, FieldKind, RecordKind
from desktop.domain.kinds import KINDS
from desktop.exchange.blanks import shown_at
from desktop.exchange.information import CHANGES_SHEET, INFO_SHEET
from desktop.exchange.layout import (
    CHECK_HEADING,
    CHOICES_SHEET,
    DECISION_HEADINGS,
    DECISION_ON,
    EXPLANATION_SHEET,
    FIGURES_SHEET,
    FILLER_MARK,
    HISTORY_SHEET,
    ID_HEADING,
    NUMBER_HEADING,
    check_of,
    shown_fields,
)
from desktop.exchange.opening import OpenWorkbook
from desktop.exchange.shown import TypedRow, Visible

HEADING_ROWS = 30
"""The headings stand within the first rows of a sheet, even when somebody put lines above them."""

LEAST_HEADINGS = 4
"""A sheet somebody renamed is known by at least so many headings of a kind."""

FIRST_SERIAL, LAST_SERIAL = 32_874, 73_050
"""A bare number in a column of days from 1990-01-01 to 2099-12-31, as spreadsheets count, is the day it stands for."""

_TOTAL = re.compile(r"(?:本页|本表|本月|本年|全年|累计)?(?:合计|小计|总计|共计|累计)(?:[(（].{1,6}[)）])?[：:]?")
_LABELLED = re.compile(r"[^：:0-9]{1,10}[：:]")
"""What stands under a table: 填表人：…, 审核人：…, 注：…"""

_EPOCH = datetime.date(1899, 12, 30)
_OTHER_SHEETS = frozenset({INFO_SHEET, CHANGES_SHEET, CHOICES_SHEET, EXPLANATION_SHEET, FIGURES_SHEET, HISTORY_SHEET})
_FILLER = re.compile(FILLER_MARK + r"[：:][ \u3000]*([^\u3000\s]{1,40})")


@dataclass(slots=True)
class _Sheet:
    """A sheet with its headings found. ``fields`` has the place of each column from 0, by field name."""

    kind: RecordKind
    title: str
    first_row: int
    headings: Mapping[int, str]
    fields: dict[str, int]
    decision: Mapping[str, int]
    id_place: int
    check_place: int | None


def read_visible(workbook: OpenWorkbook) -> Visible:
    """Read every sheet that shows records. Raises as :meth:`OpenWorkbook.rows`."""
    visible = Visible()
    seal = hashlib.sha256()
    for title in workbook.sheet_names:
        if title not in _OTHER_SHEETS:
            before = len(visible.typed)
            _read_sheet(title, workbook.rows(title), visible, seal)
            visible.typed[before:] = _without_false_blanks(workbook, title, visible.typed[before:])
    visible.seal = seal.hexdigest()
    return visible


def _without_false_blanks(workbook: OpenWorkbook, title: str, typed: Sequence[TypedRow]) -> list[TypedRow]:
    """The rows without the blanks that stand for errors, and with what merged cells show for the rows they cover."""
    if not any(None in row.cells.values() or None in row.decision.values() for row in typed):
        return list(typed)
    blanks = workbook.blanks(title)
    covering = {
        (row.row, name): area
        for row in typed
        for name, (column, _) in row.columns.items()
        if blanks.merged and (area := blanks.covering((row.row, column))) is not None
    }
    shown = shown_at(workbook.rows(title), {first for first, _ in covering.values()}) if covering else {}

    def told(row: TypedRow) -> TypedRow:
        cells, decision = dict(row.cells), dict(row.decision)
        faulty = tuple(name for name, (column, _) in row.columns.items() if (row.row, column) in blanks.faulty)
        for name in row.columns:
            area = covering.get((row.row, name))
            if name not in faulty and area is None:
                continue
            held = cells if name in cells else decision
            del held[name]
            if held is cells and area is not None and area[0][1] == area[1][1]:
                # Merged down a column: one value for all its rows.
                held[name] = _plain_of(KINDS[row.kind].field(name), shown[area[0]])
        is_shared = any(blanks.spans_rows((row.row, row.columns[name][0])) for name in row.decision)
        return replace(row, cells=cells, decision=decision, faulty=faulty, is_shared=is_shared)

    return [told(row) for row in typed]


def _read_sheet(title: str, rows: Iterator[list[Any]], visible: Visible, seal: Any) -> None:
    above: list[list[Any]] = []
    for _, row in zip(range(HEADING_ROWS), rows, strict=False):
        headings = {place: text for place, cell in enumerate(row) if (text := str(cell).strip())}
        kind = _kind_of(title, headings.values())
        if kind is not None:
            _read_rows(kind, title, len(above) + 1, headings, rows, visible, seal)
            visible.filler = visible.filler or _filler(above)
            return
        above.append(row)


def _kind_of(title: str, headings: Iterable[str]) -> RecordKind | None:
    """The kind these headings belong to; None when they are no headings."""
    present = set(headings)
    counted = [
        (len(present & {one.label for one in kind.fields}), kind.sheet == title, kind) for kind in KINDS.values()
    ]
    found, _, kind = max(counted, key=lambda each: (each[0] >= LEAST_HEADINGS and each[1], each[0]))
    return kind if found >= (2 if ID_HEADING in present and kind.sheet == title else LEAST_HEADINGS) else None


def _filler(above: Iterable[Sequence[Any]]) -> str:
    for row in above:
        for cell in row:
            if isinstance(cell, str) and (found := _FILLER.search(cell)):
                return found[1]
    return ""


def _read_rows(
    kind: RecordKind,
    title: str,
    heading_row: int,
    headings: Mapping[int, str],
    rows: Iterator[list[Any]],
    visible: Visible,
    seal: Any,
) -> None:
    places: dict[str, int] = {}
    for place, text in headings.items():
        places.setdefault(text, place)
    if ID_HEADING not in places:
        visible.unread.append((title, ""))
        return
    fields = {one.name: places[one.label] for one in shown_fields(kind) if one.label in places}
    decision = {text: places[text] for text in DECISION_HEADINGS if text in places} if kind.name == "issue" else {}
    sheet = _Sheet(
        kind, title, heading_row + 1, headings, fields, decision, places[ID_HEADING], places.get(CHECK_HEADING)
    )
    first: list[list[Any]] = []
    if len(fields) < len(shown_fields(kind)):
        # Which column a renamed heading belongs to is told by its neighbours and proved by a row that still fits.
        first = [row for _, row in zip(range(200), rows, strict=False)]
        _find_renamed(sheet, first)
    known = {*sheet.fields.values(), *decision.values(), sheet.id_place, sheet.check_place}
    visible.unread += [
        (title, text) for place, text in headings.items() if place not in known and text != NUMBER_HEADING
    ]
    _read_cells(sheet, _both(first, rows), visible, seal)


def _both(first: Iterable[list[Any]], rest: Iterable[list[Any]]) -> Iterator[list[Any]]:
    yield from first
    yield from rest


def _find_renamed(sheet: _Sheet, rows: Sequence[Sequence[Any]]) -> None:
    taken = {*sheet.fields.values(), *sheet.decision.values(), sheet.id_place, sheet.check_place}
    found = dict(sheet.fields)
    place = next((at for at, text in sheet.headings.items() if text == NUMBER_HEADING), -1)
    for one in shown_fields(sheet.kind):
        if one.name in found:
            place = found[one.name]
        elif place + 1 in sheet.headings and place + 1 not in taken:
            place += 1
            found[one.name] = place
    columns = [found.get(one.name) for one in shown_fields(sheet.kind)]
    if sheet.check_place is not None and any(
        _text(row, sheet.check_place) == check_of(_cell(row, place) for place in columns) for row in rows
    ):
        sheet.fields = found


def _read_cells(sheet: _Sheet, rows: Iterable[list[Any]], visible: Visible, seal: Any) -> None:
    columns = [sheet.fields.get(one.name) for one in shown_fields(sheet.kind)]
    if None not in columns and columns == list(range(columns[0] or 0, (columns[0] or 0) + len(columns))):
        span = slice(columns[0], (columns[0] or 0) + len(columns))
    else:
        span = None
    shown = visible.shown.setdefault(sheet.kind.name, [])
    changed: list[TypedRow] = []
    same: set[str] = set()
    for number, row in enumerate(rows, start=sheet.first_row):
        record_id = _text(row, sheet.id_place)
        if record_id in ("", ID_HEADING) and _is_no_record(sheet, row):
            continue
        cells = row[span] if span else [_cell(row, place) for place in columns]
        check = _text(row, sheet.check_place)
        if record_id:
            shown.append(record_id)
            seal.update(f"{record_id} {check}\n".encode())
            if check and check == check_of(cells) and not _has_decision(sheet, row):
                same.add(record_id)
                continue
        if any(cell not in (None, "") for cell in cells):
            changed.append(_typed(sheet, number, row, record_id, check))
    if not shown:
        del visible.shown[sheet.kind.name]
    visible.typed += _told_apart(changed, same)


def _is_no_record(sheet: _Sheet, row: Sequence[Any]) -> bool:
    """Whether a row without an id is a total, the headings once more, or lines for signatures and notes."""
    texts = [text for cell in row if (text := "".join(str(cell).split()))]
    return (
        (bool(texts) and _TOTAL.fullmatch(texts[0]) is not None)
        or all(_LABELLED.match(text) for text in texts)
        or texts == ["".join(text.split()) for text in sheet.headings.values()]
    )


def _has_decision(sheet: _Sheet, row: Sequence[Any]) -> bool:
    return any(_cell(row, place) not in (None, "") for place in sheet.decision.values())


def _told_apart(rows: Sequence[TypedRow], same: set[str]) -> Iterator[TypedRow]:
    """A row copied with its hidden id is a new one beside the original; which of two changed ones is, nobody knows."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.record_id] = counts.get(row.record_id, 0) + 1
    for row in rows:
        if row.record_id in same and not any(value not in (None, "") for value in row.decision.values()):
            yield replace(row, record_id="", check="")
        elif row.record_id and counts[row.record_id] > 1:
            yield replace(row, is_twice=True)
        else:
            yield row


def _typed(sheet: _Sheet, number: int, row: Sequence[Any], record_id: str, check: str) -> TypedRow:
    return TypedRow(
        sheet.kind.name,
        record_id,
        sheet.title,
        number,
        check,
        {name: _plain_of(sheet.kind.field(name), _cell(row, place)) for name, place in sheet.fields.items()},
        {name: (place + 1, sheet.headings[place]) for name, place in sheet.fields.items()}
        | {text: (place + 1, text) for text, place in sheet.decision.items()},
        {
            text: _day(_cell(row, place)) if text == DECISION_ON else _plain(_cell(row, place))
            for text, place in sheet.decision.items()
        },
    )


def _cell(row: Sequence[Any], place: int | None) -> Any:
    return row[place] if place is not None and place < len(row) else None


def _text(row: Sequence[Any], place: int | None) -> str:
    return str(row[place]).strip() if place is not None and place < len(row) else ""


def _plain_of(of: Field, cell: Any) -> str | int | float | bool | datetime.date | None:
    return _day(cell) if of.kind is FieldKind.DATE else _plain(cell)


def _day(cell: Any) -> str | int | float | bool | datetime.date | None:
    """A cell of a column of days: the day of a moment, and the day behind the bare number a lost format leaves."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, float) and cell.is_integer() and FIRST_SERIAL <= cell <= LAST_SERIAL:
        return _EPOCH + datetime.timedelta(days=int(cell))
    return _plain(cell)


def _plain(cell: Any) -> str | int | float | bool | datetime.date | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime.datetime):
        return cell.date() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    if isinstance(cell, str | int | float | bool | datetime.date):
        return cell
    return str(cell)
