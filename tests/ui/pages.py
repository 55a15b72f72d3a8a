"""A page under test: a context around a ledger, and a shell that notes what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QHeaderView, QLineEdit, QWidget

from desktop.services.ledgers import Ledger
from desktop.ui.context import Context
from desktop.ui.operations import Announcer, Job, Worker
from desktop.ui.preferences import Preferences


def nameless(page: QWidget) -> list[str]:
    """Widgets a person works with that lack their object name or the name a screen reader says."""
    kinds = (QAbstractButton, QAbstractItemView, QLineEdit, QComboBox)
    found = []
    for widget in page.findChildren(QWidget):
        # Qt's own parts of a table: the headings and the corner.
        is_part = isinstance(widget, QHeaderView) or isinstance(widget.parent(), QAbstractItemView)
        if isinstance(widget, kinds) and not is_part and not (widget.objectName() and widget.accessibleName()):
            found.append(f"{type(widget).__name__} {widget.objectName()!r} {widget.accessibleName()!r}")
    return found


class NotingShell:
    """Stands for the main window."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self.action: Callable[[], object] | None = None
        self.action_text = ""
        self.shown: list[tuple[str, Mapping[str, Any]]] = []
        self.jobs: list[tuple[Job[Any], str]] = []

    def notify(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        self.notices.append(text)
        self.action_text, self.action = action, on_action

    def show_page(self, name: str, wish: Mapping[str, Any] | None = None) -> None:
        self.shown.append((name, wish or {}))

    def busy(self, job: Job[Any], text: str) -> None:
        self.jobs.append((job, text))


class Desk:
    """An office's computer: its ledger, its context, what its window was asked. ``close`` ends its worker."""

    def __init__(self, ledger: Ledger, folder: Path, today: date | None = None) -> None:
        self.ledger = ledger
        self.shell = NotingShell()
        self.context = Context(
            ledger,
            Worker(),
            Announcer(),
            Preferences(folder / f"{ledger.office.code}.ini"),
            self.shell,
            today=lambda: today or date.today(),
        )

    def close(self) -> None:
        self.context.worker.close(self.ledger.close)
        self.ledger.close()
