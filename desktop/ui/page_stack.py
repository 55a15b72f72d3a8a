"""The pages of the window, one in front; each is made when it is first wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from desktop.ui.context import Context
from desktop.ui.pages.page import Page
from desktop.ui.pages.registry import PageEntry


class PageStack(QStackedWidget):
    """A page that wants more room than there is scrolls; nothing is cut."""

    def __init__(self, context: Context, registry: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pages")
        self._context = context
        self._registry = {entry.name: entry for entry in registry}
        self._pages: dict[str, Page] = {}
        self._frames: dict[str, QScrollArea] = {}

    @property
    def names(self) -> list[str]:
        """All pages in the order of the navigation."""
        return list(self._registry)

    @property
    def made(self) -> list[Page]:
        """The pages made so far."""
        return list(self._pages.values())

    @property
    def front(self) -> Page | None:
        """The page shown; None before the first."""
        shown = self.currentWidget()
        return next((self._pages[name] for name, frame in self._frames.items() if frame is shown), None)

    def bring(self, name: str) -> Page:
        """Bring a page to the front. KeyError for another name."""
        if name not in self._pages:
            self._make(self._registry[name])
        self.setCurrentWidget(self._frames[name])
        return self._pages[name]

    def _make(self, entry: PageEntry) -> None:
        page = entry.load()(self._context)
        frame = QScrollArea(self)
        frame.setObjectName(f"{entry.name}_frame")
        frame.setWidgetResizable(True)
        frame.setFrameShape(QFrame.Shape.NoFrame)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setWidget(page)
        self.addWidget(frame)
        self._pages[entry.name] = page
        self._frames[entry.name] = frame
