"""What was found in a file: the sheet as it looks, beside it the columns and all that is worth a second look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.kinds import KINDS
from desktop.services import taking
from desktop.services.shading_looks import hidden_fields
from desktop.services.taken import FoundTable, Row
from desktop.ui.context import Context
from desktop.ui.intake.columns_panel import ColumnsPanel
from desktop.ui.intake.field_menu import field_menu
from desktop.ui.intake.fill_panel import FillPanel
from desktop.ui.intake.findings_panel import Finding, FindingsPanel
from desktop.ui.intake.marks import Arranged, table_at
from desktop.ui.intake.sheet_model import SheetModel
from desktop.ui.intake.sheet_view import SheetView
from desktop.ui.theme import GAP, GAP_SMALL, metrics
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget

_SPLIT = "intake.split"
_FIRST_SIZES = (760, 390)
_LEAST_WIDTH, _LEAST_ROWS = 240, 7
_COLUMNS, _FILL = "columns", "fill"


class LookView(QWidget):
    """Rows are left out here; where a column is to go is asked of whoever shows this (``field_wanted``)."""

    field_wanted = Signal(object, int, object)
    """A column is to go elsewhere: its :class:`FoundTable`, its place, the field or None."""
    fill_wanted = Signal(object)
    """Values for fields that have no column, the same in every row."""
    cells_wanted = Signal(object)
    """Values in the place of single cells: :data:`CellPlace` to the text typed, None for nothing."""
    cells_restored = Signal(object)
    """Cells that are to be read as the file has them."""
    left_out_changed = Signal()
    record_wanted = Signal(str)

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._context = context
        self._name = name
        self._found: Arranged | None = None
        self._is_open = True
        self.left_out: set[Row] = set()
        self.tabs = QTabBar(self)
        name_widget(self.tabs, f"{name}.tables", self.tr("文件里的表"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.model = SheetModel(self)
        self.sheet = SheetView(self.model, f"{name}.sheet", self)
        self._chips: dict[str, QPushButton] = {}
        self._chip_row = self._make_chips()
        self.columns = ColumnsPanel(f"{name}.mapping", self)
        self.findings = FindingsPanel(f"{name}.findings", self)
        self.fill = FillPanel(context, f"{name}.fill", self)
        self._side = QStackedWidget(self)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._lay_out()
        self._connect()

    @property
    def table(self) -> FoundTable | None:
        """The table in front."""
        at = self.tabs.currentIndex()
        tables = self._found.look.tables if self._found is not None else ()
        return tables[at] if 0 <= at < len(tables) else None

    def taken_count(self) -> int:
        """How many rows would be taken in."""
        if self._found is None or self._found.look.absent:
            return 0
        return len(self._found.usable - self.left_out)

    def show_found(self, found: Arranged, left_out: Iterable[Row], *, is_same_file: bool = False) -> None:
        """Show another look. With ``is_same_file`` the table, the cursor and the list in front stay."""
        at, cursor = max(0, self.tabs.currentIndex()), self.sheet.currentIndex()
        found = replace(found, hidden=hidden_fields(self._context.ledger, found.look.kind))
        focused: QWidget | None = QApplication.focusWidget()
        was_in_list = focused is not None and self.findings.isAncestorOf(focused)
        lacked = self._found.look.absent if self._found is not None and is_same_file else ()
        self._found, self.left_out = found, set(left_out)
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for text in _tab_texts(found.look.tables):
            self.tabs.addTab(text)
        self.tabs.setCurrentIndex(at if is_same_file and at < self.tabs.count() else 0)
        self.tabs.blockSignals(False)
        self.tabs.setVisible(self.tabs.count() > 1)
        self.findings.show_found(found, self.left_out, is_same_file=is_same_file)
        self.fill.show_look(KINDS[found.look.kind], found.look)
        self._say_counts()
        self._show_table()
        if is_same_file and cursor.isValid():
            self.sheet.go_to(cursor.row() + 1, cursor.column())
        if set(found.look.absent) - set(lacked):
            self._bring(_FILL)
        elif not is_same_file or any(chip.isChecked() and chip.isHidden() for chip in self._chips.values()):
            # Where the last problem was solved, the list of what was corrected comes forward.
            is_listed = is_same_file and was_in_list and bool(found.doubts)
            self._bring(Finding.DOUBTS if is_listed else _COLUMNS)
            if is_listed:
                self.findings.lists[Finding.DOUBTS].setFocus()

    def set_open(self, is_open: bool) -> None:
        """Whether columns and rows can still be changed."""
        self._is_open = is_open
        self.sheet.header.is_open = is_open
        self.findings.set_open(is_open)
        self.sheet.header.viewport().update()

    def toggle(self, rows: Iterable[Row]) -> None:
        """Leave rows out, or take them in when all of them are left out. Others than usable ones do not count."""
        found = self._found
        wanted = {row for row in rows if found is not None and row in found.usable}
        if not wanted or not self._is_open:
            return
        if wanted <= self.left_out:
            self.left_out -= wanted
        else:
            self.left_out |= wanted
        self._refresh_rows()

    def settle(self) -> None:
        """Remember how the room is divided."""
        self._context.preferences.remember_state(_SPLIT, self._split.saveState())

    # -- parts -------------------------------------------------------------------------------------------------------

    def _make_chips(self) -> QWidget:
        words = {
            _FILL: self.tr("缺项"),
            _COLUMNS: self.tr("列"),
            Finding.PROBLEMS: self.tr("问题"),
            Finding.DOUBTS: self.tr("读作"),
            Finding.ALIKE: self.tr("可能已有"),
            Finding.PASSED: self.tr("略过"),
        }
        row = QWidget(self)
        flow, group = FlowLayout(GAP_SMALL), QButtonGroup(self)
        for key, word in words.items():
            chip = QPushButton(word, row)
            name_widget(chip, f"{self._name}.show.{key}", word)
            chip.setProperty("kind", "choice")
            chip.setProperty("word", word)
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.clicked.connect(lambda _checked, key=key: self._bring(key))
            group.addButton(chip)
            flow.addWidget(chip)
            self._chips[key] = chip
        row.setLayout(flow)
        policy = row.sizePolicy()
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        return row

    def _lay_out(self) -> None:
        self._side.addWidget(self.columns)
        self._side.addWidget(self.findings)
        self._side.addWidget(self.fill)
        side = QWidget(self)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(GAP)
        beside.addWidget(self._chip_row)
        beside.addWidget(self._side, 1)
        self._split.setProperty("kind", "gap")
        self._split.setHandleWidth(GAP + GAP_SMALL)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.sheet)
        self._split.addWidget(side)
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes(list(_FIRST_SIZES))
        self._split.setMinimumHeight(_LEAST_ROWS * metrics().row)
        self.sheet.setMinimumWidth(_LEAST_WIDTH)
        side.setMinimumWidth(_LEAST_WIDTH)
        state = self._context.preferences.state(_SPLIT)
        if not state.isEmpty():
            self._split.restoreState(state)
        top = QHBoxLayout()
        top.addWidget(self.tabs)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addLayout(top)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _at: self._show_table())
        for part in (self.sheet, self.columns):
            part.menu_asked.connect(self._open_menu)
            part.field_dropped.connect(self._want_field)
        self.fill.filled.connect(self.fill_wanted)
        self.columns.column_chosen.connect(lambda place: self.sheet.go_to(self._first_row(), place))
        self.sheet.rows_toggled.connect(lambda rows: self.toggle([(self.model.marks.name, row) for row in rows]))
        self.findings.rows_toggled.connect(self.toggle)
        self.findings.cell_wanted.connect(self._go_to)
        self.findings.record_wanted.connect(self.record_wanted)
        self.findings.cells_wanted.connect(self.cells_wanted)
        self.findings.cells_restored.connect(self.cells_restored)
        self.findings.all_alike_wanted.connect(self._take_alike)

    def _bring(self, key: str) -> None:
        self._chips[key].setChecked(True)
        part = {_COLUMNS: self.columns, _FILL: self.fill}.get(key, self.findings)
        self._side.setCurrentWidget(part)
        if part is self.findings:
            self.findings.bring(Finding(key))

    def _show_table(self) -> None:
        if self._found is None:
            return
        table = self.table
        self.model.show_table(self._found, table, self.left_out)
        self.sheet.merge([*self.model.titles(), *taking.merged(self._found.look, self.model.marks.name)])
        self.sheet.fit_columns()
        self.columns.show_table(KINDS[self._found.look.kind], table)
        if table is not None:
            self.sheet.go_to(min(table.header_last + 1, self.model.rowCount()), 0)
            self.sheet.scrollTo(self.model.index(max(0, table.header_first - 3), 0))

    def _first_row(self) -> int:
        """The row the cursor is on, or the first below the headings."""
        at = self.sheet.currentIndex().row() + 1
        return at or (self.table.header_last + 1 if self.table is not None else 1)

    def _say_counts(self) -> None:
        counts = {str(finding): count for finding, count in self.findings.counts().items()}
        counts[_FILL] = len(self.fill.fields_of(self._found.look)) if self._found is not None else 0
        counts[_COLUMNS] = len(self.table.columns) if self.table is not None else 0
        for key, chip in self._chips.items():
            text = f"{chip.property('word')} {counts[key]:,}"
            chip.setText(text)
            chip.setAccessibleName(text)
            chip.setVisible(key == _COLUMNS or counts[key] > 0)

    def _open_menu(self, place: int) -> None:
        table = self.table
        if self._found is None or table is None or not self._is_open:
            return
        kind = KINDS[self._found.look.kind]
        menu = field_menu(
            self, f"{self._name}.fields", kind, table, place, lambda field: self._want_field(place, field)
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.sheet.menu_corner(place))

    def _want_field(self, place: int, field: str | None) -> None:
        if self._is_open and self.table is not None:
            self.field_wanted.emit(self.table, place, field)

    def _go_to(self, sheet: str, row: int, place: int) -> None:
        tables = self._found.look.tables if self._found is not None else ()
        table = table_at(tables, sheet, row)
        if table is not None:
            self.tabs.setCurrentIndex(tables.index(table))
            self.sheet.go_to(row, place)

    def _take_alike(self, is_wanted: bool) -> None:
        if self._found is not None and self._is_open:
            alike = {(one.sheet, one.row) for one in self._found.alike}
            # In place: the sheet and the lists look at this very set.
            (self.left_out.difference_update if is_wanted else self.left_out.update)(alike)
            self._refresh_rows()

    def _refresh_rows(self) -> None:
        self.sheet.repaint_rows()
        self.findings.refresh()
        self.left_out_changed.emit()


def _tab_texts(tables: Sequence[FoundTable]) -> list[str]:
    """The name of each table: its sheet, and which one of its sheet where there are several."""
    texts, seen = [], dict[str, int]()
    names = [table.sheet for table in tables]
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        texts.append(f"{name} {seen[name]}".strip() if names.count(name) > 1 else name)
    return [text.replace("&", "&&") for text in texts]
