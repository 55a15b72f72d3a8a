"""A minute of killing the real program while it writes; ``make torture`` kills 500 times."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.kinds import KINDS

ROOT = Path(__file__).parents[2]
SECONDS = 40
"""For the kills; what is killed must be prepared too."""


@pytest.mark.skipif(os.name != "posix", reason="kills as only POSIX does")
def test_whatever_is_killed_nothing_is_lost(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.torture", "200", "--seconds", str(SECONDS), "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = done.stdout.splitlines()
    assert re.match(r"\d+ kills, 0 losses", told[-1])
    for kind in KINDS:
        assert any(re.match(rf" +[1-9]\d* {kind}: ", line) for line in told), f"{kind} was not killed"
