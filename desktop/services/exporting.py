"""Handing over: the sync workbook for a partner office, whole or only what it lacks."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop import __version__
from desktop.data.branches import lowered, tips, told_vector
from desktop.data.history import history
from desktop.data.leaving_out import left_out_of
from desktop.data.ledger import Ledger
from desktop.data.records import values_of
from desktop.data.writing import wall_now
from desktop.domain.changes import Level, Operation, private_scope, scope_of_village
from desktop.domain.errors import Refused
from desktop.domain.fields import RecordKind
from desktop.domain.kinds import KINDS
from desktop.exchange.composing import Outgoing, RecordSheet, compose, property_text
from desktop.exchange.explaining import explanation, history_rows, subtitle
from desktop.exchange.information import FORMAT
from desktop.exchange.replacing import readable_name
from desktop.reports.figures import figure_rows, figures
from desktop.services.handovers import Handover, note_handover
from desktop.services.sending_files import SentFiles, Wanted, missing_by_scope, send_files
from desktop.services.settings import read_settings

EVERYONE = ""
"""Recipient code of an export for the level above or for safe-keeping: every shared scope."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: record counts by kind, changes carried, whether it was everything, and the attached files."""

    path: Path
    workbook_uid: str
    recipient: str
    is_full: bool
    records: dict[str, int]
    changes: int
    sent: SentFiles = field(default_factory=SentFiles)


def recipient_of(ledger: Ledger, unit_code: str) -> str:
    """Whom an export without a named recipient goes to: a village reports to its town."""
    if unit_code:
        return unit_code
    return ledger.office.town_code if ledger.office.level is Level.VILLAGE else EVERYONE


def scopes_for(ledger: Ledger, recipient: str) -> list[str]:
    """The scopes a recipient may see: its own and what the town addresses to all, never another village's.

    Refused: ``unknown_recipient``.
    """
    office = ledger.office
    held = ledger.log.scopes()
    shared = [office.shared_scope]
    if office.level is Level.VILLAGE:
        if recipient == office.town_code:
            return [office.own_scope, *shared]
        if recipient == office.code:
            return [office.own_scope, *shared, private_scope(office.code)]
        raise Refused("unknown_recipient", unit=recipient)
    if recipient == EVERYONE:
        return [scope for scope in held if not scope.startswith("private:")]
    if recipient == office.code:
        return held
    village = scope_of_village(recipient)
    if village not in held:
        raise Refused("unknown_recipient", unit=recipient)
    return [village, *shared]


def acknowledged(ledger: Ledger, recipient: str, scope: str) -> dict[str, int]:
    """What every known node of the recipient has received of a scope (from the receipts in its workbooks)."""
    rows = ledger.database.execute_sql(
        "SELECT a.vector FROM acknowledged a JOIN node n ON n.id = a.node_id JOIN scope s ON s.id = a.scope_id "
        "WHERE n.unit_code = ? AND s.name = ? AND n.uid <> ?",
        (recipient, scope, ledger.node_uid),
    ).fetchall()
    vectors = [lowered(ledger, scope, json.loads(row[0])) for row in rows]
    if not vectors:
        return {}
    common = set.intersection(*(set(vector) for vector in vectors))
    return {node: min(vector[node] for vector in vectors) for node in common}


@dataclass(frozen=True, slots=True)
class _Selection:
    """What goes into a workbook: the changes (as rows of the log) and the records they touch."""

    scopes: list[str]
    base: dict[str, dict[str, int]]
    vectors: dict[str, dict[str, int]]
    is_full: bool


def export_workbook(
    ledger: Ledger,
    path: Path,
    *,
    to: str = "",
    full: bool = False,
    password: str = "",
    with_files: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Write the sync workbook for ``to`` (a unit code; a village's town by default) to ``path``.

    Without ``full`` it holds what the recipient has not acknowledged; with ``password`` it is sealed. ``with_files``
    puts the attached files the recipient lacks into a .zip of the same name beside it. Refused:
    ``unknown_recipient``, ``cancelled``, ``target_is_ledger``, ``password_short`` and the like, and those of writing a
    file.
    """
    refuse_ledger_file(ledger, path)
    recipient = recipient_of(ledger, to)
    workbook_uid = uuid.uuid4().hex
    with ledger.reading():
        selection = _selection(ledger, recipient, full=full)
        outgoing, counts, change_count = _outgoing(ledger, selection, recipient, workbook_uid)
        # Before anybody can see the workbook: a backup older than it must not go on under its numbers.
        ledger.note_written()
        sent = SentFiles()
        if with_files:
            wanted = Wanted(recipient, selection.base, is_everything=full or recipient == EVERYONE)
            sent = send_files(ledger, path, wanted, password=password, progress=progress, cancelled=cancelled)
        try:
            compose(path, outgoing, password=password, progress=progress, cancelled=cancelled)
        except BaseException:
            for archive in sent.archives:
                archive.unlink(missing_ok=True)
            raise
    made = (workbook_uid, recipient, readable_name(path), wall_now(), ledger.actor, selection.is_full, bool(password))
    handover = Handover(*made, records=sum(counts.values()), changes=change_count)
    _note(ledger, handover, selection, outgoing.info["serial"])
    return Exported(path, workbook_uid, recipient, selection.is_full, counts, change_count, sent)


def _note(ledger: Ledger, handover: Handover, selection: _Selection, serial: int) -> None:
    """Remember what was handed over to whom."""
    with ledger.transaction():
        note_handover(ledger, handover)
        ledger.database.execute_sql(
            "INSERT INTO meta (key, value) VALUES ('exports', ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (str(serial),),
        )
        for scope in selection.scopes:
            vector = json.dumps(selection.vectors[scope])
            ledger.database.execute_sql(
                "INSERT INTO handed_over (unit_code, scope_id, vector, file_name, handed_at) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (unit_code, scope_id) DO UPDATE SET vector = excluded.vector, "
                "file_name = excluded.file_name, handed_at = excluded.handed_at",
                (handover.unit_code, ledger.log.scope_id(scope), vector, handover.file_name, wall_now()),
            )


def _selection(ledger: Ledger, recipient: str, *, full: bool) -> _Selection:
    scopes = scopes_for(ledger, recipient)
    is_whole = full or recipient == EVERYONE
    base = {scope: {} if is_whole else acknowledged(ledger, recipient, scope) for scope in scopes}
    vectors = {scope: told_vector(ledger, scope) for scope in scopes}
    return _Selection(scopes, base, vectors, is_full=not any(base.values()))


def refuse_ledger_file(ledger: Ledger, path: Path) -> None:
    """Refused ``target_is_ledger`` where ``path`` is the ledger or a file SQLite keeps beside it."""
    # os.path because a name that no file can have is no match either.
    for own in (ledger.path, Path(f"{ledger.path}-wal"), Path(f"{ledger.path}-shm")):
        if os.path.exists(path) and os.path.exists(own) and path.samefile(own):  # noqa: PTH110
            raise Refused("target_is_ledger", path=str(path))


def _serial(ledger: Ledger) -> int:
    """The number of the next export: of two receipts the one with the higher number is the later."""
    return int(ledger.meta("exports") or 0) + 1


def _outgoing(
    ledger: Ledger, selection: _Selection, recipient: str, workbook_uid: str
) -> tuple[Outgoing, dict[str, int], int]:
    knowledge: dict[str, int] = {}
    touched: set[str] = set()
    by_kind = dict.fromkeys(KINDS, 0)
    change_count = 0
    for _, row in _log_rows(ledger, selection):
        kind, record_id, operation = row[6:9]
        knowledge.setdefault(row[10], len(knowledge))
        change_count += 1
        if selection.is_full:
            is_counted = operation == Operation.CREATE
        else:
            is_counted = record_id not in touched
            touched.add(record_id)
        if is_counted and kind in by_kind:
            by_kind[kind] += 1
    sheets = [_record_sheet(ledger, kind, selection, touched) for kind in KINDS.values()]
    counts = {sheet.kind.name: sheet.count for sheet in sheets}
    info = _info(ledger, selection, recipient, workbook_uid, list(knowledge), change_count)
    unshown = {kind: _unshown(ledger, KINDS[kind], selection, touched) for kind in KINDS}
    if all(by_kind[kind] - len(unshown[kind]) == counts[kind] for kind in KINDS):
        # What the sheets show is then told by the changes, and nobody need read an untouched sheet.
        info["unshown"] = unshown
    outgoing = Outgoing(
        title=f"{ledger.office.name}走访与问题台账",
        explanation=explanation(info, counts),
        info=info,
        records=sheets,
        history=_history(ledger, selection, touched),
        figures=figure_rows(figures(ledger, scopes=selection.scopes)),
        changes=_change_cells(ledger, selection, knowledge),
        change_count=change_count,
        categories=read_settings(ledger).categories,
        subtitle=subtitle(info),
        property_text=property_text(workbook_uid, ledger.office.code),
    )
    return outgoing, counts, change_count


def _info(
    ledger: Ledger,
    selection: _Selection,
    recipient: str,
    workbook_uid: str,
    knowledge: Sequence[str],
    change_count: int,
) -> dict[str, Any]:
    """The content of the hidden information sheet."""
    office = ledger.office
    names = dict(ledger.database.execute_sql("SELECT name, unit_name FROM scope").fetchall())
    return {
        "format": FORMAT,
        "program": __version__,
        "workbook": workbook_uid,
        "made_at": wall_now(),
        "serial": _serial(ledger),
        "sender": {
            "node": ledger.node_uid,
            "level": str(office.level),
            "code": office.code,
            "name": office.name,
            "town_name": office.town_name,
            "actor": ledger.actor,
        },
        "recipient": recipient,
        "is_full": selection.is_full,
        "scopes": selection.scopes,
        "scope_names": {scope: names.get(scope, "") for scope in selection.scopes},
        "vectors": selection.vectors,
        "tips": {scope: tips(ledger, scope) for scope in selection.scopes},
        "base": selection.base,
        "left_out": {scope: left for scope in selection.scopes if (left := left_out_of(ledger, scope))},
        "files_missing": missing_by_scope(ledger, selection.scopes),
        "knowledge": [json.loads(text) for text in knowledge],
        "nodes": _nodes(ledger, selection),
        "change_count": change_count,
    }


def _nodes(ledger: Ledger, selection: _Selection) -> list[dict[str, str]]:
    named = {node for vector in selection.vectors.values() for node in vector}
    rows = ledger.database.execute_sql("SELECT uid, level, unit_code, unit_name FROM node")
    return [{"uid": uid, "level": level, "code": code, "name": name} for uid, level, code, name in rows if uid in named]


def _log_rows(ledger: Ledger, selection: _Selection) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number, scope in enumerate(selection.scopes):
        for row in ledger.log.beyond(scope, selection.base[scope]):
            yield number, row


def _change_cells(ledger: Ledger, selection: _Selection, knowledge: dict[str, int]) -> Iterator[Sequence[Any]]:
    last = ("", "")
    for scope, row in _log_rows(ledger, selection):
        node, number, *act, patch, known, digest, previous = row
        # The digest before a change stands in the row above, but for the first of a node.
        told, last = ("" if (node, previous) == last else previous), (node, digest)
        yield (node, scope, number, *act, knowledge[known], digest, told, patch)


def _selected(ledger: Ledger, kind: RecordKind, selection: _Selection) -> tuple[str, list[int]]:
    marks = ", ".join("?" * len(selection.scopes))
    order = f'"{kind.date_field}", row' if kind.date_field else "row"
    # `is_withdrawn = 0` and this order are those of the index: no sorting, whose memory would grow with the ledger.
    clause = f'FROM "{kind.name}" WHERE scope_id IN ({marks}) AND is_withdrawn = 0 ORDER BY {order}'
    return clause, [ledger.log.scope_id(scope) for scope in selection.scopes]


def _record_sheet(ledger: Ledger, kind: RecordKind, selection: _Selection, touched: set[str]) -> RecordSheet:
    clause, scope_ids = _selected(ledger, kind, selection)
    ids = ledger.database.execute_sql(f"SELECT id {clause}", scope_ids)
    total = sum(1 for row in ids if selection.is_full or row[0] in touched)
    return RecordSheet(kind, total, _records(ledger, kind, selection, touched))


def _unshown(ledger: Ledger, kind: RecordKind, selection: _Selection, touched: set[str]) -> list[str]:
    """The withdrawn records among those the changes are of."""
    marks = ", ".join("?" * len(selection.scopes))
    rows = ledger.database.execute_sql(
        f'SELECT id FROM "{kind.name}" WHERE scope_id IN ({marks}) AND is_withdrawn = 1',
        [ledger.log.scope_id(scope) for scope in selection.scopes],
    )
    return [row[0] for row in rows if selection.is_full or row[0] in touched]


def _records(
    ledger: Ledger, kind: RecordKind, selection: _Selection, touched: set[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    clause, scope_ids = _selected(ledger, kind, selection)
    columns = ", ".join(f'"{name}"' for name in kind.field_names)
    for record_id, extra, *cells in ledger.database.execute_sql(f"SELECT id, extra, {columns} {clause}", scope_ids):
        if selection.is_full or record_id in touched:
            yield record_id, values_of(kind, cells, extra)


def _history(ledger: Ledger, selection: _Selection, touched: set[str]) -> Iterable[Sequence[str]]:
    for issue_id, values in _records(ledger, KINDS["issue"], selection, touched):
        yield from history_rows(values.get("code", ""), values.get("description", ""), history(ledger, issue_id))
