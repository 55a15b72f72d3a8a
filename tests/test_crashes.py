"""A crash in code that is not Python leaves where it happened, for the log of the next start, and nobody's data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop import logs, paths

ROOT = Path(__file__).resolve().parents[1]
CRASH = """
import faulthandler
from desktop.logs import keep_log, keeping_crashes
def crash(secret):
    faulthandler._sigsegv()
keep_log()
with keeping_crashes():
    {act}
"""


def run(act: str) -> int:
    done = subprocess.run([sys.executable, "-c", CRASH.format(act=act)], cwd=ROOT, capture_output=True, check=False)
    return done.returncode


def left() -> list[Path]:
    return sorted(paths.log_dir().glob("crash-*"))


def logged() -> list[str]:
    log = paths.log_dir() / "zoufang.log"
    return log.read_text("utf-8").splitlines() if log.exists() else []


@pytest.mark.skipif(sys.platform == "win32", reason="ends otherwise there")
def test_the_next_start_tells_of_it_once() -> None:
    assert run("crash('郑大山')") != 0
    assert len(left()) == 1 and logged() == []
    assert run("pass") == 0
    assert left() == []
    (line,) = logged()
    assert "Fatal Python error: Segmentation fault" in line and "<string>:5 crash < <string>:8 <module>" in line
    assert "郑大山" not in line
    assert run("pass") == 0
    assert len(logged()) == 1


def test_what_runs_and_what_was_killed_is_no_crash() -> None:
    paths.log_dir().mkdir(parents=True)
    other = paths.log_dir() / "crash-1.log"
    other.touch()
    with logs.keeping_crashes():
        assert len(left()) == 2
    assert left() == [other]


def test_no_place_for_it_is_no_hindrance(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    monkeypatch.setattr(paths, "log_dir", lambda: in_the_way)
    with logs.keeping_crashes():
        assert left() == []


def test_the_way_to_the_program_is_not_told() -> None:
    text = f"""Fatal Python error: Aborted

Thread 0x00007f01 (most recent call first):
  File "/home/张三/x.py", line 1 in other

Current thread 0x00007f02 (most recent call first):
  File "{ROOT}/desktop/ui/times.py", line 12 in told
  File "/home/张三/.venv/lib/python3.11/site-packages/peewee.py", line 3 in execute
  File "/home/张三/run.py", line 4 in <module>

Extension modules: sqlcipher3
"""
    told = logs.crash_text(text)
    assert told.endswith("desktop/ui/times.py:12 told < site-packages/peewee.py:3 execute < run.py:4 <module>")
    assert "张三" not in told and "\n" not in told


@pytest.mark.parametrize("text", ["", "\n\n", "Fatal", "Current thread\nFile"])
def test_whatever_was_left_is_told_in_one_line(text: str) -> None:
    assert "\n" not in logs.crash_text(text)
