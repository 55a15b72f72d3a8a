"""Single cells as people write them: days, numbers, choices, telephones, names."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from desktop.domain.kinds import KINDS
from desktop.domain.kinds.choices import STANDARD_CATEGORIES
from desktop.exchange.intake.basics import Doubt, Guessed, Setting
from desktop.exchange.intake.days import read_day
from desktop.exchange.intake.formulas import is_content
from desktop.exchange.intake.headings import candidates
from desktop.exchange.intake.numbers import read_amount
from desktop.exchange.intake.readers import reader_for

TODAY = datetime.date(2025, 3, 1)


def read(kind: str, field: str, cell: Any, *, unit: str = "", year: int | None = None) -> Any:
    """The value read from a cell, and why it is a guess; or the kind of problem."""
    reader = reader_for(kind, KINDS[kind].field(field), Setting(TODAY, STANDARD_CATEGORIES, year, unit))
    try:
        got = reader(cell)
    except Doubt as doubt:
        return f"!{doubt.kind}"
    return (got.value, got.why) if isinstance(got, Guessed) else got


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024.5.6", "2024-05-06"),
        ("2024-05-06", "2024-05-06"),
        ("2024/5/6", "2024-05-06"),
        ("24.5.6", "2024-05-06"),
        ("２０２４年５月６日", "2024-05-06"),
        ("二〇二四年五月六日", "2024-05-06"),
        ("2024年5月6日 下午", "2024-05-06"),
        ("2024年5月6日上午9点30分", "2024-05-06"),
        ("2024-05-06 14:30", "2024-05-06"),
        ("2024.5.6（周一）", "2024-05-06"),
        ("2024.5.6-5.8", "2024-05-06"),
        ("20240506", "2024-05-06"),
        ("45418", "2024-05-06"),
        (45418.0, "2024-05-06"),
        (45418.6, "2024-05-06"),
        (20240506.0, "2024-05-06"),
        ("5月6日", "2024-05-06"),
        ("5.16", "2024-05-16"),
        (5.16, "2024-05-16"),
        ("十二月三十一日", "2024-12-31"),
        (datetime.date(2024, 5, 6), "2024-05-06"),
        (datetime.datetime(2024, 5, 6, 14, 30), "2024-05-06"),
        ("2024-02-30", None),
        ("2024.13.5", None),
        ("上周三", None),
        ("三月初八", None),
        (5.0, None),
        (5.1, None),
        ("2024年5月", None),
        ("139", None),
        (True, None),
    ],
)
def test_days(written: Any, iso: str | None) -> None:
    day = read_day(written, year=2024, today=TODAY, is_limit=False, is_birth=False)
    assert (day.iso if day else None) == iso


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024年8月底前", "2024-08-31"),
        ("2024年2月底", "2024-02-29"),
        ("2024年8月", "2024-08-31"),
        ("2024年9月10日前", "2024-09-10"),
        ("2024年9月10日之前完成", "2024-09-10"),
        ("6月底前", "2024-06-30"),
        ("2024年底", "2024-12-31"),
        ("2024.8", "2024-08-31"),
    ],
)
def test_limits_mean_the_last_day(written: str, iso: str) -> None:
    day = read_day(written, year=2024, today=TODAY, is_limit=True, is_birth=False)
    assert day is not None
    assert day.iso == iso


def test_a_birth_may_be_told_by_its_month() -> None:
    assert read("person", "birth_date", "1967.7") == ("1967-07-01", "day")
    assert read("person", "birth_date", "196707") == ("1967-07-01", "day")
    assert read("person", "birth_date", 24659.0) == ("1967-07-06", "serial")


def test_the_year_comes_from_the_day_before() -> None:
    setting = Setting(TODAY, STANDARD_CATEGORIES)
    reader = reader_for("visit", KINDS["visit"].field("visited_on"), setting)
    days = [reader(cell) for cell in ("2023.12.30", "12月31日", "1月2日", "1月5日")]
    assert [day.value if isinstance(day, Guessed) else day for day in days] == [
        "2023-12-30",
        "2023-12-31",
        "2024-01-02",
        "2024-01-05",
    ]


@pytest.mark.parametrize(
    ("kind", "field", "cell", "got"),
    [
        ("visit", "visited_on", "2042-03-05", "!future_date"),
        ("visit", "visited_on", "不知道", "!bad_date"),
        ("visit", "visited_on", "#N/A", "!error_value"),
        ("issue", "due_on", "长期", (None, "day")),
        ("visit", "subject_name", "郑　根", "郑根"),
        ("visit", "subject_name", "阿卜杜·拉 ", "阿卜杜·拉"),
        ("visit", "visitors", "徐素云，杨　芳", ["徐素云", "杨芳"]),
        ("visit", "visitors", "徐素云 杨　芳", ["徐素云", "杨芳"]),
        ("visit", "visitors", "张三和李四五", ["张三", "李四五"]),
        ("visit", "visitors", "张小三和李四", ["张小三", "李四"]),
        ("visit", "visitors", "张三/李四\n王五", ["张三", "李四", "王五"]),
        ("visit", "companions", "无", None),
        ("visit", "household_tags", "低保户;党员户", ["低保户", "党员户"]),
        ("visit", "phone", 13900000001.0, "13900000001"),
        ("visit", "phone", "139-0000-0001", "13900000001"),
        ("visit", "phone", "+86 139 0000 0001", "13900000001"),
        ("visit", "phone", "13900000001/0511-87654321", "13900000001、0511-87654321"),
        ("visit", "phone", "（0511）87654321", "0511-87654321"),
        ("visit", "phone", "13900000001（儿子）", ("13900000001", "unit")),
        ("visit", "phone", "无", None),
        ("visit", "phone", "1.39E+10", "!bad_phone"),
        ("visit", "phone", "1390012abcd", "!bad_phone"),
        ("visit", "phone", 1.39e15, "!bad_phone"),
        ("visit", "id_number", "'329981196707116435", "329981196707116435"),
        ("visit", "id_number", "３２９９８１１９６７０７１１６４３５", "329981196707116435"),
        ("visit", "id_number", " 329981 19670711 6435\u00a0", "329981196707116435"),
        ("visit", "id_number", "32998119510211407x", "32998119510211407X"),
        ("visit", "id_number", "329981560820061", "329981560820061"),
        ("visit", "id_number", 329981560820061.0, "329981560820061"),
        ("visit", "id_number", 3.29981196707116e17, "!id_precision_lost"),
        ("visit", "id_number", "3.29981E+17", "!id_precision_lost"),
        ("visit", "id_number", "329981196707116436", "!bad_id_checksum"),
        ("visit", "id_number", "无证", None),
        ("visit", "kind", "入户走访（第二次）", ("household", "word")),
        ("visit", "kind", "开车路过", "!bad_choice"),
        ("visit", "handling", "再说", "!bad_choice"),
        ("visit", "satisfaction", "不满意", "dissatisfied"),
        ("visit", "satisfaction", "五颗星", "!bad_choice"),
        ("visit", "signed", True, ("yes", "word")),
        ("visit", "signed", "√", ("yes", "mark")),
        ("visit", "signed", 9.0, "!bad_choice"),
        ("visit", "signed", "否（外出）", ("no", "word")),
        ("visit", "category", "交通类", ("交通", "word")),
        ("visit", "category", "道路交通", ("交通", "word")),
        ("visit", "category", "邻里", "!bad_choice"),
        ("visit", "situation", " 好\r\n很好 ", "好\n很好"),
        ("visit", "situation", 5.0, "5"),
        ("visit", "situation", "长" * 32_767, "!too_long"),
        ("visit", "note", "=cmd|'/C notepad'!A0", "=cmd|'/C notepad'!A0"),
        ("visit", "note", "/", None),
        ("issue", "source", "12345热线", ("hotline", "word")),
        ("issue", "status", "已办结", ("to_check", "word")),
        ("issue", "status", "未办结", ("working", "word")),
        ("issue", "people_count", "12人", (12, "unit")),
        ("person", "ethnicity", "汉", ("汉族", "word")),
        ("person", "relation", "之妻", ("配偶", "word")),
        ("person", "sex", 1.0, ("male", "word")),
    ],
)
def test_cells(kind: str, field: str, cell: Any, got: Any) -> None:
    assert read(kind, field, cell) == got


@pytest.mark.parametrize(
    ("text", "label", "unit", "number"),
    [
        ("12人", "人数", "", 12),
        ("3.5亩", "占地面积(亩)", "", 3.5),
        ("1,200元", "收入(元)", "", 1200),
        ("约30", "人数", "", 30),
        ("五人", "人数", "", 5),
        ("二十一", "人数", "", 21),
        ("３０余户", "户数", "", 30),
        ("350万", "年产值(万元)", "", 350),
        ("1200000", "年产值(万元)", "元", 120),
        ("3.2万", "收入(元)", "", 32_000),
        ("2公顷", "占地面积(亩)", "", 30),
        ("120㎡", "住房面积(㎡)", "", 120),
        ("若干", "人数", "", None),
        ("3-5", "人数", "", None),
        ("5或6", "人数", "", None),
    ],
)
def test_amounts(text: str, label: str, unit: str, number: float | None) -> None:
    found = read_amount(text, label, unit)
    assert (found[0] if found else None) == number


@pytest.mark.parametrize(
    ("formula", "field", "is_kept"),
    [
        ("VLOOKUP(1,A:E,5,0)", "subject_name", True),
        ("B3&C3", "subject_name", True),
        ("", "subject_name", True),
        ("1+1", "situation", False),
        ('HYPERLINK("http://a1.example","看")', "demand", False),
        ("TODAY()", "visited_on", False),
        ("DATE(2024,5,6)", "visited_on", True),
    ],
)
def test_formulas_that_are_content(formula: str, field: str, is_kept: bool) -> None:
    assert is_content(formula, KINDS["visit"].field(field)) is is_kept
    assert is_content("3+2", KINDS["issue"].field("people_count"))


@pytest.mark.parametrize(
    ("kind", "levels", "field"),
    [
        ("visit", ["走访\n日期*"], "visited_on"),
        ("visit", ["（三）反映的主要问题"], "demand"),
        ("visit", ["走访人", "联系电话"], None),
        ("visit", ["走访人电话"], None),
        ("visit", ["问题编号(自动)"], None),
        ("visit", ["照片数"], None),
        ("visit", ["被走访户主", "姓名"], "subject_name"),
        ("issue", ["反映人", "姓名"], "reporter_name"),
        ("issue", ["责任人电话"], None),
        ("household", ["户主", "身份证号"], "head_id_number"),
        ("person", ["户主姓名"], None),
        ("person", ["户主", "姓名"], None),
        ("enterprise", ["年产值（万元）"], "output_wan"),
    ],
)
def test_headings(kind: str, levels: list[str], field: str | None) -> None:
    found = candidates(kind, levels, {})
    assert (found[0].field if found else None) == field
