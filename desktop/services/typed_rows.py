"""What people typed into a workbook, as changes: cells, new rows, decisions.

A cell counts as typed when it differs from what the workbook showed when it was written, which the log still tells.
The change knows what the workbook knew, not what this office did since; so it merges, or conflicts, like any other.
"""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.data.appending import Typed
from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.data.refolding import folded_record, is_begun, refold
from desktop.data.writing import Writing
from desktop.domain.changes import VIA, Change, Level, Operation, Vector, canonical
from desktop.domain.errors import Problem
from desktop.domain.fields import RecordKind, SetBy
from desktop.domain.folding import assignments
from desktop.domain.kinds import KINDS
from desktop.exchange.layout import DECISION, DECISION_HEADINGS, cell_of, check_of, plain, shown_fields
from desktop.exchange.parsing import Incoming
from desktop.exchange.shown import TypedRow
from desktop.services.outcomes import RejectedCell
from desktop.services.placing import scope_of
from desktop.services.recording import check_revision, check_values, next_issue_code
from desktop.services.typed_cells import is_same_cell
from desktop.services.typed_decisions import judged_decision

_ROWS = uuid.UUID("6f2b1f0e-5c1d-4c1b-9a53-0b1f7f6c2a11")
"""Namespace of the ids of rows that were added in a workbook."""

_KEYS = ("household_no", "id_number")


@dataclass(slots=True)
class TypedOutcome:
    """What was taken from the cells of a workbook.

    ``touched`` are the records something was taken for; ``rows`` are the records, or
    the places, of the rows with something typed, taken or not, ``left_out`` those a person did not want;
    ``before`` has the added rows that had come before, whether withdrawn, and their values then;
    ``places`` has sheet and row of each record by id.
    """

    touched: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    before: dict[str, tuple[bool, dict[str, Any]]] = field(default_factory=dict)
    rejected: list[RejectedCell] = field(default_factory=list)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)


class TypedRows:
    """Takes in the typed rows of one workbook. Runs inside the transaction of its import, after its changes."""

    def __init__(
        self, ledger: Ledger, incoming: Incoming, batch_uid: str, changes: Writing, leave_out: frozenset[str]
    ) -> None:
        self._ledger = ledger
        self._incoming = incoming
        self._changes = changes
        self._leave_out = leave_out
        self._via = {"workbook": incoming.workbook_uid, "batch": batch_uid, "file": incoming.file_name}
        self._taken_back = _taken_back(ledger, incoming.workbook_uid)
        self._author = _author(ledger, incoming)
        self.outcome = TypedOutcome()
        self._keys: dict[str, int] = {}

    def take(self, check: Callable[[], None]) -> TypedOutcome:
        """Take everything that can be taken; what cannot is told cell by cell. ``check`` is called for each row."""
        for row in self._incoming.visible.typed:
            check()
            if not row.record_id:
                self._add(row)
            elif row.is_twice:
                self._reject_row(row, "record_twice")
            elif self._ledger.tables[row.kind].get(row.record_id) is None:
                self._reject_row(row, "record_unknown")
            else:
                self._edit(row)
        return self.outcome

    # -- a row that is there -----------------------------------------------------------------------------------------

    def _edit(self, row: TypedRow) -> None:
        kind = KINDS[row.kind]
        is_typed = any(value is not None for value in row.decision.values())
        history = self._ledger.log.of_record(row.record_id)
        found = self._differences(kind, row, history)
        if not (found or is_typed or row.faulty):
            return
        self.outcome.rows.add(row.record_id)
        self.outcome.places[row.record_id] = (row.sheet, row.row)
        if row.record_id in self._leave_out:
            self.outcome.left_out.add(row.record_id)
            self.outcome.rows.discard(row.record_id)
            return
        standing = self._ledger.tables[row.kind].get(row.record_id)
        if standing is None or standing["is_withdrawn"]:
            self._reject_row(row, "record_withdrawn")
            return
        self._reject_faulty(row)
        self._write(kind, row, history, found)
        if is_typed and not set(row.faulty).intersection(DECISION_HEADINGS):
            self._decide(row, history[0].scope)

    def _differences(self, kind: RecordKind, row: TypedRow, history: Sequence[Change]) -> list[tuple[str, Any, Vector]]:
        """Name, cell and base of each cell that somebody typed over."""
        scope = history[0].scope
        vector = self._incoming.vectors.get(scope, {})
        shown = [change for change in history if vector.get(change.node, 0) >= change.number]
        if shown and is_begun(shown):
            values = folded_record(kind, shown).values
            cells = [cell_of(one, values.get(one.name)) for one in shown_fields(kind)]
            if self._is_held(scope, vector) or row.check == check_of(cells):
                base = self._base_of(scope)
                return [
                    (one.name, row.cells[one.name], base)
                    for one, cell in zip(shown_fields(kind), cells, strict=True)
                    if one.name in row.cells and not is_same_cell(row.cells[one.name], cell)
                ]
        return _against_history(kind, row, history, self._own_base(scope))

    def _write(
        self, kind: RecordKind, row: TypedRow, history: Sequence[Change], found: Sequence[tuple[str, Any, Vector]]
    ) -> None:
        before = self._ledger.tables[kind.name].values(row.record_id)
        clean, problems = check_revision(self._ledger, kind, before, {name: cell for name, cell, _ in found})
        for problem in problems:
            self._reject(row, problem)
        refused = {problem.field for problem in problems}
        disputed = _disputed(self._ledger, row.record_id)
        for base, names in _by_base(found):
            patch = {
                name: clean[name]
                for name in names
                if name in clean
                and name not in refused
                and (before.get(name) != clean[name] or name in disputed)
                and not self._is_known(history, name, clean[name])
            }
            if patch:
                self._append(kind.name, row.record_id, Operation.UPDATE, patch, history[0].scope, base)

    def _decide(self, row: TypedRow, scope: str) -> None:
        if row.is_shared:
            self._reject(row, Problem("decision_merged", DECISION, row.decision.get(DECISION), row.row))
            return
        # What was typed into the other cells of the row holds before the decision is judged.
        refold(self._ledger, [row.record_id])
        decision = judged_decision(self._ledger, row, self._is_of_workbook)
        for problem in decision.problems:
            self._reject(row, problem)
        if decision.patch is not None:
            by = (decision.actor, str(Level.TOWN))
            self._append(row.kind, row.record_id, Operation.EVENT, decision.patch, scope, self._base_of(scope), by)

    def _is_known(self, history: Sequence[Change], name: str, value: Any) -> bool:
        """Whether this cell of this workbook was taken in before, here or elsewhere, and not taken back here."""
        return any(
            self._is_of_workbook(change)
            and name in (set_by := assignments(change))
            and set_by[name] == value
            and not self._is_taken_back(change)
            for change in history
        )

    # -- a row that was added ----------------------------------------------------------------------------------------

    def _add(self, row: TypedRow) -> None:
        kind = KINDS[row.kind]
        self.outcome.rows.add(f"{row.sheet} {row.row}")
        if not kind.is_typed:
            self._reject(row, Problem("record_not_typed", "", row=row.row))
            return
        given = {name: cell for name, cell in row.cells.items() if cell is not None}
        for one in kind.fields:
            if one.set_by is not SetBy.PERSON and given.pop(one.name, None) is not None:
                self._reject(row, Problem(_closed(one.set_by), one.name, row.cells[one.name], row.row))
        if not given.get("unit_code") and self._village():
            given["unit_code"] = self._village()
        clean, problems = check_values(self._ledger, kind, given, row=row.row)
        problems = [problem for problem in problems if problem.field not in row.faulty]
        self._reject_faulty(row)
        if problems or row.faulty:
            for problem in problems:
                self._reject(row, problem)
            return
        record_id = self._id_of(kind, clean)
        self.outcome.places[record_id] = (row.sheet, row.row)
        if record_id in self._leave_out:
            self.outcome.left_out.add(record_id)
            self.outcome.rows.discard(f"{row.sheet} {row.row}")
            return
        values = {name: value for name, value in clean.items() if value is not None}
        history = self._ledger.log.of_record(record_id)
        if history:
            self._add_again(kind, record_id, history, values)
            return
        if kind.name == "issue":
            values["code"] = next_issue_code(self._ledger, values["unit_code"], values["collected_on"][:4])
        scope = scope_of(self._ledger, values["unit_code"])
        self._append(kind.name, record_id, Operation.CREATE, values, scope, self._base_of(scope))
        # The next row of the sheet may need the number this one was given.
        refold(self._ledger, [record_id])

    def _add_again(
        self, kind: RecordKind, record_id: str, history: Sequence[Change], values: Mapping[str, Any]
    ) -> None:
        """A row that came before: what was typed into it since is an edit; what was taken back comes again."""
        scope = history[0].scope
        standing = self._ledger.tables[kind.name].get(record_id)
        created = [change for change in history if change.operation == Operation.CREATE]
        if standing is None:
            return
        self.outcome.before[record_id] = (bool(standing["is_withdrawn"]), decoded(kind, standing))
        if standing["is_withdrawn"]:
            if not created or not all(self._is_taken_back(change) for change in created):
                return
            self._changes.restore(kind.name, record_id)
            self.outcome.touched.add(record_id)
        before = self._ledger.tables[kind.name].values(record_id)
        patch = {
            name: value
            for name, value in values.items()
            if before.get(name) != value and not self._is_known(history, name, value)
        }
        if patch:
            self._append(kind.name, record_id, Operation.UPDATE, patch, scope, self._base_of(scope))

    def _village(self) -> str:
        """The village a new row of a town's ledger belongs to, as far as the workbook tells."""
        office, incoming = self._ledger.office, self._incoming
        if office.level is Level.VILLAGE:
            return office.code
        codes = [incoming.sender.code, incoming.recipient]
        return next((code for code in codes if code and not code.endswith("000")), "")

    def _id_of(self, kind: RecordKind, values: Mapping[str, Any]) -> str:
        """The id of a new row: from the workbook and what names the row, so that sorting does not change it."""
        names = [kind.date_field, kind.title_field, *(name for name in _KEYS if kind.has_field(name))]
        key = canonical([kind.name, *(values.get(name) for name in names if name)])
        self._keys[key] = self._keys.get(key, 0) + 1
        return str(uuid.uuid5(_ROWS, f"{self._incoming.workbook_uid} {key} {self._keys[key]}"))

    # -- parts -------------------------------------------------------------------------------------------------------

    def _append(
        self,
        kind: str,
        record_id: str,
        operation: Operation,
        patch: Mapping[str, Any],
        scope: str,
        base: Vector,
        by: tuple[str, str] | None = None,
    ) -> None:
        actor, office = by or self._author
        self._changes.typed(Typed(kind, record_id, operation, {**patch, VIA: self._via}, scope, base, actor, office))
        self.outcome.touched.add(record_id)

    def _base_of(self, scope: str) -> dict[str, int]:
        """What the workbook knew of a scope, as far as it is held here, and what was taken back of it here."""
        live = self._ledger.log.vector(scope, "live")
        told = self._incoming.vectors.get(scope, {})
        known = {node: min(number, live[node]) for node, number in told.items() if number and live.get(node)}
        taken_back = self._own_base(scope)
        return known | {node: max(number, known.get(node, 0)) for node, number in taken_back.items()}

    def _own_base(self, scope: str) -> dict[str, int]:
        """What was written here when imports of this workbook were taken back, by the node this ledger then was."""
        known: dict[str, int] = {}
        for one in self._taken_back.values():
            for node, number in one.get(scope, {}).items():
                known[node] = max(number, known.get(node, 0))
        return known

    def _is_held(self, scope: str, vector: Vector) -> bool:
        live = self._ledger.log.vector(scope, "live")
        return all(live.get(node, 0) >= number for node, number in vector.items())

    def _is_taken_back(self, change: Change) -> bool:
        # The import that took in this typed change was undone here.
        via = change.patch.get(VIA)
        return isinstance(via, dict) and via.get("batch") in self._taken_back

    def _is_of_workbook(self, change: Change) -> bool:
        return change.workbook == self._incoming.workbook_uid

    def _reject(self, row: TypedRow, problem: Problem) -> None:
        """Tell a cell that is not taken; ``problem.field`` is a field, or the heading of a column for decisions."""
        column, heading = row.columns.get(problem.field, (0, ""))
        kind = KINDS[row.kind]
        if problem.kind == "not_settable" and kind.has_field(problem.field):
            found = kind.field(problem.field)
            closed = _closed(found.set_by) if found.set_by is not SetBy.PERSON else "not_settable"
            problem = Problem(closed, problem.field, problem.value, row.row, problem.params)
        label = kind.field(problem.field).label if kind.has_field(problem.field) else problem.field
        value = problem.value
        if isinstance(value, datetime.date) or (isinstance(value, float) and value.is_integer()):
            # A cell gives whole numbers with a point, and days that no document can hold.
            value = plain(value)
        told = Problem(problem.kind, problem.field, value, row.row, {"label": label, **problem.params})
        self.outcome.rejected.append(RejectedCell(row.sheet, row.row, column, heading, told))

    def _reject_faulty(self, row: TypedRow) -> None:
        for name in row.faulty:
            self._reject(row, Problem("cell_error", name, row=row.row))

    def _reject_row(self, row: TypedRow, code: str) -> None:
        self.outcome.rows.add(row.record_id)
        self.outcome.rejected.append(RejectedCell(row.sheet, row.row, 0, "", Problem(code, "", row=row.row)))


def _closed(set_by: SetBy) -> str:
    return "event_only" if set_by is SetBy.EVENT else "not_settable"


def _against_history(
    kind: RecordKind, row: TypedRow, history: Sequence[Change], own: Vector
) -> list[tuple[str, Any, Vector]]:
    """What was typed into a row of which nobody knows any more what it showed.

    A value the field ever had is taken for what the row showed. An edit of a field that only ever had one value knows
    that one; any other knows nothing, and stands against what holds now.
    """
    found: list[tuple[str, Any, Vector]] = []
    standing = folded_record(kind, history).values
    for one in shown_fields(kind):
        cell = row.cells.get(one.name)
        setters = [change for change in history if one.name in assignments(change)]
        values = [standing.get(one.name), *(assignments(change)[one.name] for change in setters)]
        if cell is None or any(is_same_cell(cell, cell_of(one, value)) for value in values):
            continue
        base: dict[str, int] = dict(own)
        if len({canonical(assignments(change)[one.name]) for change in setters}) == 1:
            for change in setters:
                base[change.node] = max(base.get(change.node, 0), change.number)
        found.append((one.name, cell, base))
    return found


def _by_base(found: Sequence[tuple[str, Any, Vector]]) -> list[tuple[Vector, list[str]]]:
    groups: dict[str, tuple[Vector, list[str]]] = {}
    for name, _, base in found:
        groups.setdefault(canonical(dict(base)), (base, []))[1].append(name)
    return list(groups.values())


def _disputed(ledger: Ledger, record_id: str) -> set[str]:
    rows = ledger.database.execute_sql("SELECT field FROM conflict WHERE record_id = ?", (record_id,))
    return {row[0] for row in rows}


def _taken_back(ledger: Ledger, workbook_uid: str) -> dict[str, dict[str, dict[str, int]]]:
    """The undone imports of this workbook: by batch and scope, how far the ledger's node had written by then."""
    rows = ledger.database.execute_sql(
        "SELECT uid, summary FROM batch WHERE workbook_uid = ? AND is_undone = 1", (workbook_uid,)
    )
    return {uid: json.loads(summary).get("taken_back", {}) for uid, summary in rows}


def _author(ledger: Ledger, incoming: Incoming) -> tuple[str, str]:
    """Who is said to have typed, and of which level: whoever is named in the sheet, or the office it was sent to.

    A workbook that came back to the office that wrote it was filled in by its recipient.
    """
    sender, filler = incoming.sender, incoming.visible.filler
    is_back = sender.code == ledger.office.code and incoming.recipient not in ("", sender.code)
    if not sender.node:
        return filler, Level.VILLAGE
    if not is_back:
        return filler or sender.actor, sender.level
    level = Level.TOWN if incoming.recipient.endswith("000") else Level.VILLAGE
    if filler and filler != sender.actor:
        return filler, level
    row = ledger.database.execute_sql(
        "SELECT unit_name FROM node WHERE unit_code = ? AND unit_name <> '' LIMIT 1", (incoming.recipient,)
    ).fetchone()
    return (str(row[0]) if row else ""), level
