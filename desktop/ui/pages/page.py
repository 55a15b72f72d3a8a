"""What every page of the window is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.ui.context import Context


class Page(QWidget):
    """One page of the navigation. It is made when first shown and lives as long as the window.

    ``name`` is its English name (``today``, ``visit``, ``issue``, ``register``, ``exchange``, ``figures``,
    ``settings``), also the object name under which tests and screen readers find it. A page listens to
    ``context.announcer`` and refreshes only what it shows.
    """

    name = ""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName(f"{self.name}_page")

    def activate(self) -> None:
        """The page has come to the front: bring it up to date and put the focus where work begins."""

    def grant(self, wish: Mapping[str, Any]) -> None:
        """Show what another page asked for (see ``Shell.show_page``)."""

    def said_drop(self) -> str:
        """What becomes of photos and documents dropped now, said while they are dragged; empty: they have no place."""
        return ""

    def take_drop(self, files: Sequence[Path]) -> None:
        """Take photos and documents that were dropped, as :meth:`said_drop` has said."""

    def kind_in_front(self) -> str:
        """The record kind whose list is in front; empty for a page that lists none."""
        return ""

    def help_name(self) -> str:
        """The help text for what is in front (``resources/help/<name>.md``)."""
        return self.name

    def settle(self) -> None:
        """The window is about to close: store drafts and remember widths."""
