"""The views of the exchange page under their tabs: carrying workbooks, conflicts, receipts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.ui.context import Context
from desktop.ui.exchange.conflicts import ConflictsView
from desktop.ui.exchange.receipts import ReceiptsView
from desktop.ui.theme import GAP_LARGE
from desktop.ui.widgets.naming import name_widget

TRANSFER, CONFLICTS, RECEIPTS = "transfer", "conflicts", "receipts"
NAMES = (TRANSFER, CONFLICTS, RECEIPTS)


class ExchangeViews(QWidget):
    """Title, tabs, and the view in front. ``brought`` when another one has come to the front."""

    brought = Signal()

    def __init__(self, context: Context, transfer: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.conflicts = ConflictsView(context)
        self.receipts = ReceiptsView(context)
        self.tabs = QTabBar(self)
        self._stack = QStackedWidget(self)
        self._head = self._make_head()
        for view in (transfer, self.conflicts, self.receipts):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_LARGE)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.conflicts.counted.connect(self._show_count)
        self.conflicts.finished.connect(self.tabs.setFocus)

    @property
    def front(self) -> str:
        """The name of the view in front."""
        return NAMES[self.tabs.currentIndex()]

    def bring(self, name: str) -> None:
        """Bring a view to the front."""
        self.tabs.setCurrentIndex(NAMES.index(name))

    def give_way(self, is_preview: bool) -> None:
        """The preview has a title and a way back of its own: no tabs meanwhile."""
        if is_preview:
            self.bring(TRANSFER)
        self._head.setHidden(is_preview)

    def refresh(self) -> None:
        """Bring up to date what is seen; the tab tells how many conflicts there are, whichever view is in front."""
        self.conflicts.refresh()
        if self.front == RECEIPTS:
            self.receipts.refresh()

    def focus(self) -> None:
        """Put the cursor where the work of the view in front begins; of TRANSFER that is the page's to know."""
        if self.front == CONFLICTS and not self.conflicts.model.entries:
            self.tabs.setFocus()
        elif self.front == CONFLICTS:
            self.conflicts.focus()
        elif self.front == RECEIPTS:
            self.receipts.focus()

    def _make_head(self) -> QWidget:
        head = QWidget(self)
        title = QLabel(self.tr("交换"), head)
        title.setProperty("tone", "title")
        name_widget(self.tabs, "exchange_page.tabs", self.tr("交换"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for text in (self.tr("导出和导入"), self.tr("冲突"), self.tr("回执")):
            self.tabs.addTab(text)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_LARGE)
        row.addWidget(title)
        row.addWidget(self.tabs, 1)
        return head

    def _on_tab_changed(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self.brought.emit()

    def _show_count(self, count: int) -> None:
        text = self.tr("冲突 {count}").format(count=f"{count:,}") if count else self.tr("冲突")
        self.tabs.setTabText(NAMES.index(CONFLICTS), text)
