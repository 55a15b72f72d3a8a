"""The commands for an office's own forms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import VILLAGE, Office
from tests.forms_of_offices import plain_form
from tests.offices import visit

HEADINGS = ["序号", "走访日期", "走访对象", "联系电话", "走访人"]


@pytest.fixture
def village(found: Callable[..., Office]) -> Office:
    office = found("唐陵", "village", VILLAGE)
    days = ("2024-03-05", "2024-04-01")
    for day in days:
        office.json("add", "visit", given=visit(visited_on=day, phone="13900000001"))
    return office


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return plain_form(tmp_path / "月报.xlsx", HEADINGS, "{年}年{月}月", lines=2)


def rows(path: Path) -> list[tuple[Any, ...]]:
    return list(load_workbook(path).worksheets[0].values)


def test_a_form_from_adding_to_removing(village: Office, form: Path, tmp_path: Path) -> None:
    added = village.json("template", "add", str(form), "--as", "visit")
    assert [(one["column"], one["field"]) for one in added["columns"]][:2] == [("A", "#"), ("B", "visited_on")]
    assert [one["name"] for one in village.json("template", "list")["templates"]] == ["月报"]
    mapped = village.json("template", "map", "月报", "--set", "E=", "--set", "走访对象=subject_name")
    assert [one["field"] for one in mapped["columns"]] == ["#", "visited_on", "subject_name", "phone", None]
    again = village.json("template", "map", "月报", "--json-file", "-", given={"E": "走访人"})
    assert again["columns"][4]["field"] == "visitors"
    out = tmp_path / "三月.xlsx"
    filled = village.json("template", "fill", "月报", str(out), "--month", "2024-03", "--with-personal")
    assert (filled["records"], filled["masked"], filled["with_personal"]) == (1, False, True)
    assert rows(out)[0][0] == "2024年3月"
    assert rows(out)[2] == (1, "2024-03-05", "郑大山", "13900000001", "钱小河")
    assert village.json("template", "remove", "月报")["name"] == "月报"
    assert village.json("template", "list") == {"templates": []}


def test_masked_without_being_asked(village: Office, form: Path, tmp_path: Path) -> None:
    village.json("template", "add", str(form), "--as", "visit")
    out = tmp_path / "全部.xlsx"
    answer = village("template", "fill", "月报", str(out), "--where", "subject_name=郑大山")
    assert answer.code == 0
    assert "个人信息已遮住" in answer.out
    assert [row[3] for row in rows(out)[2:]] == ["139****0001"] * 2


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("fill", "没有的", "out.xlsx"), 1, "unknown_template"),
        (("fill", "月报", "out.xlsx", "--month", "2024-13"), 1, "bad_month"),
        (("fill", "月报", "out.xlsx", "--since", "三月"), 2, "usage"),
        (("fill", "月报", "out.xlsx", "--month", "2024-03", "--since", "2024-03-01"), 2, "usage"),
        (("fill", "月报", "out.xlsx", "--since", "2024-03-02", "--until", "2024-03-01"), 2, "usage"),
        (("map", "月报", "--set", "E"), 2, "usage"),
        (("map", "月报", "--set", "Z=note"), 1, "template_no_column"),
        (("add", "没有.xlsx", "--as", "visit"), 1, "not_found"),
        (("add", "月报.xlsx", "--as", "issue2"), 1, "unknown_kind"),
        ((), 2, "usage"),
    ],
)
def test_what_is_wrong_is_said(
    village: Office,
    form: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    error: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    village.json("template", "add", str(form), "--as", "visit")
    answer = village("template", *arguments, "--json") if arguments else village("template")
    assert answer.code == code
    if arguments:
        assert answer.json["error"] == error
    assert not (tmp_path / "out.xlsx").exists()
