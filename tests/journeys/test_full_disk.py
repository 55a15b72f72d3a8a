"""The disk is full while somebody writes: it is said, nothing typed goes, and it is saved once there is room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.services.drafting import drafts
from desktop.services.finding import Query, count_records
from desktop.ui.entries import VisitEntry
from desktop.ui.forms import RecordForm
from desktop.ui.unkept_dialog import UnkeptDialog
from tests.journeys.conftest import CTRL, VILLAGE, Computer
from tests.ui.office import type_text
from tests.ui.writing import go_to, write_visit

Start = Callable[..., Computer]
LONG = "渠" * 9_000


def leave_room(computer: Computer, pages: int) -> None:
    """Let the ledger grow by so many pages: a limit of the connection that writes."""

    def limit() -> None:
        database = computer.ledger.database
        used = database.execute_sql("PRAGMA page_count").fetchone()[0]
        database.execute_sql(f"PRAGMA max_page_count = {used + pages}")

    computer.window.context.write(limit)
    computer.settle()


def test_a_visit_on_a_full_disk(qtbot: QtBot, start: Start) -> None:
    village = start("village", VILLAGE)
    leave_room(village, 0)
    village.press(Qt.Key.Key_N, CTRL)
    village.wait_for_focus("visit_form.subject_name")
    write_visit(qtbot, "张三", handling=Qt.Key.Key_1)
    go_to(qtbot, "visit_form.situation")
    type_text(LONG)
    form, entry = village.child(RecordForm, "visit_form"), village.child(VisitEntry, "visit_entry")
    typed = form.values()

    village.press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: "磁盘已满" in village.notice)
    village.settle()
    assert form.values() == typed and count_records(village.ledger, Query("visit")) == 0

    qtbot.waitUntil(lambda: entry.drafts.is_failing, timeout=5_000)
    village.press(Qt.Key.Key_Escape)
    village.settle()
    assert form.isVisible() and form.values() == typed
    assert village.notice.startswith("磁盘已满")

    leave_room(village, 10_000)
    village.press(Qt.Key.Key_Escape)
    village.settle()
    (draft,) = drafts(village.ledger)
    assert draft.content["values"]["situation"] == LONG
    village.press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: count_records(village.ledger, Query("visit")) == 1)
    village.settle()
    assert drafts(village.ledger) == []


def write_what_cannot_be_kept(qtbot: QtBot, village: Computer) -> VisitEntry:
    leave_room(village, 0)
    village.press(Qt.Key.Key_N, CTRL)
    village.wait_for_focus("visit_form.subject_name")
    write_visit(qtbot, "张三", handling=Qt.Key.Key_1)
    go_to(qtbot, "visit_form.situation")
    type_text(LONG)
    return village.child(VisitEntry, "visit_entry")


def asked(village: Computer) -> UnkeptDialog | None:
    return next((one for one in village.window.findChildren(UnkeptDialog) if one.isVisible()), None)


def test_closing_the_window_on_a_full_disk_asks(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    village = start("village", VILLAGE)
    entry = write_what_cannot_be_kept(qtbot, village)
    # At once: the draft has not been tried yet.
    assert not village.window.close()
    qtbot.waitUntil(lambda: asked(village) is not None)
    dialog = asked(village)
    assert dialog is not None and village.window.isVisible()
    assert LONG in dialog.findChild(QPlainTextEdit, "unkept.typed").toPlainText()
    dialog.findChild(QPushButton, "unkept.copy").click()
    assert "走访对象：张三" in QGuiApplication.clipboard().text() and LONG in QGuiApplication.clipboard().text()
    dialog.save_to(tmp_path / "no folder" / "x.txt")
    assert "换一个" in dialog.findChild(QLabel, "unkept.said").text()
    dialog.save_to(tmp_path / "x.txt")
    assert LONG in (tmp_path / "x.txt").read_text("utf-8-sig")
    dialog.findChild(QPushButton, "unkept.stay").click()
    assert village.window.isVisible() and entry.form.values()["situation"] == LONG

    assert not village.window.close()
    qtbot.waitUntil(lambda: asked(village) is not None)
    last = asked(village)
    assert last is not None
    with qtbot.waitSignal(village.window.closed):
        last.findChild(QPushButton, "unkept.close").click()
    assert drafts(village.ledger) == []


def test_closing_waits_for_the_last_words_and_then_goes_by_itself(qtbot: QtBot, start: Start) -> None:
    village = start("village", VILLAGE)
    write_what_cannot_be_kept(qtbot, village)
    leave_room(village, 10_000)
    with qtbot.waitSignal(village.window.closed):
        village.window.close()
    (draft,) = drafts(village.ledger)
    assert draft.content["values"]["situation"] == LONG
    assert asked(village) is None
