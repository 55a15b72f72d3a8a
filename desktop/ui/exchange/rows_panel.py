"""What a file would bring, row by row: which rows to list, which to leave out, what changes in each."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from desktop.services.sight import may_see_personal
from desktop.ui.context import Context
from desktop.ui.exchange.differences import DifferencesPane
from desktop.ui.exchange.row_table import RowTable, RowTableModel, Shows, counts_of
from desktop.ui.exchange.row_words import Line
from desktop.ui.theme import GAP, GAP_SMALL, metrics
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget

_SPLIT = "exchange.rows_split"
_LEAST_ROWS = 3.5


class RowsPanel(QWidget):
    """Emits ``left_out_changed`` when a person ticks or unticks rows."""

    left_out_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exchange_page.preview.panel")
        self._context = context
        self.model = RowTableModel(context.today, context.preferences.language, self)
        self.table = RowTable(context, self.model)
        self.differences = DifferencesPane(
            context.preferences.language, may_see=lambda: may_see_personal(context.ledger)
        )
        self.chips = {shows: self._make_chip(shows) for shows in Shows}
        self._words = {shows: chip.text() for shows, chip in self.chips.items()}
        self.take_all = self._make_link("take_all", self.tr("全部收进"))
        self.leave_all = self._make_link("leave_all", self.tr("全部留出"))
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._lay_out()
        self.take_all.clicked.connect(lambda: self._tick_listed(is_wanted=True))
        self.leave_all.clicked.connect(lambda: self._tick_listed(is_wanted=False))
        self.model.ticked.connect(self._on_ticked)
        self.table.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def show_lines(self, lines: Sequence[Line], left_out: Collection[str], *, is_open: bool) -> None:
        """Show the rows of another file, all of them."""
        self.model.show_lines(lines, left_out, is_open=is_open)
        counts = counts_of(lines)
        for shows, chip in self.chips.items():
            text = f"{self._words[shows]} {counts[shows]:,}"
            chip.setText(text)
            chip.setAccessibleName(text)
            chip.setVisible(shows is Shows.ALL or counts[shows] > 0)
        self.chips[Shows.ALL].setChecked(True)
        self._show_only(Shows.ALL)

    def set_open(self, is_open: bool) -> None:
        """Whether ticks can be changed now."""
        self.model.is_open = is_open
        self._update_links()

    def settle(self) -> None:
        """Remember the widths."""
        self.table.settle()
        self._context.preferences.remember_state(_SPLIT, self._split.saveState())

    # -- parts -------------------------------------------------------------------------------------------------------

    def _make_chip(self, shows: Shows) -> QPushButton:
        words = {
            Shows.ALL: self.tr("全部"),
            Shows.CREATED: self.tr("新增"),
            Shows.UPDATED: self.tr("更改"),
            Shows.BY_HAND: self.tr("手工改动"),
            Shows.CONFLICT: self.tr("冲突"),
            Shows.REJECTED: self.tr("未采用"),
        }
        chip = QPushButton(words[shows], self)
        name_widget(chip, f"exchange_page.preview.show.{shows}", words[shows])
        chip.setProperty("kind", "choice")
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        chip.clicked.connect(lambda: self._show_only(shows))
        return chip

    def _make_link(self, name: str, text: str) -> QPushButton:
        link = QPushButton(text, self)
        name_widget(link, f"exchange_page.preview.{name}", text)
        link.setProperty("kind", "link")
        link.setAutoDefault(False)
        return link

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        flow = FlowLayout(GAP_SMALL)
        for chip in self.chips.values():
            group.addButton(chip)
            flow.addWidget(chip)
        chips = QWidget(self)
        chips.setLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(chips, 1)
        top.addWidget(self.take_all)
        top.addWidget(self.leave_all)
        self._split.setProperty("kind", "gap")
        self._split.setHandleWidth(GAP + GAP_SMALL)
        self._split.setChildrenCollapsible(False)
        # It takes what height there is, and asks for a few rows only, so that the page need not be scrolled.
        self._split.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._split.setMinimumHeight(round(_LEAST_ROWS * metrics().row))
        self._split.addWidget(self.table)
        self._split.addWidget(self.differences)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.restoreState(self._context.preferences.state(_SPLIT))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(top)
        column.addWidget(self._split, 1)

    def _show_only(self, shows: Shows) -> None:
        self.model.show_only(shows)
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_current()
        self._update_links()

    def _tick_listed(self, *, is_wanted: bool) -> None:
        self.model.tick(range(self.model.rowCount()), is_wanted=is_wanted)

    def _on_current_changed(self, current: QModelIndex) -> None:
        self._show_current()

    def _on_ticked(self) -> None:
        self._show_current()
        self._update_links()
        self.left_out_changed.emit()

    def _show_current(self) -> None:
        row = self.table.currentIndex().row()
        line = self.model.line_at(row)
        if line is None:
            self.differences.show_line(None)
        else:
            self.differences.show_line(line, self.model.state_at(row))

    def _update_links(self) -> None:
        ticked, unticked = self.model.listed_ticks()
        for link in (self.take_all, self.leave_all):
            link.setVisible(self.model.is_open and ticked + unticked > 0)
        self.take_all.setEnabled(unticked > 0)
        self.leave_all.setEnabled(ticked > 0)
