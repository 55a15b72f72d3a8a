"""Which pages the window has. A page's module is loaded when the page is first shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QCoreApplication

from desktop.ui.pages.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the navigation: its name, its icon, and where its class is (``module:Class``)."""

    name: str
    icon: str
    target: str

    @property
    def module(self) -> str:
        """The name of the module with the class."""
        return self.target.partition(":")[0]

    def load(self) -> type[Page]:
        """The class of the page."""
        found: type[Page] = getattr(import_module(self.module), self.target.partition(":")[2])
        return found


PAGES: Sequence[PageEntry] = (
    PageEntry("today", "today", "desktop.ui.pages.today:TodayPage"),
    PageEntry("visit", "visit", "desktop.ui.pages.visits:VisitsPage"),
    PageEntry("issue", "issue", "desktop.ui.pages.issues:IssuesPage"),
    PageEntry("register", "register", "desktop.ui.pages.registers:RegistersPage"),
    PageEntry("exchange", "exchange", "desktop.ui.pages.exchange:ExchangePage"),
    PageEntry("figures", "figures", "desktop.ui.pages.figures:FiguresPage"),
    PageEntry("settings", "settings", "desktop.ui.pages.settings:SettingsPage"),
)


def page_title(name: str) -> str:
    """What a page, or the wizard of intake, is called. KeyError for another name."""
    return {
        "today": QCoreApplication.translate("Pages", "今日"),
        "visit": QCoreApplication.translate("Pages", "走访"),
        "issue": QCoreApplication.translate("Pages", "问题"),
        "register": QCoreApplication.translate("Pages", "名册"),
        "intake": QCoreApplication.translate("Pages", "取数"),
        "exchange": QCoreApplication.translate("Pages", "交换"),
        "figures": QCoreApplication.translate("Pages", "统计"),
        "settings": QCoreApplication.translate("Pages", "设置"),
    }[name]
