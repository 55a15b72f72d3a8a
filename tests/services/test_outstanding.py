from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import Ledger, begin_ledger, open_ledger
from desktop.services.outstanding import outstanding
from desktop.services.recording import record, revise
from desktop.services.settings import change_setting
from desktop.services.undoing import undo

VILLAGE, TOWN = "321183108212", "321183108000"


def pending(ledger: Ledger) -> int:
    return sum(partner.records for partner in outstanding(ledger))


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Ledger]:
    path = tmp_path / "village.db"
    ledger = begin_ledger(path, level="village", code=VILLAGE, name="唐陵村", town_name="天王镇", actor="李四")
    yield ledger
    ledger.close()


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Ledger]:
    ledger = begin_ledger(tmp_path / "town.db", level="town", code=TOWN, name="天王镇", actor="周镇")
    yield ledger
    ledger.close()


def add_visit(ledger: Ledger, subject: str) -> str:
    values = {
        "visited_on": "2026-03-05",
        "subject_name": subject,
        "visitors": ["李四"],
        "kind": "household",
        "handling": "listed",
        "issues": [{"category": "水利", "description": f"{subject}门前的水渠漏水"}],
    }
    return record(ledger, "visit", [values]).ids[0]


def test_a_new_ledger_has_nothing_to_hand_over(village: Ledger, town: Ledger) -> None:
    assert pending(village) == pending(town) == 0


def test_records_count_once_however_often_they_were_changed(village: Ledger) -> None:
    visit_id = add_visit(village, "张三")
    revise(village, "visit", visit_id, {"note": "已电话核实"})
    assert pending(village) == 2


def test_a_record_changed_in_a_copy_as_well_counts_once(village: Ledger, tmp_path: Path) -> None:
    """A copy writes under a number of its own, as does a ledger that was restored or saved from damage."""
    visit_id = add_visit(village, "张三")
    village.close()
    copy = open_ledger(Path(shutil.copy(village.path, tmp_path / "copy.db")))
    revise(copy, "visit", visit_id, {"note": "已电话核实"})
    nodes = copy.database.execute_sql("SELECT count(DISTINCT node_id) FROM change").fetchone()[0]
    assert (nodes, pending(copy)) == (2, 2)
    copy.close()


def test_an_export_hands_over_and_later_work_counts_again(village: Ledger, tmp_path: Path) -> None:
    visit_id = add_visit(village, "张三")
    export_workbook(village, tmp_path / "up.xlsx")
    assert pending(village) == 0
    revise(village, "visit", visit_id, {"note": "已电话核实"})
    assert pending(village) == 1
    undo(village)
    assert pending(village) == 1


def test_a_copy_for_the_office_itself_hands_nothing_over(village: Ledger, tmp_path: Path) -> None:
    add_visit(village, "张三")
    export_workbook(village, tmp_path / "own.xlsx", to=VILLAGE)
    assert pending(village) == 2


def test_settings_stay_with_the_office(village: Ledger) -> None:
    change_setting(village, "due_days", 20)
    assert pending(village) == 0


def test_a_town_counts_what_it_decided_and_not_what_it_received(village: Ledger, town: Ledger, tmp_path: Path) -> None:
    add_visit(village, "张三")
    sent = export_workbook(village, tmp_path / "up.xlsx").path
    outcome = import_workbooks(town, [sent])[0]
    assert outcome.status == "imported"
    assert pending(town) == 0
    issue_id = town.database.execute_sql("SELECT id FROM issue").fetchone()[0]
    revise(town, "issue", issue_id, {"due_on": "2026-04-01"})
    assert pending(town) == 1
    answer = export_workbook(town, tmp_path / "down.xlsx", to=VILLAGE).path
    assert pending(town) == 0
    import_workbooks(village, [answer])
    assert pending(village) == 0


def test_what_the_partner_says_it_has_counts_as_handed_over(village: Ledger, town: Ledger, tmp_path: Path) -> None:
    add_visit(village, "张三")
    import_workbooks(town, [export_workbook(village, tmp_path / "up.xlsx").path])
    answer = export_workbook(town, tmp_path / "down.xlsx", to=VILLAGE).path
    village.database.execute_sql("DELETE FROM handed_over")
    assert pending(village) == 2
    import_workbooks(village, [answer])
    assert pending(village) == 0


def test_counting_reads_only_what_is_new(village: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the index of the log, however long it is."""
    for number in range(3):
        add_visit(village, f"张{number}")
    export_workbook(village, tmp_path / "up.xlsx")
    add_visit(village, "王五")
    asked: list[tuple[str, Any]] = []
    execute = village.database.execute_sql

    def listening(statement: str, given: Any = None) -> Any:
        if "FROM change" in statement:
            asked.append((statement, given))
        return execute(statement, given)

    with monkeypatch.context() as patch:
        patch.setattr(village.database, "execute_sql", listening)
        assert pending(village) == 2
    plans = [step for statement, given in asked for *_, step in execute(f"EXPLAIN QUERY PLAN {statement}", given)]
    steps = [step for step in plans if " change" in step]
    assert steps and [step for step in steps if "(scope_id=? AND node_id=? AND number>?)" not in step] == []
