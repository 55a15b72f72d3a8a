"""What is loaded until the first frame is painted is written down, and grows only on purpose."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from desktop.services.ledgers import begin_ledger
from desktop.services.recording import record
from tests.programs import environment

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tests" / "benchmarks" / "start_once.py"
ALLOWED = Path(__file__).with_name("first_frame_modules.txt")
VILLAGE = {"level": "village", "code": "321183108212", "name": "唐陵村", "town_name": "天王镇", "actor": "李四"}


def loaded_until_first_frame(home: Path, ledger: str) -> set[str]:
    """The modules of the program, and the packages of others but for those that are parts of Python in C."""
    command = [sys.executable, str(SCRIPT), ledger]
    done = subprocess.run(command, env=environment(home), check=True, capture_output=True, text=True, timeout=60)
    names = json.loads(done.stdout.splitlines()[-1])
    return {name if name.startswith("desktop") else name.partition(".")[0] for name in names if name[0] != "_"}


def test_nothing_is_loaded_that_the_first_frame_does_not_need(tmp_path: Path, zoufang_home: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = begin_ledger(path, **VILLAGE)
    visit = {"visited_on": "2026-03-05", "subject_name": "张三", "visitors": ["李四"], "kind": "household"}
    record(ledger, "visit", [{**visit, "handling": "none"}])
    ledger.close()
    loaded = loaded_until_first_frame(zoufang_home, str(path)) - loaded_until_first_frame(zoufang_home, "-")
    allowed = set(ALLOWED.read_text(encoding="utf-8").split())
    more, less = sorted(loaded - allowed), sorted(allowed - loaded)
    assert not more, (
        f"{more} are loaded before the first frame, and everybody waits for them at every start. Import them where "
        f"they are first used, and name them in desktop.ui.warming; if the first frame does show what they make, "
        f"measure the start (make bench) and add them to {ALLOWED.name}."
    )
    assert not less, f"{less} are not loaded any more: take them out of {ALLOWED.name}."
