"""Whatever became of a locked ledger, its key file or what is sealed beside it: the right content or a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import paths
from desktop.data import key_file, unlock_delays
from desktop.data.file_store import files_folder
from desktop.domain.errors import Refused
from desktop.services.attaching import attach, attachments_of, copy_out
from desktop.services.finding import Query, count_records
from desktop.services.ledgers import open_ledger
from desktop.services.locking import set_password, unlock, unlock_with_code
from desktop.services.recording import record
from tests.attached_files import photo
from tests.hostile.mutating import bounded, mutated
from tests.hostile.test_read_files import SEEDS, told
from tests.offices import Offices, visit

PASSWORD = "东沟村头的老槐树"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=200) | st.just("00" * 48),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_file, "COST", (2, 1, 1))


@pytest.fixture
def locked(offices: Offices, tmp_path: Path) -> tuple[Path, str]:
    """A locked ledger with a visit and its photo, and the recovery code; the only key file is the one beside it."""
    ledger = offices.village()
    (visit_id,) = record(ledger, "visit", [visit()]).ids
    attach(ledger, "visit", visit_id, [photo(tmp_path)])
    ledger.close()
    offices.opened.clear()
    code = set_password(ledger.path, PASSWORD).code
    for other in (paths.data_dir() / "keys").iterdir():
        other.unlink()
    return ledger.path, code


def opened(path: Path, code: str) -> None:
    """By the password and by the code: it opens and holds what it held, or it is said why not."""
    for way, secret in ((unlock, PASSWORD), (unlock_with_code, code)):
        try:
            ledger = open_ledger(path, keys=way(path, secret))
        except Refused as refusal:
            told(refusal)
            continue
        try:
            with ledger.telling_faults():
                assert count_records(ledger, Query("visit")) == 1
        except Refused as refusal:
            told(refusal)
        finally:
            ledger.close()


def begun_anew(path: Path) -> None:
    """Nobody has tried a wrong password yet, and no other place knows the key."""
    for other in [*(paths.data_dir() / "keys").glob("*"), paths.data_dir() / unlock_delays.FILE_NAME]:
        other.unlink(missing_ok=True)


def test_key_files(locked: tuple[Path, str]) -> None:
    path, code = locked
    (beside,) = path.parent.glob("*.key")
    whole = beside.read_bytes()

    @bounded(60)
    @given(SEEDS)
    def bytes_changed(seed: int) -> None:
        begun_anew(path)
        beside.write_bytes(mutated(whole, seed))
        opened(path, code)

    @bounded(100)
    @given(SEEDS, VALUES)
    def values_changed(seed: int, value: Any) -> None:
        begun_anew(path)
        content = json.loads(whole)
        places = [content, *content["slots"].values()]
        place = places[Random(seed).randrange(3)]
        place[Random(seed).choice(sorted(place))] = value
        beside.write_text(json.dumps(content), encoding="utf-8")
        opened(path, code)

    bytes_changed()
    values_changed()


def test_tries(locked: tuple[Path, str]) -> None:
    """The note of wrong passwords lies in the program's own folder; whatever it says, the right one opens at last."""
    path, code = locked
    with pytest.raises(Refused):
        unlock(path, "不是这个密码")
    noted = paths.data_dir() / unlock_delays.FILE_NAME
    whole = noted.read_bytes()

    @bounded(80)
    @given(SEEDS)
    def tried(seed: int) -> None:
        noted.write_bytes(mutated(whole, seed))
        opened(path, code)
        noted.write_bytes(whole)

    tried()
    assert unlock(path, PASSWORD)


def test_ledgers(locked: tuple[Path, str]) -> None:
    path, code = locked
    whole = path.read_bytes()

    @bounded(60)
    @given(SEEDS)
    def tried(seed: int) -> None:
        begun_anew(path)
        for ending in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        path.write_bytes(mutated(whole, seed))
        opened(path, code)

    tried()


def test_sealed_files(locked: tuple[Path, str], tmp_path: Path) -> None:
    path, _ = locked
    ledger = open_ledger(path, keys=unlock(path, PASSWORD))
    (visit_id,) = ledger.database.execute_sql("SELECT id FROM visit").fetchone()
    (one,) = attachments_of(ledger, "visit", visit_id)
    content = copy_out(ledger, one.id, tmp_path).read_bytes()
    (sealed,) = [found for found in files_folder(path).rglob("*") if found.is_file()]
    whole = sealed.read_bytes()

    @bounded(60)
    @given(SEEDS)
    def tried(seed: int) -> None:
        changed = mutated(whole, seed)
        sealed.chmod(0o600)
        sealed.write_bytes(changed)
        target = tmp_path / "out"
        target.mkdir(exist_ok=True)
        try:
            assert copy_out(ledger, one.id, target).read_bytes() == content
        except Refused as refusal:
            told(refusal)
            assert changed != whole
        for left in target.iterdir():
            left.unlink()

    tried()
    ledger.close()
