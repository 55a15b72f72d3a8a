"""The first schema: change log, record tables, search index, drafts, steps of undo, exchange.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any

LOG = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE node (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, level TEXT NOT NULL DEFAULT '',
    unit_code TEXT NOT NULL DEFAULT '', unit_name TEXT NOT NULL DEFAULT ''
);
CREATE TABLE scope (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, unit_name TEXT NOT NULL DEFAULT '');
CREATE TABLE knowledge (id INTEGER PRIMARY KEY, vector TEXT NOT NULL UNIQUE);
CREATE TABLE batch (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, file_name TEXT NOT NULL, file_digest TEXT NOT NULL,
    workbook_uid TEXT NOT NULL, node_id INTEGER NOT NULL REFERENCES node (id), received_at TEXT NOT NULL,
    actor TEXT NOT NULL, is_undone INTEGER NOT NULL DEFAULT 0, summary TEXT NOT NULL
);
CREATE TABLE step (
    id INTEGER PRIMARY KEY, session TEXT NOT NULL, label TEXT NOT NULL, title TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL, actor TEXT NOT NULL, state INTEGER NOT NULL DEFAULT 0,
    batch_id INTEGER REFERENCES batch (id), acts TEXT NOT NULL
);
CREATE INDEX step_session ON step (session, state, id);
CREATE TABLE change (
    id INTEGER PRIMARY KEY, node_id INTEGER NOT NULL REFERENCES node (id),
    scope_id INTEGER NOT NULL REFERENCES scope (id), number INTEGER NOT NULL, lamport INTEGER NOT NULL,
    wall TEXT NOT NULL, actor TEXT NOT NULL, office TEXT NOT NULL, kind TEXT NOT NULL, record_id TEXT NOT NULL,
    operation TEXT NOT NULL, patch TEXT NOT NULL, knowledge_id INTEGER NOT NULL REFERENCES knowledge (id),
    digest BLOB NOT NULL, state INTEGER NOT NULL DEFAULT 0, batch_id INTEGER REFERENCES batch (id),
    UNIQUE (scope_id, node_id, number)
);
CREATE INDEX change_record ON change (record_id);
CREATE INDEX change_batch ON change (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX change_waiting ON change (state) WHERE state <> 0;
CREATE TABLE held (
    scope_id INTEGER NOT NULL REFERENCES scope (id), node_id INTEGER NOT NULL REFERENCES node (id),
    number INTEGER NOT NULL, live INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (scope_id, node_id)
) WITHOUT ROWID;
CREATE TABLE acknowledged (
    node_id INTEGER NOT NULL REFERENCES node (id), scope_id INTEGER NOT NULL REFERENCES scope (id),
    serial INTEGER NOT NULL, vector TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (node_id, scope_id)
) WITHOUT ROWID;
CREATE TABLE handed_over (
    unit_code TEXT NOT NULL, scope_id INTEGER NOT NULL REFERENCES scope (id), vector TEXT NOT NULL,
    file_name TEXT NOT NULL, handed_at TEXT NOT NULL, PRIMARY KEY (unit_code, scope_id)
) WITHOUT ROWID;
CREATE TABLE conflict (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, record_id TEXT NOT NULL, field TEXT NOT NULL, heads TEXT NOT NULL,
    UNIQUE (record_id, field)
);
CREATE TABLE setting (id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE draft (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, record_id TEXT, title TEXT NOT NULL, content TEXT NOT NULL,
    changed_at TEXT NOT NULL
) WITHOUT ROWID;
"""

TEXT, INTEGER, REAL = "TEXT", "INTEGER", "REAL"

VISIT = """
unit_code visited_on village_name group_name subject_name household_no phone household_tags visitors companions kind
purpose situation demand category suggestion handling satisfaction signed id_number note
"""
ISSUE = """
unit_code code source collected_on village_name group_name reporter_name reporter_phone category description location
target measures leader lead_unit owner support_units due_on rectify_type progress status completion_kind completed_on
evidence checker check_opinion closed_on satisfaction review_on review_result visit_id note
"""
HOUSEHOLD = """
unit_code village_name group_name household_no head_name head_id_number phone address household_tags note
"""
HOUSEHOLD_AMOUNTS = "income_wage income_business income_property income_transfer housing_area"
PERSON = """
unit_code village_name name id_number sex birth_date relation household_no ethnicity politics education marriage phone
resident away_reason tags note
"""
ENTERPRISE = "unit_code village_name name credit_code address legal_person contact phone industry status note"
CADRE = "unit_code village_name name unit post phone grid note"


def _columns(text: str = "", integers: str = "", reals: str = "") -> dict[str, str]:
    return (
        dict.fromkeys(text.split(), TEXT)
        | dict.fromkeys(integers.split(), INTEGER)
        | dict.fromkeys(reals.split(), REAL)
    )


RECORDS = {
    "visit": _columns(VISIT),
    "issue": _columns(ISSUE, "people_count extension_count"),
    "household": _columns(HOUSEHOLD, "member_count resident_count", HOUSEHOLD_AMOUNTS),
    "person": _columns(PERSON),
    "enterprise": _columns(ENTERPRISE, "employees", "area_mu output_wan tax_wan"),
    "cadre": _columns(CADRE),
}

INDEXES = """
CREATE INDEX visit_by_day ON visit (is_withdrawn, visited_on, row);
CREATE INDEX visit_by_household ON visit (household_no) WHERE household_no IS NOT NULL;
CREATE INDEX issue_by_day ON issue (is_withdrawn, collected_on, row);
CREATE INDEX issue_by_due ON issue (is_withdrawn, status, due_on);
CREATE INDEX issue_by_visit ON issue (visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX issue_by_code ON issue (code);
CREATE INDEX household_by_number ON household (household_no);
CREATE INDEX person_by_household ON person (household_no);
"""


def _record_table(name: str, columns: dict[str, str]) -> str:
    declared = ", ".join(f'"{column}" {affinity}' for column, affinity in columns.items())
    return (
        f'CREATE TABLE "{name}" (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {declared}, '
        "scope_id INTEGER NOT NULL REFERENCES scope (id), is_withdrawn INTEGER NOT NULL DEFAULT 0, "
        "has_conflict INTEGER NOT NULL DEFAULT 0, recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, "
        "changed_at TEXT NOT NULL, extra TEXT)"
    )


def _search_table(name: str) -> str:
    # Tokens are pairs of characters made by desktop.data.search; 'ascii' takes every other character as it is.
    return (
        f"CREATE VIRTUAL TABLE {name}_text USING fts5"
        "(text, content='', contentless_delete=1, detail=none, tokenize='ascii')"
    )


def up(migrator: Any, db: Any) -> None:
    """Create everything."""
    statements = [statement for statement in LOG.split(";") if statement.strip()]
    for name, columns in RECORDS.items():
        statements += [_record_table(name, columns), _search_table(name)]
    statements += [statement for statement in INDEXES.split(";") if statement.strip()]
    for statement in statements:
        db.execute_sql(statement)
