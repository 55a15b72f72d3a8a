"""A program killed while it takes files in leaves none half: what is attached is whole, what is not does not count."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from desktop.data.file_store import files_folder
from desktop.data.ledger import open_ledger
from desktop.services.attaching import attach, attachment, attachments_of, store_of
from desktop.services.inspecting import inspect
from desktop.services.recording import record
from tests.attached_files import photo
from tests.offices import Offices, issue
from tests.programs import environment

ROUNDS = 6
HOUSE = Path(__file__).parents[2]


@pytest.mark.skipif(os.name != "posix", reason="kills as only POSIX does")
def test_no_half_file_is_counted(offices: Offices, tmp_path: Path) -> None:
    made = offices.village()
    issue_id = record(made, "issue", [issue()]).ids[0]
    path = made.path
    made.close()
    offices.opened.clear()
    draw = random.Random(20241122)
    said: list[str] = []
    for _ in range(ROUNDS):
        said += killed_after(path, issue_id, tmp_path, draw.randrange(1, 6), draw.random() / 50)
        ledger = open_ledger(path)
        try:
            assert all(attachment(ledger, one).is_here for one in said)
            # Contents without a record may be left, records without their content may not.
            assert inspect(ledger).findings == ()
            assert all(store_of(ledger).is_sound(one.digest) for one in attachments_of(ledger, "issue", issue_id))
        finally:
            ledger.close()
    assert said
    ledger = open_ledger(path)
    try:
        for left in (files_folder(path) / "incoming").iterdir():
            os.utime(left, (0, 0))
        attach(ledger, "issue", issue_id, [photo(tmp_path)])
        assert list((files_folder(path) / "incoming").iterdir()) == []
    finally:
        ledger.close()


def killed_after(path: Path, issue_id: str, folder: Path, lines: int, seconds: float) -> list[str]:
    """Let a program attach so many files, kill it a moment later; the ids it has said."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.services.attach_until_killed", str(path), issue_id, str(folder)],
        cwd=HOUSE,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        said = [child.stdout.readline() for _ in range(lines)]
        # In the middle of the next file, wherever that is.
        with suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
        child.kill()
        said += child.stdout.readlines()
    return [line.strip() for line in said if line.endswith("\n")]
