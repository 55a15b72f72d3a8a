"""An exchange workbook read back: who sent it, the changes it carries, the rows people see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.domain.changes import Change, canonical
from desktop.domain.errors import Refused
from desktop.domain.fields import RecordKind
from desktop.domain.kinds import KINDS
from desktop.exchange.cells import MAX_EXACT_NUMBER
from desktop.exchange.composing import CHANGE_HEADINGS
from desktop.exchange.information import SENDER_KEYS, demand, demand_shape, moment
from desktop.exchange.layout import (
    CHANGES_SHEET,
    CHECK_HEADING,
    FORMAT,
    ID_HEADING,
    INFO_SHEET,
    check_of,
    read_info,
    shown_fields,
)
from desktop.exchange.opening import OpenWorkbook, open_workbook

HEADING_ROWS = 6
"""The headings stand within the first rows of a sheet, even when somebody put a line above them."""

UNKNOWN_DIGEST = "?"
"""Fits no change: what should have told the digest before was taken out."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The office and node a workbook comes from."""

    node: str
    level: str
    code: str
    name: str
    town_name: str
    actor: str


@dataclass(frozen=True, slots=True)
class ReceivedChange:
    """A change as the workbook carries it: the patch and the knowledge still as the text that is hashed."""

    change: Change
    patch_text: str
    knowledge_text: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A parsed exchange workbook.

    ``recipient`` is the code of the office it was made for, '' for any; ``serial`` counts the exports of its sender;
    ``vectors`` holds, by scope, what the sender
    had received of whom; ``nodes`` the offices of the nodes named; ``shown`` the record ids of the visible rows by
    kind; ``edited`` those whose cells a person changed, ``added`` how many rows have no id.
    """

    file_name: str
    file_digest: str
    workbook_uid: str
    sender: Sender
    recipient: str
    made_at: str
    serial: int
    is_full: bool
    vectors: Mapping[str, Mapping[str, int]]
    nodes: Sequence[Mapping[str, str]]
    scope_names: Mapping[str, str]
    changes: Sequence[ReceivedChange]
    shown: Mapping[str, Sequence[str]]
    edited: Sequence[tuple[str, str]]
    added: int


def parse_workbook(path: Path) -> Incoming:
    """Read an exchange workbook. Refused: those of ``open_workbook``, ``foreign_workbook``, ``workbook_newer``,
    ``workbook_incomplete``.
    """
    workbook = open_workbook(path)
    if INFO_SHEET not in workbook.sheet_names or CHANGES_SHEET not in workbook.sheet_names:
        raise Refused("foreign_workbook", file=path.name)
    try:
        info = read_info(workbook.rows(INFO_SHEET))
        demand(isinstance(info["format"], int) and info["format"] > 0)
        if info["format"] > FORMAT:
            raise Refused("workbook_newer", file=path.name)
        demand_shape(info)
        changes = list(_changes(workbook.rows(CHANGES_SHEET), info["scopes"], info["knowledge"]))
        demand(info["change_count"] == len(changes))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise Refused("workbook_incomplete", file=path.name) from error
    sender = Sender(**{name: info["sender"][name] for name in SENDER_KEYS})
    shown, edited, added = _shown(workbook)
    return Incoming(
        file_name=workbook.name,
        file_digest=workbook.digest,
        workbook_uid=info["workbook"],
        sender=sender,
        recipient=info["recipient"],
        made_at=info["made_at"],
        serial=info["serial"],
        is_full=info["is_full"],
        vectors=info["vectors"],
        nodes=info["nodes"],
        scope_names=info["scope_names"],
        changes=changes,
        shown=shown,
        edited=edited,
        added=added,
    )


def _changes(
    rows: Iterable[Sequence[Any]], scopes: Sequence[str], vectors: Sequence[Mapping[str, int]]
) -> Iterator[ReceivedChange]:
    knowledge = [(vector, canonical(vector)) for vector in vectors]
    last: Change | None = None
    for parts, patch_text in _whole_rows(rows):
        received = _change(parts, patch_text, scopes, knowledge, last)
        yield received
        last = received.change


def _whole_rows(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[list[Any], str]]:
    """The cells of each change but the last, and its patch put together again."""
    parts: list[Any] = []
    pieces: list[str] = []
    width = len(CHANGE_HEADINGS)
    for row in rows:
        cells = [*row[:width], *[""] * (width - len(row))]
        if cells[0] in ("", None):
            pieces.append(str(cells[-1]))
            continue
        if parts:
            yield parts, "".join(pieces)
        parts, pieces = ([], []) if cells[0] == CHANGE_HEADINGS[0] else (cells[:-1], [str(cells[-1])])
    if parts:
        yield parts, "".join(pieces)


def _change(
    parts: Sequence[Any],
    patch_text: str,
    scopes: Sequence[str],
    knowledge: Sequence[tuple[Mapping[str, int], str]],
    last: Change | None,
) -> ReceivedChange:
    node, scope, number, lamport, wall, actor, office, kind, record, operation, known, digest, previous = parts
    vector, vector_text = knowledge[_whole(known, 0)]
    patch = json.loads(patch_text)
    # What is hashed, stored and compared is one text; a patch in any other form was not written by this program.
    demand(isinstance(patch, dict) and canonical(patch) == patch_text and bool(patch_text.encode("utf-8")))
    change = Change(
        node=str(node),
        scope=scopes[_whole(scope, 0)],
        number=_whole(number, 1),
        lamport=_whole(lamport, 1),
        wall=moment(str(wall)),
        actor=str(actor),
        office=str(office),
        kind=str(kind),
        record_id=str(record),
        operation=str(operation),
        patch=patch,
        knowledge=vector,
        previous=str(previous),
        digest=str(digest),
    )
    if not change.previous and change.number > 1:
        follows = last is not None and (last.node, last.scope, last.number + 1) == (
            change.node,
            change.scope,
            change.number,
        )
        change = replace(change, previous=last.digest if last is not None and follows else UNKNOWN_DIGEST)
    return ReceivedChange(change, patch_text, vector_text)


def _whole(cell: Any, lowest: int) -> int:
    number = int(cell)
    demand(number == float(cell) and lowest <= number < MAX_EXACT_NUMBER)
    return number


def _shown(workbook: OpenWorkbook) -> tuple[dict[str, list[str]], list[tuple[str, str]], int]:
    shown: dict[str, list[str]] = {}
    edited: list[tuple[str, str]] = []
    added = 0
    for kind in KINDS.values():
        if kind.sheet not in workbook.sheet_names:
            continue
        for record_id, is_same in _rows_of(kind, workbook.rows(kind.sheet)):
            if not record_id:
                added += 1
                continue
            shown.setdefault(kind.name, []).append(record_id)
            if not is_same:
                edited.append((kind.name, record_id))
    return shown, edited, added


def _rows_of(kind: RecordKind, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[str, bool]]:
    """Record id (empty for a row somebody added) and whether its cells are as they were written."""
    remaining = iter(rows)
    places: dict[str, int] = {}
    for _, row in zip(range(HEADING_ROWS), remaining, strict=False):
        places = {str(cell).strip(): place for place, cell in enumerate(row) if str(cell).strip()}
        if ID_HEADING in places:
            break
    else:
        return
    columns = [places.get(field.label) for field in shown_fields(kind)]
    id_place, check_place = places[ID_HEADING], places.get(CHECK_HEADING)
    for row in remaining:
        cells = [row[place] if place is not None and place < len(row) else None for place in columns]
        record_id = str(row[id_place]).strip() if id_place < len(row) else ""
        if not record_id and not any(cell not in (None, "") for cell in cells):
            continue
        check = str(row[check_place]) if check_place is not None and check_place < len(row) else ""
        yield record_id, check == check_of(cells)
