"""What the first sheet tells people who have nothing but a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from desktop.exchange.layout import DECISION, DECISION_CHOICES, FIGURES_SHEET, HISTORY_SHEET
from desktop.services.exporting import export_workbook
from desktop.services.recording import record
from tests.offices import TOWN, Offices, visit


def test_it_tells_what_may_be_filled_in_and_what_is_only_for_reading(tmp_path: Path) -> None:
    offices = Offices(tmp_path)
    village: Any = offices.village()
    record(village, "visit", [visit()])
    path = offices.file()
    export_workbook(village, path, to=TOWN)
    offices.close()
    lines = [str(row[0].value or "") for row in load_workbook(path)["说明"].iter_rows()]
    filling = next(line for line in lines if "改单元格" in line)
    assert "最后一行下面" in filling
    assert all(word in next(line for line in lines if DECISION in line) for word in DECISION_CHOICES)
    assert all(sheet in next(line for line in lines if "只供查看" in line) for sheet in (HISTORY_SHEET, FIGURES_SHEET))
