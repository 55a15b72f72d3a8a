"""The tick that masks what is printed: taking it away needs a reason where several people work."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.domain.kinds import KINDS
from desktop.services.sight import Act, note_sight, sight_of
from desktop.ui.context import Context
from desktop.ui.unmasking import ask_reason

Ids = Callable[[], Sequence[str]]
"""The issues that are in the documents. Runs on the worker."""


class MaskGuard(QObject):
    """``shape`` makes the pages anew, as the tick says; ``about`` is what is printed."""

    def __init__(
        self,
        context: Context,
        mask: QCheckBox,
        about: str,
        issue_ids: Ids,
        shape: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._mask = mask
        self._about = about
        self._issue_ids = issue_ids
        self._shape = shape
        self._window = parent
        self._actor, self._reason = context.ledger.actor, ""
        mask.toggled.connect(self._on_toggled)
        context.announcer.settings_changed.connect(self._mask_for_another)

    def note_printing(self, *, is_masked: bool) -> None:
        """Note that pages with whole numbers leave the window. Runs on the worker; refused as ``note_sight``."""
        if not is_masked:
            kind, ids = KINDS["issue"], self._issue_ids()
            note_sight(self._context.ledger, Act.PRINTED, kind, ids, reason=self._reason, about=self._about)

    def _on_toggled(self, is_masked: bool) -> None:
        if is_masked or self._reason or not sight_of(self._context.ledger).is_guarded:
            self._shape()
            return
        self._mask.blockSignals(True)
        self._mask.setChecked(True)
        self._mask.blockSignals(False)
        ask_reason(self._context, self._note_look, lambda: self._mask.setChecked(False), self._window)

    def _note_look(self, reason: str) -> None:
        ledger = self._context.ledger
        note_sight(ledger, Act.SEEN, KINDS["issue"], self._issue_ids(), reason=reason, about=self._about)
        self._actor, self._reason = ledger.actor, reason

    def _mask_for_another(self) -> None:
        """What one person may see is not for whoever works next."""
        if self._context.ledger.actor != self._actor:
            self._actor, self._reason = self._context.ledger.actor, ""
            self._mask.setChecked(True)
