"""Taking in a ledger from the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from desktop.domain.kinds import KINDS
from desktop.services.ledgers import begin_ledger
from tests.cli.conftest import Office
from tests.offices import id_number

CLERKS = Path(__file__).resolve().parents[1] / "fixtures" / "ledgers_of_clerks"
"""Invented ledgers, each with what is to become of its rows."""

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
    assert list(document)[:4] == ["tables", "records", "problems", "ignored_rows"]
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


@pytest.mark.usefixtures("reading_process")
def test_a_mapping_values_for_all_and_a_marked_copy(village: Office, ledger_file: Path, tmp_path: Path) -> None:
    mapping, copy = tmp_path / "对应.json", tmp_path / "批注.xlsx"
    mapping.write_text(json.dumps({"走访方式": None}), encoding="utf-8")
    options = ["intake", str(ledger_file), "--as", "visit", "--mapping", str(mapping)]
    document = village.json(*options, "--dry-run", "--annotate", str(copy))
    assert document["tables"][0]["mapping"]["走访方式"] is None
    assert [(one["row"], one["field"], one["kind"]) for one in document["problems"]] == [
        (None, "kind", "missing"),
        (7, "visited_on", "bad_date"),
    ]
    assert copy.is_file()
    refused = village(*options, "--json")
    assert (refused.code, refused.json["error"]) == (1, "columns_absent")
    assert len(village.json(*options, "--fill", "走访方式=电话")["ids"]) == 3
    assert village(*options, "--fill", "走访方式").code == 2
    mapping.write_text("[1]", encoding="utf-8")
    refused = village(*options, "--json")
    assert (refused.code, refused.json["error"]) == (1, "bad_mapping")


@pytest.mark.usefixtures("reading_process")
def test_records_already_there_are_told_and_left_out(village: Office, ledger_file: Path) -> None:
    options = ["intake", str(ledger_file), "--as", "visit"]
    village.json(*options)
    assert [one["row"] for one in village.json(*options, "--dry-run")["alike"]] == [4, 5, 8]
    assert "账本里已有：郑大山（同一天、同一对象）" in village(*options, "--dry-run").out
    assert village(*options).code == 1
    assert len(village.json(*options, "--with-alike")["ids"]) == 3


def _agrees(truth: Mapping[str, Any], field: str, sheet: str, row: int, wanted: Any, got: Any) -> bool:
    """Whether a value is the one meant, or one of those the truth holds for as good."""
    if isinstance(wanted, list) and got == wanted:
        return True
    if wanted == got:
        return True
    for one in truth["lenient"]:
        is_here = one["field"] == field and one["sheet"] in ("*", sheet) and one["row"] in (None, row)
        if is_here and ("when" not in one or one["when"] == wanted):
            code = isinstance(got, str) and got.isascii()
            if got in one.get("accept", []) or (one.get("accept_any") and got) or (one.get("accept_code") and code):
                return True
    return False


@pytest.mark.usefixtures("reading_process")
@pytest.mark.parametrize("level", ["village", "town"])
@pytest.mark.parametrize("path", sorted(CLERKS.glob("*.truth.json")), ids=lambda path: path.name.split(".truth")[0])
def test_ledgers_of_clerks(tmp_path: Path, path: Path, level: str) -> None:
    truth = json.loads(path.read_text("utf-8"))
    code, name = ("399901104201", "柳桥村") if level == "village" else ("399901104000", "云塘镇")
    begin_ledger(tmp_path / "账本.db", level=level, code=code, name=name, town_name="云塘镇").close()
    file = CLERKS / truth["file"]
    document = Office(tmp_path / "账本.db").json("intake", str(file), "--as", truth["as"], "--dry-run")
    soft = {heading: told for one in truth["lenient"] for heading, told in one.get("mapping", {}).items()}
    fields = set(KINDS[truth["as"]].field_names)
    for table, meant in zip(document["tables"], truth["tables"], strict=True):
        assert {name: table[name] for name in ("header_row_first", "header_row_last")} == {
            name: meant[name] for name in ("header_row_first", "header_row_last")
        }
        for heading, name in meant["mapping"].items():
            told = table["mapping"]["".join(heading.split())]
            assert told == name or told in soft.get(heading, []) or (name is None and told == "feedback_way"), heading
    got = {(one["sheet"], one["row"]): one["values"] for one in document["records"]}
    optional = {(one["sheet"], one["row"]) for one in truth["problems"] if one.get("optional")}
    assert got.keys() - optional == {(one["sheet"], one["row"]) for one in truth["records"]}
    for one in truth["records"]:
        key = one["sheet"], one["row"]
        wrong = {
            field: (one["values"].get(field), got[key].get(field))
            for field in fields & (one["values"].keys() | got[key].keys())
            if not _agrees(truth, field, *key, one["values"].get(field), got[key].get(field))
            and field not in ("village_name", "feedback_way", "unit_code")
        }
        assert not wrong, key
    told_problems = {(one["row"], one["field"], one["kind"]) for one in document["problems"] if one["row"]}
    must = {(one["row"], one["field"], one["kind"]) for one in truth["problems"] if not one.get("optional")}
    assert must <= told_problems
    assert told_problems - must <= {(one["row"], one["field"], one["kind"]) for one in truth["problems"]}


@pytest.mark.usefixtures("reading_process")
def test_single_cells_are_corrected(village: Office, ledger_file: Path) -> None:
    options = ["intake", str(ledger_file), "--as", "visit", "--dry-run"]
    document = village.json(*options, "--cell", "三月!7.走访日期=2024.3.31", "--cell", "8.走访方式=")
    assert [row["row"] for row in document["records"]] == [4, 5, 7]
    assert [(one["row"], one["field"], one["kind"]) for one in document["problems"]] == [(8, "kind", "missing")]
    assert document["corrected"] == [
        {"sheet": "三月", "row": 7, "field": "visited_on", "value": "2024.3.31"},
        {"sheet": "三月", "row": 8, "field": "kind", "value": None},
    ]
    guess = {"field": "visited_on", "raw": "2024年3月32日", "value": "2024-03-31", "why": "手工改的"}
    assert {"sheet": "三月", "row": 7, **guess} in document["guesses"]
    assert "第 7 行 走访日期：改为“2024.3.31”" in village(*options, "--cell", "7.visited_on=2024.3.31").out
    assert village(*options, "--cell", "三月7走访日期=1").code == 2
    refused = village(*options, "--cell", "四月!7.visited_on=1", "--json")
    assert (refused.code, refused.json["error"]) == (1, "no_such_row")


@pytest.mark.usefixtures("reading_process")
def test_numbers_of_the_register_are_accepted_when_asked_for(village: Office, tmp_path: Path) -> None:
    number = id_number()
    person = {"name": "郑大山", "id_number": number, "relation": "户主", "household_no": "1"}
    village.json("add", "person", given=[person])
    book, path = Workbook(), tmp_path / "走访.xlsx"
    for row in (
        ["走访日期", "户主姓名", "身份证号", "走访人", "走访方式", "处理情况"],
        ["2024.3.5", "郑大山", float(number[:15] + "000"), "孙海", "入户", "无问题"],
        ["2024.3.5", "郑小山", float(number[:15] + "000"), "孙海", "入户", "无问题"],
    ):
        book.active.append(row)
    book.save(path)
    options = ["intake", str(path), "--as", "visit"]
    (first, second) = village.json(*options, "--dry-run")["problems"]
    assert (first["proposed"], "proposed" in second) == (number, False)
    document = village.json(*options, "--accept-proposed")
    assert document["corrected"] == [{"sheet": "Sheet", "row": 2, "field": "id_number", "value": number}]
    assert len(document["ids"]) == 1 and [one["row"] for one in document["problems"]] == [3]


@pytest.mark.usefixtures("reading_process")
def test_who_may_not_see_numbers_is_shown_none(village: Office, tmp_path: Path) -> None:
    number, bad = id_number(), id_number()[:-1] + ("0" if id_number()[-1] != "0" else "1")
    person = {"name": "郑大山", "id_number": number, "relation": "户主", "household_no": "1"}
    village.json("add", "person", given=[person])
    book, path, copy = Workbook(), tmp_path / "走访.xlsx", tmp_path / "标注.xlsx"
    for row in (
        ["走访日期", "户主姓名", "身份证号", "走访人", "走访方式", "处理情况", "户类型"],
        ["2024.3.5", "郑大山", float(number[:15] + "000"), "孙海", "入户", "无问题", "低保户"],
        ["2024.3.5", "郑小山", bad, "孙海", "入户", "无问题", "低保户"],
        ["2024.3.5", "周江", number, "孙海", "入户", "无问题", "低保户"],
    ):
        book.active.append(row)
    book.save(path)
    dry = ["intake", str(path), "--as", "visit", "--dry-run"]
    before = village.json(*dry)
    assert number in str(before) and before["problems"][0]["proposed"] == number
    village.json("people", "set", "李四", "--duties", "村书记")
    assert village.json(*dry) == before
    village.json("people", "set", "周江", "--duties", "责任人")
    blind = ("--actor", "周江", *dry, "--cell", f"Sheet!3.身份证号={number}", "--accept-proposed")
    for told in (village(*blind, "--json").out, village(*blind).out, village("--actor", "周江", *dry).out):
        assert not [one for one in (number, bad, number[:15], "低保户") if one in told]
    document = village(*blind, "--json").json
    assert [one["values"]["id_number"][:6] for one in document["records"]] == [number[:6]] * 3
    taken = village("--actor", "周江", "intake", str(path), "--as", "visit", "--annotate", str(copy), "--json")
    assert len(taken.json["ids"]) == 1
    shown = village.json("show", "visit", taken.json["ids"][0], "--unmasked", "--reason", "核对身份")
    assert shown["record"]["id_number"] == number
