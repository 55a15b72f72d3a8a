"""The rows of an import in words: what becomes of a record, what changes in it, where it was typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desktop.domain.fields import Field
from desktop.domain.kinds import KINDS
from desktop.services.outcomes import CellDifference, FileOutcome, RejectedCell, RowOutcome
from desktop.ui.editors import HIDDEN_SECTION
from desktop.ui.saying import said_problem
from desktop.ui.showing import is_masked, shown, shown_in_list, shown_masked
from desktop.ui.translation import is_english, label_of
from desktop.wording import accepted, problem_sentence

_MOST_NAMED = 3
_EVERY_RECORD_HAS = "unit_code"

Line = RowOutcome | RejectedCell
"""What one line of the list stands for."""


class State(StrEnum):
    """What becomes of a line."""

    CREATED = "created"
    UPDATED = "updated"
    CONFLICT = "conflict"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    LEFT_OUT = "left_out"


def state_of(line: Line) -> State:
    """The state of a line that is not left out."""
    return State.REJECTED if isinstance(line, RejectedCell) else State(line.state)


_ATTENTION = (State.REJECTED, State.CONFLICT, State.WITHDRAWN, State.UPDATED, State.CREATED)
_KINDS = tuple(KINDS)


def arranged(outcome: FileOutcome) -> FileOutcome:
    """The trial of a file with its rows in the order to look at them: by what needs a look, sheet, day, title.

    Among rows of one state those typed by hand come first, in the order of their sheet.
    """
    outcome.rows.sort(key=_rank)
    outcome.rejected.sort(key=lambda cell: (cell.sheet, cell.row, cell.column))
    return outcome


def _rank(row: RowOutcome) -> tuple[int, bool, int, int, str, str]:
    day = KINDS[row.kind].date_field
    on = next((str(cell.after) for cell in row.cells if cell.field == day), "")
    return _ATTENTION.index(State(row.state)), not row.by_hand, _KINDS.index(row.kind), row.row, on, row.title


def is_new(row: RowOutcome) -> bool:
    """Whether the record was not there before; a conflict may be in a new record as well as in an old one."""
    return any(cell.field == _EVERY_RECORD_HAS and cell.before is None for cell in row.cells)


def state_word(state: State) -> str:
    """The state in a word."""
    return {
        State.CREATED: QCoreApplication.translate("ImportRows", "新增"),
        State.UPDATED: QCoreApplication.translate("ImportRows", "更改"),
        State.CONFLICT: QCoreApplication.translate("ImportRows", "冲突"),
        State.WITHDRAWN: QCoreApplication.translate("ImportRows", "撤回"),
        State.REJECTED: QCoreApplication.translate("ImportRows", "未采用"),
        State.LEFT_OUT: QCoreApplication.translate("ImportRows", "留出"),
    }[state]


@dataclass(frozen=True, slots=True)
class ToldCell:
    """A field before and after, in words; an empty text stands for no value. ``has_mask``: more can be shown."""

    label: str
    before: str
    after: str
    has_mask: bool = False


def told_cells(row: RowOutcome, *, is_open: bool = False) -> list[ToldCell]:
    """The fields that change, in the order of the form; personal numbers are masked unless ``is_open``."""
    say = shown if is_open else shown_masked
    return [
        ToldCell(label_of(field), say(field, cell.before), say(field, cell.after), _hides(field, cell))
        for field, cell in _visible(row)
    ]


def _visible(row: RowOutcome) -> list[tuple[Field, CellDifference]]:
    kind = KINDS[row.kind]
    found = [(kind.field(cell.field), cell) for cell in row.cells if kind.has_field(cell.field)]
    return [(field, cell) for field, cell in found if field.section != HIDDEN_SECTION and field.name != "unit_code"]


def _hides(field: Field, cell: CellDifference) -> bool:
    return is_masked(field) and any(shown(field, one) != shown_masked(field, one) for one in (cell.before, cell.after))


def kind_word(line: Line) -> str:
    """The kind of a record; of a cell that is not taken, its sheet."""
    return line.sheet if isinstance(line, RejectedCell) else label_of(KINDS[line.kind])


def title_of(line: Line) -> str:
    """The record in one line, or the column of a cell that is not taken."""
    if isinstance(line, RejectedCell):
        return line.heading or QCoreApplication.translate("ImportRows", "整行")
    kind = KINDS[line.kind]
    # Titles are what records are looked up by: they are shown as they are, as in every list.
    return " ".join(line.title[:200].split()) or label_of(kind)


def change_in_short(line: Line, today: date, language: str) -> str:
    """What changes, in one line."""
    if isinstance(line, RejectedCell):
        return why_rejected(line, language)
    if is_new(line):
        return _what_it_is(line, today)
    if line.state == State.WITHDRAWN:
        return QCoreApplication.translate("ImportRows", "对方撤回了这条记录")
    cells = _visible(line)
    if not cells:
        return QCoreApplication.translate("ImportRows", "只补充经过，内容不变")
    if len(cells) == 1:
        return _one_change(*cells[0], today)
    comma = ", " if is_english() else "、"
    names = comma.join(label_of(field) for field, _ in cells[:_MOST_NAMED])
    if len(cells) <= _MOST_NAMED:
        return names
    return QCoreApplication.translate("ImportRows", "{names}等 {count} 项").format(names=names, count=len(cells))


def _what_it_is(row: RowOutcome, today: date) -> str:
    kind = KINDS[row.kind]
    after = {cell.field: cell.after for cell in row.cells}
    names = [name for name in ("code", kind.date_field, "group_name", "demand", "record_title") if name]
    parts = [
        shown_in_list(kind.field(name), after.get(name), today)
        for name in names
        if kind.has_field(name) and name != kind.title_field
    ]
    return " · ".join(part for part in parts if part)


def _one_change(field: Field, cell: CellDifference, today: date) -> str:
    nothing = QCoreApplication.translate("ImportRows", "空")
    return QCoreApplication.translate("ImportRows", "{label}：{before} → {after}").format(
        label=label_of(field),
        before=shown_in_list(field, cell.before, today)[:30] or nothing,
        after=shown_in_list(field, cell.after, today)[:60] or nothing,
    )


def place_of(line: Line) -> str:
    """Where in the workbook somebody typed; nothing for what the sender's program wrote."""
    if isinstance(line, RejectedCell):
        return _cell_name(line.column, line.row)
    if not line.by_hand:
        return ""
    return _cell_name(0, line.row) if line.row else QCoreApplication.translate("ImportRows", "表格里")


def place_in_full(line: Line) -> str:
    """The place with its sheet."""
    place = place_of(line)
    return f"{line.sheet} {place}" if place else ""


def _cell_name(column: int, row: int) -> str:
    if not column:
        return QCoreApplication.translate("ImportRows", "表格第 {row} 行").format(row=row)
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return QCoreApplication.translate("ImportRows", "{cell} 格").format(cell=f"{letters}{row}")


def why_rejected(cell: RejectedCell, language: str) -> str:
    """Why a cell is not taken, in a sentence."""
    kind = next((one for one in KINDS.values() if one.has_field(cell.problem.field)), None)
    if kind is None or cell.problem.params.get("label") != kind.field(cell.problem.field).label:
        return problem_sentence(cell.problem, language)
    return said_problem(cell.problem, kind, language)


def what_is_accepted(cell: RejectedCell, language: str) -> str:
    """What would be taken in its place; nothing where the sentence says it all."""
    return accepted(cell.problem, language)
