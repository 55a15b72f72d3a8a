"""The ledger file: how it is opened, founded, migrated, copied, and what its tables are."""

from __future__ import annotations

import re
import shutil
import threading
from pathlib import Path

import pytest

from desktop.data import migrating
from desktop.data.backup import backup_to
from desktop.data.database import APPLICATION_ID
from desktop.data.ledger import Ledger, open_ledger
from desktop.data.migrating import known
from desktop.data.models import DRAFT
from desktop.data.records import STANDARD_COLUMNS
from desktop.domain.errors import Refused
from desktop.domain.fields import FieldKind
from desktop.domain.kinds import KINDS
from desktop.services.finding import Query, get_record, list_records
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger as open_for_work
from desktop.services.recording import record
from desktop.services.settings import read_settings
from tests.offices import EAST, VILLAGES, Offices, dump, visit

OLD_LEDGERS = Path(__file__).parents[1] / "fixtures" / "ledgers"


def pragma(ledger: Ledger, name: str) -> object:
    return ledger.database.execute_sql(f"PRAGMA {name}").fetchone()[0]


def test_every_connection_is_durable_and_keeps_references(offices: Offices) -> None:
    ledger = offices.village()
    seen: list[list[object]] = []

    def look() -> None:
        seen.append([pragma(ledger, name) for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")])

    def look_elsewhere() -> None:
        look()
        ledger.close()

    look()
    thread = threading.Thread(target=look_elsewhere)
    thread.start()
    thread.join()
    assert seen == [["wal", 2, 1, 10_000]] * 2
    assert pragma(ledger, "application_id") == APPLICATION_ID


def test_a_reference_to_nothing_is_turned_away(offices: Offices) -> None:
    ledger = offices.village()
    with pytest.raises(Exception, match="FOREIGN KEY"), ledger.transaction():
        ledger.database.execute_sql(
            "INSERT INTO held (scope_id, node_id, number, live, digest) VALUES (9, 9, 1, 1, '')"
        )


def test_a_new_ledger_knows_its_office(offices: Offices) -> None:
    made = offices.village()
    again = open_ledger(made.path)
    offices.opened.append(again)
    assert again.office == made.office
    assert (again.office.code, again.office.name, again.actor) == (EAST, VILLAGES[EAST], "东沟书记")
    assert again.node_uid == made.node_uid
    assert again.session != made.session
    assert inspect(again).is_sound


def test_founding_leaves_nothing_but_the_ledger(offices: Offices) -> None:
    ledger = offices.village()
    ledger.close()
    assert [path.name for path in offices.folder.iterdir()] == [ledger.path.name]


def test_founding_over_a_file_is_refused(offices: Offices) -> None:
    ledger = offices.village()
    ledger.close()
    before = ledger.path.read_bytes()
    offices.opened.clear()
    with pytest.raises(Refused) as refused:
        offices.village()
    assert refused.value.code == "ledger_exists"
    assert ledger.path.read_bytes() == before


def test_founding_that_fails_leaves_nothing(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(database: object, path: Path) -> None:
        database.execute_sql("CREATE TABLE half (done)")
        raise Refused("disk_full")

    monkeypatch.setattr("desktop.data.ledger.migrate", fail)
    with pytest.raises(Refused):
        offices.village()
    assert list(offices.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "ledger_missing"), (b"just text, no ledger" * 300, "not_a_ledger"), (b"", "not_a_ledger")],
)
def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "x.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        open_ledger(path)
    assert refused.value.code == code
    assert content is None or path.read_bytes() == content


# -- migrations --------------------------------------------------------------------------------------------------------

SECOND = """
def up(migrator, db):
    db.execute_sql("CREATE TABLE second (id INTEGER PRIMARY KEY)")
"""
BROKEN = SECOND + '    raise RuntimeError("power cut")\n'


@pytest.fixture
def later_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of migrations of a program that has one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrating.MIGRATIONS, folder)
    monkeypatch.setattr(migrating, "MIGRATIONS", folder)
    (folder / "9999_second.py").write_text(SECOND, encoding="utf-8")
    return folder


NEWEST = max(path.name for path in OLD_LEDGERS.glob("*.db"))


def old_ledger(tmp_path: Path, name: str = NEWEST) -> Path:
    folder = tmp_path / "ledger"
    folder.mkdir()
    return Path(shutil.copy(OLD_LEDGERS / name, folder / "村.db"))


def test_a_pending_migration_is_applied_after_a_backup(tmp_path: Path, later_program: Path) -> None:
    path = old_ledger(tmp_path)
    ledger = open_ledger(path)
    assert ledger.database.table_exists("second")
    ledger.close()
    (made,) = (path.parent / "backups").iterdir()
    assert re.fullmatch(r"村-\d{8}-\d{6}-migration.db", made.name)
    shutil.rmtree(later_program)
    shutil.copytree(Path(migrating.__file__).with_name("migrations"), later_program)
    copy = open_for_work(made)
    assert not copy.database.table_exists("second")
    assert inspect(copy).is_sound
    copy.close()


def test_nothing_pending_makes_no_backup(tmp_path: Path) -> None:
    path = old_ledger(tmp_path)
    open_ledger(path).close()
    assert not (path.parent / "backups").exists()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, later_program: Path) -> None:
    (later_program / "9999_second.py").write_text(BROKEN, encoding="utf-8")
    path = old_ledger(tmp_path)
    with pytest.raises(RuntimeError):
        open_ledger(path)
    (later_program / "9999_second.py").unlink()
    ledger = open_ledger(path)
    assert not ledger.database.table_exists("second")
    ledger.close()


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path, later_program: Path) -> None:
    path = old_ledger(tmp_path)
    open_ledger(path).close()
    (later_program / "9999_second.py").unlink()
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        open_ledger(path)
    assert refused.value.code == "ledger_newer"
    assert refused.value.params["schema"] == "9999_second"
    assert path.read_bytes() == before


def test_there_is_an_old_ledger_for_every_schema() -> None:
    assert {path.stem for path in OLD_LEDGERS.glob("*.db")} == {name[:4] for name in known()}


@pytest.mark.parametrize("path", sorted(OLD_LEDGERS.glob("*.db")), ids=lambda path: path.stem)
def test_an_old_ledger_opens_and_works(tmp_path: Path, path: Path) -> None:
    ledger = open_for_work(old_ledger(tmp_path, path.name))
    assert inspect(ledger).findings == ()
    found = list_records(ledger, Query("visit", text="水渠"))
    assert [one.values["subject_name"] for one in found] == ["郑𠮷"]
    assert [one.values["status"] for one in list_records(ledger, Query("issue"))] == ["pending"]
    assert read_settings(ledger).warn_days == 7
    saved = record(ledger, "visit", [visit()])
    assert get_record(ledger, "visit", saved.ids[0]).values["subject_name"] == "郑大山"
    assert inspect(ledger).findings == ()
    ledger.close()


# -- copies ------------------------------------------------------------------------------------------------------------


def test_a_backup_is_one_whole_file(offices: Offices, tmp_path: Path) -> None:
    ledger = offices.village()
    record(ledger, "visit", [visit()])
    target = tmp_path / "copies" / "村.db"
    backup_to(ledger.database, target)
    assert [path.name for path in target.parent.iterdir()] == ["村.db"]
    copy = open_ledger(target)
    offices.opened.append(copy)
    assert dump(copy) == dump(ledger)


def test_a_backup_that_cannot_be_written_leaves_the_old_one(offices: Offices, tmp_path: Path) -> None:
    ledger = offices.village()
    target = tmp_path / "村.db"
    backup_to(ledger.database, target)
    before = target.read_bytes()
    (tmp_path / "村.db.part").mkdir()
    with pytest.raises(Refused) as refusal:
        backup_to(ledger.database, target)
    assert refusal.value.code == "folder_not_writable"
    assert target.read_bytes() == before


# -- tables and declared fields ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_columns_are_the_declared_fields(offices: Offices, kind: object) -> None:
    ledger = offices.village()
    columns = {
        name: affinity for _, name, affinity, *_ in ledger.database.execute_sql(f'PRAGMA table_info("{kind.name}")')
    }
    assert set(columns) == {"row", *kind.field_names, *STANDARD_COLUMNS}
    affinities = {FieldKind.INTEGER: "INTEGER", FieldKind.NUMBER: "REAL"}
    for field in kind.fields:
        assert columns[field.name] == affinities.get(field.kind, "TEXT"), field.name
    assert set(ledger.models[kind.name]._meta.columns) == set(columns)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_no_declared_field_has_the_name_of_a_column_of_the_program(kind: object) -> None:
    assert not {"row", *STANDARD_COLUMNS} & set(kind.field_names)


def test_the_draft_model_is_that_of_its_table(offices: Offices) -> None:
    ledger = offices.village()
    columns = {row[1] for row in ledger.database.execute_sql("PRAGMA table_info(draft)")}
    assert set(ledger.models[DRAFT]._meta.columns) == columns
