"""The window killed while it saves: what it had said to be saved is there, and the ledger opens again."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

from desktop.services.finding import Query, count_records, get_record
from desktop.services.inspecting import inspect
from tests.offices import Offices
from tests.programs import environment

KILLS = 3

_WINDOW = """
import sys
from pathlib import Path
from desktop.app import Program, application
from desktop.services.recording import record
from desktop.ui.preferences import Preferences
from tests.offices import issue, visit

app = application()
program = Program(app, Preferences(Path(sys.argv[2]) / "settings.ini"))
program.start(Path(sys.argv[1]))
window = program.window


def save():
    context = window.context
    context.write(lambda: record(context.ledger, "visit", [visit(issues=[issue()])]), done=saved)


def saved(done):
    print(done.ids[0], flush=True)
    save()


window.began.connect(save)
app.exec()
"""


def test_what_the_window_said_to_be_saved_survives_a_kill(offices: Offices, tmp_path: Path) -> None:
    village = offices.village()
    command = [sys.executable, "-c", _WINDOW, str(village.path), str(tmp_path)]
    for _ in range(KILLS):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(tmp_path)) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            timer = threading.Timer(random.uniform(0, 0.2), process.send_signal, [signal.SIGKILL])
            timer.start()
            said = [first, *process.stdout.read().splitlines(keepends=True)]
            timer.join()
        for record_id in (line.strip() for line in said if line.endswith("\n")):
            assert get_record(village, "visit", record_id)
        assert count_records(village, Query("visit")) == count_records(village, Query("issue")) > 0
        assert inspect(village).is_sound
