"""A ledger whose schema is not what the program makes of it is damaged, and is said to be."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desktop.data.database import DATABASE_ERRORS
from desktop.data.ledger import Ledger
from desktop.data.schema import TABLES, lacking_tables
from desktop.domain.errors import Refused
from desktop.services import finding
from desktop.services.finding import Query
from desktop.services.ledgers import open_ledger
from desktop.services.recording import record
from desktop.services.salvaging import is_worth_salvaging, salvage
from tests.offices import Offices, visit

_BEHIND = ("_data", "_idx", "_content", "_docsize", "_config")


@pytest.fixture
def village(offices: Offices) -> Ledger:
    ledger = offices.village()
    record(ledger, "visit", [visit()])
    return ledger


def test_the_tables_are_those_of_a_new_ledger(village: Ledger) -> None:
    rows = village.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    behind = {f"{table}{end}" for table in TABLES for end in _BEHIND}
    assert {row[0] for row in rows} - behind == TABLES
    assert lacking_tables(village.database) == set()


def rewrite(path: Path, statement: str, *values: str) -> None:
    connection = dbapi2.connect(str(path))
    connection.execute("PRAGMA writable_schema = 1").fetchone()
    connection.execute(statement, values)
    connection.commit()
    connection.close()


def without(table: str) -> Callable[[Path], None]:
    return lambda path: rewrite(path, "DELETE FROM sqlite_master WHERE tbl_name = ?", table)


def wiped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[200:4096] = bytes(4096 - 200)
    path.write_bytes(content)


def garbled(path: Path) -> None:
    rewrite(path, "UPDATE sqlite_master SET sql = 'CREATE TABLE visit (' WHERE name = 'visit'")


DAMAGE = {"wiped": wiped, "garbled": garbled, **{table: without(table) for table in sorted(TABLES)}}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_said_at_the_start_and_leads_to_salvage(village: Ledger, tmp_path: Path, name: str) -> None:
    village.close()
    path = Path(shutil.copy(village.path, tmp_path / "x.db"))
    DAMAGE[name](path)
    with pytest.raises(Refused) as refusal:
        open_ledger(path)
    assert refusal.value.code == "ledger_damaged" and is_worth_salvaging(refusal.value, path)
    saved = salvage(path, tmp_path / "救出.db")
    assert (saved.records, saved.lost) == (1, ())


def test_a_column_that_went_is_damage_where_it_is_missed(village: Ledger) -> None:
    statement = "UPDATE sqlite_master SET sql = replace(sql, '\"demand\"', '\"demamd\"') WHERE name = 'visit'"
    village.close()
    rewrite(village.path, statement)
    again = open_ledger(village.path)
    with pytest.raises(Refused) as refusal, again.telling_faults():
        finding.list_records(again, Query("visit"))
    assert refusal.value.code == "ledger_damaged"
    again.close()


@pytest.mark.parametrize("statement", ["SELECT 1 FROM nowhere", "SELECT nothing FROM visit"])
def test_a_statement_that_names_what_no_ledger_has_is_a_fault(village: Ledger, statement: str) -> None:
    with pytest.raises(DATABASE_ERRORS), village.telling_faults():
        village.database.execute_sql(statement).fetchone()
