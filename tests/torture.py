"""The real program killed in the middle of imports: ``python -m tests.torture 200``. Exits with 1 when one did harm."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.data.ledger import open_ledger
from desktop.services.exporting import export_workbook
from desktop.services.inspecting import inspect
from desktop.services.recording import record
from tests.offices import VILLAGES, Offices, issue, visit
from tests.services.test_exchange import seen
from tests.sheet_edits import VISITS, type_into

RECORDS = 120
"""Visits of each village, each with an issue: enough that an import takes a while beside the program's start."""


@dataclass
class Imports:
    """A town's ledger, its villages' workbooks, and what importing them makes of it."""

    folder: Path
    workbooks: list[Path] = field(default_factory=list)

    def prepare(self) -> None:
        """Make ledger and workbooks; one of them was filled in by hand."""
        offices = Offices(self.folder)
        offices.town()
        for number, code in enumerate(VILLAGES):
            village = offices.village(code)
            rows = [
                visit(subject_name=f"户{number}-{row}", demand="村口渠道漏水" * 9, issues=[issue()])
                for row in range(RECORDS)
            ]
            record(village, "visit", rows)
            path = offices.file()
            export_workbook(village, path)
            self.workbooks.append(path)
        type_into(self.workbooks[0], VISITS, "户0-1", 备注="表里")
        offices.close()
        offices.opened[0].path.rename(self.folder / "before.db")
        begun = time.monotonic()
        self.start("after.db").wait()
        self.seconds = time.monotonic() - begun
        self.before, self.after = (self.state(name) for name in ("before.db", "after.db"))
        if len(self.after) != len(VILLAGES) * RECORDS * 2:
            raise AssertionError("the undisturbed import went wrong")

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """The real program importing all workbooks into a fresh ledger of this name."""
        for old in self.folder.glob(f"{name}*"):
            old.unlink()
        shutil.copy(self.folder / "before.db", self.folder / name)
        return self.resume(name)

    def resume(self, name: str) -> subprocess.Popen[bytes]:
        """The real program importing all workbooks into this ledger."""
        command = [
            sys.executable,
            "-m",
            "desktop",
            "--db",
            str(self.folder / name),
            "import",
            *map(str, self.workbooks),
        ]
        home = {"ZOUFANG_HOME": str(self.folder / "home")}
        return subprocess.Popen(command, env=os.environ | home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def state(self, name: str) -> dict[str, Any]:
        """What the ledger shows. AssertionError when it is not sound."""
        ledger = open_ledger(self.folder / name)
        try:
            assert inspect(ledger).findings == (), inspect(ledger).findings
            return {key: told for key, row in seen(ledger).items() if (told := _untimed(row))}
        finally:
            ledger.close()

    def kill_once(self, after: float) -> str:
        """One import killed after so many seconds; gives what the ledger then held: before, after or finished."""
        process = self.start("killed.db")
        time.sleep(after)
        is_running = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        held = self.state("killed.db")
        if held not in (self.before, self.after):
            raise AssertionError(f"killed after {after:.3f} s: half an import")
        if held == self.before:
            # What was killed can be done again.
            assert self.resume("killed.db").wait() == 0
            assert self.state("killed.db") == self.after
        return ("before" if held == self.before else "after") if is_running else "finished"


def _untimed(row: Any) -> Any:
    """A row without when and by which import it was written down."""
    if not isinstance(row, dict):
        return row
    return {name: value for name, value in row.items() if name not in ("recorded_at", "changed_at")}


def main() -> int:
    """Kill as often as the argument says, and print what came of it."""
    wanted = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    draw = random.Random(seed)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        imports = Imports(Path(folder))
        imports.prepare()
        for number in range(wanted):
            # Every other one near the end, where all that was taken in is written.
            part = draw.uniform(0.1, 1.05) if number % 2 else draw.uniform(0.8, 1.02)
            counts[imports.kill_once(part * imports.seconds)] += 1
    print(
        f"{wanted} imports killed (seed {seed}): {counts['before']} left the old state, {counts['after']} the new one, "
        f"{counts['finished']} had ended by themselves; 0 halves, check clean after each"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
