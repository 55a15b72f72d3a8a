"""An exchange workbook read back: who sent it, the changes it carries, the rows people see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.domain.changes import Change, canonical
from desktop.domain.errors import Refused
from desktop.exchange.cells import MAX_EXACT_NUMBER
from desktop.exchange.composing import CHANGE_HEADINGS
from desktop.exchange.information import SENDER_KEYS, demand, demand_shape, moment
from desktop.exchange.layout import (
    CHANGES_SHEET,
    FORMAT,
    INFO_SHEET,
    PROPERTY,
    read_info,
)
from desktop.exchange.opening import OpenWorkbook, open_workbook
from desktop.exchange.posting import PUBLIC_PROPERTY
from desktop.exchange.visible import Visible, read_visible

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
    ``vectors`` holds, by scope, what the sender had received of whom, and ``tips`` the digest of the last change of
    each; ``nodes`` the offices of the nodes named; ``visible`` what the sheets show that people see;
    ``left_out`` the records, by scope, that the sender left out of its imports.
    A workbook that lost its hidden sheets has no sender (its ``node`` is empty), no changes and no vectors.
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
    visible: Visible
    left_out: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tips: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def parse_workbook(path: Path, password: str = "") -> Incoming:
    """Read an exchange workbook, with ``password`` a sealed one too.

    Refused: those of ``open_workbook``, ``public_workbook``, ``foreign_workbook``, ``workbook_newer``,
    ``workbook_incomplete``.
    """
    return parsed(open_workbook(path, password))


def parsed(workbook: OpenWorkbook) -> Incoming:
    """What an open exchange workbook holds. Refused: as :func:`parse_workbook`, but for those of opening."""
    if PUBLIC_PROPERTY in workbook.properties:
        raise Refused("public_workbook", file=workbook.name)
    if INFO_SHEET not in workbook.sheet_names or CHANGES_SHEET not in workbook.sheet_names:
        return _without_log(workbook)
    try:
        info = read_info(workbook.rows(INFO_SHEET))
        demand(isinstance(info["format"], int) and info["format"] > 0)
        if info["format"] > FORMAT:
            raise Refused("workbook_newer", file=workbook.name)
        demand_shape(info)
        changes = list(_changes(workbook.rows(CHANGES_SHEET), info["scopes"], info["knowledge"]))
        demand(info["change_count"] == len(changes))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise Refused("workbook_incomplete", file=workbook.name) from error
    return Incoming(
        file_name=workbook.name,
        file_digest=workbook.digest,
        workbook_uid=info["workbook"],
        sender=Sender(**{name: info["sender"][name] for name in SENDER_KEYS}),
        recipient=info["recipient"],
        made_at=info["made_at"],
        serial=info["serial"],
        is_full=info["is_full"],
        vectors=info["vectors"],
        nodes=info["nodes"],
        scope_names=info["scope_names"],
        changes=changes,
        visible=read_visible(workbook),
        left_out=info.get("left_out", {}),
        tips=info.get("tips", {}),
    )


def _without_log(workbook: OpenWorkbook) -> Incoming:
    """A workbook of this program whose hidden sheets are gone, or one of its sheets copied into another file."""
    visible = read_visible(workbook)
    if not visible.shown:
        raise Refused("foreign_workbook", file=workbook.name)
    return Incoming(
        file_name=workbook.name,
        file_digest=workbook.digest,
        workbook_uid=_marked_uid(workbook) or f"copy-{visible.seal[:32]}",
        sender=Sender("", "", "", "", "", ""),
        recipient="",
        made_at="",
        serial=0,
        is_full=False,
        vectors={},
        nodes=(),
        scope_names={},
        changes=(),
        visible=visible,
    )


def _marked_uid(workbook: OpenWorkbook) -> str:
    """The workbook's id from its document properties; empty when they are gone."""
    try:
        _, uid, _ = json.loads(workbook.properties.get(PROPERTY, ""))
    except (ValueError, TypeError):
        return ""
    return uid if isinstance(uid, str) else ""


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
    node, scope, number = str(node), scopes[_whole(scope, 0)], _whole(number, 1)
    previous = str(previous)
    if not previous and number > 1:
        follows = last is not None and (last.node, last.scope, last.number + 1) == (node, scope, number)
        previous = last.digest if last is not None and follows else UNKNOWN_DIGEST
    change = Change(
        node=node,
        scope=scope,
        number=number,
        lamport=_whole(lamport, 1),
        wall=moment(str(wall)),
        actor=str(actor),
        office=str(office),
        kind=str(kind),
        record_id=str(record),
        operation=str(operation),
        patch=patch,
        knowledge=vector,
        previous=previous,
        digest=str(digest),
    )
    return ReceivedChange(change, patch_text, vector_text)


def _whole(cell: Any, lowest: int) -> int:
    number = int(cell)
    demand(number == float(cell) and lowest <= number < MAX_EXACT_NUMBER)
    return number
