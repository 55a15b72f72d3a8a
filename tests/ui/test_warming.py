"""Pages open quickly the first time: what they are made of has been loaded in small pieces before."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services.recording import record
from desktop.ui.pages.registry import PAGES
from desktop.ui.warming import PIECES, WITHOUT_QT, Warming
from tests.offices import EAST, VILLAGES, Offices, visit
from tests.programs import environment

ROOT = Path(__file__).resolve().parents[2]
MOST_MODULES = 10
"""Of a piece: about 10 ms on this class of machine."""


def test_nothing_is_loaded_when_a_page_is_opened_first(offices: Offices, tmp_path: Path) -> None:
    """Where this fails, name the module in desktop.ui.warming: what needs no Qt in WITHOUT_QT, else in PIECES."""
    town = offices.town()
    record(town, "visit", [visit(unit_code=EAST, village_name=VILLAGES[EAST])])
    town.close()
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("open_pages_once.py"), str(town.path)],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found = json.loads(done.stdout)
    assert len(found["pieces"]) == len(PIECES) + len(PAGES)
    assert {name: loaded for name, loaded in found["opened"].items() if loaded} == {}
    assert [piece for piece in found["pieces"] if len(piece) > MOST_MODULES] == []
    assert [name for piece in found["pieces"] for name in piece if not name.startswith("desktop.ui")] == []


def test_what_needs_qt_is_not_loaded_in_a_thread() -> None:
    """Qt makes its classes on the window's thread."""
    code = "import sys; from importlib import import_module; [import_module(name) for name in sys.argv[1:]]; "
    code += "sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code, *WITHOUT_QT], cwd=ROOT, check=False).returncode == 0


def test_it_ends_before_it_has_begun_and_in_between(qapp: QApplication, qtbot: QtBot) -> None:
    for moment in ("not begun", "begun", "loading"):
        warming = Warming([], qapp)
        if moment != "not begun":
            warming.begin()
        if moment == "loading":
            with qtbot.waitSignal(warming.done):
                warming.load_next()
                qtbot.waitUntil(lambda warming=warming: not warming._waiting)
        warming.end()
        assert not warming._timer.isActive()
        assert not warming._delay.isActive()
        assert not warming._thread.is_alive()
        warming.deleteLater()
