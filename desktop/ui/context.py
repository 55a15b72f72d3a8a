"""What a page needs from outside: made once by ``desktop.app`` and handed down; there are no globals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

from desktop.domain.errors import Refused
from desktop.services.ledgers import Ledger
from desktop.ui.operations import Announcer, Job, Worker
from desktop.ui.preferences import Preferences

Result = TypeVar("Result")


class Shell(Protocol):
    """What the main window offers to its pages."""

    def notify(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Say something in the status bar, with at most one link (such as 撤销)."""

    def show_page(self, name: str, wish: Mapping[str, Any] | None = None) -> None:
        """Go to a page: today, visit, issue, register, exchange, figures, settings. ``wish`` says what to show there:
        ``{"open": record_id}``, ``{"new": {…values}}``, ``{"draft": draft_id}``, ``{"lights": ["overdue"]}``,
        ``{"text": words}`` (a filter), ``{"wanted": Wanted(…)}`` (any filter of :mod:`desktop.services.views`),
        ``{"figure": (Figure, words)}`` (the issues behind a number), ``{"files": [paths]}`` (dropped on the window),
        ``{"take": kind, "back": page}`` (a ledger of any make),
        ``{"view": name}`` (of the figures), ``{"part": "people"}`` (of the settings).
        """

    def undo(self) -> None:
        """Take back the last step and say so: the act of a 撤销 link."""

    def busy(self, job: Job[Any], text: str) -> None:
        """Show the bar with count, time left and 取消 for a long job."""


def page_of(kind: str) -> str:
    """The page of the window that lists records of a kind."""
    return kind if kind in ("visit", "issue") else "register"


@dataclass
class Context:
    """The open ledger and everything around it. ``today`` is asked, never remembered: the program runs overnight."""

    ledger: Ledger
    worker: Worker
    announcer: Announcer
    preferences: Preferences
    shell: Shell
    today: Callable[[], date] = field(default=date.today)
    unmasked: dict[tuple[str, str], float] = field(default_factory=dict)
    """Who has said why he or she wants to see which record whole: until when that holds (monotonic seconds)."""

    def write(
        self,
        work: Callable[[], Result],
        *,
        done: Callable[[Result], object] | None = None,
        refused: Callable[[Refused], object] | None = None,
    ) -> Job[Result]:
        """Run a verb on the worker. What it changed is announced (when its result says so) before ``done``.

        A refusal nobody handles is said in the status bar.
        """

        def announce_and_go_on(result: Result) -> None:
            kinds: frozenset[str] = getattr(result, "changed_kinds", frozenset())
            if kinds:
                also = (record_id for _, record_id in getattr(result, "also", ()))
                self.announcer.announce(kinds, frozenset((*getattr(result, "ids", ()), *also)))
            if done is not None:
                done(result)

        return self.worker.run(lambda _job: work(), done=announce_and_go_on, refused=refused or self.say_refusal)

    def say_refusal(self, refusal: Refused) -> None:
        """Say a refusal in the status bar."""
        # Loaded when something is refused: the first frame needs none of it.
        from desktop.wording import sentence

        self.shell.notify(sentence(refusal, self.preferences.language))
