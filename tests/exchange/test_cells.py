"""Cells as XML: what a value becomes, and which values are refused."""

from __future__ import annotations

import datetime

import pytest

from desktop.domain.errors import Refused
from desktop.exchange.cell_names import column_letter
from desktop.exchange.cells import CellStyle, RowEncoder, Styled, date_serial

STYLE_IDS = {style: number for number, style in enumerate(CellStyle)}


def cell(value: object, style: CellStyle = CellStyle.TEXT) -> str:
    row = RowEncoder("走访记录", ["备注"], [style], [0], STYLE_IDS).row(7, [value])
    return row.partition(">")[2].removesuffix("</row>")


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_columns_have_letters(column: int, letters: str) -> None:
    assert column_letter(column) == letters


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        ("1900-03-01", 61),
        ("2000-01-01", 36526),
        ("2024-02-29", 45351),
        ("1900-02-28", None),
        ("1899-12-31", None),
        ("2024-02-30", None),
        ("20240229", None),
        ("2024-W09-4", None),
        ("２０２４-０２-２９", None),
        ("下周三", None),
    ],
)
def test_dates_count_days_as_excel_does(text: str, serial: int | None) -> None:
    assert date_serial(text) == serial


def test_a_date_becomes_a_number_only_in_a_column_of_dates() -> None:
    assert "<v>36526</v>" in cell("2000-01-01", CellStyle.DATE)
    assert "<v>36526</v>" in cell(datetime.date(2000, 1, 1), CellStyle.DATE)
    assert ">2000-01-01</t>" in cell("2000-01-01")


def test_text_that_is_no_date_stays_text_in_a_column_of_dates() -> None:
    assert ">2024-02-30</t>" in cell("2024-02-30", CellStyle.DATE)


@pytest.mark.parametrize("value", [None, ""])
def test_an_empty_cell_keeps_its_look(value: object) -> None:
    assert cell(value, CellStyle.DATE) == f'<c r="A7" s="{STYLE_IDS[CellStyle.DATE]}"/>'


def test_numbers_are_numbers() -> None:
    assert cell(3, CellStyle.INTEGER).endswith("<v>3</v></c>")
    assert cell(0.1, CellStyle.NUMBER).endswith("<v>0.1</v></c>")
    assert cell(-2.5e-7, CellStyle.NUMBER).endswith("<v>-2.5e-07</v></c>")


def test_a_number_too_long_for_a_spreadsheet_is_written_as_text() -> None:
    assert ">329981197001010019</t>" in cell(329981197001010019, CellStyle.INTEGER)
    assert cell(999_999_999_999_999, CellStyle.INTEGER).endswith("<v>999999999999999</v></c>")


@pytest.mark.parametrize(
    "value", [True, float("nan"), float("inf"), datetime.datetime(2026, 3, 5, 8, 0), b"x", ["李四"]]
)
def test_values_without_a_form_are_faults(value: object) -> None:
    with pytest.raises(TypeError):
        cell(value)


def test_a_styled_value_brings_its_own_look() -> None:
    assert f' s="{STYLE_IDS[CellStyle.PLAIN_BOLD]}" ' in cell(Styled("合计", CellStyle.PLAIN_BOLD))
    assert cell(Styled(None, CellStyle.TITLE)) == f'<c r="A7" s="{STYLE_IDS[CellStyle.TITLE]}"/>'
    assert "<v>36526</v>" in cell(Styled("2000-01-01", CellStyle.DATE))


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"])
@pytest.mark.parametrize("style", [CellStyle.TEXT, CellStyle.DATE])
def test_what_xml_cannot_hold_is_refused_with_its_place(character: str, style: CellStyle) -> None:
    with pytest.raises(Refused) as refused:
        cell(f"前{character}后", style)
    assert refused.value.code == "bad_character"
    assert refused.value.params == {
        "sheet": "走访记录",
        "row": 7,
        "column": 1,
        "heading": "备注",
        "character": f"U+{ord(character):04X}",
    }


@pytest.mark.parametrize("text", ["字" * 32_767, "😀" * 16_383 + "字"])
def test_the_longest_text_of_a_cell_is_kept_and_one_more_is_refused(text: str) -> None:
    assert f">{text}</t>" in cell(text)
    with pytest.raises(Refused, match="too_long") as refused:
        cell(text + "多")
    assert refused.value.params["length"] == 32_768


def test_a_row_of_the_wrong_length_is_a_fault() -> None:
    encoder = RowEncoder("表", ["甲", "乙"], [CellStyle.TEXT] * 2, [9, 9], STYLE_IDS)
    for values in (["一"], ["一", "二", "三"]):
        with pytest.raises(ValueError, match="zip"):
            encoder.row(1, values)


def row_height(value: object, style: CellStyle, width: float) -> float:
    row = RowEncoder("表", ["备注"], [style], [width], STYLE_IDS).row(1, [value])
    return float(row.partition(' ht="')[2].partition('"')[0] or 0)


@pytest.mark.parametrize(
    ("text", "lines"),
    [("字" * 14, 0), ("字" * 15, 2), ("字" * 140, 10), ("a" * 29, 0), ("a" * 30, 2), ("一\n二\n", 3), ("短", 0)],
)
def test_a_row_is_as_high_as_its_wrapped_text(text: str, lines: int) -> None:
    assert row_height(text, CellStyle.WRAPPED_TEXT, 30) == (lines * 13.5 + 2 if lines else 0)
    assert row_height(text, CellStyle.TEXT, 30) == 0
    assert row_height(text, CellStyle.WRAPPED_TEXT, 0) == 0


def test_no_row_is_higher_than_a_spreadsheet_allows() -> None:
    assert row_height("字" * 30_000, CellStyle.WRAPPED_TEXT, 30) == 409


def test_titles_and_headings_have_room() -> None:
    assert row_height(Styled("标题", CellStyle.TITLE), CellStyle.PLAIN, 30) == 30
    assert row_height(Styled("标题", CellStyle.HEADING), CellStyle.TEXT, 30) == 22
    assert row_height(Styled("很长很长的一个标题", CellStyle.HEADING), CellStyle.TEXT, 10) == 2 * 13.5 + 2
