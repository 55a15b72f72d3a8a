"""An office to test pages in: a ledger, its worker, and a stand-in for the main window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.ledgers import Ledger, begin_ledger
from desktop.services.recording import record
from desktop.ui.context import Context
from desktop.ui.operations import Announcer, Job, Worker
from desktop.ui.pages.page import Page
from desktop.ui.preferences import Preferences

PageType = TypeVar("PageType", bound=Page)

VILLAGE = "321183103201"
TOWN = "321183103000"


@dataclass
class StandInShell:
    """Notes what pages say and where they want to go."""

    notices: list[tuple[str, str]] = field(default_factory=list)
    actions: list[Callable[[], object] | None] = field(default_factory=list)
    pages: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def notify(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        self.notices.append((text, action))
        self.actions.append(on_action)

    def show_page(self, name: str, wish: Mapping[str, Any] | None = None) -> None:
        self.pages.append((name, wish or {}))

    def busy(self, job: Job[Any], text: str) -> None:
        self.notices.append((text, ""))

    @property
    def last(self) -> str:
        """The latest notice."""
        return self.notices[-1][0] if self.notices else ""


@dataclass
class Office:
    """What :class:`Context` needs, with the parts a test looks at."""

    ledger: Ledger
    context: Context
    shell: StandInShell
    worker: Worker

    def settle(self, qtbot: QtBot) -> None:
        """Wait until the worker has nothing to do and its answers have arrived."""
        qtbot.waitUntil(lambda: not self.worker.is_busy)

    def close(self) -> None:
        """End the worker and the connections of both threads."""
        self.worker.close(self.ledger.close)
        QCoreApplication.sendPostedEvents()
        self.ledger.close()


def open_office(folder: Path, *, level: str = "village", actor: str = "李四") -> Office:
    """A new ledger in ``folder`` and everything around it. The day is the machine's own."""
    folder.mkdir(parents=True, exist_ok=True)
    if level == "village":
        ledger = begin_ledger(
            folder / "ledger.db", level=level, code=VILLAGE, name="唐陵村", town_name="天王镇", actor=actor
        )
    else:
        ledger = begin_ledger(folder / "ledger.db", level=level, code=TOWN, name="天王镇", actor=actor)
    shell, worker = StandInShell(), Worker()
    context = Context(ledger, worker, Announcer(), Preferences(folder / "settings.ini"), shell, date.today)
    return Office(ledger, context, shell, worker)


def type_text(text: str, widget: QWidget | None = None) -> None:
    """Type as an input method does: composing first, then the text committed."""
    target = widget or QApplication.focusWidget()
    assert target is not None
    QCoreApplication.sendEvent(target, QInputMethodEvent("pinyin", []))
    committed = QInputMethodEvent()
    committed.setCommitString(text)
    QCoreApplication.sendEvent(target, committed)


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    target = QApplication.focusWidget()
    assert target is not None
    qtbot.keyClick(target, key, modifier)


def focus_name() -> str:
    """The object name of the widget with the focus."""
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""


def wait_for_focus(qtbot: QtBot, window: QWidget, name: str) -> None:
    """Wait until the widget of this name has the focus.

    Offscreen, the list of suggestions takes the activation with it when it closes; a desktop gives it back.
    """

    def has_focus() -> bool:
        window.activateWindow()
        return focus_name() == name

    qtbot.waitUntil(has_focus)


def record_visit(ledger: Ledger, **values: Any) -> str:
    """A visit of today to 张三 by 李四 unless ``values`` say otherwise; gives its id."""
    whole = {
        "visited_on": date.today().isoformat(),
        "subject_name": "张三",
        "visitors": ["李四"],
        "kind": "household",
        "handling": "none",
    }
    return record(ledger, "visit", [whole | values]).ids[0]


def show_page(qtbot: QtBot, office: Office, page_type: type[PageType], *, is_active: bool = False) -> PageType:
    """A page of the window on an office, painted and settled; ``is_active`` where keys must reach it."""
    page = page_type(office.context)
    qtbot.addWidget(page)
    page.resize(1190, 690)
    with (qtbot.waitActive if is_active else qtbot.waitExposed)(page):
        page.show()
        if is_active:
            page.activateWindow()
    page.activate()
    office.settle(qtbot)
    return page
