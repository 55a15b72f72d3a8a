"""A password is set in the middle of writing: what was typed is a draft, and nothing has the ledger open meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.data import key_file
from desktop.services.drafting import drafts
from desktop.services.locking import is_locked, set_password
from desktop.ui.entries import VisitEntry
from desktop.ui.locking.sheet import RecoverySheet
from desktop.ui.main_window import MainWindow
from tests.journeys.conftest import CTRL, VILLAGE, Computer
from tests.ui.office import type_text
from tests.ui.writing import go_to, write_visit

PASSWORD = "东沟村头的老槐树"


def test_while_a_draft_is_on_its_way(
    qtbot: QtBot, start: Callable[..., Computer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_file, "COST", (2, 1, 1))
    village = start("village", VILLAGE)
    before, path = village.window, village.ledger.path
    # The search reads in a thread of its own, with a connection of its own.
    village.press(Qt.Key.Key_K, CTRL)
    type_text("张三")
    village.settle()
    village.press(Qt.Key.Key_Escape)
    village.press(Qt.Key.Key_N, CTRL)
    village.wait_for_focus("visit_form.subject_name")
    write_visit(qtbot, "张三", handling=Qt.Key.Key_1)
    go_to(qtbot, "visit_form.situation")
    type_text("水渠漏水")
    store, drafting = threading.Event(), village.child(VisitEntry, "visit_entry").drafts
    before.context.worker.run(lambda _job: store.wait(10))
    drafting.flush()
    assert drafting.is_storing
    threading.Timer(0.3, store.set).start()
    before.context.announcer.relocking.emit(lambda tell: set_password(path, PASSWORD, progress=tell))
    program = village.program
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow) and program.window is not before, timeout=10_000)
    assert is_locked(path)
    (draft,) = drafts(program.window.context.ledger)
    assert draft.content["values"]["situation"] == "水渠漏水"
    for sheet in program.window.findChildren(RecoverySheet):
        sheet.done(0)
