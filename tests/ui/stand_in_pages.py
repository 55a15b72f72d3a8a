"""Small pages in place of the real ones: they remember what the window asks of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.ui.context import Context
from desktop.ui.pages.page import Page
from desktop.ui.pages.registry import PAGES, PageEntry


class StandIn(Page):
    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.activations = 0
        self.wishes: list[Mapping[str, Any]] = []
        self.is_settled = False
        self.edit = QLineEdit(self)
        self.edit.setObjectName(f"{self.name}.edit")
        self.edit.setAccessibleName("内容")
        QVBoxLayout(self).addWidget(self.edit)

    def activate(self) -> None:
        self.activations += 1

    def grant(self, wish: Mapping[str, Any]) -> None:
        self.wishes.append(wish)

    def settle(self) -> None:
        self.is_settled = True


class TodayStandIn(StandIn):
    name = "today"


class VisitStandIn(StandIn):
    name = "visit"


class IssueStandIn(StandIn):
    name = "issue"


class RegisterStandIn(StandIn):
    name = "register"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setMinimumSize(2000, 1500)


class ExchangeStandIn(StandIn):
    name = "exchange"


class FiguresStandIn(StandIn):
    name = "figures"


STAND_INS = [
    entry
    if entry.name == "settings"
    else PageEntry(entry.name, entry.icon, f"tests.ui.stand_in_pages:{entry.name.capitalize()}StandIn")
    for entry in PAGES
]
