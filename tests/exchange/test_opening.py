"""Every file is opened or refused with the right code; nothing else ever comes out."""

from __future__ import annotations

import csv
import datetime
import errno
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop.domain.errors import Refused
from desktop.exchange import opening, packages
from desktop.exchange.cells import CellStyle
from desktop.exchange.opening import open_workbook
from desktop.exchange.sheets import write_workbook
from desktop.exchange.specs import ColumnSpec, SheetSpec, WorkbookSpec

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = REPOSITORY / "tests" / "fixtures" / "workbooks"
SHARED = Path(os.environ.get("ZOUFANG_SHARED", REPOSITORY.parent / "shared")) / "data" / "workbooks"
# A damaged .xls is refused as .xls: that it is damaged shows when somebody saves it as .xlsx.
EXPECTED = {
    "damaged": {"damaged", "legacy_format"},
    "encrypted": {"encrypted"},
    "legacy_xls": {"legacy_format"},
    "mislabelled": {"not_workbook"},
    "valid": {"opened"},
    "valid_openpyxl_fails": {"opened"},
}


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A workbook of ours with one sheet of data."""
    path = tmp_path / "走访.xlsx"
    columns = (ColumnSpec("a", "对象"), ColumnSpec("b", "日期", style=CellStyle.DATE), ColumnSpec("c", "人数"))
    write_workbook(
        path,
        [SheetSpec("走访记录", columns, [("张三", "2026-03-05", 2)]), SheetSpec("数据", columns, state="hidden")],
        WorkbookSpec(properties={"zoufang.unit": "唐陵村", "empty": ""}),
    )
    return path


def outcome(path: Path) -> str:
    """``opened`` when every sheet was read to its end, else the code of the refusal."""
    try:
        workbook = open_workbook(path)
        for sheet in workbook.sheet_names:
            for _ in workbook.rows(sheet):
                pass
    except Refused as refused:
        assert refused.params["file"] == path.name
        return refused.code
    return "opened"


def with_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Change one part of a package; a part that is not there yet is added."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_sheets_rows_and_properties_are_read(sound: Path) -> None:
    workbook = open_workbook(sound)
    assert workbook.name == "走访.xlsx"
    assert workbook.sheet_names == ("走访记录", "数据")
    assert list(workbook.rows("走访记录")) == [["对象", "日期", "人数"], ["张三", datetime.date(2026, 3, 5), 2.0]]
    assert workbook.properties == {"zoufang.unit": "唐陵村", "empty": ""}
    with pytest.raises(KeyError):
        next(workbook.rows("没有"))


def test_the_file_is_free_once_it_is_open(sound: Path) -> None:
    workbook = open_workbook(sound)
    sound.unlink()
    assert next(workbook.rows("走访记录")) == ["对象", "日期", "人数"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wps_dates.xlsx", "opened"),
        ("sheet_without_part.xlsx", "opened"),
        ("odd_sheet_state.xlsx", "opened"),
        ("bad_checksum.xlsx", "damaged"),
        ("invalid_xml.xlsx", "damaged"),
        ("password.xlsx", "encrypted"),
        ("password.xls", "encrypted"),
        ("biff8.xls", "legacy_format"),
        ("biff3.xls", "legacy_format"),
        ("html_named.xls", "not_workbook"),
    ],
)
def test_files_of_other_programs(name: str, expected: str) -> None:
    assert outcome(FIXTURES / name) == expected


def test_content_decides_and_not_the_name(sound: Path, tmp_path: Path) -> None:
    for name in ("走访.xls", "走访.et", "走访", "走访.csv"):
        assert outcome(sound.rename(tmp_path / name)) == "opened"
        sound = tmp_path / name


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty_file"),
        (bytes(4096), "damaged"),
        ("户主,日期\n张三,三月\n".encode("gbk"), "not_workbook"),
        (b"PK", "damaged"),
        (b"PK\x05\x06" + bytes(18), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "damaged"),
        (b"%PDF-1.7\n", "not_workbook"),
    ],
)
def test_bytes_of_other_kinds(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "走访.xlsx"
    path.write_bytes(content)
    assert outcome(path) == expected


def test_a_file_copied_half_is_damaged_wherever_it_breaks_off(sound: Path) -> None:
    whole = sound.read_bytes()
    for share in (0.02, 0.3, 0.6, 0.99):
        sound.write_bytes(whole[: int(len(whole) * share)])
        assert outcome(sound) == "damaged"


def test_no_flipped_byte_gets_out_as_anything_but_a_code(sound: Path) -> None:
    whole = sound.read_bytes()
    seen = set()
    for place in range(0, len(whole), 37):
        sound.write_bytes(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :])
        seen.add(outcome(sound))
    assert "damaged" in seen
    assert seen <= {"damaged", "opened", "not_workbook", "encrypted", "unpacks_too_large"}


def test_other_packages_are_not_workbooks(tmp_path: Path) -> None:
    document = tmp_path / "报告.xlsx"
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("[Content_Types].xml", '<Types><Default ContentType="wordprocessingml.document"/></Types>')
    assert outcome(document) == "not_workbook"
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("照片.jpg", b"\xff\xd8")
    assert outcome(document) == "not_workbook"


def test_a_package_without_its_sheet_is_damaged(sound: Path) -> None:
    with zipfile.ZipFile(sound) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if "sheet1" not in name}
    with zipfile.ZipFile(sound, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert outcome(sound) == "damaged"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "docProps/custom.xml"])
def test_a_document_type_is_refused_before_an_entity_can_grow(sound: Path, part: str) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with_part(sound, part, lambda data: bomb + data)
    assert outcome(sound) == "damaged"


def test_a_part_that_unpacks_out_of_all_proportion_is_refused(sound: Path) -> None:
    with_part(sound, "xl/media/image1.bmp", lambda _: bytes(31 * 2**20))
    assert outcome(sound) == "unpacks_too_large"


def test_size_limits_hold_before_and_after_unpacking(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_UNPACKED_BYTES", 5000)
    assert outcome(sound) == "unpacks_too_large"
    monkeypatch.setattr(opening, "MAX_FILE_BYTES", sound.stat().st_size - 1)
    assert outcome(sound) == "too_large"


def test_a_value_in_the_last_cell_is_refused_before_it_takes_the_memory(sound: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with_part(sound, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"</sheetData>", far))
    assert outcome(sound) == "too_many_cells"


def test_formatted_rows_down_to_the_last_do_no_harm(sound: Path) -> None:
    row = b'<row r="%d"><c r="A%d" s="1"/><c r="XFD%d" s="1"/></row>'
    phantom = b"".join(row % (number, number, number) for number in range(1_048_000, 1_048_577))
    with_part(sound, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"</sheetData>", phantom + b"</sheetData>"))
    assert len(list(open_workbook(sound).rows("走访记录"))) == 2


@pytest.mark.parametrize("name", ["~$走访.xlsx", ".~lock.走访.xlsx#"])
def test_lock_files_are_named_as_such(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x05zhang")
    assert outcome(path) == "lock_file"


def test_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    assert outcome(tmp_path / "没有.xlsx") == "not_found"
    assert outcome(tmp_path) == "not_workbook"


@pytest.mark.parametrize(("number", "code"), [(errno.EACCES, "locked_by_program"), (errno.EIO, "read_failed")])
def test_faults_of_the_system_are_named(sound: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str) -> None:
    def fail(_self: Path, _mode: str) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", fail)
        assert outcome(sound) == code


class PanicException(BaseException):
    """What calamine raises when its Rust code comes to a halt; the real class cannot be imported."""


@pytest.mark.parametrize(("raised", "escapes"), [(PanicException, False), (KeyboardInterrupt, True)])
def test_a_panic_of_the_parser_is_damage_and_an_interrupt_is_not(
    sound: Path, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], escapes: bool
) -> None:
    class Halting:
        @staticmethod
        def from_filelike(_file: object) -> object:
            raise raised

    monkeypatch.setattr(opening, "CalamineWorkbook", Halting)
    if escapes:
        with pytest.raises(raised):
            open_workbook(sound)
    else:
        assert outcome(sound) == "damaged"


def shared_cases() -> Iterator[object]:
    manifest = SHARED / "manifest.csv"
    if manifest.is_file():
        with manifest.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield pytest.param(SHARED / row["path"], EXPECTED[row["class"]], id=row["path"])


@pytest.mark.parametrize(("path", "expected"), list(shared_cases()))
def test_the_shared_collection(path: Path, expected: set[str]) -> None:
    assert outcome(path) in expected


def test_columns_are_counted_from_the_first_of_the_sheet(tmp_path: Path) -> None:
    book = Workbook()
    book.active["C2"], book.active["D3"] = "张三", "李四"
    book.save(tmp_path / "名册.xlsx")
    rows = list(open_workbook(tmp_path / "名册.xlsx").rows("Sheet"))
    assert [row[2:] for row in rows[1:]] == [["张三", ""], ["", "李四"]]
    assert all(row[:2] == ["", ""] for row in rows[1:])
