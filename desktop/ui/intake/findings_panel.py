"""What was found beside the plain rows: cells read otherwise, problems, rows known already, rows passed over."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.exchange.intake.basics import shown
from desktop.services.taken import Row
from desktop.ui.intake.cell_edit import CellEdit, CellTools
from desktop.ui.intake.finding_lines import Finding, FindingLines
from desktop.ui.intake.lines import LineList
from desktop.ui.intake.marks import Arranged
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget

__all__ = ["Finding", "FindingsPanel"]


class FindingsPanel(QWidget):
    """One list of findings at a time; the whole sentence of the line in front below it."""

    cell_wanted = Signal(str, int, int)
    """Go to a cell: sheet, row from 1, place from 0 (-1: the row)."""
    rows_toggled = Signal(object)
    """Rows (sheet, row) to be taken or left out."""
    all_alike_wanted = Signal(bool)
    """Take all rows that are known already, or none."""
    record_wanted = Signal(str)
    cells_wanted = Signal(object)
    """Values in the place of single cells: :data:`CellPlace` to the text typed, None for nothing."""
    cells_restored = Signal(object)
    """Cells that are to be read as the file has them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._lines: FindingLines | None = None
        self._finding = Finding.DOUBTS
        self._is_open = True
        self._chosen, self._step = -1, 0
        labels = {
            Finding.DOUBTS: self.tr("读法与原文不同的格子"),
            Finding.PROBLEMS: self.tr("有误的格子"),
            Finding.ALIKE: self.tr("账本里可能已有的行，打钩的仍取入"),
            Finding.PASSED: self.tr("略过的行"),
        }
        self.lists = {one: LineList(f"{name}.{one}", label, parent=self) for one, label in labels.items()}
        self._stack = QStackedWidget(self)
        self._said = QLabel(self)
        name_widget(self._said, f"{name}.said", "")
        self._said.setWordWrap(True)
        self._said.setProperty("tone", "muted")
        self._said.setMinimumHeight(3 * self.fontMetrics().height())
        self.cell_edit: CellEdit | None = None
        self.tools = CellTools(name, self)
        self.record_button = make_button(self, f"{name}.open", self.tr("看已有的记录"), self._ask_for_record, "link")
        self.take_all = make_button(self, f"{name}.take_all", self.tr("全部取入"), look="link")
        self.leave_all = make_button(self, f"{name}.leave_all", self.tr("全部不取"), look="link")
        self._lay_out()
        self._connect()

    def show_found(self, found: Arranged, left_out: Collection[Row], *, is_same_file: bool = False) -> None:
        """Show other findings; ``left_out`` as a live set. With ``is_same_file`` the lists stay where they are."""
        self._close_edit()
        lines = self._lines = FindingLines(found, left_out)
        if not is_same_file:
            self.tools.eye.setChecked(False)
        lines.is_open = self.tools.eye.isChecked()
        self._chosen, self._step = -1, 0
        for one, listed in self.lists.items():
            count = lines.count(one)
            at = min(listed.place, count - 1) if is_same_file else -1
            listed.show_lines(count, partial(lines.line, one), at)
        self._tell_line()

    def bring(self, finding: Finding) -> None:
        """Bring one list to the front."""
        self._close_edit()
        self._finding = finding
        self._stack.setCurrentWidget(self.lists[finding])
        is_alike = finding is Finding.ALIKE
        for button in (self.record_button, self.take_all, self.leave_all):
            button.setVisible(is_alike)
        self._tell_line()

    def refresh(self) -> None:
        """Other rows are left out than before."""
        for lines in self.lists.values():
            lines.viewport().update()

    def set_open(self, is_open: bool) -> None:
        """Whether values can still be corrected."""
        self._close_edit()
        self._is_open = is_open
        self.tools.setEnabled(is_open)

    def counts(self) -> dict[Finding, int]:
        """How long each list is."""
        return {one: lines.lines.rowCount() for one, lines in self.lists.items()}

    # -- parts -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for lines in self.lists.values():
            self._stack.addWidget(lines)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for button in (self.record_button, self.take_all, self.leave_all):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self._stack, 1)
        column.addWidget(self._said)
        column.addWidget(self.tools)
        column.addLayout(row)

    def _connect(self) -> None:
        self.take_all.clicked.connect(lambda: self.all_alike_wanted.emit(True))
        self.leave_all.clicked.connect(lambda: self.all_alike_wanted.emit(False))
        self.tools.edit_asked.connect(self._edit)
        self.tools.accepted.connect(self._accept)
        self.tools.restore_asked.connect(self._restore)
        self.tools.opened.connect(self._on_opened)
        change = QShortcut(QKeySequence("F2"), self.lists[Finding.PROBLEMS], context=Qt.ShortcutContext.WidgetShortcut)
        change.activated.connect(self._edit)
        for one, lines in self.lists.items():
            lines.chosen.connect(lambda place, one=one: self._on_chosen(one, place))
            lines.entered.connect(lambda place, one=one: self._on_chosen(one, place))
            lines.toggled.connect(lambda place, one=one: self._on_toggled(one, place))

    def _of(self) -> FindingLines:
        if self._lines is None:
            raise LookupError("lines are made of what was found")
        return self._lines

    def _on_chosen(self, finding: Finding, place: int) -> None:
        self._close_edit()
        if finding is Finding.DOUBTS:
            # The same line once more: the next of its cells.
            again = self._chosen == place
            self._chosen = place
            self._step = (self._step + 1) % len(self._of().found.doubts[place].rows) if again else 0
        self._tell_line()
        sheet, row, name = self._of().cell(finding, place, self._step)
        if row:
            self.cell_wanted.emit(sheet, row, self._of().found.place_of(sheet, row, name))

    def _on_toggled(self, finding: Finding, place: int) -> None:
        sheet, row, _ = self._of().cell(finding, place, self._step)
        self.rows_toggled.emit([(sheet, row)])

    def _ask_for_record(self) -> None:
        place = max(0, self.lists[Finding.ALIKE].place)
        if self._lines is not None and place < self._lines.count(Finding.ALIKE):
            self.record_wanted.emit(self._lines.found.alike[place].record_id)

    def _tell_line(self) -> None:
        """Say all of the line in front, and offer what can be done about it."""
        finding, place = self._finding, self.lists[self._finding].place
        text, number, is_masked, can_edit, can_restore = "", "", False, False, False
        if self._lines is not None and place >= 0:
            lines = self._lines
            text, number = lines.sentence(finding, place, self._step), lines.proposed(finding, place)
            is_masked, can_restore = lines.has_mask(finding, place), bool(lines.restorable(finding, place))
            can_edit = lines.is_editable(finding, place)
        self._said.setText(text)
        self._said.setAccessibleName(text)
        self.tools.show_for(number, can_edit=can_edit, can_restore=can_restore, has_mask=is_masked)

    # -- single values -----------------------------------------------------------------------------------------------

    def _on_opened(self) -> None:
        self._of().is_open = self.tools.eye.isChecked()
        self.refresh()
        self._tell_line()

    def _edit(self) -> None:
        listed, lines = self.lists[Finding.PROBLEMS], self._of()
        place = listed.place
        if not self._is_open or place < 0 or not lines.is_editable(Finding.PROBLEMS, place):
            return
        self._close_edit()
        # Of what may not be seen only the mask is there, and that is no beginning.
        value = None if lines.problem(place).field in lines.found.hidden else lines.problem(place).value
        title, text = lines.line(Finding.PROBLEMS, place).title, "" if value is None else shown(value)
        name = f"{self.objectName()}.cell"
        edit = self.cell_edit = CellEdit(name, title, text, lines.offered(place), listed)
        edit.given.connect(lambda told: self._give(place, told.strip() or None))
        edit.left.connect(self._close_edit)
        edit.begin()

    def _close_edit(self) -> None:
        edit, self.cell_edit = self.cell_edit, None
        if edit is not None:
            if edit.line.hasFocus():
                self.lists[Finding.PROBLEMS].setFocus()
            edit.hide()
            edit.deleteLater()

    def _accept(self) -> None:
        place = self.lists[Finding.PROBLEMS].place
        self._give(place, str(self._of().found.problems[place].problem.params["proposed"]))

    def _give(self, place: int, told: str | None) -> None:
        cell = self._of().cell(Finding.PROBLEMS, place, 0)
        self._close_edit()
        self.lists[Finding.PROBLEMS].setFocus()
        self.cells_wanted.emit({cell: told})

    def _restore(self) -> None:
        listed = self.lists[self._finding]
        listed.setFocus()
        self.cells_restored.emit(self._of().restorable(self._finding, listed.place))
