"""backup, backups, restore, salvage: what scripts keep a ledger with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.data.claiming import Claim
from tests.cli.conftest import Office
from tests.offices import visit


def add(office: Office, subject: str) -> str:
    return str(office.json("add", "visit", given=visit(subject_name=subject))["ids"][0])


def subjects(office: Office) -> set[str]:
    return {one["subject_name"] for one in office.json("list", "visit")["records"]}


def test_a_backup_goes_where_it_is_told(village: Office, tmp_path: Path) -> None:
    add(village, "甲")
    made = [
        village.json("backup"),
        village.json("backup", str(tmp_path / "U盘")),
        village.json("backup", str(tmp_path / "x.db")),
    ]
    places = [Path(one["path"]) for one in made]
    assert [place.parent for place in places] == [tmp_path / "backups", tmp_path / "U盘", tmp_path]
    assert all(subjects(Office(place)) == {"甲"} for place in places)
    listed = village.json("backups")["backups"]
    assert [(one["path"], one["reason"]) for one in listed] == [(made[0]["path"], "person")]
    assert village("backup", str(village.path)).code == 1


def test_a_restore_is_looked_at_done_and_undone(village: Office) -> None:
    add(village, "甲")
    backup = village.json("backup")["path"]
    add(village, "乙")
    look = village.json("restore", backup, "--dry-run")
    assert (look["counts"]["visit"], look["now"]["visit"], look["newer"]) == (1, 2, {"visit": 1})
    assert not look["restored"] and subjects(village) == {"甲", "乙"}
    done = village.json("restore", backup)
    assert done["restored"] and done["new_node"]
    assert subjects(village) == {"甲"}
    assert village.json("check")["ok"]
    village.json("restore", done["kept"])
    assert subjects(village) == {"甲", "乙"}
    said = village("restore", backup).out
    assert "走访 1 次" in said and "已恢复" in said


def test_an_open_window_keeps_its_ledger(village: Office) -> None:
    """The command line writes beside the window, but it does not take the ledger away from under it."""
    add(village, "甲")
    backup = village.json("backup")["path"]
    claim = Claim(village.path)
    assert claim.take()
    add(village, "乙")
    refused = village("restore", backup, "--json")
    assert (refused.code, refused.json["error"]) == (1, "ledger_open")
    assert village.json("restore", backup, "--dry-run")["now"]["visit"] == 2
    claim.release()
    assert village("restore", backup).code == 0


def test_an_import_is_backed_up_before(village: Office, town: Office, tmp_path: Path) -> None:
    add(village, "甲")
    village.json("export", str(tmp_path / "up.xlsx"))
    town.json("import", str(tmp_path / "up.xlsx"), "--dry-run")
    assert town.json("backups")["backups"] == []
    town.json("import", str(tmp_path / "up.xlsx"))
    (made,) = town.json("backups")["backups"]
    assert made["reason"] == "import"
    assert subjects(Office(Path(made["path"]))) == set()


@pytest.mark.parametrize("is_alone", [False, True], ids=["with backup", "alone"])
def test_a_damaged_ledger_is_salvaged(village: Office, tmp_path: Path, is_alone: bool) -> None:
    for name in ("甲", "乙", "丙"):
        add(village, name)
    village.json("backup")
    add(village, "丁")
    content = bytearray(village.path.read_bytes())
    content[28 * 4096 : 34 * 4096] = bytes(6 * 4096)
    content[:4096] = bytes(4096)
    village.path.write_bytes(content)
    refused = village("list", "visit", "--json")
    assert (refused.code, refused.json["error"]) == (1, "not_a_ledger")
    arguments: tuple[Any, ...] = ("--alone",) if is_alone else ()
    saved = village.json("salvage", str(tmp_path / "new.db"), *arguments)
    assert village.path.read_bytes() == content
    assert (saved["backup"] is None) == is_alone
    new = Office(tmp_path / "new.db")
    assert new.json("check")["ok"]
    assert subjects(new) == {"甲", "乙", "丙", "丁"}
    assert "救出了" in village("salvage", str(tmp_path / "again.db")).out
    assert village("salvage", str(tmp_path / "new.db")).code == 1
