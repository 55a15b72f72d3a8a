"""Registers of villages, natural villages and groups; households remember their former numbers.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any

VILLAGE = (
    "unit_code village_name secretary director is_town_seat location terrain village_class industry note",
    "year natural_village_count group_count household_count resident_household_count population labour_count "
    "away_count party_count relieved_count watched_count allowance_count disabled_count inn_count",
    "farmland_mu income_per_head collective_income_wan",
)
NATURAL_VILLAGE = (
    "unit_code village_name name group_names village_class plan_no note",
    "plan_year household_count population",
    "",
)
GROUP = ("unit_code village_name name grid_code keeper phone natural_village note", "household_count population", "")


def _statements(name: str, texts: str, integers: str, reals: str) -> list[str]:
    columns = [
        f'"{column}" {affinity}'
        for names, affinity in ((texts, "TEXT"), (integers, "INTEGER"), (reals, "REAL"))
        for column in names.split()
    ]
    return [
        f'CREATE TABLE "{name}" (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {", ".join(columns)}, '
        "scope_id INTEGER NOT NULL REFERENCES scope (id), is_withdrawn INTEGER NOT NULL DEFAULT 0, "
        "has_conflict INTEGER NOT NULL DEFAULT 0, recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, "
        "changed_at TEXT NOT NULL, extra TEXT)",
        # Of desktop.data.search: pairs of characters as tokens, every other character as it is.
        f"CREATE VIRTUAL TABLE {name}_text USING fts5"
        "(text, content='', contentless_delete=1, detail=none, tokenize='ascii')",
    ]


def up(migrator: Any, db: Any) -> None:
    """Make the tables, and add the columns of households."""
    statements = [
        *_statements("village", *VILLAGE),
        *_statements("natural_village", *NATURAL_VILLAGE),
        *_statements("group", *GROUP),
        "ALTER TABLE household ADD COLUMN former_numbers TEXT",
        "ALTER TABLE household ADD COLUMN split_from TEXT",
    ]
    for statement in statements:
        db.execute_sql(statement)
