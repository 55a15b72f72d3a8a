"""Run by the torture: somebody works in the window by keyboard, and what the window says is told line by line."""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop import paths
from desktop.app import Program, application
from desktop.services.finding import Query, list_records
from desktop.services.handling import record_event
from desktop.services.recording import Saved, record, revise
from desktop.ui.entries import VisitEntry
from desktop.ui.main_window import MainWindow
from desktop.ui.preferences import Preferences
from desktop.ui.widgets.notice import NoticeBar
from desktop.ui.widgets.rows import LinkRow
from tests.offices import assignment, issue
from tests.ui.office import focus_name, press, type_text
from tests.ui.writing import go_to, write_visit

CTRL = Qt.KeyboardModifier.ControlModifier
LOOK_MS, TYPING_MS = 5, 30
SUBJECT = "visit_form.subject_name"

Until = Callable[[], bool]


class Keys:
    """What the keyboard helpers of the tests ask for."""

    keyClick = staticmethod(QTest.keyClick)  # noqa: N815 - Qt's own word


class Desk:
    """A window and whoever sits at it. A way of working is a generator: it yields what it waits for."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.keys: Any = Keys()

    def tell(self, **said: Any) -> None:
        """Print a line with the moment."""
        print(json.dumps({"at": time.monotonic(), **said}), flush=True)

    def has_focus(self, name: str) -> Until:
        """Whether the keyboard is at a field."""

        def looked() -> bool:
            self.window.activateWindow()
            return focus_name() == name

        return looked

    def said(self, start: str) -> Until:
        """Whether the status line says something that begins so."""
        return lambda: self.window.findChild(NoticeBar).text.startswith(start)

    def written(self, work: Callable[[], Any], into: list[Any] | None = None) -> Until:
        """Let the window write; whether it has. What comes of it goes into the list."""
        done = [] if into is None else into
        self.window.context.write(work, done=done.append)
        return lambda: bool(done)

    def form(self) -> VisitEntry:
        """The form for a new visit, opened."""
        self.window.show_page("visit", {"new": {}})
        found = self.window.findChild(VisitEntry)
        assert found is not None
        return found

    def first_issue(self) -> str:
        """The id of the issue that is there from the beginning."""
        return list_records(self.window.context.ledger, Query("issue"))[-1].id


def entry(desk: Desk) -> Iterator[Until]:
    """Visits, one after another, saved by Ctrl+Enter."""
    saved: list[str] = []
    desk.form().saved.connect(lambda record_id, _: (saved.append(record_id), desk.tell(saved=record_id)))
    yield desk.has_focus(SUBJECT)
    desk.tell(begun=True)
    for number in itertools.count(1):
        yield desk.has_focus(SUBJECT)
        write_visit(desk.keys, f"新户{number}", handling=Qt.Key.Key_1)
        press(desk.keys, Qt.Key.Key_Return, CTRL)
        yield lambda number=number: len(saved) == number


def draft(desk: Desk) -> Iterator[Until]:
    """One visit that is being written, a character at a time."""
    desk.form()
    yield desk.has_focus(SUBJECT)
    go_to(desk.keys, "visit_form.demand")
    desk.tell(begun=True)
    begun = time.monotonic()
    for number in itertools.count(1):
        yield lambda number=number: time.monotonic() >= begun + number * TYPING_MS / 1000
        type_text("渠")
        desk.tell(typed=number)


def undo(desk: Desk) -> Iterator[Until]:
    """A change and Ctrl+Z, over and over."""
    ledger, issue_id = desk.window.context.ledger, desk.first_issue()
    desk.tell(begun=True)
    for number in itertools.count(1):
        yield desk.written(partial(revise, ledger, "issue", issue_id, {"note": f"{number}" * 500}))
        desk.tell(note=number)
        desk.window.notify("")
        desk.window.setFocus()
        QTest.keyClick(desk.window, Qt.Key.Key_Z, CTRL)
        yield desk.said("已撤销")
        desk.tell(note=-number)


def event(desk: Desk) -> Iterator[Until]:
    """Issues recorded and assigned."""
    ledger = desk.window.context.ledger
    desk.tell(begun=True)
    while True:
        made: list[Saved] = []
        yield desk.written(partial(record, ledger, "issue", [issue()]), made)
        issue_id = made[0].ids[0]
        desk.tell(issue=issue_id, status="draft")
        yield desk.written(partial(record_event, ledger, issue_id, "assign", assignment()))
        desk.tell(issue=issue_id, status="pending")


def offer(desk: Desk) -> Iterator[Until]:
    """The next start: what is offered to go on with."""
    row = desk.window.findChild
    yield lambda: (found := row(LinkRow, "today_page.drafts.0")) is not None and found.isVisible()
    row(LinkRow, "today_page.drafts.0").click()
    yield desk.has_focus(SUBJECT)
    desk.tell(offered=desk.window.findChild(VisitEntry).form.values()["demand"])
    desk.window.close()


WAYS = {f"window {way.__name__}": way for way in (entry, draft, undo, event, offer)}


def main(way: str, path: Path) -> None:
    """Work until killed."""
    app = application()
    program = Program(app, Preferences(paths.data_dir() / "settings.ini"))
    program.start(path)
    window: QWidget | None = program.window
    assert isinstance(window, MainWindow)
    desk, timer = Desk(window), QTimer()
    steps, waiting = WAYS[way](desk), [lambda: True]

    def look() -> None:
        if waiting[0]():
            found = next(steps, None)
            if found is None:
                timer.stop()
            else:
                waiting[0] = found

    timer.timeout.connect(look)
    window.began.connect(lambda: timer.start(LOOK_MS))
    app.exec()
    program.finish()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
