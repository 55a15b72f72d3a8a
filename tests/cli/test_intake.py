"""Taking in a ledger from the command line."""

from __future__ import annotations

import importlib.util
import json
import os
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop.services.ledgers import begin_ledger
from tests.cli.conftest import Office

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("ZOUFANG_SHARED", REPOSITORY.parent / "shared")) / "data" / "ledgers"

ROWS = [
    ["唐陵村走访台账"],
    [],
    ["走访日期", "户主姓名", "走访人", "走访方式", "处理情况"],
    [date(2024, 3, 5), "郑大山", "钱小河", "入户", "无问题"],
    ["2024.3.6", "周江", "钱小河", "电话", "当场解决"],
    ["合计", "2户"],
    ["2024年3月32日", "吴田", "孙海", "入户", "无问题"],
    ["2024-03-08", "冯水", "孙海", "入户", "列入清单"],
]


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    """A ledger of visits with a total, and a date that is none."""
    book, path = Workbook(), tmp_path / "走访台账.xlsx"
    book.active.title = "三月"
    for row in ROWS:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.usefixtures("reading_process")
def test_the_command_prints_the_document_and_the_lines(village: Office, ledger_file: Path) -> None:
    document = village.json("intake", str(ledger_file), "--as", "visit", "--dry-run")
    assert list(document) == ["tables", "records", "problems", "ignored_rows"]
    assert {"sheet": "三月", "header_row_first": 3, "header_row_last": 3}.items() <= document["tables"][0].items()
    assert [row["row"] for row in document["records"]] == [4, 5, 8]
    (problem,) = document["problems"]
    assert (problem["sheet"], problem["row"], problem["field"], problem["kind"]) == (
        "三月",
        7,
        "visited_on",
        "bad_date",
    )
    assert {row["row"]: row["why"] for row in document["ignored_rows"]}[6] == "合计行"
    assert len(village.json("intake", str(ledger_file), "--as", "visit")["ids"]) == 3
    answer = village("intake", str(ledger_file), "--as", "visit", "--dry-run")
    assert "“三月”第 7 行 走访日期" in answer.out
    assert "没有导入任何内容" in answer.out
    assert village("intake", str(ledger_file), "--as", "enterprise").code == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of ledgers is not beside the repository")
@pytest.mark.parametrize(("name", "least"), [("01_visit_clean", 99), ("13_visit_bad_cells", 90)])
def test_ledgers_of_clerks(tmp_path: Path, name: str, least: float) -> None:
    path = tmp_path / "柳桥.db"
    begin_ledger(path, level="village", code="399901104201", name="柳桥村", town_name="云塘镇").close()
    document = Office(path).json("intake", str(SHARED / f"{name}.xlsx"), "--as", "visit", "--dry-run")
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    truth = json.loads((SHARED / f"{name}.truth.json").read_text("utf-8"))
    assert score.score(truth, document)["total"] >= least
