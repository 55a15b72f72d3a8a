"""Receipts: gaps by name, the town's months, and how much of a village's work the town has confirmed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.data.ledger import Ledger
from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks, undo_import
from desktop.services.monthly import Cell, CellState, grid
from desktop.services.receipts import confirmed, named_gaps, receipts
from desktop.services.recording import record, revise
from tests.offices import EAST, SOUTH, TOWN, VILLAGES, WEST, Offices, issue, visit

MARCH = date(2026, 3, 20)


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    opened = Offices(tmp_path)
    yield opened
    opened.close()


def cells(town: Ledger, code: str, *, months: int = 4) -> dict[str, Cell]:
    """A village's cells by month."""
    found = next(row for row in grid(town, MARCH, months=months).rows if row.unit_code == code)
    return {cell.month: cell for cell in found.cells}


def states(town: Ledger, code: str) -> list[str]:
    return [str(cell.state) for cell in cells(town, code).values()]


def received_at(town: Ledger, *walls: str) -> None:
    """Give the imports so far, the first first, these times of receipt."""
    ids = [row[0] for row in town.database.execute_sql("SELECT id FROM batch ORDER BY id").fetchall()]
    for batch_id, wall in zip(ids, walls, strict=True):
        town.database.execute_sql("UPDATE batch SET received_at = ? WHERE id = ?", (wall, batch_id))


def hand_in(offices: Offices, village: Ledger, town: Ledger) -> str:
    """One more visit, reported; the batch it came with."""
    record(village, "visit", [visit()])
    batch_id = offices.send(village, town).batch_id
    assert batch_id is not None
    return batch_id


# -- the town ----------------------------------------------------------------------------------------------------------


def test_the_month_of_a_report_is_the_one_in_which_the_town_received_it(offices: Offices) -> None:
    town, east = offices.town(), offices.village(EAST)
    for _ in range(3):
        hand_in(offices, east, town)
    received_at(town, "2026-01-31T23:59:00+08:00", "2026-03-01T08:00:00+08:00", "2026-03-02T08:00:00+08:00")
    assert grid(town, MARCH, months=4).months == ("2025-12", "2026-01", "2026-02", "2026-03")
    assert states(town, EAST) == ["missing", "received", "stale", "received"]
    files = cells(town, EAST)["2026-03"].files
    assert [file.received_at[:10] for file in files] == ["2026-03-02", "2026-03-01"]
    assert (files[0].file, files[0].sender, files[0].actor, files[0].created) == ("file3.xlsx", "东沟村", "吴镇", 1)


def test_a_village_nothing_came_from_is_listed(offices: Offices) -> None:
    town, west = offices.town(), offices.village(WEST)
    town.log.scope_id(f"village:{SOUTH}")
    town.database.execute_sql("UPDATE scope SET unit_name = ? WHERE name = ?", (VILLAGES[SOUTH], f"village:{SOUTH}"))
    hand_in(offices, west, town)
    found = {row.unit_code: row for row in grid(town, MARCH).rows}
    assert found[SOUTH].name == "南山村" and TOWN not in found
    assert {cell.state for cell in found[SOUTH].cells} == {CellState.MISSING}
    assert len(found[SOUTH].cells) == 6


def test_what_was_edited_by_hand_or_taken_back_shows(offices: Offices) -> None:
    town, east = offices.town(), offices.village(EAST)
    hand_in(offices, east, town)
    batch_id = hand_in(offices, east, town)
    received_at(town, "2026-02-01T08:00:00+08:00", "2026-03-01T08:00:00+08:00")
    town.database.execute_sql(
        "UPDATE batch SET summary = ? WHERE uid = ?", (json.dumps({"created": 1, "edited_by_hand": 2}), batch_id)
    )
    assert states(town, EAST)[2:] == ["received", "edited"]
    assert cells(town, EAST)["2026-03"].files[0].edited_by_hand == 2
    undo_import(town, batch_id)
    # What was taken back is known to exist: February's report is no longer the newest there is.
    assert states(town, EAST)[2:] == ["stale", "stale"]
    assert [gap.name for gap in cells(town, EAST)["2026-02"].gaps] == ["东沟村"]


def test_a_gap_makes_the_newest_report_stale_and_is_named(offices: Offices) -> None:
    town, east = offices.town(), offices.village(EAST)
    hand_in(offices, east, town)
    # The town's receipt reaches the village, then the file in between is lost.
    offices.send(town, east)
    record(east, "visit", [visit()] * 3)
    lost = offices.file()
    export_workbook(east, lost)
    town.database.execute_sql("UPDATE acknowledged SET vector = vector")
    east.database.execute_sql(
        "UPDATE acknowledged SET vector = ? WHERE node_id <> 1",
        (json.dumps({east.node_uid: 4}),),
    )
    record(east, "visit", [visit()])
    offices.send(east, town)
    received_at(town, "2026-02-01T08:00:00+08:00", "2026-03-01T08:00:00+08:00")
    (gap,) = named_gaps(town)
    assert (gap.name, gap.unit_code, gap.first, gap.last) == ("东沟村", EAST, 2, 4)
    assert states(town, EAST)[2:] == ["received", "stale"]
    assert cells(town, EAST)["2026-03"].gaps == (gap,)
    assert receipts(town).gaps == (gap,) and receipts(town).waiting == 1
    import_workbooks(town, [lost])
    assert named_gaps(town) == [] and receipts(town).waiting == 0


@pytest.mark.parametrize(
    ("walls", "expected"),
    [
        # The town's own computer lost its clock for the second import, or ran years ahead.
        (("2026-02-10", "2000-01-01", "2026-03-05"), ["missing", "missing", "received", "received"]),
        (("2026-02-10", "2031-01-01", "2026-03-05"), ["missing", "missing", "received", "received"]),
        (("2031-01-01", "2026-02-10", "2026-02-11"), ["missing", "missing", "received", "received"]),
    ],
)
def test_a_wrong_clock_of_the_town_is_set_right_by_the_order(
    offices: Offices, walls: tuple[str, ...], expected: list[str]
) -> None:
    town, east = offices.town(), offices.village(EAST)
    for _ in walls:
        hand_in(offices, east, town)
    received_at(town, *(f"{day}T08:00:00+08:00" for day in walls))
    assert states(town, EAST) == expected


def test_what_another_computer_of_the_town_passes_on_counts_for_its_village(offices: Offices) -> None:
    town, second, east = offices.town(), offices.town(actor="郑镇"), offices.village(EAST)
    hand_in(offices, east, second)
    offices.send(second, town)
    received_at(town, "2026-03-01T08:00:00+08:00")
    assert states(town, EAST)[-1] == "received"
    assert TOWN not in {row.unit_code for row in grid(town, MARCH).rows}


# -- the village -------------------------------------------------------------------------------------------------------


def test_of_so_many_records_so_many_are_confirmed(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    ids = record(village, "visit", [visit()] * 3).ids
    record(village, "issue", [issue()])
    found = confirmed(village)
    assert (found.records, found.confirmed, found.outstanding.records, found.told_at) == (4, 0, 4, "")
    offices.send(village, town)
    found = confirmed(village)
    assert (found.confirmed, found.outstanding.records, found.under_way) == (0, 0, 4)
    offices.send(town, village)
    found = confirmed(village)
    assert (found.records, found.confirmed, found.under_way) == (4, 4, 0)
    assert found.by_kind == {"visit": (3, 3), "issue": (1, 1)}
    assert found.told_at
    revise(village, "visit", ids[0], {"note": "改"})
    record(village, "visit", [visit()])
    found = confirmed(village)
    assert (found.records, found.confirmed, found.outstanding.records) == (5, 3, 2)
    assert found.by_kind["visit"] == (2, 4)


def test_what_the_town_left_out_is_not_confirmed(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    ids = record(village, "visit", [visit()] * 3).ids
    path = offices.file()
    export_workbook(village, path)
    import_workbooks(town, [path], left_out={path: ids[:1]})
    offices.send(town, village)
    assert (confirmed(village).confirmed, confirmed(village).under_way) == (2, 1)
    import_workbooks(town, [path])
    offices.send(town, village)
    assert confirmed(village).confirmed == 3


def test_a_workbook_with_nothing_new_has_been_received(offices: Offices) -> None:
    town, east = offices.town(), offices.village(EAST)
    for _ in range(2):
        hand_in(offices, east, town)
    path = offices.file()
    export_workbook(east, path, full=True)
    for _ in range(2):
        assert import_workbooks(town, [path])[0].status == "nothing_new"
    assert town.database.execute_sql("SELECT count(*) FROM batch").fetchone() == (3,)
    received_at(town, "2026-01-01T08:00:00+08:00", "2026-02-01T08:00:00+08:00", "2026-03-01T08:00:00+08:00")
    assert states(town, EAST)[-1] == "received"


def test_the_other_computer_of_the_village_is_counted_too(offices: Offices) -> None:
    first, second, town = offices.village(), offices.village(actor="乙"), offices.town()
    record(first, "visit", [visit()])
    record(second, "visit", [visit()] * 2)
    offices.send(second, first)
    assert (confirmed(first).records, confirmed(first).confirmed) == (3, 0)
    offices.send(first, town)
    offices.send(town, first)
    assert confirmed(first).confirmed == 3


def test_receipts_tell_by_partner_and_computer(offices: Offices) -> None:
    town, east, west = offices.town(), offices.village(EAST), offices.village(WEST)
    assert receipts(town).partners == ()
    hand_in(offices, east, town)
    hand_in(offices, west, town)
    record(town, "issue", [issue(unit_code=EAST)])
    found = {partner.unit_code: partner for partner in receipts(town).partners}
    assert [found[code].name for code in (EAST, WEST)] == ["东沟村", "西桥村"]
    assert (found[EAST].outstanding, found[WEST].outstanding) == (1, 0)
    (node,) = found[EAST].nodes
    by_scope = {receipt.scope: dict(receipt.vector) for receipt in node.receipts}
    assert node.node == east.node_uid and by_scope[f"village:{EAST}"] == {east.node_uid: 1}
    assert found[EAST].handed_over == ()
    offices.send(town, east)
    found = {partner.unit_code: partner for partner in receipts(town).partners}
    assert found[EAST].outstanding == 0 and found[EAST].handed_over[0].file.endswith(".xlsx")
    assert receipts(town).held[f"village:{EAST}"][east.node_uid] == 1
