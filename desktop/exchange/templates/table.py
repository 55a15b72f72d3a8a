"""Where the table of a form is: its heading rows, the rows for records, what stands below; which column is what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from desktop.domain.errors import Refused
from desktop.domain.fields import FieldKind, RecordKind
from desktop.exchange.cell_names import column_letter
from desktop.exchange.templates.form import FormSheet
from desktop.exchange.templates.references import spans_rows

SERIAL = "#"
"""Stands in a mapping for 序号: the number of the row."""

HEADING_ROWS = 40
"""The headings stand within the first rows of a sheet."""

LEAST_HEADINGS = 2
"""Headings that must be recognised."""

_MOST_HEIGHT = 4
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_MARKS = "*:：.、_—- "
_SERIALS = frozenset({"序号", "顺序", "顺序号", "no", "序", "行号"})
_COUNTED = re.compile(r"[(（]?(?:[0-9]{1,3}|[甲乙丙丁戊])[)）]?")
_EXAMPLE = re.compile(r"^(?:示例|样例|举例|例如|例[:：]|填写示例|填写说明)")
_LEAST_LOOSE = 4
_ABOUT_STAFF = re.compile("走访人|走访干部|责任人|包片|包组|包村|联系人|经办|填报|网格员")
_OF_ANYBODY = re.compile("姓名|(?:联系)?(?:电话|方式)|手机号?码?|职务|单位|身份证号?码?")
_TOTAL = re.compile(r"^(?:本页|本表|本月|全村|全镇)?(?:合计|小计|总计|共计)")


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column: its number from 1, what stands above it (heading rows joined by ``/``), the field it is taken for.

    ``is_guess`` says that the heading is no known name of the field.
    """

    column: int
    heading: str
    field: str | None
    is_guess: bool

    @property
    def letter(self) -> str:
        """The column as a spreadsheet calls it."""
        return column_letter(self.column)


@dataclass(frozen=True, slots=True)
class FormTable:
    """The table on a sheet, rows counted from 1.

    ``first`` to ``last`` are the rows for records; ``last`` is ``first - 1`` where there is none. ``is_followed`` says
    that something stands below them.
    """

    heading_first: int
    heading_last: int
    first: int
    last: int
    is_followed: bool
    columns: tuple[FormColumn, ...]

    @property
    def known(self) -> int:
        """How many columns were recognised."""
        return sum(column.field is not None for column in self.columns)


def find_table(sheet: FormSheet, kind: RecordKind, bordered: frozenset[int], file: str) -> FormTable | None:
    """The table of a sheet whose headings name fields of ``kind``; None where there is none.

    ``bordered`` are the looks with lines around the cell. Refused: ``form_not_empty`` (records stand below the
    headings), ``form_rows_merged`` (a record would take several rows).
    """
    found = _heading(sheet, kind)
    if found is None:
        return None
    heading_first, heading_last = found
    columns = _columns(sheet, kind, heading_first, heading_last)
    serials = frozenset(one.column for one in columns if one.field == SERIAL)
    first = heading_last + 1
    while _is_about_columns(sheet, first):
        first += 1
    wanted = [one.column for one in columns]
    last = first - 1
    while last < sheet.last_row and _is_free(sheet, last + 1, serials) and _belongs(sheet, last + 1, wanted):
        if last >= first and not _is_alike(sheet, first, last + 1, wanted, bordered):
            break
        last += 1
    is_followed = any(_is_filled(sheet, row) for row in range(last + 1, sheet.last_row + 1))
    if last < first and _holds_record(sheet, first, columns):
        raise Refused("form_not_empty", file=file, row=first)
    if not is_followed:
        last = max(last, first)
    kept = _without_merged(sheet, first, last, columns, file)
    return FormTable(heading_first, heading_last, first, last, is_followed, kept)


def fields_of(kind: RecordKind) -> list[str]:
    """The fields that a column can be filled with, in their order."""
    return [one.name for one in kind.fields if one.kind is not FieldKind.UUID]


# -- headings ----------------------------------------------------------------------------------------------------------


def _heading(sheet: FormSheet, kind: RecordKind) -> tuple[int, int] | None:
    """First and last of the rows that name most fields, the fewest that do."""
    best: tuple[float, int, int] | None = None
    end = min(sheet.last_row, HEADING_ROWS)
    for height in range(1, _MOST_HEIGHT):
        for first in range(1, end - height + 2):
            score = _score(sheet, kind, first, first + height - 1)
            if score and (best is None or score > best[0]):
                best = score, first, first + height - 1
    if best is None:
        return None
    _, first, last = best
    merges = [one for one in sheet.merges if one.top <= last and one.bottom >= first and one.bottom > one.top]
    top = min([first, *(one.top for one in merges)])
    bottom = max([last, *(one.bottom for one in merges if one.top >= first)])
    return max(top, first - _MOST_HEIGHT), min(bottom, last + _MOST_HEIGHT)


def _score(sheet: FormSheet, kind: RecordKind, first: int, last: int) -> float:
    """How much the rows look like headings; 0 for what are none."""
    texts = [text for _, text in _labels(sheet, first, last)]
    fields = [found for text in texts if (found := field_for(kind, text))[0]]
    names = {name for name, _ in fields}
    sure = {name for name, is_guess in fields if not is_guess} - {SERIAL}
    # A sentence that mentions fields is no row of headings.
    if len(names) < LEAST_HEADINGS or not sure or 3 * len(names) < len(texts):
        return 0.0
    return len(sure) + 0.5 * len(names - sure - {SERIAL}) + 0.1 * (SERIAL in names)


def _labels(sheet: FormSheet, first: int, last: int) -> Iterator[tuple[int, str]]:
    """The columns and what stands above them; of columns merged in the last row the first."""
    columns = sorted(
        {column for row in range(first, last + 1) if row in sheet.rows for column in sheet.rows[row].cells}
    )
    for column in columns:
        merge = sheet.merge_at(last, column)
        if merge and merge.left != column:
            continue
        parts = [sheet.shown_text(row, column) for row in range(first, last + 1)]
        told = [text for place, text in enumerate(parts) if text and text not in parts[:place]]
        if told:
            yield column, "/".join("".join(text.split()) for text in told)


def _columns(sheet: FormSheet, kind: RecordKind, first: int, last: int) -> tuple[FormColumn, ...]:
    labels = list(_labels(sheet, first, last))
    guessed = {column: field_for(kind, text) for column, text in labels}
    taken: set[str] = set()
    given: dict[int, tuple[str | None, bool]] = {}
    # Of two columns for one field the one that is surely meant has it.
    for column, (name, is_guess) in sorted(guessed.items(), key=lambda item: (item[1][1], item[0])):
        is_free = name is not None and name not in taken
        given[column] = (name, is_guess) if is_free else (None, False)
        taken |= {name} if name is not None else set()
    return tuple(FormColumn(column, text, *given[column]) for column, text in labels)


def field_for(kind: RecordKind, heading: str) -> tuple[str | None, bool]:
    """The field a heading names (None: none), and whether that is only a guess. Parts of it are joined by ``/``."""
    names = _names(kind)
    parts = [key for part in heading.split("/") if (key := _key(part))]
    tried = ["".join(parts), *reversed(parts)]
    if len(parts) > 1 and tried[0] not in names and _ABOUT_STAFF.search(parts[0]) and _OF_ANYBODY.fullmatch(parts[-1]):
        # The telephone of whoever visits is not that of whom they visit.
        return None, False
    for key in tried:
        if key in names:
            return names[key], False
        if key in _SERIALS:
            return SERIAL, False
    for key in reversed(parts):
        near = [known for known in names if len(known) > 1 and (known in key or (len(key) > 1 and key in known))]
        if near:
            # The longest name that is in the heading says most of it.
            return names[max(near, key=lambda known: (known in key, len(known) if known in key else -len(known)))], True
        # 反映的主要问题 has all of 反映问题, in its order.
        loose = [known for known in names if len(known) >= _LEAST_LOOSE and _is_within(known, key)]
        if loose:
            return names[max(loose, key=len)], True
    return None, False


def _is_within(known: str, key: str) -> bool:
    """Whether all characters of a name come in a heading one after another."""
    left = iter(key)
    return all(character in left for character in known)


@lru_cache(maxsize=16)
def _names(kind: RecordKind) -> Mapping[str, str]:
    """Field names by heading: labels first, so that no alias takes another field's own name."""
    names: dict[str, str] = {}
    usable = [kind.field(name) for name in fields_of(kind)]
    for one in usable:
        names.setdefault(_key(one.label), one.name)
    for one in usable:
        for alias in one.aliases:
            names.setdefault(_key(alias), one.name)
    return names


def _key(text: str) -> str:
    """A heading as it is compared: without blanks, marks, and units in brackets; half width."""
    plain = _BRACKETS.sub("", "".join(unicodedata.normalize("NFKC", text).split()))
    return plain.strip(_MARKS).casefold()


# -- rows for records --------------------------------------------------------------------------------------------------


def _texts(sheet: FormSheet, row: int) -> dict[int, str]:
    found = sheet.rows.get(row)
    return {column: cell.text for column, cell in found.cells.items() if cell.text} if found else {}


def _is_about_columns(sheet: FormSheet, row: int) -> bool:
    """Whether a row below the headings numbers the columns, or shows how to fill them in."""
    texts = list(_texts(sheet, row).values())
    if len(texts) >= 2 and all(_COUNTED.fullmatch(text) for text in texts):
        return True
    return any(_EXAMPLE.match(text) for text in texts)


def _is_free(sheet: FormSheet, row: int, serials: frozenset[int]) -> bool:
    """Whether a row waits to be filled: nothing in it but the number of the line and formulas about itself."""
    found = sheet.rows.get(row)
    if found is None:
        return True
    if any(text for column, text in _texts(sheet, row).items() if column not in serials or not text.isdigit()):
        return False
    return not any(spans_rows(cell.formula, row) for cell in found.cells.values() if cell.formula)


def _belongs(sheet: FormSheet, row: int, columns: Sequence[int]) -> bool:
    """Whether a free row is part of the table: merged across the table it is the room for a note below."""
    merge = sheet.merge_at(row, columns[0])
    return merge is None or merge.right - merge.left + 1 < max(3, len(columns))


def _is_alike(sheet: FormSheet, first: int, row: int, columns: Sequence[int], bordered: frozenset[int]) -> bool:
    """Whether a row has lines around its cells where the first row for records has."""

    def lined(number: int) -> int:
        cells = (sheet.cell(number, column) for column in columns)
        return sum(cell is not None and cell.look in bordered for cell in cells)

    return 2 * lined(row) >= lined(first)


def _is_filled(sheet: FormSheet, row: int) -> bool:
    found = sheet.rows.get(row)
    return found is not None and any(cell.text or cell.formula for cell in found.cells.values())


def _holds_record(sheet: FormSheet, row: int, columns: Sequence[FormColumn]) -> bool:
    """Whether a row has values in most columns, and is neither a total nor a line to be signed."""
    texts = _texts(sheet, row)
    if any(_TOTAL.match("".join(text.split())) for text in texts.values()):
        return False
    known = [one.column for one in columns if one.field not in (None, SERIAL)]
    named = sum(":" in text or "：" in text for text in texts.values())
    return sum(column in texts for column in known) >= max(LEAST_HEADINGS, len(known) / 2) and 2 * named < len(texts)


def _without_merged(
    sheet: FormSheet, first: int, last: int, columns: Sequence[FormColumn], file: str
) -> tuple[FormColumn, ...]:
    """The columns without those that are one merged cell all the way down: these hold nothing of a record."""
    away: set[int] = set()
    for merge in sheet.merges:
        if merge.bottom == merge.top or merge.bottom < first or merge.top > last:
            continue
        if merge.top > first or merge.bottom < last:
            raise Refused("form_rows_merged", file=file, row=max(merge.top, first))
        away |= set(range(merge.left, merge.right + 1))
    kept = (one for one in columns if one.column not in away)
    return tuple(_unless_reckoned(sheet, first, one) for one in kept)


def _unless_reckoned(sheet: FormSheet, row: int, one: FormColumn) -> FormColumn:
    """A column that the form reckons itself is not filled, whatever its heading."""
    cell = sheet.cell(row, one.column)
    return replace(one, field=None, is_guess=False) if cell is not None and cell.formula else one
