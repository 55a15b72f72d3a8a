"""A page that is the working place of one record kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.context import Context
from desktop.ui.entries import IssueEntry, VisitEntry
from desktop.ui.list_plan import ListPlan
from desktop.ui.pages.page import Page
from desktop.ui.record_desk import RecordDesk


class RecordPage(Page):
    """Subclasses say of what the place is made by :meth:`plan` and which form it has."""

    make_entry: type[VisitEntry] | type[IssueEntry]

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.desk = RecordDesk(context, self.plan(context), self.objectName(), self.make_entry, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.desk)

    def plan(self, context: Context) -> ListPlan:
        """Kind, filters and columns of the place."""
        raise NotImplementedError

    def activate(self) -> None:
        self.desk.activate()

    def grant(self, wish: Mapping[str, Any]) -> None:
        self.desk.grant(wish)

    def settle(self) -> None:
        self.desk.settle()
