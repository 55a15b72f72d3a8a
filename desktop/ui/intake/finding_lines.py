"""What was found in a file as lines of lists, and which cells each of them speaks of."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desktop.domain.errors import Problem
from desktop.domain.fields import RecordKind
from desktop.domain.kinds import KINDS
from desktop.exchange.intake.basics import shown
from desktop.services import taking
from desktop.services.shading_looks import shaded_guess, shaded_problem, shaded_value
from desktop.services.taken import CellPlace, Row
from desktop.ui.intake.lines import Line
from desktop.ui.intake.marks import Arranged
from desktop.ui.intake.words import (
    field_word,
    hides,
    known_words,
    passed_words,
    raw_words,
    read_value,
    read_words,
    row_words,
)
from desktop.ui.saying import said_problem
from desktop.ui.showing import shown_masked
from desktop.ui.translation import language_shown


class Finding(StrEnum):
    """The lists."""

    DOUBTS = "doubts"
    PROBLEMS = "problems"
    ALIKE = "alike"
    PASSED = "passed"


class FindingLines:
    """The lines of what was found. ``left_out`` is a live set; ``is_open`` shows numbers that are hidden at first."""

    def __init__(self, found: Arranged, left_out: Collection[Row]) -> None:
        self.found = found
        self.is_open = False
        self._left_out = left_out
        self._kind: RecordKind = KINDS[found.look.kind]

    def count(self, finding: Finding) -> int:
        """How long a list is."""
        found = self.found
        return len(
            {
                Finding.DOUBTS: found.doubts,
                Finding.PROBLEMS: found.problems,
                Finding.ALIKE: found.alike,
                Finding.PASSED: found.passed,
            }[finding]
        )

    def line(self, finding: Finding, place: int) -> Line:
        """One line of a list."""
        match finding:
            case Finding.DOUBTS:
                return self._doubt_line(place)
            case Finding.PROBLEMS:
                return self._problem_line(place)
            case Finding.ALIKE:
                return self._alike_line(place)
            case Finding.PASSED:
                return self._passed_line(place)

    def sentence(self, finding: Finding, place: int, step: int) -> str:
        """All there is to say of a line; ``step`` is the cell gone to of those it stands for, from 0."""
        line = self.line(finding, place)
        if finding is not Finding.DOUBTS:
            return line.detail
        total = len(self.found.doubts[place].rows)
        at = QCoreApplication.translate("FindingsPanel", "第 {at} 处，共 {total} 处，再点看下一处。")
        at = at.format(at=f"{step + 1:,}", total=f"{total:,}")
        return f"{line.title}（{line.detail}）{at if total > 1 else ''}"

    def cell(self, finding: Finding, place: int, step: int) -> CellPlace:
        """Where a line leads to; the field is "" for a whole row, the row 0 for a whole table."""
        found = self.found
        if finding is Finding.DOUBTS:
            doubt = found.doubts[place]
            return *doubt.rows[step % len(doubt.rows)], doubt.guess.field
        if finding is Finding.PROBLEMS:
            problem = found.problems[place]
            return problem.sheet, problem.problem.row, problem.problem.field
        one = (found.alike if finding is Finding.ALIKE else found.passed)[place]
        return one.sheet, one.row, ""

    # -- what can be done about a line -------------------------------------------------------------------------------

    def problem(self, place: int) -> Problem:
        """The problem of a line; for whoever may not see personal data as it may be shown."""
        return shaded_problem(self._kind, self.found.hidden, self.found.problems[place].problem)

    def is_editable(self, finding: Finding, place: int) -> bool:
        """Whether a value can be typed in place of what a line is about: a problem of one cell."""
        return finding is Finding.PROBLEMS and bool(self.problem(place).row and self.problem(place).field)

    def offered(self, place: int) -> list[str]:
        """The words that may stand in the cell of a problem, where they are few."""
        problem = self.problem(place)
        choices = self._kind.field(problem.field).choices if self._kind.has_field(problem.field) else ()
        return [one.label for one in choices] or [str(one) for one in problem.params.get("choices", ())]

    def proposed(self, finding: Finding, place: int) -> str:
        """The number of the register for a problem as it is shown; "" for none."""
        if finding is not Finding.PROBLEMS:
            return ""
        problem = self.problem(place)
        number = str(problem.params.get("proposed") or "")
        if self.found.hidden:
            return number
        return number if self.is_open or not number else shown_masked(self._kind.field(problem.field), number)

    def has_mask(self, finding: Finding, place: int) -> bool:
        """Whether the line hides a number that can be shown."""
        if self.found.hidden:
            return False
        if finding is Finding.DOUBTS:
            return hides(self._kind, self.found.doubts[place].guess)
        return bool(self.proposed(finding, place))

    def restorable(self, finding: Finding, place: int) -> list[CellPlace]:
        """The corrections that belong to a line: those of a doubt, or of the row that still has a problem."""
        found = self.found
        if finding is Finding.PROBLEMS:
            one = found.problems[place]
            return [told for told in found.look.cells if told[:2] == (one.sheet, one.problem.row)]
        if finding is Finding.DOUBTS and found.doubts[place].guess.why == "person":
            doubt = found.doubts[place]
            return [(*row, doubt.guess.field) for row in doubt.rows]
        return []

    # -- lines -------------------------------------------------------------------------------------------------------

    def _row(self, sheet: str, row: int) -> str:
        return row_words(sheet if len(self.found.sheets) > 1 else "", row)

    def _doubt_line(self, place: int) -> Line:
        guess, rows = self.found.doubts[place].guess, self.found.doubts[place].rows
        guess = shaded_guess(self._kind, self.found.hidden, guess)
        read = read_value(self._kind, guess, is_open=self.is_open)
        title = f"{field_word(self._kind, guess.field)}：{raw_words(guess.raw)} → {read}"
        where = self._row(*rows[0])
        if len(rows) > 1:
            where = QCoreApplication.translate("FindingsPanel", "{row}等 {count} 处")
            where = where.format(row=self._row(*rows[0]), count=f"{len(rows):,}")
        return Line(title, f"{where} · {read_words(guess.why)}", "?", "amber_text")

    def _problem_line(self, place: int) -> Line:
        one = self.found.problems[place]
        where = field_word(self._kind, one.problem.field) or QCoreApplication.translate("FindingsPanel", "整行")
        problem = self.problem(place)
        value = f"“{shown(problem.value)}”" if problem.value not in (None, "") else ""
        detail = value + said_problem(problem, self._kind, language_shown())
        if proposed := self.proposed(Finding.PROBLEMS, place):
            # A number that has lost its digits is never mended: a person compares and decides.
            said = QCoreApplication.translate("FindingsPanel", "名册里只有这个号码对得上：{number}，请核对证件。")
            detail += said.format(number=proposed)
        whole = QCoreApplication.translate("FindingsPanel", "整张表")
        row = self._row(one.sheet, one.problem.row) if one.problem.row else whole
        return Line(f"{row} · {where}", detail, "!", "danger_text")

    def _alike_line(self, place: int) -> Line:
        one = self.found.alike[place]
        is_ticked = (one.sheet, one.row) not in self._left_out
        detail = QCoreApplication.translate("FindingsPanel", "与账本里的“{title}”{why}")
        detail = detail.format(title=one.title, why=known_words(one.why))
        return Line(self._row(one.sheet, one.row), detail, is_ticked=is_ticked)

    def _passed_line(self, place: int) -> Line:
        one = self.found.passed[place]
        cells = next(iter(taking.cells(self.found.look, one.sheet, one.row, 1)), [])
        text = " ".join(cell for cell in cells if cell.strip())
        text = shaded_value(self._kind, self.found.hidden, "", text)
        return Line(f"{self._row(one.sheet, one.row)} · {passed_words(one.why)}", text)
