"""Rows of records: what takes a short way into the tables gets there as by the long one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.data import records
from desktop.data.records import RecordTable, Standing
from desktop.domain.fields import FieldKind
from desktop.domain.kinds import KINDS
from tests.offices import Offices

Rows = list[tuple[str, dict[str, Any]]]

_TEXTS = st.text(alphabet="张三李四路12AB 、_𠀀\n", max_size=6)
_OTHERS = st.one_of(
    st.none(), st.booleans(), _TEXTS, st.integers(-(2**60), 2**60), st.floats(allow_nan=False), st.lists(_TEXTS)
)
_USUAL = {
    FieldKind.LIST: st.lists(_TEXTS, max_size=3),
    FieldKind.INTEGER: st.integers(0, 99),
    FieldKind.NUMBER: st.integers(0, 99),
}


def _values(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    fields = {field.name: _USUAL.get(field.kind, _TEXTS) for field in KINDS[kind].fields if field.name != "id"}
    usual = st.fixed_dictionaries({}, optional=fields)
    strange = st.dictionaries(st.sampled_from([*fields, "newer", "id"]), _OTHERS, max_size=2)
    return st.one_of(usual, st.builds(lambda held, other: {**held, **other}, usual, strange))


def _written(offices: Offices, kind: str, rows: Rows) -> dict[str, Any]:
    """What table and index hold after these rows were put."""
    ledger = offices.village()
    with ledger.transaction():
        scope_id = ledger.log.scope_id("village:399901104201")
        standing = Standing(scope_id, False, True, "2026-03-05T08:00:00+08:00", "李四", "2026-03-05T08:00:00+08:00")
        ledger.tables[kind].put([(record_id, values, standing) for record_id, values in rows])
    execute = ledger.database.execute_sql
    held = {record_id: ledger.tables[kind].get(record_id) for record_id, _ in rows}
    execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, {kind}_text, instance)")
    words = execute("SELECT DISTINCT term, doc FROM temp.words ORDER BY term, doc").fetchall()
    ledger.close()
    return {"rows": held, "words": words}


@pytest.mark.parametrize("kind", ["visit", "issue", "household", "person"])
def test_new_rows_are_the_same_whichever_way_they_are_written(
    kind: str, offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.lists(_values(kind), min_size=1, max_size=8))
    def hold(values: list[dict[str, Any]]) -> None:
        rows = [(f"record-{number}", held) for number, held in enumerate(values)]
        short = _written(offices, kind, rows)
        with monkeypatch.context() as patched:
            patched.setattr(records, "_MOST_SHAPES", 0)
            long = _written(offices, kind, rows)
        assert short == long

    hold()


def test_usual_rows_take_the_short_way(offices: Offices) -> None:
    ledger = offices.village()
    table: RecordTable = ledger.tables["visit"]
    standing = Standing(1, False, False, "", "", "")
    statements = {table._fresh({"subject_name": "张三", "note": str(day)}, standing)[0] for day in range(30)}
    (statement,) = statements
    assert "household_no" not in statement
    ledger.close()
