"""Files made to harm whoever opens them: small on the disk, large in memory or slow. None is kept."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

LAST_ROW = 1_048_576
MEGABYTE = 2**20

_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet+xml"/>'
    b"</Types>"
)
_RELATION = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Parts = dict[str, bytes | Callable[[], Iterable[bytes]]]


def parts() -> Parts:
    """A small sound workbook: one sheet, its headings and one row."""
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS
        % b'<Relationship Id="r1" Type="%s/officeDocument" Target="xl/workbook.xml"/>'.replace(b"%s", _RELATION),
        "xl/workbook.xml": b'<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
        b"</workbook>" % (_MAIN, _RELATION),
        "xl/_rels/workbook.xml.rels": _RELATIONS
        % (
            b'<Relationship Id="r1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/>'
            b'<Relationship Id="r2" Type="%s/sharedStrings" Target="sharedStrings.xml"/>' % (_RELATION, _RELATION)
        ),
        "xl/worksheets/sheet1.xml": sheet([]),
        "xl/sharedStrings.xml": texts([b"<si><t>x</t></si>"]),
    }


def sheet(rows: Iterable[bytes]) -> bytes:
    """A sheet with one row of content and these rows of XML."""
    return b"".join(_sheet_pieces(rows))


def _sheet_pieces(rows: Iterable[bytes]) -> Iterator[bytes]:
    yield b'<worksheet xmlns="%s"><sheetData>' % _MAIN
    yield b'<row r="1"><c r="A1" t="inlineStr"><is><t>first</t></is></c></row>'
    yield from rows
    yield b"</sheetData></worksheet>"


def texts(entries: Iterable[bytes]) -> bytes:
    """The part with the shared strings."""
    return b'<sst xmlns="%s">' % _MAIN + b"".join(entries) + b"</sst>"


def write(path: Path, content: Parts) -> Path:
    """Pack the parts; a part may be made piece by piece."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in content.items():
            with archive.open(name, "w", force_zip64=True) as part:
                for piece in [data] if isinstance(data, bytes) else data():
                    part.write(piece)
    return path


def _with(path: Path, **changed: bytes | Callable[[], Iterable[bytes]]) -> Path:
    names = {"sheet": "xl/worksheets/sheet1.xml", "texts": "xl/sharedStrings.xml", "book": "xl/workbook.xml"}
    return write(path, parts() | {names.get(name, name): data for name, data in changed.items()})


def blanks(path: Path, megabytes: int = 401) -> Path:
    """A sheet that unpacks to hundreds of megabytes of blanks."""
    return _with(path, sheet=lambda: _sheet_pieces([b" " * MEGABYTE] * megabytes))


def blanks_in_proportion(path: Path) -> Path:
    """As many as are permitted, hidden from a look at the proportion by a part that does not shrink."""
    noise = random.Random(1).randbytes(2 * MEGABYTE)
    content = {"xl/worksheets/sheet1.xml": lambda: _sheet_pieces([b" " * MEGABYTE] * 380), "xl/media/a.png": noise}
    return write(path, parts() | content)


def entities(path: Path, place: str) -> Path:
    """Nine entities that each name the one before ten times: a thousand million letters."""
    names = [b'<!ENTITY e0 "aaaaaaaaaa">']
    names += [b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 10)]
    name = {"sheet": "xl/worksheets/sheet1.xml", "texts": "xl/sharedStrings.xml", "book": "xl/workbook.xml"}[place]
    content = parts()
    data = content[name]
    assert isinstance(data, bytes)
    data = data.replace(b"first", b"&e9;").replace(b"<t>x", b"<t>&e9;").replace(b'name="A"', b'name="&e9;"')
    return write(path, content | {name: b"<!DOCTYPE x [" + b"".join(names) + b"]>" + data})


def far_corner(path: Path) -> Path:
    """A value in the last cell there is."""
    return _with(path, sheet=sheet([b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>']))


def far_corner_unnamed(path: Path) -> Path:
    """The same rectangle by two cells, the row named on the row only."""
    return _with(
        path, sheet=sheet([b'<row r="2"><c r="XFD2"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>'])
    )


def far_beyond(path: Path) -> Path:
    """A cell in a row that no sheet has."""
    return _with(path, sheet=sheet([b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>']))


def column_beyond(path: Path) -> Path:
    """A cell in a column that no sheet has."""
    return _with(path, sheet=sheet([b'<row r="2"><c r="XFE2"><v>1</v></c></row>']))


def formatted_rows(path: Path) -> Path:
    """Every row of the sheet formatted, with four formatted empty cells."""
    cells = b"".join(b'<c r="%c%%d" s="1"/>' % letter for letter in b"ABCD")
    row = b'<row r="%d" s="1" customFormat="1">' + cells + b"</row>"
    return _with(path, sheet=lambda: _sheet_pieces(row % ((number,) * 5) for number in range(2, LAST_ROW + 1)))


def format_all_rows(path: Path) -> None:
    """Format the last half a million rows of a workbook's second sheet."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    row = b'<row r="%d"><c r="A%d" s="1"/></row>'
    phantom = b"".join(row % (number, number) for number in range(LAST_ROW - 500_000, LAST_ROW + 1))
    for name in held:
        if "worksheets/sheet2" in name:
            held[name] = held[name].replace(b"</sheetData>", phantom + b"</sheetData>")
    write(path, dict(held))


def rows_of_nothing(path: Path) -> Path:
    """Every row of the sheet holds a text without a letter."""
    row = b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>'
    rows = (row % (number, number) for number in range(2, LAST_ROW + 1))
    return _with(path, texts=texts([b"<si><t></t></si>"]), sheet=lambda: _sheet_pieces(rows))


def million_texts(path: Path) -> Path:
    """A million shared strings, the last one used."""
    entries = (b"<si><t>text %d</t></si>" % number for number in range(1_000_000))
    return _with(path, texts=texts(entries), sheet=sheet([b'<row r="2"><c r="A2" t="s"><v>999999</v></c></row>']))


def too_many_texts(path: Path) -> Path:
    """Two and a half million shared strings."""
    return _with(path, texts=texts([b"<si><t>x</t></si>" * 2_500_000]))


def one_text_everywhere(path: Path) -> Path:
    """One text as long as a cell may be, shared by 100,000 cells: three gigabytes when each has its own."""
    row = b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>'
    rows = (row % (number, number) for number in range(2, 100_002))
    return _with(path, texts=texts([b"<si><t>" + b"a" * 32_767 + b"</t></si>"]), sheet=sheet(rows))


def long_cell(path: Path) -> Path:
    """A cell with more than any cell may hold."""
    return _with(path, texts=texts([b"<si><t>" + b"a" * 40_000_000 + b"</t></si>"]), sheet=sheet([_SHARED_IN_A2]))


_SHARED_IN_A2 = b'<row r="2"><c r="A2" t="s"><v>0</v></c></row>'


def many_attributes(path: Path) -> Path:
    """An element with so many attributes that comparing each with each takes hours."""
    names = b"".join(b' a%d="1"' % number for number in range(400_000))
    return _with(path, sheet=sheet([b'<row r="2"%s><c r="A2"><v>1</v></c></row>' % names]))


def deep_elements(path: Path) -> Path:
    """A million elements, each within the one before."""
    return _with(path, sheet=sheet([b"<row>" * 1_000_000 + b"</row>" * 1_000_000]))


def many_parts(path: Path) -> Path:
    """Twenty thousand parts."""
    return write(path, parts() | {f"xl/media/{number}.png": b"" for number in range(20_000)})


def nested(path: Path, depth: int = 40) -> Path:
    """A package in a package in a package; the innermost holds megabytes of zeros."""
    data = bytes(10 * MEGABYTE)
    for _ in range(depth):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("next.zip", data)
        data = buffer.getvalue()
    return write(path, parts() | {"xl/embeddings/object.zip": data})


def noise(path: Path) -> Path:
    """Nearly 50 MB of noise in a zip that is no workbook."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("noise.bin", random.Random(2).randbytes(49 * MEGABYTE))
    return path


def noise_in_a_workbook(path: Path) -> Path:
    """A sound workbook that is nearly 50 MB long for a picture."""
    with zipfile.ZipFile(write(path, parts()), "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/media/image1.png", random.Random(3).randbytes(49 * MEGABYTE))
    return path


def repeated_in_ods(path: Path) -> Path:
    """An OpenDocument sheet that says "the same again" for every cell there is."""
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    content = (
        f'<office:document-content xmlns:office="{office}office:1.0" xmlns:table="{office}table:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="A">'
        f'<table:table-row table:number-rows-repeated="{LAST_ROW}">{cell}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return write(
        path,
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest.encode(),
            "content.xml": content.encode(),
        },
    )
