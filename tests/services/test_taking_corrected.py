"""Single values of a ledger that is taken in, told by a person in place of what the file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.services.finding import Query, list_records
from desktop.services.recording import record
from desktop.services.taken import Look
from desktop.services.taking import corrected, examine, proposals, remapped, take
from tests.offices import Offices, dump, id_number
from tests.services.test_taking import saved

HEADINGS = ["走访日期", "户主姓名", "身份证号", "联系电话", "走访人", "走访方式", "处理情况"]
SHEET = "Sheet"
LOST = float(id_number()[:15] + "000")
OTHER, THIRD = id_number("32998119800101123"), id_number("32998119900101123")


@pytest.fixture
def village(offices: Offices) -> Ledger:
    """Its register knows 郑大山 by a number."""
    found = offices.village()
    record(found, "person", [{"name": "郑大山", "id_number": id_number(), "relation": "户主", "household_no": "1"}])
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Row 2 has lost digits, row 3 a bad telephone and a bad day, row 4 is faultless, row 5 an empty name."""
    rows = [
        HEADINGS,
        ["2024.3.5", "郑大山", LOST, None, "孙海", "入户", "无问题"],
        ["2024年3月32日", "周江", None, "12", "孙海", "入户", "无问题"],
        ["2024-03-07", "冯水", None, None, "孙海", "入户", "无问题"],
        ["2024-03-08", None, None, "13900000001", "孙海", "入户", "无问题"],
    ]
    return saved(tmp_path / "走访.xlsx", rows)


def told(look: Look) -> list[tuple[int, str, str]]:
    return sorted((one.problem.row, one.problem.field, one.problem.kind) for one in look.problems)


def people(ledger: Ledger) -> dict[str, str | None]:
    return {one.values["subject_name"]: one.values.get("id_number") for one in list_records(ledger, Query("visit"))}


def test_a_number_proposed_is_taken_once_a_person_accepts_it(village: Ledger, file: Path) -> None:
    look = examine(village, file, "visit")
    before = dump(village)
    assert proposals(look) == {(SHEET, 2, "id_number"): id_number()}
    again = corrected(village, look, proposals(look))
    assert dump(village) == before and proposals(again) == {}
    (row,) = [row for row in again.rows if row.row == 2]
    assert row.values["id_number"] == id_number()
    (guess,) = [guess for guess in row.guesses if guess.why == "person"]
    assert (guess.field, guess.raw, guess.value) == ("id_number", str(int(LOST)), id_number())
    take(village, again)
    assert people(village) == {"郑大山": id_number(), "冯水": None}


def test_what_else_is_wrong_with_the_row_stays(village: Ledger, file: Path) -> None:
    look = corrected(village, examine(village, file, "visit"), {(SHEET, 3, "visited_on"): "2024.3.31"})
    assert [one for one in told(look) if one[0] == 3] == [(3, "phone", "bad_phone")]
    look = corrected(village, look, {(SHEET, 3, "phone"): None})
    assert 3 not in {row for row, _, _ in told(look)}
    (row,) = [row for row in look.rows if row.row == 3]
    assert row.values["visited_on"] == "2024-03-31" and "phone" not in row.values
    assert [row.row for row in look.rows] == [3, 4]


def test_a_value_told_is_checked_as_a_typed_one(village: Ledger, file: Path) -> None:
    look = examine(village, file, "visit")
    cells = {(SHEET, 4, "id_number"): "123", (SHEET, 4, "kind"): "飞", (SHEET, 2, "subject_name"): None}
    look = corrected(village, look, cells)
    assert {(4, "id_number", "bad_id_checksum"), (4, "kind", "bad_choice"), (2, "subject_name", "missing")} <= set(
        told(look)
    )
    assert look.rows == () and (SHEET, 4) in look.held_back


def test_a_row_corrected_may_repeat_another(village: Ledger, tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "与户主关系", "户号"], ["郑一", OTHER, "户主", "1"], ["郑二", "12", "子", "1"]]
    look = examine(village, saved(tmp_path / "人员.xlsx", rows), "person")
    again = corrected(village, look, {(SHEET, 3, "id_number"): OTHER})
    assert [(one.problem.kind, one.problem.params["of_row"]) for one in again.problems] == [("duplicate", 2)]
    freed = corrected(village, again, {(SHEET, 2, "id_number"): THIRD})
    assert freed.problems == () and [row.row for row in freed.rows] == [2, 3]
    known = corrected(village, freed, {(SHEET, 2, "id_number"): id_number()})
    assert [(one.row, one.why) for one in known.alike] == [(2, "id_number")]


def test_restored_it_reads_as_the_file_has_it(village: Ledger, file: Path) -> None:
    look = examine(village, file, "visit")
    cells = {(SHEET, 2, "id_number"): id_number(), (SHEET, 3, "phone"): None}
    again = corrected(village, look, cells)
    assert corrected(village, again, {}, restored=cells) == look
    half = corrected(village, again, {}, restored=[(SHEET, 3, "phone")])
    assert half == corrected(village, look, {(SHEET, 2, "id_number"): id_number()})


def test_corrections_stay_when_columns_are_assigned_anew_and_are_not_remembered(village: Ledger, file: Path) -> None:
    look = corrected(village, examine(village, file, "visit"), {(SHEET, 2, "id_number"): id_number()})
    place = next(one.place for one in look.tables[0].columns if one.field == "phone")
    again = remapped(village, look, {(SHEET, 1, place): None})
    assert next(row for row in again.rows if row.row == 2).values["id_number"] == id_number()
    take(village, again)
    assert (2, "id_number", "id_precision_lost") in told(examine(village, file, "visit"))


def test_only_rows_with_a_record_and_known_fields_can_be_corrected(village: Ledger, file: Path) -> None:
    look = examine(village, file, "visit")
    for cell, code in (((SHEET, 1, "phone"), "no_such_row"), ((SHEET, 2, "colour"), "unknown_fields")):
        with pytest.raises(Refused, match=code):
            corrected(village, look, {cell: "1"})
