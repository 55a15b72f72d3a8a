"""No step that the rules forbid is taken through the window: none is offered, and its dialogs say what is wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.domain.lifecycle import TRANSITIONS, transition
from desktop.services.ledgers import Ledger
from desktop.ui.context import Context
from desktop.ui.operations import Announcer, Worker
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.preferences import Preferences
from desktop.ui.step_dialogs import StepDialog
from tests.ui.office import StandInShell
from tests.walking import Walk, walk

PANE = "issue_page.pane"


class Windows:
    """A page of issues for each of the two offices, as a door."""

    def __init__(self, one: Walk, folder: Path, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._workers: list[tuple[Worker, Ledger]] = []
        self._pages: dict[Path, tuple[IssuesPage, Worker]] = {}
        for ledger in (one.village, one.town):
            worker = Worker()
            settings = Preferences(folder / f"{ledger.path.stem}.ini")
            context = Context(ledger, worker, Announcer(), settings, StandInShell(), date.today)
            page = IssuesPage(context)
            qtbot.addWidget(page)
            page.resize(1190, 690)
            page.show()
            self._workers.append((worker, ledger))
            self._pages[ledger.path] = page, worker
        one.doors["window"] = self.take

    def close(self) -> None:
        """End the workers."""
        for worker, ledger in self._workers:
            worker.close(ledger.close)
            QCoreApplication.sendPostedEvents()

    def offered(self, ledger: Ledger, issue_id: str) -> set[str]:
        """The steps that can be chosen in the reading pane of an issue."""
        page, worker = self._pages[ledger.path]
        page.activate()
        page.grant({"open": issue_id})
        self._qtbot.waitUntil(lambda: not worker.is_busy)
        pane = page.desk.browser.pane
        pane.show_record(issue_id)
        prefix = f"{PANE}.step."
        actions = page.findChild(QMenu, f"{PANE}.steps").actions()
        found = {one.objectName()[len(prefix) :] for one in actions if one.isEnabled()}
        following = page.findChild(QPushButton, f"{PANE}.next")
        if not following.isHidden():
            label = following.text().split("  ")[0]
            found |= {step.event for step in TRANSITIONS if step.label == label}
        return {name for name in found if transition(name)}

    def take(self, ledger: Ledger, issue_id: str, event: str, said: dict[str, Any]) -> bool:
        """Choose a step, fill in its dialog and press the button; whether it was taken."""
        if event not in self.offered(ledger, issue_id):
            return False
        page, worker = self._pages[ledger.path]
        pane = page.desk.browser.pane
        step = transition(event)
        assert step is not None
        pane.take_step(step)
        self._qtbot.waitUntil(lambda: not worker.is_busy)
        dialog = next(one for one in page.window().findChildren(StepDialog) if isValid(one) and one.isVisible())
        fields = dialog.values()
        if said.keys() - fields.keys():
            # There is nowhere to say it.
            dialog.reject()
            return False
        dialog.set_values(said)
        dialog.findChild(QPushButton, f"{PANE}.step.act").click()
        self._qtbot.waitUntil(lambda: not worker.is_busy)
        is_taken = not isValid(dialog) or not dialog.isVisible()
        if not is_taken:
            dialog.reject()
        QCoreApplication.sendPostedEvents()
        return is_taken


@pytest.fixture
def window_walk(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[bool], tuple[Walk, Windows]]]:
    opened: list[Any] = []

    def make(with_people: bool) -> tuple[Walk, Windows]:
        context = walk(with_people)
        one = context.__enter__()
        windows = Windows(one, tmp_path, qtbot)
        opened.append((context, windows))
        return one, windows

    yield make
    for context, windows in opened:
        windows.close()
        context.__exit__(None, None, None)


@pytest.mark.parametrize("seed", range(6))
def test_the_window_offers_what_is_allowed_and_takes_nothing_else(
    window_walk: Callable[[bool], tuple[Walk, Windows]], seed: int
) -> None:
    one, windows = window_walk(bool(seed % 2))
    draw = random.Random(seed)
    for _ in range(25):
        one.step("window", *(draw.randrange(2**16) for _ in range(5)))
    one.judge()
    for ledger in (one.village, one.town):
        for issue_id in one.issues:
            ledger.actor = "某owner"
            one.assert_offered(ledger, issue_id, windows.offered(ledger, issue_id))
