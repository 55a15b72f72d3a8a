"""Damaged ledgers: never a traceback, never a wrong claim, and what can be read is saved into a sound ledger."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import Refused
from desktop.services import finding
from desktop.services.backing import back_up
from desktop.services.drafting import drafts, keep_draft
from desktop.services.finding import Query
from desktop.services.handling import record_event
from desktop.services.inspecting import inspect
from desktop.services.ledgers import Ledger, open_ledger
from desktop.services.recording import record, revise
from desktop.services.salvaging import Salvaged, good_backup, is_worth_salvaging, put_in_place, salvage
from desktop.services.settings import change_setting, read_settings
from tests.offices import Offices, assignment, issue, visit
from tests.services.test_exchange import seen

PAGE = 4096


@pytest.fixture
def village(offices: Offices) -> Ledger:
    """A village's ledger with visits, issues, a long text, a setting, a draft, and an answer of the town."""
    made, town = offices.village(), offices.town()
    saved = record(made, "visit", [visit(note=f"第{number}次", issues=[issue()]) for number in range(60)])
    record(made, "visit", [visit(demand="水渠漏水" * 120)])
    for _, issue_id in saved.also[:10]:
        record_event(made, issue_id, "assign", assignment())
    offices.send(made, town)
    revise(town, "visit", saved.ids[0], {"note": "镇里看过"})
    offices.send(town, made)
    for number, one in enumerate(saved.ids):
        revise(made, "visit", one, {"suggestion": f"建议{number}"})
    change_setting(made, "warn_days", 3)
    keep_draft(made, "visit", {"subject_name": "半"})
    made.close()
    return made


def opened(path: Path) -> Ledger:
    """The saved ledger, which must be sound."""
    ledger = open_ledger(path)
    try:
        assert [one for one in inspect(ledger).findings if one.is_damage] == []
    except BaseException:
        ledger.close()
        raise
    return ledger


def contents(ledger: Ledger) -> dict[str, Any]:
    """Visits without the note of what the program keeps of them."""
    return seen(ledger)


def flipped(path: Path, rng: random.Random) -> str:
    content = bytearray(path.read_bytes())
    for _ in range(rng.choice([1, 1, 3, 20])):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)
    return "flipped"


def wiped(path: Path, rng: random.Random) -> str:
    content = bytearray(path.read_bytes())
    for _ in range(rng.choice([1, 3, 10])):
        start = rng.randrange(len(content) // PAGE) * PAGE
        content[start : start + PAGE] = rng.choice([bytes(PAGE), b"\xff" * PAGE, rng.randbytes(PAGE)])
    path.write_bytes(content)
    return "wiped"


def cut(path: Path, rng: random.Random) -> str:
    content = path.read_bytes()
    path.write_bytes(content[: rng.randrange(len(content))])
    return "cut"


DAMAGE = (flipped, wiped, cut)
SEEDS = range(3)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda one: one.__name__)
def test_whatever_is_damaged_is_said_and_saved(
    village: Ledger, tmp_path: Path, damage: Callable[..., str], seed: int
) -> None:
    whole = opened(village.path)
    wanted, changes = contents(whole), inspect(whole).changes
    whole.close()
    damaged = Path(shutil.copy(village.path, tmp_path / "损坏.db"))
    damage(damaged, random.Random(f"{damage.__name__}{seed}"))
    before = damaged.read_bytes()
    try:
        saved = salvage(damaged, tmp_path / "救出.db")
    except Refused as refusal:
        assert refusal.code == "nothing_salvaged"
        saved = None
    assert damaged.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} <= {"损坏.db", "救出.db"}
    if saved is not None:
        judge(saved, wanted, changes)
    try_out(damaged, wanted)


def judge(saved: Salvaged, wanted: dict[str, Any], changes: int) -> None:
    """What is said of what was saved is true."""
    assert saved.changes + saved.lost_count <= changes
    ledger = opened(saved.path)
    found = contents(ledger)
    ledger.close()
    assert found.keys() <= wanted.keys()
    if not saved.lost and saved.changes == changes:
        assert {one: told(row) for one, row in found.items()} == {one: told(row) for one, row in wanted.items()}


def told(row: dict[str, Any]) -> dict[str, Any]:
    """What people have told of a record."""
    return {name: row.get(name) for name in ("note", "suggestion", "subject_name", "demand")}


def try_out(path: Path, wanted: dict[str, Any]) -> None:
    """The damaged ledger itself: opened, looked at, inspected; a sentence or the truth."""
    try:
        ledger = open_ledger(path)
    except Refused as refusal:
        assert refusal.code in ("ledger_damaged", "not_a_ledger", "ledger_newer"), refusal.code
        return
    try:
        if inspect(ledger).is_sound:
            assert contents(ledger) == wanted
            for kind in ("visit", "issue"):
                finding.list_records(ledger, Query(kind, limit=500))
    finally:
        ledger.close()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda one: one.__name__)
def test_a_backup_fills_the_gaps(village: Ledger, tmp_path: Path, damage: Callable[..., str], seed: int) -> None:
    ledger = open_ledger(village.path)
    backup = back_up(ledger)
    last = record(ledger, "visit", [visit(subject_name="后来")]).ids[0]
    wanted, node = contents(ledger), ledger.node_uid
    ledger.close()
    damage(village.path, random.Random(f"backup{damage.__name__}{seed}"))
    assert good_backup(village.path) == backup
    saved = salvage(village.path, tmp_path / "救出.db", backup)
    again = opened(saved.path)
    found = contents(again)
    assert again.node_uid != node
    assert found.keys() >= wanted.keys() - {last}
    for record_id in found.keys() & wanted.keys() - {last}:
        assert told(found[record_id]) == told(wanted[record_id])
    assert read_settings(again).warn_days == 3
    assert (last in found) == (saved.lost_count == 0 and len(found) == len(wanted))
    again.close()


def test_nothing_damaged_loses_nothing(village: Ledger, tmp_path: Path) -> None:
    whole = opened(village.path)
    saved = salvage(village.path, tmp_path / "救出.db")
    again = opened(saved.path)
    assert seen(again) == seen(whole)
    assert (saved.lost, saved.repeated, saved.waiting, saved.drafts) == ((), 0, 0, 1)
    assert saved.changes == inspect(whole).changes
    assert [draft.content for draft in drafts(again)] == [draft.content for draft in drafts(whole)]
    whole.close()
    again.close()


def test_drafts_of_inner_pages_are_saved(village: Ledger, tmp_path: Path) -> None:
    ledger = open_ledger(village.path)
    for number in range(40):
        keep_draft(ledger, "visit", {"subject_name": f"户{number}", "demand": "水渠" * 20})
    wanted = {draft.id: draft.content for draft in drafts(ledger)}
    ledger.close()
    saved = salvage(village.path, tmp_path / "救出.db")
    again = opened(saved.path)
    assert {draft.id: draft.content for draft in drafts(again)} == wanted
    again.close()


def wipe(path: Path, *tables: str) -> None:
    """Write zeros over the root pages of tables and of their indexes."""
    ledger = open_ledger(path)
    marks = ", ".join("?" * len(tables))
    pages = ledger.database.execute_sql(
        f"SELECT rootpage FROM sqlite_master WHERE tbl_name IN ({marks}) AND rootpage > 0", tables
    ).fetchall()
    ledger.close()
    with path.open("r+b") as file:
        for (page,) in pages:
            file.seek((page - 1) * PAGE)
            file.write(bytes(PAGE))


@pytest.mark.parametrize("tables", [("node",), ("scope",), ("meta",), ("knowledge", "node", "scope", "meta")])
def test_a_backup_tells_whose_the_changes_are(village: Ledger, tmp_path: Path, tables: tuple[str, ...]) -> None:
    ledger = open_ledger(village.path)
    backup = back_up(ledger)
    last = record(ledger, "visit", [visit(subject_name="后来")]).ids[0]
    changes = inspect(ledger).changes
    ledger.close()
    wipe(village.path, *tables)
    saved = salvage(village.path, tmp_path / "救出.db", backup)
    assert (saved.changes, saved.lost, saved.unplaced) == (changes, (), 0)
    again = opened(saved.path)
    assert last in contents(again)
    again.close()


def test_changes_of_nobody_known_are_counted(village: Ledger, tmp_path: Path) -> None:
    wipe(village.path, "node")
    with pytest.raises(Refused) as refusal:
        salvage(village.path, tmp_path / "救出.db")
    assert refusal.value.code == "nothing_salvaged"


def test_what_is_still_in_the_log_of_writes_is_saved(village: Ledger, tmp_path: Path) -> None:
    ledger = open_ledger(village.path)
    record(ledger, "visit", [visit(subject_name="刚记")])
    for ending in ("", "-wal"):
        shutil.copy(f"{ledger.path}{ending}", tmp_path / f"killed.db{ending}")
    wanted = seen(ledger)
    ledger.close()
    saved = salvage(tmp_path / "killed.db", tmp_path / "救出.db")
    again = opened(saved.path)
    assert seen(again) == wanted
    again.close()


def test_own_changes_after_a_gap_are_there_at_once_and_agree_when_it_closes(
    village: Ledger, offices: Offices, tmp_path: Path
) -> None:
    ledger = open_ledger(village.path)
    town = offices.opened[1]
    offices.send(ledger, town)
    wanted = seen(ledger)
    page = page_of_change(ledger, 20)
    ledger.close()
    with village.path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(bytes(PAGE))
    saved = salvage(village.path, tmp_path / "救出.db")
    assert saved.lost and saved.repeated
    kept = put_in_place(village.path, saved.path)
    assert kept.read_bytes()[(page - 1) * PAGE : page * PAGE] == bytes(PAGE)
    again = opened(village.path)
    assert len(contents(again)) > 20
    # The town holds what was handed over: with its file the gap closes.
    offices.opened.append(again)
    outcome = offices.send(town, again, full=True)
    assert outcome.refusal is None
    assert opened_once(again)
    for record_id, row in wanted.items():
        assert told(contents(again)[record_id]) == told(row)
    record(again, "visit", [visit(subject_name="接着记")])
    assert offices.send(again, town).refusal is None
    assert inspect(town).findings == ()
    assert contents(town).keys() == contents(again).keys()


def opened_once(ledger: Ledger) -> bool:
    return [one for one in inspect(ledger).findings if one.is_damage] == []


def page_of_change(ledger: Ledger, number: int) -> int:
    """A leaf page in the middle of the log."""
    root = ledger.database.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'change'").fetchone()[0]
    ledger.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    content = ledger.path.read_bytes()
    start = (root - 1) * PAGE
    assert content[start] == 5
    cell = int.from_bytes(content[start + 12 + 8 : start + 14 + 8], "big")
    return int.from_bytes(content[start + cell : start + cell + 4], "big")


def files() -> Iterator[tuple[str, bytes, bool]]:
    yield "text", "姓名,电话\n".encode() * 200, False
    yield "empty", b"", False
    yield "other database", b"SQLite format 3\0" + bytes(4080), False
    yield "header lost", b"\0" * 100 + b"CREATE TABLE change (id INTEGER" + bytes(9000), True


@pytest.mark.parametrize(("content", "is_worth"), [one[1:] for one in files()], ids=[one[0] for one in files()])
def test_only_a_ledger_is_salvaged(tmp_path: Path, content: bytes, is_worth: bool) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        open_ledger(path)
    assert is_worth_salvaging(refusal.value, path) == is_worth
    with pytest.raises(Refused) as refusal:
        salvage(path, tmp_path / "y.db")
    assert refusal.value.code == "nothing_salvaged"
    assert [one.name for one in tmp_path.iterdir()] == ["x.db"]
