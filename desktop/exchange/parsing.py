"""An exchange workbook read back: who sent it, the changes it carries, the rows people see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from desktop.domain.changes import Operation
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.exchange.carrying import ReceivedChange, changes_of
from desktop.exchange.heads import Carried, Head, carried, read_carried
from desktop.exchange.information import NOT_OURS, demand
from desktop.exchange.opening import OpenWorkbook
from desktop.exchange.packing import unpacked
from desktop.exchange.shown import Visible


@dataclass(frozen=True, slots=True)
class Incoming(Head):
    """A parsed exchange workbook: its head, and the changes it carries."""

    changes: Sequence[ReceivedChange] = ()


def parse_workbook(path: Path, password: str = "") -> Incoming:
    """Read an exchange workbook, with ``password`` a sealed one too.

    Refused: see :func:`desktop.exchange.heads.read_carried`, and :func:`completed`.
    """
    return completed(read_carried(path, password))


def parsed(workbook: OpenWorkbook) -> Incoming:
    """What an open exchange workbook holds. Refused: as :func:`parse_workbook`, but for those of opening."""
    return completed(carried(workbook))


def completed(workbook: Carried) -> Incoming:
    """The workbook with its changes. Refused: ``workbook_incomplete``, ``unpacks_too_large``."""
    told = {one.name: getattr(workbook.head, one.name) for one in fields(Head)}
    if not workbook.head.sender.node:
        return Incoming(**told)
    try:
        lines = unpacked(workbook.lines, workbook.head.file_name) if workbook.is_packed else workbook.lines
        changes = changes_of(lines, workbook.scopes, workbook.knowledge)
        demand(len(changes) == workbook.count)
    except NOT_OURS as error:
        raise Refused("workbook_incomplete", file=workbook.head.file_name) from error
    if workbook.unshown is not None:
        told["visible"] = Visible(shown=_shown(changes, workbook.unshown, only_created=workbook.head.is_full))
    return Incoming(**told, changes=changes)


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
