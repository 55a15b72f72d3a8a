"""Plain sheets are read by one pattern: what it gives is what the reader of workbooks gives, or nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment

from desktop.domain.errors import Refused
from desktop.exchange.opening import OpenWorkbook
from desktop.exchange.plain_sheets import PlainSheets
from desktop.exchange.tables import Tables, read_tables, unpacked

SHEET, SHARED, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD, TAIL = f"<worksheet {MAIN}><sheetData>", "</sheetData></worksheet>"


def parts(**changed: str) -> dict[str, str]:
    """The parts of a workbook with one sheet."""
    book = Workbook()
    book.active.title = "名册"
    book.active["A1"] = "张三"
    target = io.BytesIO()
    book.save(target)
    with zipfile.ZipFile(target) as archive:
        found = {name: archive.read(name).decode() for name in archive.namelist()}
    return found | changed


def saved(path: Path, changed: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts(**changed).items():
            archive.writestr(name, text)
    return path


def sheet(tmp_path: Path, rows: str, head: str = HEAD, tail: str = TAIL, **changed: str) -> Path:
    return saved(tmp_path / "名册.xlsx", {SHEET: head + rows + tail, **changed})


def shared(*items: str) -> dict[str, str]:
    return {SHARED: f"<sst {MAIN}>{''.join(f'<si>{item}</si>' for item in items)}</sst>"}


def told(tables: Tables) -> tuple[object, ...]:
    return unpacked(tables), tables.merged, tables.formulas, tables.errors, tables.knows_merged, tables.sheets


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], tuple[bool, object]]:
    """Whether a file's sheets are plain, and what it holds, read both ways."""

    def read(path: Path) -> tuple[bool, object]:
        ways: list[object] = []
        plain: list[bool] = []

        def seen(workbook: OpenWorkbook, name: str) -> object:
            found = asked(workbook, name)
            plain.append(found is not None)
            return found

        asked = OpenWorkbook.plain
        for way in (seen, lambda workbook, name: None):
            monkeypatch.setattr(OpenWorkbook, "plain", way)
            try:
                ways.append(told(read_tables(path)))
            except Refused as refusal:
                ways.append(refusal.code)
        monkeypatch.setattr(OpenWorkbook, "plain", asked)
        assert ways[0] == ways[1]
        return all(plain) and bool(plain), ways[0]

    return read


CONTROL, NO_CHARACTER, MARKED = "张\x01三", "张\uffff三", "张\x7f三"
QUOTE = '"'
TEXT = '<c r="A1" t="inlineStr"><is><t>张三</t></is></c>'
SECOND = '<c r="B1"><v>2</v></c>'

PLAIN = {
    "text and number": f'<row r="1">{TEXT}<c r="C1" s="0" t="n"><v>1.5E+3</v></c></row>',
    "empty rows and blanks": f'<row r="1"/><row r="2" ht="15" spans="1:3"><c r="A2" s="0"/></row>'
    f'<row r="7"><c r="A7" s="0" />{TEXT.replace("A1", "B7")}<c r="C7" s="0"/></row><row r="9"></row>',
    "the number of a style is that of the row": '<row r="5"><c r="A5" s="15" t="inlineStr"><is><t>石</t></is></c>'
    '<c r="B5" s="5" t="inlineStr"><is><t>田</t></is></c></row>',
    "blanks within": f'<row r="1">{TEXT}<c r="D1" t="inlineStr"><is><t>a  "b"\n\'c\'</t></is></c></row>',
    "kept blanks": '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">a b</t></is></c></row>',
    "no text": f'<row r="1">{TEXT}<c r="B1" t="inlineStr"><is><t></t></is></c></row>',
    "numbers": '<row r="1"><c r="A1"><v>-0</v></c><c r="B1"><v>007</v></c><c r="AB1"><v>32098119400101</v></c></row>',
    "rare characters": f'<row r="1">{TEXT.replace("张三", "𠮷㛃")}</row>',
}

NOT_PLAIN = {
    "formula": f'<row r="1">{TEXT}<c r="B1"><f>1+1</f><v>2</v></c></row>',
    "error": f'<row r="1">{TEXT}<c r="B1" t="e"><v>#N/A</v></c></row>',
    "truth": f'<row r="1">{TEXT}<c r="B1" t="b"><v>1</v></c></row>',
    "escape": f'<row r="1">{TEXT.replace("张三", "张_x000D_三")}</row>',
    "entity": f'<row r="1">{TEXT.replace("张三", "张&amp;三")}</row>',
    "blank at the end": f'<row r="1">{TEXT.replace("张三", "张三 ")}</row>',
    "another row's cell": f'<row r="2">{TEXT}</row>',
    "another row's cell of a style": '<row r="5"><c r="A6" s="5" t="inlineStr"><is><t>石</t></is></c></row>',
    "columns out of order": f'<row r="1">{SECOND}{TEXT}</row>',
    "a column twice": f'<row r="1">{TEXT}{TEXT}</row>',
    "rows out of order": f'<row r="2">{TEXT.replace("A1", "A2")}</row><row r="1">{TEXT}</row>',
    "a number as a text": f'<row r="1">{TEXT}<c r="B1" t="inlineStr"><v>2</v></c></row>',
    "a text as a number": f'<row r="1">{SECOND.replace("<v>2</v>", "<is><t>2</t></is>")}</row>',
    "in a comment": f'<row r="1">{TEXT}<!-- {SECOND} --></row>',
    "in an instruction": f'<row r="1">{TEXT}<?x {SECOND} ?></row>',
    "in a marked section": f'<row r="1">{TEXT}<![CDATA[{SECOND}]]></row>',
    "another column": f'<row r="1">{TEXT}<c r="XFE1"><v>2</v></c></row>',
    "unknown style": f'<row r="1">{TEXT}<c r="B1" s="99"><v>2</v></c></row>',
    "far away": f'<row r="1">{TEXT}</row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
    "rich text": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r></is></c></row>',
    "not at a place": '<row r="1"><c t="inlineStr"><is><t>张三</t></is></c></row>',
    "other attributes": f'<row r="1">{TEXT.replace("<c ", "<c cm=@1@ ").replace("@", QUOTE)}</row>',
}

BROKEN = {
    "a tag open": f'<row r="1">{TEXT}<c r="B1">',
    "an attribute twice": f'<row r="1" r="1">{TEXT}</row>',
    "tags crossed": f'<row r="1"><c r="B1"><v>2</t></is></c>{TEXT}</row>',
    "outside of a row": f'<row r="1"/>{TEXT}<row r="2"><x></row>',
    "control character": f'<row r="1">{TEXT.replace("张三", CONTROL)}</row>',
    "in an attribute": f'<row r="1">{TEXT}</row><row r="2" x="{SECOND}"><c r="A2"><v>1</v></c></row>',
    "not a character": f'<row r="1">{TEXT.replace("张三", NO_CHARACTER)}</row>',
}


@pytest.mark.parametrize("rows", PLAIN.values(), ids=PLAIN)
def test_plain(rows: str, tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    is_plain, held = both(sheet(tmp_path, rows))
    assert is_plain and held != "damaged"


@pytest.mark.parametrize("rows", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_not_plain(rows: str, tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    assert not both(sheet(tmp_path, rows))[0]


@pytest.mark.parametrize("rows", BROKEN.values(), ids=BROKEN)
def test_broken(rows: str, tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    assert both(sheet(tmp_path, rows))[1] == "damaged"


@pytest.mark.parametrize("text", [b"\xff", b"\xc0\xbc", b"\xed\xa0\x80", b"\xd5\xc5"], ids=repr)
def test_no_utf_8(text: bytes, tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    path = sheet(tmp_path, f'<row r="1">{TEXT.replace("张三", "abcd")}</row>')
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    found[SHEET] = found[SHEET].replace(b"abcd", text)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    assert both(path)[1] == "damaged"


def test_the_mark_between_packed_cells_may_stand_in_one(
    tmp_path: Path, both: Callable[[Path], tuple[bool, object]]
) -> None:
    rows = f'<row r="1">{TEXT.replace("张三", MARKED)}{SECOND}</row>'
    is_plain, held = both(sheet(tmp_path, rows))
    assert is_plain and held[0] == [[(1, (MARKED, 2.0))]]  # type: ignore[index]


def test_a_sheet_of_very_many_columns(tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    for column, is_plain in (("SF", True), ("SG", False)):
        beyond = f'<row r="2"><c r="{column}2"><v>2</v></c></row>'
        assert both(sheet(tmp_path, f'<row r="1">{TEXT}</row>{beyond}'))[0] is is_plain
        assert both(sheet(tmp_path, f'<row r="1">{TEXT}<c r="{column}1"><v>2</v></c></row>'))[0] is is_plain


@pytest.mark.parametrize(
    ("items", "is_plain"),
    [
        (["<t>张三</t>", "<t/>"], False),
        (["<t>张三</t>", '<t xml:space="preserve">李 四</t>'], True),
        (["<t>张三</t>", "<t>李四 </t>"], False),
        (["<t>张三</t>", "<t>李_x0041_四</t>"], False),
        (["<t>张三</t>", "<r><t>李</t></r><r><t>四</t></r>"], False),
        (["<r><t>李</t></r><r><t>四</t></r>", "<t>张三</t>", "<t>王五</t>"], False),
        (["<t>张三</t>", "<t>李四</t>", "<r><t>李</t></r>"], True),
        (["<t>张三</t>"], False),
    ],
)
def test_shared_texts(
    items: list[str], is_plain: bool, tmp_path: Path, both: Callable[[Path], tuple[bool, object]]
) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="0" t="s"><v>1</v></c></row>'
    assert both(sheet(tmp_path, rows, **shared(*items)))[0] is is_plain


@pytest.mark.parametrize(
    ("form", "is_plain"),
    [("General", True), ("0.00", True), ("@", True), ("0_ ", True), ("yyyy-mm-dd", False), ('0"天"', False)],
)
def test_days_are_numbers_with_a_style(
    form: str, is_plain: bool, tmp_path: Path, both: Callable[[Path], tuple[bool, object]]
) -> None:
    book = Workbook()
    book.active.append([45_000, 7])
    book.active["A1"].number_format = form
    book.active["B1"].alignment = Alignment(wrap_text=True)
    book.active.append([None, 8])
    book.save(tmp_path / "名册.xlsx")
    assert both(tmp_path / "名册.xlsx")[0] is is_plain


def test_a_format_of_numbers_may_be_made_one_of_days(
    tmp_path: Path, both: Callable[[Path], tuple[bool, object]]
) -> None:
    book = Workbook()
    book.active.append([45_000])
    book.active["A1"].number_format = "0.00"
    book.save(tmp_path / "名册.xlsx")
    with zipfile.ZipFile(tmp_path / "名册.xlsx") as archive:
        found = {name: archive.read(name).decode() for name in archive.namelist()}
    own = '<numFmts count="1"><numFmt numFmtId="2" formatCode="yyyy-mm-dd"/></numFmts>'
    found[STYLES] = found[STYLES].replace('<numFmts count="0" />', own)
    assert own in found[STYLES]
    assert not both(saved(tmp_path / "名册.xlsx", found))[0]


def test_merged_cells_are_told(tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells></worksheet>'
    is_plain, held = both(sheet(tmp_path, f'<row r="1">{TEXT}</row>', tail=merged))
    assert is_plain
    assert isinstance(held, tuple) and held[1] == [(0, 1, 0, 2, 2)]
    odd = merged.replace('ref="A1:C2"', 'ref="A1"')
    assert not both(sheet(tmp_path, f'<row r="1">{TEXT}</row>', tail=odd))[0]


@pytest.mark.parametrize(
    "head",
    [
        f"\ufeff{HEAD}",
        f'<?xml version="1.0" encoding="GBK"?>{HEAD}',
        f"<!DOCTYPE x>{HEAD}",
        f"<worksheet {MAIN}><sheetData></sheetData><sheetData>",
    ],
)
def test_other_beginnings(head: str, tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    assert not both(sheet(tmp_path, f'<row r="1">{TEXT}</row>', head=head))[0]


def test_too_long_a_text(tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    long = TEXT.replace("张三", "x" * 32_767)
    assert both(sheet(tmp_path, f'<row r="1">{long}</row>'))[0]
    assert both(sheet(tmp_path, f'<row r="1">{long.replace("x<", "xx<")}</row>')) == (False, "cell_too_long")
    # Of a limit in characters the bytes tell too little: the reader of workbooks counts them.
    assert not both(sheet(tmp_path, f'<row r="1">{long.replace("x", "三")}</row>'))[0]


def test_a_checksum_that_does_not_hold(tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    path = sheet(tmp_path, f'<row r="1">{TEXT}</row>')
    path.write_bytes(path.read_bytes().replace("张三".encode(), "张四".encode()))
    assert both(path) == (False, "damaged")


def test_what_is_too_large_is_read_the_usual_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sheet(tmp_path, f'<row r="1">{TEXT}</row>')
    with zipfile.ZipFile(path) as archive:
        assert PlainSheets(archive).read(SHEET) is not None
        monkeypatch.setattr("desktop.exchange.plain_sheets.MAX_BYTES", 100)
        assert PlainSheets(archive).read(SHEET) is None


# -- rows of the usual form -------------------------------------------------------------------------------------------

USUAL = "".join(
    f'<row r="{row}" spans="1:3"><c r="A{row}" s="0"><v>{row}.5</v></c>'
    f'<c r="B{row}" s="0" t="s"><v>{row % 2}</v></c><c r="D{row}" t="inlineStr"><is><t>张{row}</t></is></c></row>'
    for row in range(5, 30)
)
NAMES = shared("<t>甲</t>", "<t>乙</t>")


def usual(row: int, text: str) -> str:
    """The usual rows with another in place of one."""
    before, _, rest = USUAL.partition(f'<row r="{row}"')
    return before + text + rest[rest.index("</row>") + len("</row>") :]


TITLE = TEXT.replace("A1", "A2")
AMONG = {
    "title and end": f'<row r="2">{TITLE}</row>{USUAL}<row r="40">{TITLE.replace("A2", "B40")}</row>',
    "cells are missing": usual(9, '<row r="9" spans="1:3"><c r="D9" t="inlineStr"><is><t>李</t></is></c></row>'),
    "only blank cells": usual(9, '<row r="9" spans="1:3"><c r="B9" s="3"/><c r="D9" s="3" /></row>'),
    "blank text": USUAL.replace("张9<", "<"),
    "a row of another form": usual(9, f'<row r="9">{TITLE.replace("A2", "C9")}</row>'),
    "an empty row": usual(9, '<row r="9"/>'),
    "no row": usual(9, ""),
    "no style": usual(9, '<row r="9" spans="1:3"><c r="A9"><v>7</v></c></row>'),
}
NOT_AMONG = {
    "entity": USUAL.replace("张9<", "张&lt;<"),
    "formula": usual(9, '<row r="9" spans="1:3"><c r="A9"><f>1+1</f><v>2</v></c></row>'),
    "twice": usual(9, f'<row r="8">{TITLE.replace("A2", "C8")}</row>'),
    "out of order": usual(9, "") + '<row r="9"><c r="A9"><v>1</v></c></row>',
    "usual and out of order": USUAL.replace("29", "4"),
    "no such text": USUAL.replace('t="s"><v>1<', 't="s"><v>2<', 1),
    "no number of a text": USUAL.replace('t="s"><v>1<', 't="s"><v>1.0<', 1),
    "comment": usual(9, "<!-- 9 -->"),
    "in a comment": USUAL.replace('<row r="9"', '<!-- <row r="9"').replace('<row r="10"', '--><row r="10"'),
    "in a marked section": USUAL.replace('<row r="9"', '<![CDATA[<row r="9"').replace('<row r="10"', ']]><row r="10"'),
    "in a row": usual(9, '<row r="9">').replace('<row r="11"', '</row><row r="11"'),
    "elsewhere": USUAL.replace('<row r="9"', '</sheetData><extLst><row r="9"').replace(
        '<row r="10"', '</extLst><sheetData><row r="10"'
    ),
    "behind": USUAL
    + '</sheetData><extLst><row r="50" spans="1:3"><c r="A50" s="0"><v>1</v></c></row></extLst><sheetData>',
}
BROKEN_AMONG = {
    "an end too many": usual(9, "</row>"),
    "a row without an end": usual(9, '<row r="9">'),
    "in an attribute": usual(9, "<x a='").replace('<row r="11"', '\'/><row r="11"'),
    "a control character": USUAL.replace("张9<", CONTROL + "<"),
    "an attribute twice": USUAL.replace('spans="1:3"', 'spans="1:3" spans="1:3"'),
}


@pytest.mark.parametrize("rows", AMONG.values(), ids=AMONG)
def test_usual_rows(rows: str, tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    assert both(sheet(tmp_path, rows, **NAMES))[0]


@pytest.mark.parametrize("rows", NOT_AMONG.values(), ids=NOT_AMONG)
def test_not_only_usual_rows(rows: str, tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    assert not both(sheet(tmp_path, rows, **NAMES))[0]


@pytest.mark.parametrize("rows", BROKEN_AMONG.values(), ids=BROKEN_AMONG)
def test_broken_among_usual_rows(rows: str, tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    assert both(sheet(tmp_path, rows, **NAMES)) == (False, "damaged")


def test_a_column_of_days_that_begins_blank(tmp_path: Path, both: Callable[[Path], tuple[bool, object]]) -> None:
    book = Workbook()
    for row in range(1, 30):
        book.active.append([f"张{row}", None if row < 3 else 45_000 + row])
        book.active.cell(row, 2).number_format = "yyyy-mm-dd"
    book.save(tmp_path / "名册.xlsx")
    assert not both(tmp_path / "名册.xlsx")[0]
