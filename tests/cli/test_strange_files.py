"""Workbooks of other programs, damaged, locked and mislabelled ones: both commands say what they are and do nothing."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from desktop.exchange.reading import WorkbookReader
from desktop.services import importing, taking
from desktop.wording import REFUSALS
from tests.cli.conftest import Office

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = REPOSITORY / "tests" / "fixtures" / "workbooks"
SHARED = Path(os.environ.get("ZOUFANG_SHARED", REPOSITORY.parent / "shared")) / "data" / "workbooks"

# What a file is says what may be said of it. An .xls is not looked into by an import.
BY_IMPORT = {
    "damaged": {"damaged", "legacy_format"},
    "encrypted": {"encrypted"},
    "legacy_xls": {"legacy_format"},
    "mislabelled": {"not_workbook"},
    "valid": {"foreign_workbook"},
    "valid_openpyxl_fails": {"foreign_workbook"},
}
# Old formats are read here; of a damaged .xls sometimes all that is needed is whole. Those before Excel 5 are not.
# Text under a wrong name is still a table.
BY_INTAKE = {
    "damaged": {"damaged", "no_table", "no_text"},
    "encrypted": {"encrypted"},
    "legacy_xls": {"no_table", "no_text", "legacy_format"},
    "mislabelled": {"not_workbook", "no_table"},
    "valid": {"no_table", "no_text", "read"},
    "valid_openpyxl_fails": {"no_table", "no_text", "read"},
}
OWN = {
    "bad_checksum.xlsx": "damaged",
    "biff3.xls": "legacy_xls",
    "biff8.xls": "legacy_xls",
    "html_named.xls": "mislabelled",
    "invalid_xml.xlsx": "damaged",
    "odd_sheet_state.xlsx": "valid",
    "password.xls": "encrypted",
    "password.xlsx": "encrypted",
    "sheet_without_part.xlsx": "valid",
    "wps_dates.xlsx": "valid",
}


def classes() -> dict[Path, str]:
    """Every file at hand, and its class: those of the collection beside the repository, where it lies there."""
    found = {FIXTURES / name: kind for name, kind in OWN.items()}
    manifest = SHARED / "manifest.csv"
    if manifest.is_file():
        with manifest.open(encoding="utf-8", newline="") as file:
            found |= {SHARED / row["path"]: row["class"] for row in csv.DictReader(file)}
    return found


@pytest.fixture(autouse=True)
def _one_reading_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The real one, kept for all files of a test."""
    with WorkbookReader() as reader:

        def opened() -> AbstractContextManager[WorkbookReader]:
            return nullcontext(reader)

        for module in (importing, taking):
            monkeypatch.setattr(module, "open_reader", opened)
        yield


def digest(office: Office) -> str:
    return hashlib.sha256(office.path.read_bytes()).hexdigest()


def test_an_import_names_what_each_file_is_and_leaves_the_ledger_as_it_is(town: Office) -> None:
    files = classes()
    before = digest(town)
    for options in (["--dry-run"], []):
        answer = town("import", *map(str, files), "--json", *options)
        assert answer.code == 1
        assert not answer.err
        outcomes = answer.json["files"]
        assert len(outcomes) == len(files)
        wrong = {
            path.name: (kind, outcome["error"])
            for (path, kind), outcome in zip(files.items(), outcomes, strict=True)
            if outcome["error"] not in BY_IMPORT[kind] or path.name not in outcome["message"]
        }
        assert not wrong
        assert digest(town) == before


@pytest.mark.parametrize("kind", ["visit", "person"])
def test_a_trial_intake_names_what_each_file_is_and_leaves_the_ledger_as_it_is(village: Office, kind: str) -> None:
    before = digest(village)
    wrong = {}
    for path, what in classes().items():
        answer = village("intake", str(path), "--as", kind, "--dry-run", "--json")
        document = answer.json
        said = document.get("error", "read")
        assert (answer.code, said == "read", bool(document.get("tables"))) in ((0, True, True), (1, False, False))
        assert said == "read" or (said in REFUSALS and path.name in document["message"])
        if said not in BY_INTAKE[what] and not (kind == "person" and what == "mislabelled" and said == "read"):
            wrong[path.name] = (what, said)
    assert not wrong
    assert digest(village) == before
