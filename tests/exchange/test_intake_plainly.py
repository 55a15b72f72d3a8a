"""Shorter ways through a ledger give what the long ones give: plain cells, packed columns, sheets without formulas."""

from __future__ import annotations

import datetime
import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.identifiers import BadIdentifier, id_check_character, is_plain_id_number, normalise_id_number
from desktop.domain.kinds.choices import STANDARD_CATEGORIES
from desktop.exchange.blanks import SheetWatch, worked_cells
from desktop.exchange.escaping import escape, unescape
from desktop.exchange.intake.basics import Doubt, Setting
from desktop.exchange.intake.days import plain_day, read_day
from desktop.exchange.intake.found import FoundRow
from desktop.exchange.intake.headings import lexicon
from desktop.exchange.intake.plain_cells import ODD, PlainCells, columns_of
from desktop.exchange.intake.readers import reader_for
from desktop.exchange.intake.sheet import Area
from desktop.exchange.intake.twins import twins
from desktop.exchange.tables import TableRow, Tables, _packed, read_tables, unpacked
from tests.exchange.test_intake_tables import VISIT, look, sheet

TODAY = datetime.date(2025, 3, 1)
KINDS = ("person", "visit", "issue", "household")
FIELDS = [(kind, field) for kind in KINDS for field in lexicon(kind).fields.values()]

IDS = st.builds(
    lambda region, born, sequence: region + f"{born:%Y%m%d}" + sequence,
    st.sampled_from(["329981", "110101", "９１0101", "32998x"]),
    st.dates(datetime.date(1780, 1, 1), datetime.date(2030, 1, 1)),
    st.from_regex(r"[0-9]{3}", fullmatch=True),
).map(lambda body: body + (id_check_character(body) if body.isascii() and body.isdigit() else "1"))
DAYS = st.builds(
    lambda mark, year, month, day: f"{year}{mark}{month}{mark}{day}",
    st.sampled_from([".", "-", "/", "年"]),
    st.sampled_from(["1899", "1900", "2024", "24", "2099", "2100", "２０２４"]),
    st.sampled_from(["0", "1", "02", "2", "12", "13", "003"]),
    st.sampled_from(["0", "1", "05", "28", "29", "30", "31", "32"]),
)
WORDS = st.sampled_from(
    ["", " ", "男", "男性", "是", "√", "高中", "张三", "欧阳 春", "张 三", "/", "无", "#N/A", "13900000001",
     "１３９00000001", "139 0000 0001", "5月6日", "3.8", "2024.5.6", "长期", "12-28", "1", "约5户",
     "张三、李四", "None", "石塘村3组", "☑入户 ☐电话", "现场解决", "x" * 300, "2026-01-01",
     "329981194001010011", "329981200002290019"]
)  # fmt: skip
CELLS: st.SearchStrategy[Any] = st.one_of(
    WORDS, IDS, DAYS, st.text(max_size=6), st.sampled_from([1.0, True, False, 0.0, 45418.0, 3.2901e17, None]),
    st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1)),
)  # fmt: skip


@given(IDS | st.text("0123456789X１", min_size=17, max_size=19))
def test_a_plain_number_of_identity_is_one_that_is_given_back(text: str) -> None:
    if is_plain_id_number(text, str(TODAY.year)):
        # Without the day nothing is taken on the short way.
        assert normalise_id_number(text) == text


@given(IDS)
def test_only_leap_days_and_this_year_take_the_long_way(text: str) -> None:
    try:
        holds = normalise_id_number(text, today=TODAY) == text
    except BadIdentifier:
        holds = False
    is_rare = text[10:14] == "0229" or text[6:10] >= str(TODAY.year)
    assert is_plain_id_number(text, str(TODAY.year)) == (holds and not is_rare)


@given(DAYS | st.text("0123456789./-", max_size=10), st.none() | st.just(2020), st.booleans(), st.booleans())
def test_a_plain_day_is_the_day_that_is_read(text: str, year: int | None, is_limit: bool, is_birth: bool) -> None:
    iso = plain_day(text)
    if iso is not None:
        day = read_day(text, year=year, today=TODAY, is_limit=is_limit, is_birth=is_birth)
        assert day is not None
        assert (day.iso, day.why) == (iso, "")


def test_days_in_digits_are_plain() -> None:
    assert [plain_day(text) for text in ("2024.5.6", "2024-05-06", "2024/5/06")] == ["2024-05-06"] * 3
    assert [plain_day(text) for text in ("2023-2-29", "24.5.6", "5.6", "2024.5-6", "2024年5月6日")] == [None] * 5


@given(st.sampled_from(FIELDS), st.lists(CELLS, max_size=8))
def test_plain_cells_are_what_the_reader_gives(of: tuple[str, Any], cells: list[Any]) -> None:
    kind, field = of
    short, long = (Setting(TODAY, STANDARD_CATEGORIES) for _ in range(2))
    plain = PlainCells(field, short, reader_for(kind, field, short))
    read = reader_for(kind, field, long)
    for cell in [*cells, *cells]:
        told = plain[cell]
        if told is ODD:
            assert plain.has_met_odd
            continue
        try:
            expected = read(cell) if cell not in ("", None) else None
        except Doubt:
            pytest.fail(f"{cell!r} is no plain cell of {field.name}")
        assert (type(told), told) == (type(expected), expected)


HEADS = {
    "visit": VISIT,
    "person": ["序号", "姓名", "性别", "身份证号", "出生日期", "文化程度", "联系电话", "是否常住", "备注"],
    "issue": ["序号", "收集日期", "组", "反映人", "电话", "问题描述", "责任人", "整改时限", "办理情况"],
}


PLAIN_DAYS = ("2016.5.6", "2019-12-30", "2024/3/1")
ODD_DAYS = (*PLAIN_DAYS, "5月6日", "1月3日", "2030.1.1", "不详", None, 45418, datetime.date(2024, 2, 3))
IDENTITIES = ("329981194001010011", "无证", "32998119400101001X", None, 3.3e17)
WRITTEN = (
    "张三",
    "男",
    "13900000001",
    "高中",
    "是",
    "√",
    "女性",
    "139-0000-0002",
    "二组",
    "石塘村3组",
    "无",
    None,
    "李 四",
)
BESIDE = (["合计", 3], ["注：以上属实"], ["二组"], [None, None, None, "还有一句话"])


def _random_rows(chance: random.Random, count: int) -> list[list[Any]]:
    """Rows of which long stretches are plain: what an odd day means then hangs on one read long before."""
    rows: list[list[Any]] = []
    is_odd = True
    stretch = chance.choice((90, 200))
    for number in range(1, count + 1):
        is_odd ^= number % stretch == 1
        if chance.random() < 0.02:
            rows.append(chance.choice(BESIDE))
            continue
        days, words = (ODD_DAYS, WRITTEN) if is_odd else (PLAIN_DAYS, WRITTEN[:4])
        pools = [days if place in (1, 4, 7) else IDENTITIES if place == 3 else words for place in range(1, 9)]
        rows.append([number, *map(chance.choice, pools)])
    return rows


def _merged(chance: random.Random, rows: list[list[Any]]) -> list[Area]:
    """Some cells of the second column merged downwards, some of them with the first, which belongs nowhere."""
    areas = []
    for top in range(5, len(rows) - 3, 31):
        left = chance.choice((0, 1))
        if left == 0 and rows[top - 1]:
            rows[top - 1] = ["5月6日", None, *rows[top - 1][2:]]
        for row in range(top, top + 2):
            rows[row] = [*rows[row][:left], *[None] * (2 - left), *rows[row][2:]]
        areas.append((top, left, top + 2, 1))
    return areas


@pytest.mark.parametrize("kind", sorted(HEADS))
@given(seed=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_a_table_is_read_as_if_cell_by_cell(kind: str, seed: int) -> None:
    chance = random.Random(seed)
    rows = [["台账"], HEADS[kind], *_random_rows(chance, 450)]
    merged = _merged(chance, rows) if chance.random() < 0.6 else []
    of = sheet(rows, merged)
    found = look(kind, of)

    def odd(cells: PlainCells, cell: Any) -> Any:
        cells.has_met_odd = True
        return ODD

    with patch.object(PlainCells, "__missing__", odd):
        expected = look(kind, of)
    assert found.tables
    assert found == expected
    assert [list(row.values) for row in found.rows] == [list(row.values) for row in expected.rows]


def test_a_row_far_wider_than_its_table_makes_no_columns() -> None:
    rows = [TableRow(1, ["张三"]), TableRow(2, ["李四", "", "x"]), TableRow(3, ["x"] * 16_000)]
    assert columns_of(rows, 2) == [("张三", "李四", "x"), ("", "", "x")]
    assert columns_of(rows[:1], 2) == [("张三",), ("",)]


NUMBERS = st.sampled_from(["329981194001010011", "329981194001010038", "", None])


@given(st.lists(st.tuples(NUMBERS, st.sampled_from(["张三", "李四"])), max_size=8))
def test_twins_are_found_by_number_or_by_all_they_say(people: list[tuple[str | None, str]]) -> None:
    rows = [
        FoundRow("表", row, {"name": name, "note": "", "phone": ""} | ({} if number is None else {"id_number": number}))
        for row, (number, name) in enumerate(people)
    ]
    again = [place for place, person in enumerate(people) if person in people[:place] and person[0] is None]
    numbers = [number for number, _ in people]
    again += [place for place, number in enumerate(numbers) if number is not None and number in numbers[:place]]
    assert [one.problem.row for one in twins("person", rows)] == sorted(again)


# -- the way from the file -------------------------------------------------------------------------------------------


@given(st.lists(st.lists(st.one_of(CELLS, st.just("a\x7fb"), st.just("\ud800")), max_size=5), max_size=30))
@settings(deadline=None)
def test_rows_travel_unchanged(cells: list[list[Any]]) -> None:
    rows = [TableRow(number, (*row, "end")) for number, row in enumerate(cells, 1)]
    tables = Tables("", "", [""], list(_packed(0, rows)))
    (back,) = unpacked(tables)
    assert back == rows
    assert [list(map(type, row.cells)) for row in back] == [list(map(type, row.cells)) for row in rows]


def test_one_wide_row_does_not_widen_the_others(tmp_path: Path) -> None:
    path = tmp_path / "宽.csv"
    path.write_text("".join(f"张三,{number}\n" for number in range(900)) + ",".join(["x"] * 20_000), encoding="utf-8")
    tables = read_tables(path)
    assert sum(map(len, tables.packed)) < 150_000
    (rows,) = unpacked(tables)
    assert (rows[0], len(rows[-1].cells)) == ((1, ("张三", "0")), 20_000)
    assert json.loads(tables.packed[0])[2] == []


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("<c r='A1' t='e'><v>#N/A</v></c>", [((1, 1), "", "#N/A")]),
        ('<c r="A1" t="e"><v>#N/A</v></c>', [((1, 1), "", "#N/A")]),
        ('<c r="A1"><f>B1&lt;2</f><v>1</v></c>', [((1, 1), "B1<2", "")]),
        ('<c r="A1"><f t="shared" si="0"/><v>1</v></c>', [((1, 1), "", "")]),
        ('<x:c r="A1"><x:f>B1</x:f></x:c>', [((1, 1), "B1", "?")]),
        ('<c r="A1" t="s"><v>1</v></c>', []),
    ],
)
@pytest.mark.parametrize("around", ["<sheetFormatPr/><sheetData>{}</sheetData>", "<x:sheetData>{}</x:sheetData>", "{}"])
def test_no_formula_and_no_error_is_passed_over(cell: str, found: list[Any], around: str) -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as made:
        made.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="表" id="1"/></sheets></workbook>')
        made.writestr("xl/_rels/workbook.xml.rels", '<r><Relationship Id="1" Target="worksheets/a.xml"/></r>')
        made.writestr("xl/worksheets/a.xml", f"<worksheet>{around.format(cell)}</worksheet>")
    with zipfile.ZipFile(package) as archive:
        assert worked_cells(archive, "表", SheetWatch()) == found
        for size in (1, 2, 3, 7, 1_000):
            watch = SheetWatch()
            content = archive.read("xl/worksheets/a.xml")
            for start in range(0, len(content), size):
                watch("xl/worksheets/a.xml", content[start : start + size])
            assert worked_cells(archive, "表", watch) == found
            assert watch.knows_plain("xl/worksheets/a.xml") is (not found)


@given(st.text())
def test_what_is_escaped_is_unescaped(text: str) -> None:
    assert unescape(escape(text)) == text


def test_an_escaped_ampersand_makes_no_other_character() -> None:
    assert unescape("A1&amp;lt;B1 &lt;&gt; &amp;") == "A1&lt;B1 <> &"
