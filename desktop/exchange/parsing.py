"""An exchange workbook read back: who sent it, the changes it carries, the rows people see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop.domain.changes import Operation
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.exchange.carrying import ReceivedChange, changes_of
from desktop.exchange.first_format import lines_of_cells
from desktop.exchange.information import (
    CHANGES_SHEET,
    FORMAT,
    INFO_SHEET,
    NOT_OURS,
    PROPERTY,
    PUBLIC_PROPERTY,
    SENDER_KEYS,
    demand,
    demand_shape,
    read_info,
)
from desktop.exchange.opening import OpenWorkbook, open_workbook
from desktop.exchange.packing import ENCODING, compressed, unpacked
from desktop.exchange.shown import Visible
from desktop.exchange.visible import read_visible


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
class Incoming:
    """A parsed exchange workbook.

    ``recipient`` is the code of the office it was made for, '' for any; ``serial`` counts the exports of its sender;
    ``vectors`` holds, by scope, what the sender had received of whom, and ``tips`` the digest of the last change of
    each; ``nodes`` the offices of the nodes named; ``visible`` what the sheets show that people see;
    ``left_out`` the records, by scope, that the sender left out of its imports; ``files_missing`` the beginnings of
    the digests of files, by scope, whose content it does not have: None of a program that knows nothing of files.
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
    files_missing: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A workbook as far as the reading process takes it: all but its changes, which are still text.

    ``lines`` is as :func:`desktop.exchange.packing.unpacked` takes it when ``is_packed``, since a sixth as much is
    quicker to hand over, and otherwise as it gives it; ``count`` is how many lines there are to be.
    ``unshown`` is there when nobody has saved the workbook since it was written: then its visible sheets are not read,
    since they show, of each kind, the records of the changes but for these.
    """

    incoming: Incoming
    scopes: Sequence[str]
    knowledge: Sequence[Mapping[str, int]]
    count: int
    lines: Sequence[bytes]
    unshown: Mapping[str, Sequence[str]] | None = None
    is_packed: bool = False


def parse_workbook(path: Path, password: str = "") -> Incoming:
    """Read an exchange workbook, with ``password`` a sealed one too. Refused: see :func:`read_carried`."""
    return completed(read_carried(path, password))


def read_carried(path: Path, password: str = "") -> Carried:
    """Read an exchange workbook as far as its cells.

    Refused: those of ``open_workbook``, ``public_workbook``, ``foreign_workbook``, ``workbook_newer``,
    ``workbook_incomplete``.
    """
    return carried(open_workbook(path, password, is_lazy=True))


def parsed(workbook: OpenWorkbook) -> Incoming:
    """What an open exchange workbook holds. Refused: as :func:`parse_workbook`, but for those of opening."""
    return completed(carried(workbook))


def carried(workbook: OpenWorkbook) -> Carried:
    """:func:`read_carried` of an open workbook."""
    if PUBLIC_PROPERTY in workbook.properties:
        raise Refused("public_workbook", file=workbook.name)
    if INFO_SHEET not in workbook.sheet_names or CHANGES_SHEET not in workbook.sheet_names:
        return Carried(_without_log(workbook), (), (), 0, ())
    try:
        info = read_info(workbook.rows(INFO_SHEET))
        demand(isinstance(info["format"], int) and info["format"] > 0)
        if info["format"] > FORMAT:
            raise Refused("workbook_newer", file=workbook.name)
        demand_shape(info)
        rows = workbook.rows(CHANGES_SHEET)
        is_packed = info["format"] > 1
        lines = list(compressed(_cells(rows)) if is_packed else lines_of_cells(rows))
        unshown = info.get("unshown") if _is_untouched(workbook, info) else None
        sender = Sender(**{name: info["sender"][name] for name in SENDER_KEYS})
    except NOT_OURS as error:
        raise Refused("workbook_incomplete", file=workbook.name) from error
    incoming = Incoming(
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
        changes=(),
        visible=read_visible(workbook) if unshown is None else Visible(),
        left_out=info.get("left_out", {}),
        tips=info.get("tips", {}),
        files_missing=info.get("files_missing"),
    )
    return Carried(incoming, info["scopes"], info["knowledge"], info["change_count"], lines, unshown, is_packed)


def completed(carried: Carried) -> Incoming:
    """The workbook with its changes. Refused: ``workbook_incomplete``, ``unpacks_too_large``."""
    if not carried.incoming.sender.node:
        return carried.incoming
    try:
        lines = unpacked(carried.lines, carried.incoming.file_name) if carried.is_packed else carried.lines
        changes = changes_of(lines, carried.scopes, carried.knowledge)
        demand(len(changes) == carried.count)
    except NOT_OURS as error:
        raise Refused("workbook_incomplete", file=carried.incoming.file_name) from error
    if carried.unshown is None:
        return replace(carried.incoming, changes=changes)
    shown = _shown(changes, carried.unshown, only_created=carried.incoming.is_full)
    return replace(carried.incoming, changes=changes, visible=Visible(shown=shown))


def _is_untouched(workbook: OpenWorkbook, info: Mapping[str, Any]) -> bool:
    return "unshown" in info and "seal" in info and workbook.is_as_written(info["seal"], INFO_SHEET)


def _shown(
    changes: Iterable[ReceivedChange], unshown: Mapping[str, Sequence[str]], *, only_created: bool
) -> dict[str, list[str]]:
    """The ids of the records that the visible sheets show, by kind."""
    found: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
    for received in changes:
        change = received.change
        if change.kind in found and (not only_created or change.operation == Operation.CREATE):
            found[change.kind][change.record_id] = None
    for kind, ids in found.items():
        for record_id in unshown.get(kind, ()):
            ids.pop(record_id, None)
    return {kind: list(ids) for kind, ids in found.items() if ids}


def _cells(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The cells of the hidden sheet of changes behind the one that tells their encoding."""
    texts = (row[0] for row in rows if row and row[0] not in ("", None))
    demand(next(texts, None) == ENCODING)
    yield from texts


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
