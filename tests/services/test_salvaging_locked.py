"""Damaged ledgers with a password: what can be read is saved, and nothing of it ever lies in plain."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.data import key_file
from desktop.data.locking import LedgerKeys
from desktop.domain.errors import Refused
from desktop.services.backing import back_up
from desktop.services.drafting import drafts, keep_draft
from desktop.services.inspecting import inspect
from desktop.services.ledgers import Ledger, open_ledger
from desktop.services.locking import is_locked, set_password, unlock
from desktop.services.recording import record, revise
from desktop.services.salvaging import good_backup, is_worth_salvaging, locked_backup, put_in_place, salvage
from tests.offices import Offices, id_number, issue, visit
from tests.services.test_exchange import seen
from tests.services.test_locking import places_of
from tests.services.test_salvaging import DAMAGE, told

PASSWORD, OTHER = "东沟村头的老槐树", "西桥边上的三棵柳"
PLANTED = id_number("32998119850607001")
HEAD = 4096


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_file, "COST", (2, 1, 1))


@pytest.fixture
def village(offices: Offices) -> Ledger:
    """A village's closed ledger with visits, issues, a long text and a draft; the planted number is in many."""
    made = offices.village()
    saved = record(made, "visit", [visit(id_number=PLANTED, issues=[issue()]) for _ in range(40)])
    record(made, "visit", [visit(demand=f"{PLANTED}家水渠漏水" * 120)])
    for number, one in enumerate(saved.ids):
        revise(made, "visit", one, {"suggestion": f"建议{number}"})
    keep_draft(made, "visit", {"subject_name": PLANTED})
    made.close()
    offices.opened.clear()
    return made


@pytest.fixture
def keys(village: Ledger) -> LedgerKeys:
    """The keys by which the village's ledger is locked."""
    return set_password(village.path, PASSWORD).keys


def test_nothing_damaged_loses_nothing(village: Ledger, keys: LedgerKeys, tmp_path: Path) -> None:
    whole = open_ledger(village.path, keys=keys)
    wanted, held = seen(whole), [one.content for one in drafts(whole)]
    # Also what is still in the log of writes, as a killed program leaves it.
    added = record(whole, "visit", [visit(subject_name="刚记")]).ids[0]
    for ending in ("", "-wal"):
        shutil.copy(f"{whole.path}{ending}", village.path.with_name(f"killed.db{ending}"))
    changes = inspect(whole).changes
    whole.close()
    target = tmp_path / "elsewhere" / "救出.db"
    target.parent.mkdir()
    saved = salvage(village.path.with_name("killed.db"), target, keys=keys)
    assert (saved.lost, saved.changes, saved.drafts) == ((), changes, 1)
    # It opens where it was put, by its password.
    again = open_ledger(target, keys=unlock(target, PASSWORD))
    assert inspect(again).findings == ()
    found = seen(again)
    assert found.pop(added)["subject_name"] == "刚记"
    assert found == wanted
    assert [one.content for one in drafts(again)] == held
    again.close()
    assert places_of(PLANTED, tmp_path) == []


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda one: one.__name__)
def test_a_backup_fills_the_gaps(
    village: Ledger, keys: LedgerKeys, tmp_path: Path, damage: Callable[..., str], seed: int
) -> None:
    ledger = open_ledger(village.path, keys=keys)
    backup = back_up(ledger)
    last = record(ledger, "visit", [visit(subject_name="后来")]).ids[0]
    wanted = seen(ledger)
    ledger.close()
    damage(village.path, random.Random(f"locked{damage.__name__}{seed}"))
    damaged = village.path.read_bytes()
    assert good_backup(village.path, keys) == backup
    assert good_backup(village.path) is None, "without its keys it cannot be told"
    saved = salvage(village.path, tmp_path / "救出.db", backup, keys)
    kept = put_in_place(village.path, saved.path)
    assert kept.read_bytes() == damaged
    again = open_ledger(village.path, keys=keys)
    assert [one for one in inspect(again).findings if one.is_damage] == []
    found = seen(again)
    again.close()
    assert found.keys() >= wanted.keys() - {last}
    for record_id in found.keys() & wanted.keys() - {last}:
        assert told(found[record_id]) == told(wanted[record_id])
    assert is_locked(village.path)
    assert places_of(PLANTED, tmp_path) == []


def test_one_that_does_not_tell_any_more_that_it_is_locked(village: Ledger, keys: LedgerKeys, tmp_path: Path) -> None:
    ledger = open_ledger(village.path, keys=keys)
    backup = back_up(ledger)
    last = record(ledger, "visit", [visit(subject_name="后来")]).ids[0]
    wanted = seen(ledger)
    ledger.close()
    content = village.path.read_bytes()
    village.path.write_bytes(bytes(HEAD) + content[HEAD:])
    with pytest.raises(Refused) as refusal:
        open_ledger(village.path, keys=keys)
    assert refusal.value.code == "not_a_ledger"
    assert is_worth_salvaging(refusal.value, village.path)
    assert locked_backup(village.path) == backup
    saved = salvage(village.path, tmp_path / "救出.db", backup, unlock(backup, PASSWORD))
    again = open_ledger(saved.path, keys=keys)
    assert seen(again).keys() == wanted.keys()
    assert last in seen(again)
    again.close()
    assert places_of(PLANTED, tmp_path) == []


def test_a_backup_under_an_earlier_password_needs_it(village: Ledger, tmp_path: Path) -> None:
    ledger = open_ledger(village.path)
    plain = back_up(ledger, tmp_path / "stick")
    ledger.close()
    others = set_password(plain, OTHER).keys
    keys = set_password(village.path, PASSWORD).keys
    with pytest.raises(Refused, match="backup_locked"):
        salvage(village.path, tmp_path / "救出.db", plain, keys)
    assert not (tmp_path / "救出.db").exists()
    saved = salvage(village.path, tmp_path / "救出.db", plain, keys, others)
    assert (saved.lost, is_locked(saved.path)) == ((), True)
    assert unlock(saved.path, PASSWORD) == keys
