"""A backup is put back: looked at first, undone, and never under numbers that were given away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop import paths
from desktop.data.computer import FILE_NAME
from desktop.data.file_store import files_folder
from desktop.domain.errors import Refused
from desktop.services import restoring
from desktop.services.attaching import attach
from desktop.services.backing import back_up, back_up_if_changed
from desktop.services.drafting import drafts, keep_draft
from desktop.services.handling import record_event
from desktop.services.inspecting import inspect
from desktop.services.ledgers import Ledger, open_ledger
from desktop.services.recording import record, revise
from desktop.services.restoring import preview, restore
from tests.attached_files import photo
from tests.offices import Offices, assignment, issue, visit
from tests.services.test_exchange import seen


@pytest.fixture
def village(offices: Offices) -> Ledger:
    """A village's ledger with a visit and its issue."""
    made = offices.village()
    record(made, "visit", [visit(issues=[issue()])])
    return made


def opened(offices: Offices, path: Path) -> Ledger:
    """The ledger as the program finds it; sound."""
    offices.opened.append(open_ledger(path))
    assert inspect(offices.opened[-1]).findings == ()
    return offices.opened[-1]


def subjects(ledger: Ledger) -> set[str]:
    return {row[0] for row in ledger.database.execute_sql("SELECT subject_name FROM visit")}


def test_a_look_tells_what_would_be_lost(village: Ledger) -> None:
    backup = back_up(village)
    before = backup.read_bytes()
    record(village, "visit", [visit(subject_name="乙"), visit(subject_name="丙")])
    issue_id = village.database.execute_sql("SELECT id FROM issue").fetchone()[0]
    record_event(village, issue_id, "assign", assignment())
    look = preview(village.path, backup)
    assert look.counts == {"visit": 1, "issue": 1, "household": 0, "person": 0}
    assert look.now == {"visit": 3, "issue": 1, "household": 0, "person": 0}
    assert (look.newer, look.newer_changes, look.only_there) == ({"issue": 1, "visit": 2}, 3, 0)
    assert (look.office, look.size) == (village.office.name, len(before))
    assert backup.read_bytes() == before
    assert [path.name for path in backup.parent.iterdir() if path.name.startswith(backup.name)] == [backup.name]


def test_a_restore_is_undone(village: Ledger, offices: Offices) -> None:
    backup = back_up(village)
    record(village, "visit", [visit(subject_name="乙")])
    keep_draft(village, "visit", {"subject_name": "半"})
    then = seen(village)
    village.close()
    done = restore(village.path, backup)
    assert done.is_new_node and not done.was_damaged and done.kept is not None
    restored = opened(offices, village.path)
    assert subjects(restored) == {"郑大山"}
    assert drafts(restored) == []
    restored.close()
    restore(village.path, done.kept)
    again = opened(offices, village.path)
    assert seen(again) == then
    assert len(drafts(again)) == 1


@pytest.mark.parametrize("is_forgotten", [False, True], ids=["remembered", "forgotten"])
def test_numbers_given_away_are_not_given_twice(village: Ledger, offices: Offices, is_forgotten: bool) -> None:
    """Even when the computer has lost its memory of what was written, and the same backup is put back again."""
    town = offices.town()
    backup = back_up(village)
    record(village, "visit", [visit(subject_name="乙")])
    offices.send(village, town)
    current = village
    nodes = {village.node_uid}
    for name in ("丙", "丁"):
        current.close()
        if is_forgotten:
            paths.data_dir().joinpath(FILE_NAME).write_text(json.dumps({"computer": "x", "ledgers": {}}))
        restore(village.path, backup)
        current = opened(offices, village.path)
        assert current.node_uid not in nodes
        nodes.add(current.node_uid)
        record(current, "visit", [visit(subject_name=name)])
        outcome = offices.send(current, town)
        assert (outcome.refusal, list(outcome.forks)) == (None, [])
    offices.send(town, current)
    assert subjects(town) == {"郑大山", "乙", "丙", "丁"}
    # What was handed over before comes back from the other side.
    assert subjects(current) == {"郑大山", "乙", "丙", "丁"}
    assert inspect(town).findings == ()
    assert inspect(current).findings == ()


def test_without_a_change_it_stays_the_same_node(village: Ledger, offices: Offices) -> None:
    backup = back_up(village)
    village.close()
    assert not restore(village.path, backup).is_new_node
    assert opened(offices, village.path).node_uid == village.node_uid


def test_a_ledger_open_elsewhere_is_left_alone(village: Ledger) -> None:
    backup = back_up(village)
    record(village, "visit", [visit(subject_name="乙")])
    with pytest.raises(Refused) as refusal:
        restore(village.path, backup)
    assert refusal.value.code == "ledger_busy"
    assert subjects(village) == {"郑大山", "乙"}
    record(village, "visit", [visit(subject_name="丙")])
    assert inspect(village).findings == ()


def test_another_office_is_refused(village: Ledger, offices: Offices) -> None:
    backup = back_up(offices.town())
    village.close()
    before = village.path.read_bytes()
    for act in (preview, restore):
        with pytest.raises(Refused) as refusal:
            act(village.path, backup)
        assert refusal.value.code == "backup_of_other_office"
    assert village.path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" * 100, b"SQLite format 3\0" + bytes(4080)])
def test_no_ledger_is_refused(village: Ledger, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.db").write_bytes(content)
    for act in (preview, restore):
        with pytest.raises(Refused) as refusal:
            act(village.path, tmp_path / "x.db")
        assert refusal.value.code in ("not_a_ledger", "ledger_damaged")


def test_a_damaged_ledger_is_kept_as_it_is(village: Ledger, offices: Offices) -> None:
    backup = back_up(village)
    village.close()
    content = bytearray(village.path.read_bytes())
    content[4096 : 20 * 4096] = b"\xff" * (19 * 4096)
    village.path.write_bytes(content)
    look = preview(village.path, backup)
    assert look.now is None
    done = restore(village.path, backup)
    assert done.was_damaged and done.is_new_node and done.kept is not None
    assert done.kept.read_bytes() == bytes(content)
    assert subjects(opened(offices, village.path)) == {"郑大山"}


def test_a_ledger_that_is_gone_comes_back(village: Ledger, offices: Offices) -> None:
    backup = back_up(village)
    village.close()
    village.path.unlink()
    assert restore(village.path, backup).kept is None
    assert subjects(opened(offices, village.path)) == {"郑大山"}


def test_the_files_come_back_too(village: Ledger, offices: Offices, tmp_path: Path) -> None:
    attach(village, "visit", next(iter(seen(village))), [photo(tmp_path)])
    backup = back_up(village, tmp_path / "U盘")
    village.close()
    for path in files_folder(village.path).glob("??/*"):
        path.unlink()
    restore(village.path, backup)
    opened(offices, village.path)


@pytest.mark.parametrize("step", ["_put_aside", "_go_on_anew", "take_place"])
def test_a_restore_that_fails_leaves_the_ledger(
    village: Ledger, offices: Offices, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = back_up(village)
    record(village, "visit", [visit(subject_name="乙")])
    village.close()

    def fail(*_given: object) -> None:
        raise Refused("disk_full", file="x", folder="y")

    monkeypatch.setattr(restoring, step, fail)
    with pytest.raises(Refused):
        restore(village.path, backup)
    assert not list(village.path.parent.glob(".*"))
    again = opened(offices, village.path)
    assert subjects(again) == {"郑大山", "乙"}
    revise(again, "visit", next(iter(seen(again))), {"note": "接着记"})


@pytest.mark.parametrize("ending", ["", "-journal", ".part", ".part-journal"])
def test_what_a_killed_restore_left_is_removed(village: Ledger, ending: str) -> None:
    backup = back_up(village)
    left = village.path.with_name(f".{village.path.name}.restoring{ending}")
    left.write_bytes(b"x")
    record(village, "visit", [visit(subject_name="乙")])
    back_up_if_changed(village, "timed")
    assert not left.exists()
    left.write_bytes(b"x")
    village.close()
    restore(village.path, backup)
    assert not left.exists()
