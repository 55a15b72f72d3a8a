"""The workbooks of a town's villages, and other ways of taking them in than the program's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import peewee
from python_calamine import CalamineWorkbook, SheetVisibleEnum
from sqlcipher3 import dbapi2

from desktop.data.database import connect
from desktop.domain.fields import RecordKind
from desktop.domain.kinds import KINDS
from desktop.exchange.layout import ID_HEADING
from desktop.services.exporting import export_workbook
from desktop.services.ledgers import Ledger, begin_ledger
from desktop.services.recording import record
from tests.benchmarks.village_ledger import TOWN, town_ledger, visits

_KINDS = {kind.sheet: kind for kind in KINDS.values()}
_HEADING_ROWS = 6
_BATCH = 500


def issues(given: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Issues with the long texts of visits."""
    for number, visit in enumerate(given):
        yield {
            "source": "patrol",
            "collected_on": visit["visited_on"],
            "group_name": visit["group_name"],
            "reporter_name": visit["subject_name"],
            "reporter_phone": visit["phone"],
            "category": "其他",
            "description": visit["demand"],
            "location": f"第{number % 20}组路口",
            "measures": visit["situation"],
            "note": visit["suggestion"],
        }


def village_workbooks(folder: Path, villages: int, visit_count: int, issue_count: int) -> list[Path]:
    """A full workbook for the town from each of so many villages."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = visits(villages * (visit_count + issue_count))
    paths = []
    for number in range(villages):
        code, name = f"{TOWN[0][:9]}{201 + number}", f"第{number + 1}村"
        ledger = begin_ledger(
            folder / f"{code}.db", level="village", code=code, name=name, town_name=TOWN[1], actor="李四"
        )
        record(ledger, "visit", list(islice(rows, visit_count)))
        record(ledger, "issue", list(issues(islice(rows, issue_count))))
        path = folder / f"{code}.xlsx"
        export_workbook(ledger, path, to=TOWN[0], full=True)
        ledger.close()
        paths.append(path)
    return paths


def new_town(path: Path) -> Ledger:
    """An empty town's ledger in place of what was there."""
    remove_database(path)
    return town_ledger(path)


def remove_database(path: Path) -> None:
    """The file and what SQLite keeps beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        with suppress(FileNotFoundError):
            path.with_name(name).unlink()


def _records(rows: Sequence[Sequence[Any]]) -> tuple[Sequence[Any], Sequence[Sequence[Any]]]:
    """Headings and rows of a sheet of records."""
    start = next(number for number, row in enumerate(rows[:_HEADING_ROWS]) if ID_HEADING in row)
    return rows[start], rows[start + 1 :]


def _columns(kind: RecordKind, headings: Sequence[Any]) -> list[str]:
    names = {field.label: field.name for field in kind.fields} | {ID_HEADING: "id"}
    return [names.get(heading, f"column_{place}") for place, heading in enumerate(headings)]


# As in the ledger's own tables: without them the rows could be kept, and not be listed.
_INDEXES = {
    "visit": ("visited_on, row", "household_no"),
    "issue": (
        "collected_on, row, status, due_on, look_on, completed_on, owner",
        "status, due_on, look_on, completed_on, closed_on",
        "owner, collected_on, row, status, due_on, look_on, completed_on",
        "visit_id",
        "code",
    ),
}


def merge_at_the_floor(workbooks: Sequence[Path], database: Path) -> None:
    """Read all visible sheets by calamine and put their rows into tables of the same columns, with the indexes lists
    need. Nothing is checked.
    """
    connection = dbapi2.connect(str(database), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN")
    read: dict[str, list[Sequence[Any]]] = {}
    headings: dict[str, Sequence[Any]] = {}
    for path in workbooks:
        book = CalamineWorkbook.from_path(path)
        for sheet in book.sheets_metadata:
            if sheet.visible is SheetVisibleEnum.Visible:
                rows = book.get_sheet_by_name(sheet.name).to_python()
                if sheet.name in _KINDS and len(rows) > _HEADING_ROWS:
                    headings[sheet.name], found = _records(rows)
                    read.setdefault(sheet.name, []).extend(found)
    for name, rows in read.items():
        kind = _KINDS[name]
        columns = _columns(kind, headings[name])
        declared = ", ".join(f'"{column}" TEXT{" NOT NULL UNIQUE" * (column == "id")}' for column in columns)
        connection.execute(f'CREATE TABLE "{kind.name}" (row INTEGER PRIMARY KEY, {declared})')
        for number, indexed in enumerate(_INDEXES.get(kind.name, ())):
            connection.execute(f'CREATE INDEX "{kind.name}_{number}" ON "{kind.name}" ({indexed})')
        updates = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column != "id")
        quoted = ", ".join(f'"{column}"' for column in columns)
        connection.executemany(
            f'INSERT INTO "{kind.name}" ({quoted}) VALUES ({", ".join("?" * len(columns))}) '
            f"ON CONFLICT (id) DO UPDATE SET {updates}",
            rows,
        )
    connection.execute("COMMIT")
    connection.close()


def merge_by_models(workbooks: Sequence[Path], database: Path) -> None:
    """The same by openpyxl's quickest reading and peewee's ``insert_many``."""
    handle = connect(database)
    models: dict[str, Any] = {}
    with handle.connection_context(), handle.atomic():
        for path in workbooks:
            book = openpyxl.load_workbook(path, read_only=True)
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    continue
                rows = list(sheet.iter_rows(values_only=True))
                if sheet.title in _KINDS and len(rows) > _HEADING_ROWS:
                    headings, found = _records(rows)
                    columns = _columns(_KINDS[sheet.title], headings)
                    if sheet.title not in models:
                        models[sheet.title] = _model(handle, _KINDS[sheet.title].name, columns)
                    model = models[sheet.title]
                    fields = [getattr(model, column) for column in columns]
                    for start in range(0, len(found), _BATCH):
                        model.insert_many(found[start : start + _BATCH], fields=fields).execute()
            book.close()
    handle.close()


def _model(database: Any, name: str, columns: Sequence[str]) -> Any:
    members: dict[str, Any] = {"row": peewee.AutoField()}
    members |= {column: peewee.TextField(null=column != "id", unique=column == "id") for column in columns}
    members["Meta"] = type("Meta", (), {"database": database, "table_name": name})
    model: Any = type(name.title(), (peewee.Model,), members)
    database.create_tables([model])
    return model
