"""Own forms in the ledger: kept, mapped, filled for a period, masked unless somebody asks otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop.data.ledger import Ledger, open_ledger
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.services import templates
from desktop.services.clues import transfer
from desktop.services.finding import Query
from desktop.services.recording import record
from desktop.services.templates import add_template, fill_template, map_template, remove_template, template_named
from tests.forms_of_offices import household_form, plain_form
from tests.offices import EAST, Offices, id_number, issue, visit

HEADINGS = ["序号", "走访日期", "走访对象", "联系电话", "走访人", "走访方式", "领导批示"]
TODAY = date(2024, 3, 28)
PHONE = "13900000001"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    offices = Offices(tmp_path)
    made = offices.village(EAST)
    days = ["2024-02-29", "2024-03-05", "2024-03-04", "2024-04-01"]
    names = ["郑大山", "周江", "吴田", "冯水"]
    record(
        made,
        "visit",
        [
            visit(visited_on=day, subject_name=name, phone=PHONE, visitors=["钱小河", "孙海"])
            for day, name in zip(days, names, strict=True)
        ],
    )
    yield made
    offices.close()


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return plain_form(tmp_path / "走访月报.xlsx", HEADINGS, "走访月报（    年  月）", lines=1)


def rows(path: Path) -> list[tuple[Any, ...]]:
    return list(load_workbook(path).worksheets[0].values)


def test_a_form_is_filled_for_a_period_the_oldest_first(ledger: Ledger, form: Path, tmp_path: Path) -> None:
    one = add_template(ledger, form, "visit")
    out = tmp_path / "三月.xlsx"
    query = Query("visit", since="2024-03-01", until="2024-03-31")
    done = fill_template(ledger, one.id, out, query, with_personal=True, today=TODAY)
    assert (done.records, done.inserted, done.places, done.is_masked) == (2, 1, 1, False)
    assert rows(out) == [
        ("走访月报（2024年3月）", *[None] * 6),
        tuple(HEADINGS),
        (1, "2024-03-04", "吴田", PHONE, "钱小河、孙海", "入户", None),
        (2, "2024-03-05", "周江", PHONE, "钱小河、孙海", "入户", None),
    ]


def test_personal_data_is_masked_unless_it_is_asked_for(ledger: Ledger, form: Path, tmp_path: Path) -> None:
    record(ledger, "visit", [visit(visited_on="2024-05-01", demand=f"找郑大山，电话{PHONE}", phone=PHONE)])
    one = add_template(ledger, form, "visit")
    map_template(ledger, one.id, {"G": "反映问题或诉求"})
    out = tmp_path / "五月.xlsx"
    done = fill_template(ledger, one.id, out, Query("visit", since="2024-05-01"), today=TODAY)
    assert done.is_masked
    assert rows(out)[2] == (1, "2024-05-01", "郑**", "139****0001", "钱小河", "入户", "找郑**，电话139****0001")


def test_filters_of_lists_hold_for_forms(ledger: Ledger, form: Path, tmp_path: Path) -> None:
    one = add_template(ledger, form, "visit")
    out = tmp_path / "一户.xlsx"
    done = fill_template(ledger, one.id, out, Query("visit", {"subject_name": "冯水"}), today=TODAY)
    assert done.records == 1
    with pytest.raises(Refused, match="nothing_to_fill"):
        fill_template(ledger, one.id, out, Query("visit", {"subject_name": "无人"}), today=TODAY)
    with pytest.raises(Refused, match="template_kind"):
        fill_template(ledger, one.id, out, Query("issue"), today=TODAY)


def test_the_form_is_in_the_ledger_and_its_file_may_go(ledger: Ledger, form: Path, tmp_path: Path) -> None:
    one = add_template(ledger, form, "visit", "月报")
    form.unlink()
    again = open_ledger(ledger.path)
    try:
        assert [(found.name, found.file_name) for found in templates.templates(again)] == [("月报", "走访月报.xlsx")]
        assert fill_template(again, one.id, tmp_path / "out.xlsx", today=TODAY).records == 4
    finally:
        again.close()


def test_columns_are_mapped_by_letter_or_heading_and_fields_by_name_or_label(ledger: Ledger, form: Path) -> None:
    one = add_template(ledger, form, "visit")
    changed = map_template(ledger, one.id, {"领导批示": "note", "D": None, "走访方式": "处理情况"})
    assert [column.field for column in changed.columns] == [
        "#",
        "visited_on",
        "subject_name",
        None,
        "visitors",
        "handling",
        "note",
    ]
    assert template_named(ledger, "走访月报") == changed
    with pytest.raises(Refused, match="template_no_column"):
        map_template(ledger, one.id, {"Z": "note"})
    with pytest.raises(Refused, match="template_no_field"):
        map_template(ledger, one.id, {"D": "没有这一项"})
    with pytest.raises(Refused, match="template_unmapped"):
        map_template(ledger, one.id, {column.letter: None for column in changed.columns})
        fill_template(ledger, one.id, form, today=TODAY)


def test_names_are_those_of_one_form(ledger: Ledger, form: Path) -> None:
    one = add_template(ledger, form, "visit", "月报")
    with pytest.raises(Refused, match="template_name_taken"):
        add_template(ledger, form, "visit", "月报")
    with pytest.raises(Refused, match="invalid"):
        add_template(ledger, form, "visit", "名" * 61)
    remove_template(ledger, one.id)
    assert templates.templates(ledger) == []
    with pytest.raises(Refused, match="unknown_template"):
        remove_template(ledger, one.id)


def test_a_form_is_no_change_of_the_log(ledger: Ledger, form: Path) -> None:
    def changes() -> Any:
        return ledger.database.execute_sql("SELECT count(*) FROM change").fetchone()[0]

    before = changes()
    one = add_template(ledger, form, "visit")
    map_template(ledger, one.id, {"G": "note"})
    assert changes() == before


def test_a_transferred_matter_is_there_and_no_more(ledger: Ledger, tmp_path: Path) -> None:
    issue_id = record(ledger, "issue", [issue(description="某事")]).ids[0]
    transfer(ledger, issue_id, {"content": "某事", "handed_to": "镇纪委"}, {"happened_on": "2024-03-10"})
    path = plain_form(tmp_path / "问题.xlsx", ["问题描述", "收集日期", KINDS["issue"].field("status").label], lines=1)
    one = add_template(ledger, path, "issue")
    out = tmp_path / "out.xlsx"
    fill_template(ledger, one.id, out, with_personal=True, today=TODAY)
    description, collected, status = rows(out)[1]
    assert (description, collected) == (None, None)
    assert status


@pytest.mark.parametrize("kind", ["household", "person", "enterprise", "cadre"])
def test_registers_have_forms_too(ledger: Ledger, tmp_path: Path, kind: str) -> None:
    given: dict[str, dict[str, Any]] = {
        "household": {"household_no": "001", "head_name": "郑大山", "head_id_number": id_number()},
        "person": {"name": "郑大山", "id_number": id_number(), "relation": "户主", "household_no": "1"},
        "enterprise": {"name": "东沟粮油", "contact": "周江"},
        "cadre": {"name": "孙海", "unit": "村委会"},
    }
    heading = {
        "household": ["户编号", "户主姓名", "户主身份证号"],
        "person": ["姓名", "身份证号"],
        "enterprise": ["企业名称", "联系人"],
        "cadre": ["姓名", "单位"],
    }
    record(ledger, kind, [given[kind]])
    path = plain_form(tmp_path / "表.xlsx", heading[kind], lines=3)
    out = tmp_path / "out.xlsx"
    one = add_template(ledger, path, kind)
    done = fill_template(ledger, one.id, out, with_personal=True, today=TODAY)
    assert done.records == 1
    assert rows(out)[1] == tuple(given[kind].values())[: len(heading[kind])]


def test_the_ledger_and_large_files_are_out_of_bounds(ledger: Ledger, form: Path, tmp_path: Path) -> None:
    one = add_template(ledger, form, "visit")
    with pytest.raises(Refused, match="target_is_ledger"):
        fill_template(ledger, one.id, ledger.path, today=TODAY)
    large = tmp_path / "大.xlsx"
    large.write_bytes(household_form(tmp_path / "家庭.xlsx").read_bytes() + bytes(6 * 2**20))
    with pytest.raises(Refused, match="form_too_large"):
        add_template(ledger, large, "household")
