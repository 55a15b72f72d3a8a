"""Ledgers of other offices: which rows become records, and what is said of the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from desktop.domain.errors import Refused
from desktop.services import undoing
from desktop.services.finding import Query, list_records
from desktop.services.taking import Taken, take_in
from tests.offices import Offices, dump, id_number

HEADINGS = ["序号", "走访\n日期*", "户主姓名", "联系电话", "走访人员", "走访方式", "处理情况", "人口（人）"]
ROWS: list[list[Any]] = [
    ["东沟村2024年走访台账"],
    ["填报单位：东沟村", None, None, None, "填报时间：2024.12.30"],
    HEADINGS,
    [1, date(2024, 3, 5), "郑大山", 13900000001, "钱小河、孙海", "入户", "无问题", 3],
    [2, "2024.3.6", "周江", "0511-87654321", "钱小河", "电话", "当场解决", 4],
    [],
    [3, "2024年3月32日", "吴田", "13900000003", "孙海", "入户", "无问题", 2],
    HEADINGS,
    [4, "2024-03-08", "冯水", None, "孙海", "入户", "列入清单", 5],
    ["合计", None, "4户", None, None, None, None, 14],
    ["填表人：钱小河", None, None, None, "审核人：孙海"],
]


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    """A village's own visit ledger with what such ledgers have around their rows."""
    book, path = Workbook(), tmp_path / "走访台账.xlsx"
    book.active.title = "封面"
    book.active.append(["走访台账", "2024年"])
    sheet = book.create_sheet("三月")
    for row in ROWS:
        sheet.append(row)
    book.save(path)
    return path


def told(taken: Taken) -> dict[int, str]:
    """What became of each row."""
    found = {row.row: "record" for row in taken.rows} | {row.row: row.why for row in taken.ignored}
    return found | {one.problem.row: f"{one.problem.field} {one.problem.kind}" for one in taken.problems}


def test_every_row_below_the_headings_becomes_something(offices: Offices, ledger_file: Path) -> None:
    village = offices.village()
    before = dump(village)
    taken = take_in(village, ledger_file, "visit", dry_run=True)
    (table,) = taken.tables
    assert (table.sheet, table.heading_row) == ("三月", 3)
    assert table.mapping == {
        "序号": None,
        "走访日期*": "visited_on",
        "户主姓名": "subject_name",
        "联系电话": "phone",
        "走访人员": "visitors",
        "走访方式": "kind",
        "处理情况": "handling",
        "人口（人）": None,
    }
    assert told(taken) == {
        4: "record", 5: "record", 7: "visited_on bad_date", 8: "heading", 9: "record", 10: "total", 11: "note",
    }  # fmt: skip
    assert taken.rows[0].values == {
        "visited_on": "2024-03-05",
        "subject_name": "郑大山",
        "phone": "13900000001",
        "visitors": ["钱小河", "孙海"],
        "kind": "household",
        "handling": "none",
    }
    assert taken.saved is None
    assert dump(village) == before


def test_faultless_rows_are_recorded_as_one_step(offices: Offices, ledger_file: Path) -> None:
    village = offices.village()
    assert take_in(village, ledger_file, "visit").saved is not None
    found = list_records(village, Query("visit"))
    assert [one.values["subject_name"] for one in found] == ["冯水", "周江", "郑大山"]
    undoing.undo(village)
    assert not [one for one in list_records(village, Query("visit")) if not one.is_withdrawn]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_with_separators(offices: Offices, tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [["姓名", "职务", "联系电话"], ["喆堃镕", "支书", "13900000001"], ['"周\n江"', "会计", "13900000002"]]
    path = tmp_path / "干部.csv"
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    taken = take_in(offices.village(), path, "cadre", dry_run=True)
    assert [(row.row, row.values["phone"]) for row in taken.rows] == [(2, "13900000001")]
    assert taken.tables[0].sheet == ""
    assert taken.rows[0].values["name"] == "喆堃镕"
    assert [one.problem.row for one in taken.problems] == [3]


def test_digits_that_a_spreadsheet_lost_are_named_as_lost(offices: Offices, tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "花名册.xlsx"
    book.active.append(["姓名", "身份证号码", "与户主关系", "户编号"])
    book.active.append(["郑大山", float(id_number()[:17] + "0"), "户主", "1"])
    book.active.append(["郑小山", id_number(), "儿子", "1"])
    book.save(path)
    taken = take_in(offices.village(), path, "person", dry_run=True)
    assert told(taken) == {2: "id_number id_precision_lost", 3: "record"}


def test_what_is_no_ledger_of_the_kind_is_refused(offices: Offices, ledger_file: Path) -> None:
    village = offices.village()
    before = dump(village)
    for kind, code in (("enterprise", "no_table"), ("nothing", "unknown_kind")):
        with pytest.raises(Refused, match=code):
            take_in(village, ledger_file, kind)
    assert dump(village) == before


def test_an_exchange_workbook_is_sent_to_the_import(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    offices.send(village, town)
    with pytest.raises(Refused, match="sync_workbook"):
        take_in(town, offices.folder / f"file{offices.files}.xlsx", "visit")


def test_without_a_faultless_row_nothing_is_recorded(offices: Offices, tmp_path: Path) -> None:
    village, path = offices.village(), tmp_path / "干部.csv"
    path.write_text("姓名,联系电话\n郑大山,12\n", encoding="utf-8")
    before = dump(village)
    with pytest.raises(Refused) as refused:
        take_in(village, path, "cadre")
    assert refused.value.code == "nothing_faultless"
    assert [problem.kind for problem in refused.value.problems] == ["bad_phone"]
    assert dump(village) == before


def test_cancelling_leaves_nothing(offices: Offices, ledger_file: Path) -> None:
    village = offices.village()
    before, asked = dump(village), iter(range(99))
    with pytest.raises(Refused, match="cancelled"):
        take_in(village, ledger_file, "visit", cancelled=lambda: next(asked) >= 2)
    assert dump(village) == before
