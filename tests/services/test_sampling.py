"""The large ledger of the demonstration is one people could have made: it is whole, and the rules of entry hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.data.changelog import ChangeLog
from desktop.domain.changes import Operation
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import Attempt, broken_rules, transition
from desktop.services.figuring import ledger_figures
from desktop.services.finding import Query, count_records, list_records
from desktop.services.inspecting import inspect
from desktop.services.ledgers import Ledger, open_ledger
from desktop.services.recording import check_values
from desktop.services.sampling.filling import fill_ledger

VISITS = 1_500
TODAY = date(2026, 3, 5)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = tmp_path_factory.mktemp("town")
        monkeypatch.setenv("ZOUFANG_HOME", str(folder / "home"))
        fill_ledger(folder / "town.db", VISITS, today=TODAY)
        ledger = open_ledger(folder / "town.db")
        yield ledger
        ledger.close()


def rows(ledger: Ledger) -> list[tuple[Any, ...]]:
    """All that is written but for the node, which is the ledger's own."""
    tables = [f'SELECT * FROM "{kind}" ORDER BY row' for kind in KINDS]
    log = "SELECT number, lamport, wall, actor, kind, record_id, operation, patch FROM change ORDER BY lamport"
    return [row for one in (*tables, log) for row in ledger.database.execute_sql(one).fetchall()]


def test_nothing_is_found_wrong(town: Ledger) -> None:
    found = inspect(town)
    assert found.findings == ()
    assert found.changes > found.records > VISITS
    assert town.notice == ""


def test_there_are_as_many_of_each_as_told(town: Ledger) -> None:
    total = ledger_figures(town, today=TODAY)["total"]
    withdrawn = count_records(town, Query("visit", withdrawn=True), today=TODAY)
    assert total["visits"] + withdrawn == VISITS
    assert VISITS / 9 < total["issues"] < VISITS / 5
    assert total["issues"] == count_records(town, Query("issue"), today=TODAY)
    assert total["closed"] > total["open"] > 0
    households, persons = (count_records(town, Query(kind)) for kind in ("household", "person"))
    assert households == VISITS // 10
    assert 2.5 < persons / households < 3.5


@pytest.mark.parametrize("kind", ["visit", "household", "person", "enterprise", "cadre"])
def test_values_are_as_entry_would_leave_them(town: Ledger, kind: str) -> None:
    for record in list_records(town, Query(kind, limit=400), today=TODAY):
        given = {name: value for name, value in record.values.items() if name != "id"}
        clean, problems = check_values(town, KINDS[kind], given, today=TODAY)
        assert problems == []
        assert {name: value for name, value in clean.items() if value is not None} == given


def test_every_step_was_allowed_when_it_was_taken(town: Ledger) -> None:
    log, taken = ChangeLog(town.database, town.node_uid), set()
    for (issue_id,) in town.database.execute_sql("SELECT id FROM issue").fetchall():
        status, before = "draft", {}
        changes = log.of_record(issue_id)
        assert [one.wall for one in changes] == sorted(one.wall for one in changes)
        for change in changes:
            if change.operation == Operation.CREATE:
                before = dict(change.patch)
                continue
            step = transition(change.patch["event"])
            assert step is not None and status in step.states, change.patch
            fields = change.patch["fields"]
            given = {name for name, value in fields.items() if value is not None}
            cleared = fields.keys() - given
            assert given <= set(step.sets) and set(step.anew) <= given
            assert cleared == {name for name in step.clears if before.get(name) is not None}
            assert all(change.patch.get(word) for word in step.words)
            attempt = Attempt(before, fields, change.patch, TODAY.isoformat())
            assert broken_rules(step, attempt) == []
            before |= fields
            assert all(before.get(name) for name in step.requires)
            status = step.target or status
            taken.add(step.event)
        row = town.tables["issue"].get(issue_id)
        assert row is not None and row["status"] == status
    assert {"assign", "accept", "report_progress", "apply_to_close", "approve", "consolidate"} <= taken


def test_the_same_seed_gives_the_same_ledger(tmp_path: Path) -> None:
    made = []
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        fill_ledger(tmp_path / f"{name}.db", 200, seed=seed, today=TODAY)
        ledger = open_ledger(tmp_path / f"{name}.db")
        made.append(rows(ledger))
        ledger.close()
    assert made[0] == made[1] != made[2]


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    fill_ledger(tmp_path / "town.db", 150, today=TODAY, progress=lambda *one: told.append(one))
    assert told[-1] == (150, 150)


def test_what_is_left_unfinished_is_removed(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill_ledger(tmp_path / "town.db", 100, today=TODAY, progress=stop)
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ""] == []
