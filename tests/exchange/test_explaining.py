"""What the first sheet tells people who have nothing but a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from desktop.domain.lifecycle import Duty, Person
from desktop.exchange.layout import DECISION, DECISION_CHOICES, FIGURES_SHEET, HISTORY_SHEET
from desktop.services.exporting import export_workbook
from desktop.services.handling import record_event
from desktop.services.people import change_people
from desktop.services.recording import record
from desktop.services.undoing import undo
from tests.offices import TOWN, Offices, issue, visit


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


def test_the_sheet_of_the_handling_says_when_who_in_which_duty_and_what_was_said(tmp_path: Path) -> None:
    offices = Offices(tmp_path)
    village: Any = offices.village(actor="吴书记")
    made = record(village, "issue", [issue()]).ids[0]
    change_people(village, [Person("吴书记", frozenset({Duty.VILLAGE_SECRETARY}))])
    record_event(village, made, "refuse", {"reason": "不归村管", "notice": "已告知", "happened_on": "2024-03-07"})
    undo(village)
    path = offices.file()
    export_workbook(village, path, to=TOWN)
    offices.close()
    rows = [[cell.value for cell in row] for row in load_workbook(path)[HISTORY_SHEET].iter_rows()]
    headings = next(row for row in rows if "办理日期" in row)
    told = dict(zip(headings, next(row for row in rows if "不予受理（已撤销）" in row), strict=True))
    assert str(told["办理日期"])[:10] == "2024-03-07"
    assert told["记录人"] == "吴书记（村书记）"
    assert told["内容"] == "原因：不归村管\n告知情况：已告知"
