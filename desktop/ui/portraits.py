"""Pictures of every page, light and dark: for the demonstration, the README and whoever wants to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.ui.main_window import MainWindow

WIDTH, HEIGHT = 1366, 768
SETTLED = 150
"""Milliseconds of quiet after which a page is taken to be fully drawn."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """One picture to take: of which page, with which wish, in which appearance."""

    page: str
    appearance: str
    name: str
    wish: Mapping[str, Any] = field(default_factory=dict)


PAGES = ("today", "visit", "issue", "register", "exchange", "figures", "settings")
APPEARANCES = ("light", "dark")
PORTRAITS = (
    *(Portrait(page, appearance, f"{page}-{appearance}") for appearance in APPEARANCES for page in PAGES),
    # The form comes last: once begun, it stays open on its page.
    *(Portrait("visit", appearance, f"visit-new-{appearance}", {"new": {}}) for appearance in APPEARANCES),
)
TOWN_PORTRAITS = tuple(
    Portrait("exchange", appearance, f"town-{view}-{appearance}", {"view": view})
    for view in ("conflicts", "receipts")
    for appearance in APPEARANCES
)


class Portraits(QObject):
    """Walks through the pages of an open window, saves a picture of each, and closes the window."""

    def __init__(self, window: MainWindow, folder: Path, portraits: Sequence[Portrait] = PORTRAITS) -> None:
        super().__init__(window)
        self.files: list[Path] = []
        self._window = window
        self._folder = folder
        self._waiting = list(portraits)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED)
        self._settled.timeout.connect(self._take)
        window.resize(WIDTH, HEIGHT)
        QTimer.singleShot(0, self, self._pose)

    def _pose(self) -> None:
        if not self._waiting:
            self._window.close()
            return
        portrait = self._waiting[0]
        self._window.context.preferences.appearance = portrait.appearance
        self._window.context.announcer.settings_changed.emit()
        self._window.show_page(portrait.page, portrait.wish or None)
        self._settled.start()

    def _take(self) -> None:
        if self._window.context.worker.is_busy:
            self._settled.start()
            return
        portrait = self._waiting.pop(0)
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / f"{portrait.name}.png"
        _grab(self._window, target)
        self.files.append(target)
        self._pose()


def _grab(window: QWidget, target: Path) -> None:
    if not window.grab().save(str(target)):
        raise OSError(f"cannot write {target}")
