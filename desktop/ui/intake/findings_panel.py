"""What was found beside the plain rows: cells read otherwise, problems, rows known already, rows passed over."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.kinds import KINDS
from desktop.services import taking
from desktop.services.taken import Row
from desktop.ui.intake.lines import Line, LineList
from desktop.ui.intake.marks import Arranged
from desktop.ui.intake.words import (
    field_word,
    known_words,
    passed_words,
    raw_words,
    read_words,
    row_words,
    value_words,
)
from desktop.ui.saying import said_problem
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.translation import language_shown
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget


class Finding(StrEnum):
    """The lists."""

    DOUBTS = "doubts"
    PROBLEMS = "problems"
    ALIKE = "alike"
    PASSED = "passed"


class FindingsPanel(QWidget):
    """One list of findings at a time; the whole sentence of the line in front below it."""

    cell_wanted = Signal(str, int, int)
    """Go to a cell: sheet, row from 1, place from 0 (-1: the row)."""
    rows_toggled = Signal(object)
    """Rows (sheet, row) to be taken or left out."""
    all_alike_wanted = Signal(bool)
    """Take all rows that are known already, or none."""
    record_wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._found: Arranged | None = None
        self._left_out: Collection[Row] = ()
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
        self.record_button = make_button(self, f"{name}.open", self.tr("看已有的记录"), self._ask_for_record, "link")
        self.take_all = make_button(self, f"{name}.take_all", self.tr("全部取入"), look="link")
        self.leave_all = make_button(self, f"{name}.leave_all", self.tr("全部不取"), look="link")
        self._lay_out()
        self.take_all.clicked.connect(lambda: self.all_alike_wanted.emit(True))
        self.leave_all.clicked.connect(lambda: self.all_alike_wanted.emit(False))
        for one, lines in self.lists.items():
            lines.chosen.connect(lambda place, one=one: self._on_chosen(one, place))
            lines.entered.connect(lambda place, one=one: self._on_chosen(one, place))
            lines.toggled.connect(lambda place, one=one: self._on_toggled(one, place))

    def show_found(self, found: Arranged, left_out: Collection[Row]) -> None:
        """Show other findings; ``left_out`` as a live set."""
        self._found, self._left_out = found, left_out
        self._chosen, self._step = -1, 0
        makers = {
            Finding.DOUBTS: (len(found.doubts), self._doubt_line),
            Finding.PROBLEMS: (len(found.problems), self._problem_line),
            Finding.ALIKE: (len(found.alike), self._alike_line),
            Finding.PASSED: (len(found.passed), self._passed_line),
        }
        for one, (count, make) in makers.items():
            self.lists[one].lines.show_lines(count, make)
        self._say("")

    def bring(self, finding: Finding) -> None:
        """Bring one list to the front."""
        self._stack.setCurrentWidget(self.lists[finding])
        is_alike = finding is Finding.ALIKE
        for button in (self.record_button, self.take_all, self.leave_all):
            button.setVisible(is_alike)
        place = self.lists[finding].place
        self._say(self._sentence(finding, place) if place >= 0 else "")

    def refresh(self) -> None:
        """Other rows are left out than before."""
        for lines in self.lists.values():
            lines.viewport().update()

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
        column.addLayout(row)

    def _row(self, sheet: str, row: int) -> str:
        has_several = self._found is not None and len(self._found.sheets) > 1
        return row_words(sheet if has_several else "", row)

    def _doubt_line(self, place: int) -> Line:
        found = self._of()
        guess, rows, kind = found.doubts[place].guess, found.doubts[place].rows, KINDS[found.look.kind]
        read = value_words(kind, guess.field, guess.value)
        title = f"{field_word(kind, guess.field)}：{raw_words(guess.raw)} → {read}"
        where = self._row(*rows[0])
        if len(rows) > 1:
            where = self.tr("{row}等 {count} 处").format(row=where, count=f"{len(rows):,}")
        return Line(title, f"{where} · {read_words(guess.why)}", "?", "amber_text")

    def _problem_line(self, place: int) -> Line:
        found = self._of()
        one, kind = found.problems[place], KINDS[found.look.kind]
        where = field_word(kind, one.problem.field) or self.tr("整行")
        value = f"“{one.problem.value}”" if one.problem.value not in (None, "") else ""
        detail = value + said_problem(one.problem, kind, language_shown())
        if proposed := one.problem.params.get("proposed"):
            # A number that has lost its digits is never mended: a person compares and decides.
            detail += self.tr("名册里只有这个号码对得上：{number}，请核对后改表再取。").format(number=proposed)
        row = self._row(one.sheet, one.problem.row) if one.problem.row else self.tr("整张表")
        return Line(f"{row} · {where}", detail, "!", "danger_text")

    def _alike_line(self, place: int) -> Line:
        one = self._of().alike[place]
        is_ticked = (one.sheet, one.row) not in self._left_out
        detail = self.tr("与账本里的“{title}”{why}").format(title=one.title, why=known_words(one.why))
        return Line(self._row(one.sheet, one.row), detail, is_ticked=is_ticked)

    def _passed_line(self, place: int) -> Line:
        one = self._of().passed[place]
        cells = next(iter(taking.cells(self._of().look, one.sheet, one.row, 1)), [])
        text = " ".join(cell for cell in cells if cell.strip())
        return Line(f"{self._row(one.sheet, one.row)} · {passed_words(one.why)}", text)

    def _sentence(self, finding: Finding, place: int) -> str:
        line = {
            Finding.DOUBTS: self._doubt_line,
            Finding.PROBLEMS: self._problem_line,
            Finding.ALIKE: self._alike_line,
            Finding.PASSED: self._passed_line,
        }[finding](place)
        if finding is not Finding.DOUBTS:
            return line.detail
        total = len(self._of().doubts[place].rows)
        at = self.tr("第 {at} 处，共 {total} 处，再点看下一处。").format(at=f"{self._step + 1:,}", total=f"{total:,}")
        return f"{line.title}（{line.detail}）{at if total > 1 else ''}"

    def _of(self) -> Arranged:
        if self._found is None:
            raise LookupError("lines are made of what was found")
        return self._found

    def _place_of(self, finding: Finding, place: int) -> tuple[str, int, str]:
        found = self._of()
        if finding is Finding.DOUBTS:
            doubt = found.doubts[place]
            return *doubt.rows[self._step % len(doubt.rows)], doubt.guess.field
        if finding is Finding.PROBLEMS:
            problem = found.problems[place]
            return problem.sheet, problem.problem.row, problem.problem.field
        one = (found.alike if finding is Finding.ALIKE else found.passed)[place]
        return one.sheet, one.row, ""

    def _on_chosen(self, finding: Finding, place: int) -> None:
        if finding is Finding.DOUBTS:
            # The same line once more: the next of its cells.
            again = self._chosen == place
            self._chosen = place
            self._step = (self._step + 1) % len(self._of().doubts[place].rows) if again else 0
        self._say(self._sentence(finding, place))
        sheet, row, name = self._place_of(finding, place)
        if row:
            self.cell_wanted.emit(sheet, row, self._of().place_of(sheet, row, name))

    def _on_toggled(self, finding: Finding, place: int) -> None:
        sheet, row, _ = self._place_of(finding, place)
        self.rows_toggled.emit([(sheet, row)])

    def _ask_for_record(self) -> None:
        place = max(0, self.lists[Finding.ALIKE].place)
        if self._found is not None and place < len(self._found.alike):
            self.record_wanted.emit(self._found.alike[place].record_id)

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._said.setAccessibleName(text)
