"""The password of a ledger on the command line: from a file or the environment, never among the arguments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from desktop.cli.running import application
from desktop.data import key_file
from desktop.services.locking import is_locked
from desktop.services.recording import record
from tests.offices import Offices, visit
from tests.programs import run_program

PASSWORD, OTHER = "东沟村头的老槐树", "西桥边上的三棵柳"


@pytest.fixture
def path(offices: Offices) -> Path:
    ledger = offices.village()
    record(ledger, "visit", [visit()])
    ledger.close()
    offices.opened.clear()
    return ledger.path


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_file, "COST", (2, 1, 1))


def zoufang(path: Path, *arguments: str, **environment: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(application, ["--db", str(path), *arguments, "--json"], env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, json.loads(done.stdout)


def test_set_used_changed_recovered_removed(path: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text(f"{PASSWORD}\n", "utf-8")
    second.write_bytes(b"\xef\xbb\xbf" + OTHER.encode() + b"\r\n")
    assert zoufang(path, "password", "status") == (0, {"path": str(path), "locked": False})
    status, made = zoufang(path, "password", "set", "--new-password-file", str(first))
    assert (status, made["locked"], made["left_in_plain"]) == (0, True, [])
    assert is_locked(path)
    assert zoufang(path, "list", "visit")[1]["error"] == "ledger_locked"
    assert zoufang(path, "list", "visit", ZOUFANG_PASSWORD=PASSWORD)[0] == 0
    assert zoufang(path, "--password-file", str(second), "list", "visit")[1]["error"] == "ledger_password_wrong"
    assert zoufang(path, "--password-file", str(first), "list", "visit")[0] == 0
    status, changed = zoufang(
        path, "--password-file", str(first), "password", "change", "--new-password-file", str(second)
    )
    assert status == 0
    assert changed["recovery_code"] != made["recovery_code"]
    assert zoufang(path, "list", "visit", ZOUFANG_PASSWORD=OTHER)[0] == 0
    code = tmp_path / "code"
    code.write_text(changed["recovery_code"].lower(), "ascii")
    status, recovered = zoufang(
        path, "password", "recover", "--code-file", str(code), "--new-password-file", str(first)
    )
    assert (status, recovered["locked"]) == (0, True)
    assert zoufang(path, "password", "recover", "--code-file", str(code))[1]["error"] == "recovery_code_wrong"
    assert zoufang(path, "password", "sheet", ZOUFANG_PASSWORD=PASSWORD)[0] == 0
    assert zoufang(path, "password", "set", "--new-password-file", str(first))[1]["error"] == "ledger_locked"
    assert zoufang(path, "password", "remove", ZOUFANG_PASSWORD=PASSWORD)[1]["locked"] is False
    assert zoufang(path, "list", "visit")[0] == 0
    assert zoufang(path, "password", "remove")[1]["error"] == "ledger_not_locked"


def test_a_password_that_is_missing_or_will_not_do(path: Path, tmp_path: Path) -> None:
    empty, short = tmp_path / "empty", tmp_path / "short"
    empty.write_bytes(b"\n")
    short.write_bytes(b"1234567")
    for file, code in (
        (empty, "lock_password_missing"),
        (tmp_path / "none", "lock_password_missing"),
        (short, "lock_password_short"),
    ):
        status, told = zoufang(path, "password", "set", "--new-password-file", str(file))
        assert (status, told["error"]) == (1, code)
    assert not is_locked(path)


def test_backups_are_put_back_and_what_is_damaged_is_salvaged(path: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text(PASSWORD, "utf-8")
    second.write_text(OTHER, "utf-8")
    with_first, with_second = ("--password-file", str(first)), ("--password-file", str(second))
    assert zoufang(path, "password", "set", "--new-password-file", str(first))[0] == 0
    old = tmp_path / "stick" / "old.db"
    assert zoufang(path, *with_first, "backup", str(old))[0] == 0
    assert zoufang(path, *with_first, "password", "remove")[0] == 0
    assert zoufang(path, "password", "set", "--new-password-file", str(second))[0] == 0
    kept = Path(zoufang(path, *with_second, "backup")[1]["path"])
    assert zoufang(path, "restore", str(kept))[1]["error"] == "ledger_locked"
    assert zoufang(path, *with_second, "restore", str(old))[1]["error"] == "backup_locked"
    earlier = ("--backup-password-file", str(first))
    assert zoufang(path, *with_second, "restore", str(old), "--dry-run", *earlier)[1]["restored"] is False
    assert zoufang(path, *with_second, "restore", str(old), *earlier)[1]["restored"] is True
    assert zoufang(path, *with_second, "check")[1]["ok"] is True
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])
    out = tmp_path / "saved.db"
    assert zoufang(path, "salvage", str(out))[1]["error"] == "backup_locked"
    status, saved = zoufang(path, *with_second, "salvage", str(out))
    assert status == 0, saved
    assert (saved["lost"], is_locked(out)) == ([], True)
    assert zoufang(out, *with_second, "check")[1]["ok"] is True
    content = out.read_bytes()
    out.write_bytes(content[:8192] + bytes(4096) + content[12288:])
    told = run_program("--db", str(out), *with_second, "check", "--json")
    assert json.loads(told.stdout).get("error", "") in ("", "ledger_damaged")
    assert told.stderr == "", "neither a traceback nor what the library of encryption prints"
