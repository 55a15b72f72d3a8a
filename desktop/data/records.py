"""Record tables made from the field dictionary: rows to and from values, and the writing of rows.

A row holds the current values of a record, the fold of its changes. Beside the declared fields: ``row`` (arrival
order), ``scope_id``, ``is_withdrawn``, ``has_conflict``, ``recorded_at``/``recorded_by`` (set by the program, never
edited), ``changed_at``, and ``extra``: fields a newer program knows, kept as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from desktop.data.indexing import SearchIndex, SearchText
from desktop.data.names import names_index, put_names
from desktop.data.search import listed, searched_fields, text_of
from desktop.data.tallies import TallyKeeper
from desktop.domain.changes import canonical
from desktop.domain.fields import FieldKind, RecordKind, list_fields


class Standing(NamedTuple):
    """The columns that the program keeps beside the fields, but for ``extra``."""

    scope_id: int
    is_withdrawn: bool
    has_conflict: bool
    recorded_at: str
    recorded_by: str
    changed_at: str


Row = tuple[str, Mapping[str, Any], Standing]
"""Id, fields and standing of a record."""

STANDARD_COLUMNS = (*Standing._fields, "extra")
_PLAIN_TYPES = frozenset({str, type(None)})
_TEXT = frozenset({str})
_NOTHING = -(2**63)
_MARK = f"nullif(?, {_NOTHING})"
"""Stands for a column that may be empty. Binding None, or anything but text and numbers, makes the library look for an
adapter (0.8 µs each, which was half the time of writing an issue). No value of a field is this one: whole numbers of
that size are kept as text."""

_EXACT = 2**53
"""Up to here a column of either kind of number holds a whole number as it is."""

_AT_ONCE = 500
"""Ids asked for in one statement."""


@lru_cache(maxsize=32)
def number_fields(kind: RecordKind) -> frozenset[str]:
    """Names of the fields whose values are numbers, whole or not."""
    return frozenset(field.name for field in kind.fields if field.kind is FieldKind.NUMBER)


@lru_cache(maxsize=32)
def counted_fields(kind: RecordKind) -> frozenset[str]:
    """Names of the fields whose columns hold numbers; all others are columns of text."""
    return frozenset(field.name for field in kind.fields if field.kind in (FieldKind.INTEGER, FieldKind.NUMBER))


def encoded(kind: RecordKind, name: str, value: Any) -> Any:
    """A value as its column holds it."""
    if value is not None and name in list_fields(kind):
        return canonical(value)
    # A newer program may give a field another shape; it is kept as JSON until this one is updated. In that form no
    # column takes it for a value of its own type, which would be another one.
    if isinstance(value, dict | list | bool):
        return canonical(value)
    if name in counted_fields(kind):
        is_strange = isinstance(value, str) or (isinstance(value, int) and abs(value) > _EXACT)
        return canonical(str(value)) if is_strange else value
    return canonical(value) if isinstance(value, int | float) else value


def decoded(kind: RecordKind, row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a row (declared and extra ones), without the empty ones."""
    return values_of(kind, [row[name] for name in kind.field_names], row["extra"])


def values_of(kind: RecordKind, cells: Iterable[Any], extra: str | None) -> dict[str, Any]:
    """:func:`decoded` of the declared columns in their order, the id among them, and the extra one."""
    values = {name: cell for name, cell in zip(kind.field_names, cells, strict=True) if cell is not None}
    for name in list_fields(kind) & values.keys():
        known = _known_list(values[name])
        values[name] = json.loads(values[name]) if known is None else list(known)
    for name in number_fields(kind) & values.keys():
        # Columns of this kind give 5.0 for the 5 that was entered and that the log holds.
        if isinstance(found := values[name], float) and found.is_integer():
            values[name] = int(found)
    if extra:
        values.update(json.loads(extra))
    return values


@lru_cache(maxsize=4096)
def _known_list(text: str) -> tuple[str, ...] | None:
    """The texts of a list, None where it holds anything else. The same few lists stand in thousands of rows."""
    found = json.loads(text)
    return tuple(found) if type(found) is list and _TEXT.issuperset(map(type, found)) else None


@lru_cache(maxsize=512)
def _is_subset(names: tuple[str, ...], of: frozenset[str]) -> bool:
    """Whether all names are among those of a kind. The same few combinations come thousands of times."""
    return of.issuperset(names)


def _list_text(value: Any) -> str:
    # Nearly all lists are of tags and names, which come again and again.
    is_usual = type(value) is list and _TEXT.issuperset(map(type, value))
    return _known_list_text(tuple(value)) if is_usual else canonical(value)


@lru_cache(maxsize=1024)
def _known_list_text(value: tuple[str, ...]) -> str:
    return canonical(value)


_MOST_SHAPES = 100
"""Statements remembered for a kind: the library keeps about as many prepared. Other rows name all columns."""


class _Shape(NamedTuple):
    """How new rows are written that fill the same columns with values of the same plain types."""

    insert: str
    lists: tuple[int, ...]
    counts: tuple[int, ...]
    searched: Callable[[Sequence[str]], tuple[str, ...]]


class _Shapes(dict[tuple[tuple[str, ...], tuple[type, ...]], _Shape | None]):
    """The shapes met so far, by names and types of values; None where a row cannot be written so."""

    def __init__(self, kind: RecordKind) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, key: tuple[tuple[str, ...], tuple[type, ...]]) -> _Shape | None:
        if len(self) < _MOST_SHAPES:
            self[key] = self._made(*key)
            return self[key]
        return None

    def _made(self, names: Sequence[str], types: Sequence[type]) -> _Shape | None:
        lists, counts = list_fields(self._kind), counted_fields(self._kind)
        usual = [list if name in lists else int if name in counts else str for name in names]
        places = [place for place, name in enumerate(names) if name in searched_fields(self._kind)]
        is_declared = set(names) <= set(self._kind.field_names) - {"id"}
        # Of one place itemgetter gives no tuple.
        if not is_declared or usual != list(types) or len(places) < 2:
            return None
        every = ("row", "id", *Standing._fields, *names)
        columns, marks = ", ".join(f'"{name}"' for name in every), ", ".join("?" * len(every))
        return _Shape(
            f'INSERT INTO "{self._kind.name}" ({columns}) VALUES ({marks})',
            tuple(place for place, name in enumerate(names) if name in lists),
            tuple(place for place, name in enumerate(names) if name in counts),
            itemgetter(*places),
        )


def _beside(standing: Standing) -> Sequence[Any]:
    """The columns beside the fields, but for ``extra``, as they are stored."""
    scope_id, is_withdrawn, has_conflict, *recorded = standing
    return (scope_id, int(is_withdrawn), int(has_conflict), *recorded)


class RecordTable:
    """Writing rows of one kind, with the search index beside them."""

    def __init__(self, kind: RecordKind, database: Any) -> None:
        self._kind = kind
        self._database = database
        self._columns = tuple(name for name in kind.field_names if name != "id")
        self._names = frozenset(kind.field_names)
        self._list_places = [place for place, name in enumerate(self._columns) if name in list_fields(kind)]
        self._counted_places = [place for place, name in enumerate(self._columns) if name in counted_fields(kind)]
        every = ("id", *self._columns, *STANDARD_COLUMNS)
        quoted = ", ".join(f'"{name}"' for name in every)
        marks = ", ".join(["?", *[_MARK] * (len(every) - 1)])
        settings = ", ".join(f'"{name}" = {_MARK}' for name in every if name != "id")
        self._insert = f'INSERT INTO "{kind.name}" (row, {quoted}) VALUES (?, {marks})'
        self._update = f'UPDATE "{kind.name}" SET {settings} WHERE row = ?'
        self._shapes = _Shapes(kind)
        self.index = SearchIndex(kind.name, database)
        self.names = names_index(kind.name, database)
        self.tally = TallyKeeper(kind.name, database)
        self.indexes = (self.index,) if self.names is None else (self.index, self.names)

    def fields_of(self, values: Mapping[str, Any]) -> list[Any]:
        """The declared columns, the id left out, as they are stored."""
        found = list(map(values.get, self._columns))
        for place in self._list_places:
            if found[place] is not None:
                found[place] = _list_text(found[place])
        for place in self._counted_places:
            if type(found[place]) is str:
                found[place] = canonical(found[place])
        if not _PLAIN_TYPES.issuperset(map(type, found)):
            return [encoded(self._kind, name, values.get(name)) for name in self._columns]
        return found

    def extra_of(self, values: Mapping[str, Any]) -> str | None:
        """The column of what this program does not declare."""
        if _is_subset(tuple(values), self._names):
            return None
        return canonical({name: value for name, value in values.items() if name not in self._names})

    def put(self, records: Iterable[Row], new: Container[str] = ()) -> None:
        """Write whole rows and their search text. No id may come twice; those in ``new`` surely have no row yet."""
        wanted = list(records)
        rows = self._rows_of([record_id for record_id, _, _ in wanted if record_id not in new])
        last = self._database.execute_sql(f'SELECT max(row) FROM "{self._kind.name}"').fetchone()[0] or 0
        fresh: dict[str, list[tuple[Any, ...]]] = {}
        known: list[tuple[Any, ...]] = []
        texts: list[SearchText] = []
        before: Standing | None = None
        beside: Sequence[Any] = ()
        for record_id, values, standing in wanted:
            row = rows.get(record_id) if rows else None
            if row is None:
                last += 1
                # Records that come into being together share it.
                if standing is not before:
                    before, beside = standing, _beside(standing)
                insert, text, cells = self._fresh(values, beside)
                if insert not in fresh:
                    fresh[insert] = []
                fresh[insert].append((last, record_id, *cells))
                texts.append((last, text, True))
            else:
                known.append((*self._cells(values, _beside(standing)), row))
                texts.append((row, text_of(self._kind, values), False))
        # No RETURNING, which would tell the row: with it SQLite opens a savepoint for each row, at which the search
        # index writes out what it has gathered.
        connection = self._database.connection()
        for insert, found in fresh.items():
            connection.executemany(insert, found)
        if known:
            connection.executemany(self._update, known)
        if wanted:
            self.tally.note_change()
        self.index.put(texts)
        if self.names is not None:
            held = zip(texts, wanted, strict=True)
            people = ((row, values, is_new, standing[1]) for (row, _, is_new), (_, values, standing) in held)
            put_names(self.names, self._kind.name, people)

    def _cells(self, values: Mapping[str, Any], beside: Sequence[Any]) -> list[Any]:
        cells = [_NOTHING if cell is None else cell for cell in (*self.fields_of(values), self.extra_of(values))]
        cells[-1:-1] = beside
        return cells

    def _fresh(self, values: Mapping[str, Any], beside: Sequence[Any]) -> tuple[str, str, Sequence[Any]]:
        """Statement, search text, and cells of a new row: only the columns it fills, where its values are plain."""
        cells = list(values.values())
        shape = self._shapes[tuple(values), tuple(map(type, cells))]
        if shape is None or (shape.counts and any(abs(cells[place]) > _EXACT for place in shape.counts)):
            return self._insert, text_of(self._kind, values), self._cells(values, beside)
        texts = cells.copy() if shape.lists or shape.counts else cells
        for place in shape.lists:
            texts[place] = listed(cells[place])
            cells[place] = _list_text(cells[place])
        for place in shape.counts:
            texts[place] = canonical(cells[place])
        return shape.insert, "\n".join(shape.searched(texts)), (*beside, *cells)

    def _rows_of(self, record_ids: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for start in range(0, len(record_ids), _AT_ONCE):
            part = record_ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            found.update(
                self._database.execute_sql(f'SELECT id, row FROM "{self._kind.name}" WHERE id IN ({marks})', part)
            )
        return found

    def remove(self, record_ids: Sequence[str]) -> None:
        """Take out the rows of those that have one (their changes were un-received)."""
        rows = list(self._rows_of(record_ids).values())
        if rows:
            for index in self.indexes:
                index.remove(rows)
            size = self.tally.read().size
            statement = f'DELETE FROM "{self._kind.name}" WHERE row = ?'
            self._database.connection().executemany(statement, [(row,) for row in rows])
            self.tally.note_left(size - len(rows))

    def standing(self, record_ids: Sequence[str]) -> dict[str, Standing]:
        """Where those of the records stand that have a row, by id. Of some hundred ids at most."""
        names = ", ".join(Standing._fields)
        marks = ", ".join("?" * len(record_ids))
        rows = self._database.execute_sql(
            f'SELECT id, {names} FROM "{self._kind.name}" WHERE id IN ({marks})', record_ids
        )
        return {row[0]: Standing(row[1], bool(row[2]), bool(row[3]), *row[4:]) for row in rows}

    def stand(self, record_ids: Sequence[str], changed_at: str, *, is_withdrawn: bool) -> None:
        """Let records count or not; their fields stay. Of some hundred ids at most."""
        self._database.connection().executemany(
            f'UPDATE "{self._kind.name}" SET is_withdrawn = ?, changed_at = ? WHERE id = ?',
            [(int(is_withdrawn), changed_at, record_id) for record_id in record_ids],
        )
        self.tally.note_change()
        if self.names is not None:
            marks = ", ".join("?" * len(record_ids))
            rows = self._rows(f"id IN ({marks})", record_ids)
            put_names(self.names, self._kind.name, ((row, values, False, standing) for row, values, standing in rows))

    def get(self, record_id: str) -> dict[str, Any] | None:
        """The row of a record as a mapping, or None."""
        cursor = self._database.execute_sql(f'SELECT * FROM "{self._kind.name}" WHERE id = ?', (record_id,))
        found = cursor.fetchone()
        if found is None:
            return None
        return dict(zip((column[0] for column in cursor.description), found, strict=True))

    def after(self, row: int, limit: int) -> list[tuple[int, dict[str, Any], bool]]:
        """Row number, fields and whether it is withdrawn of the next rows behind ``row``, in their order."""
        return self._rows("row > ? ORDER BY row LIMIT ?", (row, limit))

    def _rows(self, condition: str, given: Sequence[Any]) -> list[tuple[int, dict[str, Any], bool]]:
        names = ", ".join(f'"{name}"' for name in self._kind.field_names)
        cursor = self._database.execute_sql(
            f'SELECT row, is_withdrawn, extra, {names} FROM "{self._kind.name}" WHERE {condition}', given
        )
        return [
            (place, values_of(self._kind, cells, extra), bool(is_withdrawn))
            for place, is_withdrawn, extra, *cells in cursor.fetchall()
        ]

    def values(self, record_id: str) -> dict[str, Any]:
        """The fields of a record that is there. KeyError when it is not."""
        row = self.get(record_id)
        if row is None:
            raise KeyError(record_id)
        return decoded(self._kind, row)
