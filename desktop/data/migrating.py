"""Numbered migrations: applied in order, after a backup, refused when the ledger is newer than the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.data.backup import MIGRATION, backup_to, backups_folder, free_target
from desktop.domain.errors import Refused

MIGRATIONS = Path(__file__).with_name("migrations")
HISTORY = "schema_migration"
"""The table in which the migrations done are noted."""


def known() -> list[str]:
    """Names of the migrations this program has, oldest first."""
    return sorted(path.stem for path in MIGRATIONS.glob("[0-9]*.py"))


def applied(database: Any) -> list[str]:
    """Names of the migrations the ledger has been through, oldest first."""
    if not database.table_exists(HISTORY):
        return []
    return [row[0] for row in database.execute_sql(f"SELECT name FROM {HISTORY} ORDER BY name")]


def migrate(database: Any, path: Path) -> list[str]:
    """Bring the ledger to this program's schema; gives the names applied.

    Refused: ``ledger_newer``, ``ledger_damaged``.
    """
    here, there = known(), applied(database)
    if set(there) - set(here):
        # A later migration than any known here is of a newer program; a name among those known that is none is damage.
        if there[-1] > here[-1]:
            raise Refused("ledger_newer", file=path.name, schema=there[-1])
        raise Refused("ledger_damaged", file=path.name, folder=str(path.parent))
    pending = [name for name in here if name not in there]
    if not pending:
        return []
    # Imported only when there is something to do: it costs start-up time.
    from playhouse.migrations import Runner

    runner = Runner(database, str(MIGRATIONS), table_name=HISTORY)
    # A ledger that is just being founded holds nothing to lose.
    if there:
        backup_to(database, free_target(backups_folder(path), path, MIGRATION))
    for name in pending:
        runner.up(name)
    return pending
