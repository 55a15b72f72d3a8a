"""Importing several files: trial and truth say the same, a refused file leaves nothing, all or none when stopped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.domain.changes import canonical
from desktop.domain.errors import Refused
from desktop.services.batches import batches, redo_imports, rehearse_undo, undo_imports
from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import Ledger
from desktop.services.recording import revise
from tests.carried_changes import changes_of
from tests.offices import Offices
from tests.small_offices import add_issue, add_visit, town, village

TABLES = ("change", "held", "node", "scope", "batch", "step", "visit", "issue", "acknowledged", "knowledge")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Ledger]:
    ledger = town(tmp_path)
    yield ledger
    ledger.close()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Of 唐陵村: two visits, one issue."""
    return _workbook(tmp_path, 1, "唐陵村")


def _workbook(folder: Path, number: int, name: str) -> Path:
    ledger = village(folder, number, name)
    add_visit(ledger, subject="张三")
    add_visit(ledger, subject="王五")
    add_issue(ledger)
    path = folder / f"{name}.xlsx"
    export_workbook(ledger, path)
    ledger.close()
    return path


def _altered(path: Path) -> Path:
    """The same workbook with the text of its last change altered."""
    book = openpyxl.load_workbook(path)
    with changes_of(book) as changes:
        changes[-1][-1] = canonical({**json.loads(changes[-1][-1]), "description": "别的"})
    target = path.with_name("改过.xlsx")
    book.save(target)
    return target


def _content(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    return {table: ledger.database.execute_sql(f'SELECT * FROM "{table}"').fetchall() for table in TABLES}


def test_a_trial_changes_nothing_and_says_what_will_happen(office: Ledger, workbook: Path) -> None:
    before = _content(office)
    trial = import_workbooks(office, [workbook, workbook], dry_run=True)
    assert _content(office) == before
    truth = import_workbooks(office, [workbook, workbook])
    assert [(one.status, one.created, one.unchanged) for one in trial] == [
        ("would_import", 3, 0),
        ("nothing_new", 0, 3),
    ]
    assert [(one.created, one.unchanged, one.by_kind) for one in truth] == [
        (one.created, one.unchanged, one.by_kind) for one in trial
    ]


@pytest.mark.parametrize("is_trial", [True, False])
def test_a_refused_file_keeps_none_of_the_others_out_and_leaves_nothing(
    office: Ledger, workbook: Path, tmp_path: Path, is_trial: bool
) -> None:
    other = _workbook(tmp_path, 2, "袁巷村")
    torn = tmp_path / "torn.xlsx"
    torn.write_bytes(workbook.read_bytes()[:2000])
    outcomes = import_workbooks(office, [_altered(other), torn, workbook], dry_run=is_trial)
    assert [one.refusal.code if one.refusal else one.status for one in outcomes] == [
        "change_altered",
        "damaged",
        "would_import" if is_trial else "imported",
    ]
    assert outcomes[2].created == 3
    # Nothing of the altered file: its changes, its office, its entry in the list of imports.
    named = {row[0] for row in office.database.execute_sql("SELECT unit_name FROM node")}
    assert "袁巷村" not in named
    assert [batch.file_name for batch in batches(office)] == ([] if is_trial else ["唐陵村.xlsx"])


def test_the_ledger_can_be_written_after_a_refusal_inside_a_trial(office: Ledger, workbook: Path) -> None:
    import_workbooks(office, [_altered(workbook), workbook], dry_run=True)
    outcome = import_workbooks(office, [workbook])[0]
    assert (outcome.status, outcome.created) == ("imported", 3)


def test_a_cancelled_import_leaves_nothing_of_any_file(office: Ledger, workbook: Path, tmp_path: Path) -> None:
    other = _workbook(tmp_path, 2, "袁巷村")
    before = _content(office)
    finished: list[int] = []
    with pytest.raises(Refused, match="cancelled"):
        import_workbooks(
            office,
            [workbook, other],
            progress=lambda done, _total: finished.append(done),
            cancelled=lambda: bool(finished),
        )
    assert finished == [1]
    assert _content(office) == before


def test_a_fault_of_the_disk_ends_the_whole_import(
    office: Ledger, workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = _workbook(tmp_path, 2, "袁巷村")
    before = _content(office)
    from desktop.services import merging

    refold = merging.refold
    calls: list[int] = []

    def full_at_the_second(ledger: Ledger, record_ids: list[str], *rest: Any) -> dict[str, str]:
        calls.append(1)
        if len(calls) > 1:
            raise Refused("disk_full", file="town.zf")
        return refold(ledger, record_ids, *rest)

    monkeypatch.setattr(merging, "refold", full_at_the_second)
    with pytest.raises(Refused, match="disk_full"):
        import_workbooks(office, [workbook, other])
    assert _content(office) == before


def test_imports_are_taken_back_together_and_taken_in_again(office: Ledger, workbook: Path, tmp_path: Path) -> None:
    outcomes = import_workbooks(office, [workbook, _workbook(tmp_path, 2, "袁巷村")])
    uids = [str(one.batch_id) for one in outcomes]
    turned = undo_imports(office, uids)
    assert (turned.records, turned.waiting, turned.changed_kinds) == (6, 0, {"visit", "issue"})
    assert [(batch.file_name, batch.sender, batch.is_undone, batch.created) for batch in batches(office)] == [
        ("袁巷村.xlsx", "袁巷村", True, 3),
        ("唐陵村.xlsx", "唐陵村", True, 3),
    ]
    assert office.database.execute_sql("SELECT count(*) FROM visit").fetchone() == (0,)
    redo_imports(office, uids)
    assert office.database.execute_sql("SELECT count(*) FROM visit").fetchone() == (4,)
    with pytest.raises(Refused, match="batch_standing"):
        redo_imports(office, uids)


def test_taking_back_is_all_or_none(office: Ledger, workbook: Path) -> None:
    uid = str(import_workbooks(office, [workbook])[0].batch_id)
    with pytest.raises(Refused, match="unknown_batch"):
        undo_imports(office, ["no-such", uid])
    assert not batches(office)[0].is_undone


def test_later_own_work_is_counted_before_an_import_is_taken_back(office: Ledger, workbook: Path) -> None:
    uid = str(import_workbooks(office, [workbook])[0].batch_id)
    issue_id = office.database.execute_sql("SELECT id FROM issue").fetchone()[0]
    revise(office, "issue", issue_id, {"owner": "周干事"})
    before = _content(office)
    assert rehearse_undo(office, [uid]).waiting == 1
    assert _content(office) == before
    assert undo_imports(office, [uid]).waiting == 1


def test_a_workbook_of_the_first_format_comes_in(offices: Offices) -> None:
    office = offices.town()
    path = Path(__file__).parents[1] / "fixtures" / "workbooks" / "format_1.xlsx"
    (outcome,) = import_workbooks(office, [path])
    assert (outcome.status, outcome.changes, outcome.by_kind) == ("imported", 6, {"visit": (3, 0), "issue": (1, 0)})
    texts = {row[0] for row in office.database.execute_sql("SELECT note FROM visit")}
    assert texts == {"真的", None, "第二行\n第三行\\ud842"}
    ((demand,),) = office.database.execute_sql("SELECT demand FROM visit WHERE note = '真的'")
    assert demand == "长" * 20_000
