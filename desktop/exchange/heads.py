"""An exchange workbook as far as the reading process takes it: who sent it, the rows people see, the changes packed.

A workbook that nobody has saved since it was written is the usual one, and what is only needed for others is loaded
with the first of these: the process starts in three quarters of the time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.domain.errors import Refused
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
from desktop.exchange.packing import ENCODING, compressed
from desktop.exchange.shown import Visible


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
class Head:
    """A workbook but for its changes.

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
    visible: Visible
    left_out: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tips: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    files_missing: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A workbook whose changes are still text.

    ``lines`` is as :func:`desktop.exchange.packing.unpacked` takes it when ``is_packed``, since a sixth as much is
    quicker to hand over, and otherwise as it gives it; ``count`` is how many lines there are to be.
    ``unshown`` is there when nobody has saved the workbook since it was written: then its visible sheets are not read,
    since they show, of each kind, the records of the changes but for these.
    """

    head: Head
    scopes: Sequence[str]
    knowledge: Sequence[Mapping[str, int]]
    count: int
    lines: Sequence[bytes]
    unshown: Mapping[str, Sequence[str]] | None = None
    is_packed: bool = False


def read_carried(path: Path, password: str = "") -> Carried:
    """Read an exchange workbook as far as its cells.

    Refused: those of ``open_workbook``, ``public_workbook``, ``foreign_workbook``, ``workbook_newer``,
    ``workbook_incomplete``.
    """
    return carried(open_workbook(path, password, is_lazy=True))


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
        lines = list(compressed(_cells(rows)) if is_packed else _lines_of_cells(rows))
        unshown = info.get("unshown") if _is_untouched(workbook, info) else None
        sender = Sender(**{name: info["sender"][name] for name in SENDER_KEYS})
    except NOT_OURS as error:
        raise Refused("workbook_incomplete", file=workbook.name) from error
    head = Head(
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
        visible=_visible(workbook) if unshown is None else Visible(),
        left_out=info.get("left_out", {}),
        tips=info.get("tips", {}),
        files_missing=info.get("files_missing"),
    )
    return Carried(head, info["scopes"], info["knowledge"], info["change_count"], lines, unshown, is_packed)


def _is_untouched(workbook: OpenWorkbook, info: Mapping[str, Any]) -> bool:
    return "unshown" in info and "seal" in info and workbook.is_as_written(info["seal"], INFO_SHEET)


def _cells(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The cells of the hidden sheet of changes behind the one that tells their encoding."""
    texts = (row[0] for row in rows if row and row[0] not in ("", None))
    demand(next(texts, None) == ENCODING)
    yield from texts


def _lines_of_cells(rows: Iterable[Sequence[Any]]) -> Iterable[bytes]:
    from desktop.exchange.first_format import lines_of_cells

    return lines_of_cells(rows)


def _visible(workbook: OpenWorkbook) -> Visible:
    from desktop.exchange.visible import read_visible

    return read_visible(workbook)


def _without_log(workbook: OpenWorkbook) -> Head:
    """A workbook of this program whose hidden sheets are gone, or one of its sheets copied into another file."""
    visible = _visible(workbook)
    if not visible.shown:
        raise Refused("foreign_workbook", file=workbook.name)
    return Head(
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
        visible=visible,
    )


def _marked_uid(workbook: OpenWorkbook) -> str:
    """The workbook's id from its document properties; empty when they are gone."""
    try:
        _, uid, _ = json.loads(workbook.properties.get(PROPERTY, ""))
    except (ValueError, TypeError):
        return ""
    return uid if isinstance(uid, str) else ""
