"""Sealed workbooks from the command line; the password comes on standard input."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.exchange.sealing import is_sealed
from tests.cli.conftest import Office
from tests.cli.test_commands import visit


def test_a_sealed_export_is_imported_with_its_password_only(village: Office, town: Office, tmp_path: Path) -> None:
    village.json("add", "visit", given=visit())
    path = tmp_path / "up.xlsx"
    made = village.json("export", str(path), "--password-stdin", given="走访-2026\r\n")
    assert made["sealed"]
    assert is_sealed(path.read_bytes())
    for options, given, code in (
        ([], None, "encrypted"),
        (["--password-stdin"], "走访-2025\n", "wrong_password"),
    ):
        answer = town("import", str(path), "--json", *options, given=given)
        assert answer.code == 1
        assert answer.json["files"][0]["error"] == code
    assert town.json("list", "visit")["total"] == 0
    assert town.json("import", str(path), "--password-stdin", given="走访-2026")["files"][0]["status"] == "imported"
    assert town.json("list", "visit")["total"] == 1
    again = town.json("import", str(path), "--password-stdin", given="走访-2026\n")
    assert again["files"][0]["status"] == "nothing_new"


def test_an_open_workbook_needs_no_password_beside_sealed_ones(village: Office, town: Office, tmp_path: Path) -> None:
    village.json("add", "visit", given=visit())
    village.json("export", str(tmp_path / "open.xlsx"))
    village.json("export", str(tmp_path / "sealed.xlsx"), "--password-stdin", given="abcdef\n")
    files = [str(tmp_path / "open.xlsx"), str(tmp_path / "sealed.xlsx")]
    outcomes = town.json("import", *files, "--password-stdin", given="abcdef\n")["files"]
    assert [outcome["status"] for outcome in outcomes] == ["imported", "nothing_new"]


@pytest.mark.parametrize(
    ("given", "code"),
    [("", "password_missing"), ("\n", "password_missing"), ("12345\n", "password_short"), ("x" * 300, "password_long")],
)
def test_a_password_that_will_not_do_writes_nothing(village: Office, tmp_path: Path, given: str, code: str) -> None:
    answer = village("export", str(tmp_path / "a.xlsx"), "--password-stdin", "--json", given=given)
    assert (answer.code, answer.json["error"]) == (1, code)
    assert not (tmp_path / "a.xlsx").exists()


def test_a_password_is_in_no_output(village: Office, tmp_path: Path) -> None:
    answer = village("export", str(tmp_path / "a.xlsx"), "--password-stdin", given="secret-9\n")
    assert answer.code == 0
    assert "secret-9" not in answer.out + answer.err
    assert "有密码" in answer.out


def test_a_public_export_is_written_and_not_imported(village: Office, town: Office, tmp_path: Path) -> None:
    village.json("add", "visit", given=visit())
    path = tmp_path / "public.xlsx"
    assert village.json("export", str(path), "--public", "--since", "2026-03-05")["records"]["visit"] == 1
    assert town("import", str(path), "--json").json["files"][0]["error"] == "public_workbook"
    assert village.json("export", str(path), "--public", "--until", "2026-03-04")["records"]["visit"] == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--public", "--to", "321183108000"),
        ("--public", "--full"),
        ("--public", "--password-stdin"),
        ("--since", "2026-01-01"),
        ("--public", "--until", "yesterday"),
        ("--public", "--since", "2026-02-01", "--until", "2026-01-31"),
    ],
)
def test_options_that_exclude_each_other_are_an_error_of_use(
    village: Office, tmp_path: Path, options: tuple[str, ...]
) -> None:
    assert village("export", str(tmp_path / "a.xlsx"), *options).code == 2
    assert not (tmp_path / "a.xlsx").exists()
