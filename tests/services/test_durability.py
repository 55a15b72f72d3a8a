"""What was said to be saved is there, whenever the program is killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.data.ledger import open_ledger
from desktop.services.inspecting import inspect
from tests.offices import Offices, values_of
from tests.programs import environment

ROUNDS = 12
HOUSE = Path(__file__).parents[2]


@pytest.mark.skipif(os.name != "posix", reason="kills as only POSIX does")
def test_every_acknowledged_write_survives_a_kill(offices: Offices) -> None:
    made = offices.village()
    path = made.path
    made.close()
    offices.opened.clear()
    draw = random.Random(20240305)
    said: list[tuple[str, str, str, str]] = []
    for _ in range(ROUNDS):
        said += killed_after(path, draw.randrange(1, 60))
        ledger = open_ledger(path)
        try:
            for kind, record_id, column, value in said:
                assert str(values_of(ledger, kind, record_id)[column]) == value
            assert inspect(ledger).findings == ()
        finally:
            ledger.close()
    assert len(said) > ROUNDS * 10


def killed_after(path: Path, lines: int) -> list[tuple[str, str, str, str]]:
    """Let a program write until it has acknowledged so many writes, kill it at once; all that it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.services.write_until_killed", str(path)],
        cwd=HOUSE,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        said = [child.stdout.readline() for _ in range(lines)]
        child.kill()
        said += child.stdout.readlines()
    # The kill may have cut the last line in two.
    whole = [line.split() for line in said if line.endswith("\n")]
    return [(kind, record_id, column, value) for kind, record_id, column, value in whole]
