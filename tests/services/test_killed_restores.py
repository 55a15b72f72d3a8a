"""A restore that is killed at any moment leaves the ledger as it was, or as it was to be."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop.services.backing import back_up, list_backups
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.recording import record
from desktop.services.restoring import preview
from tests.offices import Offices, visit
from tests.programs import environment

KILLS = 4


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_killed_restore_is_all_or_nothing(offices: Offices, kill: int) -> None:
    village = offices.village()
    record(village, "visit", [visit(subject_name="甲")])
    one = back_up(village)
    record(village, "visit", [visit(subject_name="乙")])
    other = back_up(village)
    village.close()
    with subprocess.Popen(
        [sys.executable, Path(__file__).with_name("restore_until_killed.py"), village.path, one, other],
        env=environment(),
        stdout=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"begun\n"
        timer = threading.Timer(random.Random(kill).uniform(0.02, 0.6), running.kill)
        timer.start()
        running.wait()
        timer.join()
    assert running.returncode < 0
    ledger = open_ledger(village.path)
    offices.opened.append(ledger)
    names = {row[0] for row in ledger.database.execute_sql("SELECT subject_name FROM visit")}
    assert names in ({"甲"}, {"甲", "乙"})
    assert inspect(ledger).findings == ()
    record(ledger, "visit", [visit(subject_name="丙")])
    # Whatever was kept meanwhile is whole.
    for kept in list_backups(one.parent, village.path):
        assert preview(village.path, kept.path).counts["visit"] in (1, 2)
