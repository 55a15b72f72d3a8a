"""Undo and redo by key: the focused text's own undo comes first, then the ledger's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desktop.ui.context import Context
from desktop.ui.step_words import reversal_text

if TYPE_CHECKING:
    from desktop.services.undoing import Reversal

_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class Stepper(QObject):
    """Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z of ``window``. A text being edited keeps them while it has typing to take back.

    Text fields claim these keys even when they have nothing to undo; the focused one is watched so that it does not.
    """

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._watched: QWidget | None = None
        for keys, act in (("Ctrl+Z", self.undo), ("Ctrl+Y", self.redo), ("Ctrl+Shift+Z", self.redo)):
            QShortcut(QKeySequence(keys), window, act)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def undo(self) -> None:
        """Take back the last step, and offer to do it again."""
        self._step(forward=False)

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        self._step(forward=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        is_undo, is_redo = event.matches(_UNDO), event.matches(_REDO) or _is_ctrl_y(event)
        if (is_undo and not _can_undo(watched)) or (is_redo and not _can_redo(watched)):
            event.ignore()
            return True
        return False

    def _step(self, *, forward: bool) -> None:
        # Loaded here: the first frame needs none of it.
        from desktop.services.undoing import redo, undo

        ledger = self._context.ledger

        def tell(reversal: Reversal) -> None:
            if "setting" in reversal.changed_kinds:
                self._context.announcer.settings_changed.emit()
            back = self.tr("撤销") if forward else self.tr("重做")
            self._context.shell.notify(
                reversal_text(reversal, forward=forward), back, self.undo if forward else self.redo
            )

        self._context.write(lambda: (redo if forward else undo)(ledger), done=tell)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None
        if new is not None and self._window.isAncestorOf(new) and _text_of(new) is not None:
            new.installEventFilter(self)
            new.destroyed.connect(self._forget)
            self._watched = new

    def _forget(self) -> None:
        self._watched = None


def _is_ctrl_y(event: QKeyEvent) -> bool:
    # On some desktops redo is only Ctrl+Shift+Z to Qt.
    return bool(QKeySequence(event.keyCombination()) == QKeySequence("Ctrl+Y"))


def _text_of(widget: QObject) -> QLineEdit | QPlainTextEdit | QTextEdit | None:
    if isinstance(widget, QAbstractSpinBox):
        return widget.lineEdit()
    return widget if isinstance(widget, (QLineEdit, QPlainTextEdit, QTextEdit)) else None


def _can_undo(widget: QObject) -> bool:
    text = _text_of(widget)
    if isinstance(text, QLineEdit):
        return text.isUndoAvailable()
    return text is not None and text.document().isUndoAvailable()


def _can_redo(widget: QObject) -> bool:
    text = _text_of(widget)
    if isinstance(text, QLineEdit):
        return text.isRedoAvailable()
    return text is not None and text.document().isRedoAvailable()
