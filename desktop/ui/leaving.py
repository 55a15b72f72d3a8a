"""Closing the window while something typed is not stored: it waits for the store, and asks when that fails."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.ui.draft_keeping import DraftKeeper
    from desktop.ui.unkept_dialog import UnkeptDialog


class Leaving(QObject):
    """Asked each time the window is to close, once its pages have been told to store what was typed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._waits_for: set[DraftKeeper] = set()
        self._dialog: UnkeptDialog | None = None
        self._is_free = False

    def let_go(self) -> None:
        """Ask no more: whoever closes the window now waits himself for what is on its way to the disk."""
        self._is_free = True

    def may_close(self) -> bool:
        """Whether all that was typed is stored, or given up; else the window closes by itself, or a person is asked."""
        if self._is_free:
            return True
        if self._dialog is not None:
            self._dialog.raise_()
            return False
        for keeper in self._keepers():
            if keeper.is_storing and keeper not in self._waits_for:
                self._waits_for.add(keeper)
                # Queued: the keeper has heard the outcome by then.
                keeper.ended.connect(partial(self._on_ended, keeper), Qt.ConnectionType.SingleShotConnection)
        return not self._waits_for

    def _keepers(self) -> Sequence[DraftKeeper]:
        module = sys.modules.get("desktop.ui.draft_keeping")
        # Without a form there is nothing typed, and nothing to load for it.
        return self._window.findChildren(module.DraftKeeper) if module is not None else []

    def _on_ended(self, keeper: DraftKeeper) -> None:
        self._waits_for.discard(keeper)
        if self._waits_for:
            return
        failing = [one for one in self._keepers() if one.is_failing]
        if failing:
            self._ask("\n\n".join(one.told() for one in failing))
        else:
            self._close()

    def _ask(self, text: str) -> None:
        from desktop.ui.unkept_dialog import UnkeptDialog

        self._dialog = UnkeptDialog(text, Path.home(), self._window)
        self._dialog.accepted.connect(self._close)
        self._dialog.finished.connect(self._on_answered)
        self._dialog.open()

    def _on_answered(self) -> None:
        self._dialog = None

    def _close(self) -> None:
        self._is_free = True
        self._window.close()
        self._is_free = False
