"""Workbooks that people have typed into: how they are made, and what must hold afterwards."""

from __future__ import annotations

import datetime
import itertools
import zipfile
from pathlib import Path
from typing import Any

from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, list_records
from desktop.services.inspecting import inspect
from tests.offices import EAST, TOWN, Offices
from tests.services.test_exchange import seen
from tests.sheet_edits import ISSUES, Sheet, type_into

NEW = {
    "走访日期": datetime.date(2024, 3, 8),
    "走访对象": "钱新",
    "走访人": "钱小河",
    "走访方式": "电话",
    "处理情况": "无问题",
}
NEW_ISSUE = {"问题来源": "网格巡查", "收集日期": "2024.3.8", "问题类别": "水利", "问题描述": "渠道漏水"}


def sent(offices: Offices, ledger: Any, to: str = TOWN, *, full: bool = False) -> Path:
    path = offices.file()
    export_workbook(ledger, path, to=to, full=full)
    return path


def by_name(ledger: Any, name: str) -> Any:
    (found,) = [one for one in list_records(ledger, Query("visit")) if one.values["subject_name"] == name]
    return found


def rewrite(path: Path, old: bytes, new: bytes, attribute: bytes = b"") -> None:
    """Replace ``old`` in the sheets of a workbook, and put an attribute into the tag of its cell."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert sum(data.count(old) for data in parts.values()) == 1
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            head, mark, tail = data.partition(old)
            if mark:
                tag, end = head.rsplit(b">", 1)
                data = tag + attribute + b">" + end + new + tail
            archive.writestr(name, data)


def conflicts(ledger: Any) -> list[str]:
    return [row[0] for row in ledger.database.execute_sql("SELECT field FROM conflict")]


def all_agree(offices: Offices, *ledgers: Any) -> None:
    """After everybody sent everything to everybody all show the same, and every ledger is sound."""
    for _ in range(3):
        for one, other in itertools.permutations(ledgers, 2):
            offices.send(one, other, full=True)
    for ledger in ledgers:
        assert inspect(ledger).findings == ()
        assert seen(ledger, scope=f"village:{EAST}") == seen(ledgers[0], scope=f"village:{EAST}")


def the_issue(ledger: Any) -> Any:
    (found,) = list_records(ledger, Query("issue"))
    return found


def decided(path: Path, **values: Any) -> Path:
    return type_into(path, ISSUES, "村口路灯不亮", **values)


def move_rows(sheet: Any) -> None:
    """Sort the rows the other way round, cells only."""
    first = Sheet(sheet).heading_row + 1
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
    for number, row in enumerate(reversed(rows)):
        for column, value in enumerate(row, start=1):
            sheet.cell(first + number, column).value = value
