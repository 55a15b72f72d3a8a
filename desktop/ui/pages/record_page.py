"""A page that is the working place of one record kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
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

    def kind_in_front(self) -> str:
        return self.name

    def said_drop(self) -> str:
        if self.desk.file_place is None:
            return ""
        if self.desk.is_writing:
            return self.tr("松开鼠标，附在正在填写的这一条上")
        return self.tr("松开鼠标，附在打开的这一条上")

    def take_drop(self, files: Sequence[Path]) -> None:
        place = self.desk.file_place
        if place is not None:
            place.add_files(files)

    def settle(self) -> None:
        self.desk.settle()
