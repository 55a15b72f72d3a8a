"""Whatever a file holds, its reader gives what is in it or refuses it in a sentence, and never fails."""

from __future__ import annotations

import json
import lzma
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import peewee
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from desktop.data.divisions import Divisions
from desktop.data.divisions import _unpack as unpacked
from desktop.domain.errors import Refused
from desktop.domain.identifiers import DivisionLevel
from desktop.domain.media import safe_name
from desktop.exchange.reading import WorkbookReader
from desktop.exchange.unpacking import Budget, opened_archive
from desktop.paths import resource_dir
from desktop.services.attaching import attach, attachments_of, copy_out
from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks
from desktop.services.inspecting import inspect
from desktop.services.recording import record
from desktop.services.templates import add_template, fill_template, remove_template
from desktop.wording import sentence
from tests.attached_files import photo
from tests.cli.conftest import Office
from tests.forms_of_offices import household_form
from tests.hostile.mutating import bounded, mutated, mutated_file
from tests.offices import EAST, TOWN, VILLAGES, Offices, issue, visit

FIXTURES = Path(__file__).parents[1] / "fixtures"
SEEDS = st.integers(0, 2**32)


def sources() -> list[Path]:
    found = [*FIXTURES.glob("workbooks/*.xls*"), *FIXTURES.glob("ledgers_of_clerks/*.[!t]*")]
    return sorted(path for path in found if path.suffix in (".xlsx", ".xls", ".ods", ".csv"))


def told(refusal: Refused) -> None:
    """Every refusal has its sentence in both languages."""
    for language in ("zh", "en"):
        assert sentence(refusal, language).strip()


@pytest.fixture
def reader() -> Iterator[WorkbookReader]:
    with WorkbookReader() as made:
        yield made


def village_workbook(offices: Offices) -> bytes:
    village, path = offices.village(), offices.file()
    saved = record(village, "visit", [visit(note=f"第{row}", issues=[issue()]) for row in range(3)])
    attach(village, "visit", saved.ids[0], [photo(offices.folder)])
    export_workbook(village, path, to=TOWN)
    return path.read_bytes()


@pytest.mark.parametrize("read", ["read", "tables"])
def test_workbooks_and_text(reader: WorkbookReader, offices: Offices, tmp_path: Path, read: str) -> None:
    whole = [(path.suffix, path.read_bytes()) for path in sources()]
    whole += [(".xlsx", village_workbook(offices))] * 4

    @bounded(120)
    @given(SEEDS)
    def tried(seed: int) -> None:
        suffix, data = whole[Random(seed).randrange(len(whole))]
        path = tmp_path / f"a{suffix}"
        path.write_bytes(mutated_file(data, seed))
        try:
            getattr(reader, read)(path)
        except Refused as refusal:
            told(refusal)

    # A reader that came to a halt is noted in the log, which fails the test.
    tried()


def test_imports(offices: Offices, tmp_path: Path) -> None:
    data, town = village_workbook(offices), offices.town()
    path = tmp_path / "a.xlsx"

    @bounded(60)
    @given(SEEDS)
    def tried(seed: int) -> None:
        path.write_bytes(mutated_file(data, seed | 1))
        refusal = import_workbooks(town, [path])[0].refusal
        if refusal is not None:
            told(refusal)

    tried()
    assert inspect(town).is_sound


def test_ledgers(tmp_path: Path) -> None:
    data = (FIXTURES / "ledgers" / "0010.db").read_bytes()
    path = tmp_path / "ledger.db"

    @bounded(50)
    @given(SEEDS)
    def tried(seed: int) -> None:
        for old in tmp_path.glob("ledger.db*"):
            old.unlink()
        shutil.rmtree(tmp_path / "backups", ignore_errors=True)
        path.write_bytes(mutated(data, seed))
        office = Office(path)
        try:
            for arguments in (("list", "visit"), ("list", "issue", "--search", "水"), ("check",)):
                answer = office(*arguments, "--json")
                assert answer.code in (0, 1) and json.loads(answer.out), answer
            answer = office("add", "visit", "--json", given=visit())
            assert answer.code == 0 or answer.json["error"], answer
        except (peewee.DatabaseError, dbapi2.DatabaseError, LookupError, ValueError) as fault:
            # Bytes that SQLite takes for sound: a schema or a content nobody wrote. It stays a fault.
            event(type(fault).__name__)

    tried()


def archive_with(path: Path, names: list[str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"content")


ODD_NAMES = (
    *(
        "../../x.png",
        "/etc/passwd",
        "C:\\x.png",
        "..\\..\\x.png",
        "CON",
        "nul.png",
        "aux.tar.gz",
        "COM¹.txt",
        "a:b.png",
    ),
    *(".", "..", "~", "-rf", "x.png\u202egnp.exe", "a\x00b.png", "长" * 300 + ".png", " .png ", "a.png.", "LPT9.x"),
)
NAMES = st.one_of(
    st.text(min_size=1, max_size=400),
    st.sampled_from(ODD_NAMES),
)


@bounded(400)
@given(NAMES)
def test_names_lead_nowhere(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= 255
    assert safe == safe.rstrip(" .")
    assert not set(safe) & set('/\\:*?"<>|') and not {unicodedata.category(sign) for sign in safe} & {"Cc", "Cf", "Cs"}
    assert safe.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1", "LPT9", "CONIN$", "CONOUT$"}
    assert safe_name(safe) == safe


def test_files_are_copied_out_into_the_folder_alone(offices: Offices, tmp_path: Path) -> None:
    village = offices.village()
    one = record(village, "issue", [issue()]).ids[0]
    attach(village, "issue", one, [photo(tmp_path)])
    (kept,) = attachments_of(village, "issue", one)
    folder = tmp_path / "out" / "in"
    folder.mkdir(parents=True)

    @bounded(60)
    @given(NAMES)
    def tried(name: str) -> None:
        village.database.execute_sql(
            "UPDATE attachment SET name = ?", (name.encode("utf-8", "replace").decode() + ".jpg",)
        )
        try:
            assert copy_out(village, kept.id, folder).parent == folder
        except Refused as refusal:
            told(refusal)

    tried()
    assert [path.name for path in folder.parent.iterdir()] == ["in"]


def test_archives(offices: Offices, tmp_path: Path) -> None:
    town, path = offices.town(), tmp_path / "files.zip"

    @bounded(80)
    @given(st.lists(NAMES, max_size=5), SEEDS)
    def tried(names: list[str], seed: int) -> None:
        archive_with(path, [*dict.fromkeys(name.encode("utf-8", "replace").decode() for name in names)])
        if seed % 2:
            path.write_bytes(mutated(path.read_bytes(), seed))
        try:
            with opened_archive(path, Budget(10_000)) as entries:
                for entry in entries:
                    with entry.open() as stream:
                        stream.read()
        except Refused as refusal:
            told(refusal)
        refusal = import_workbooks(town, [path])[0].refusal
        if refusal is not None:
            told(refusal)

    tried()
    assert inspect(town).is_sound
    assert {one.name for one in tmp_path.iterdir()} <= {"files.zip", "offices", "home"}


def test_forms_of_offices(offices: Offices, tmp_path: Path) -> None:
    town = offices.town()
    place = {"unit_code": EAST, "village_name": VILLAGES[EAST]}
    record(town, "household", [{"household_no": "1", "head_name": "郑大山", **place}])
    data, path = household_form(tmp_path / "form.xlsx").read_bytes(), tmp_path / "form.xlsx"

    @bounded(40)
    @given(SEEDS)
    def tried(seed: int) -> None:
        path.write_bytes(mutated_file(data, seed))
        try:
            one = add_template(town, path, "household")
        except Refused as refusal:
            told(refusal)
            return
        try:
            fill_template(town, one.id, tmp_path / "out.xlsx")
        except Refused as refusal:
            told(refusal)
        finally:
            remove_template(town, one.id)

    tried()
    assert inspect(town).is_sound


def test_divisions(tmp_path: Path) -> None:
    folder = tmp_path / "divisions"
    shutil.copytree(resource_dir() / "divisions", folder)
    upper, village = folder / "upper.txt.xz", next(iter(sorted((folder / "villages").iterdir())))
    texts = {path: unpacked(path)[:40_000] for path in (upper, village)}

    @bounded(25)
    @given(SEEDS, st.booleans())
    def tried(seed: int, is_packed_well: bool) -> None:
        for path, text in texts.items():
            path.write_bytes(lzma.compress(mutated(text, seed), preset=0) if is_packed_well else mutated(text, seed))
        divisions = Divisions(folder)
        try:
            for level in DivisionLevel:
                divisions.search("天王", level)
            divisions.by_code(f"{village.name[:2]}0101001001")
        except (OSError, lzma.LZMAError, ValueError):
            return

    tried()
