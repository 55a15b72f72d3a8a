"""Filled forms in LibreOffice: they open, their sums are right; forms it has saved can be filled."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.exchange.test_templates import fill, household
from tests.forms_of_offices import household_form
from tests.office_suite import cell, save_again, work

pytestmark = pytest.mark.office


def test_a_filled_form_opens_and_its_sums_are_right(tmp_path: Path) -> None:
    people = [household(number) for number in range(1, 13)]
    path = household_form(tmp_path / "household.xlsx")
    fill(path, "household", people)
    filled = tmp_path / "filled.xlsx"
    path.with_name(f"填好-{path.name}").rename(filled)
    again = tmp_path / "again.xlsx"
    save_again(filled, again)
    book = load_workbook(again, data_only=True)
    sheet = book["家庭情况"]
    total = sum(one["member_count"] for one in people)
    assert [sheet.cell(18, column).value for column in (1, 6, 7)] == ["合计", total, "12户"]
    assert sheet["D17"].value == people[-1]["head_id_number"]
    assert [one.value for one in book["填表说明"]["B"]] == [2 * total, total]


def test_a_form_that_libreoffice_has_saved_is_filled(tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    work(
        household_form(tmp_path / "household.xlsx"),
        again,
        f'{cell("家庭情况", 8, 6)}.Formula = "=F6*2"',
        f'{cell("家庭情况", 8, 7)}.Formula = "=F7*2"',
    )
    sheet, done = fill(again, "household", [household(number) for number in range(1, 9)])
    assert (done.records, done.inserted) == (8, 3)
    assert sheet["F14"].value == "=SUM(F6:F13)"
    assert [sheet.cell(row, 1).value for row in (6, 13, 14)] == [1, 8, "合计"]
    assert str(sheet.data_validations.dataValidation[0].sqref) == "F6:F13"
