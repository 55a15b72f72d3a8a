"""Personal data on the command line: masked where several people work, unless it is asked for with a reason."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.domain.masks import mask
from desktop.domain.sight import masked_fields, masked_values
from desktop.services.finding import HistoryEntry, Query, Record, list_records
from desktop.services.pins import check_pin, pin_is_needed
from desktop.services.printing import MOST_ROWS
from desktop.services.sight import Act, note_sight, sight_of

MOST_BYTES = 1024
_GIVEN = "zoufang.given_pin"

Unmasked = Annotated[bool, typer.Option("--unmasked", help="个人信息不遮住，要写 --reason；没有设人员时本来就不遮")]
Reason = Annotated[str, typer.Option("--reason", metavar="事由", help="为什么要看完整的个人信息，记入查看登记")]


class Seeing:
    """What of these records is shown. Where one person does everything, all of it."""

    def __init__(self, ledger: Ledger, records: Sequence[Record], *, unmasked: bool, reason: str, act: Act) -> None:
        sight = sight_of(ledger)
        self._is_masked = sight.is_guarded and not unmasked
        self._sorts = sight.masked
        if sight.is_guarded and unmasked and records:
            note_sight(ledger, act, KINDS[records[0].kind], [record.id for record in records], reason=reason)

    def record(self, record: Record) -> Record:
        """The record as it may be printed."""
        if not self._is_masked:
            return record
        return replace(record, values=masked_values(KINDS[record.kind], record.values, self._sorts))

    def records(self, records: Iterable[Record]) -> list[Record]:
        """:meth:`record` of each."""
        return [self.record(one) for one in records]

    def entry(self, kind: str, entry: HistoryEntry) -> HistoryEntry:
        """A change as it may be printed."""
        if not self._is_masked:
            return entry
        sorts = {field.name: field.personal for field in masked_fields(KINDS[kind], self._sorts)}
        fields = tuple(
            (name, mask(found, before), mask(found, after)) if (found := sorts.get(name)) else (name, before, after)
            for name, before, after in entry.fields
        )
        return replace(entry, fields=fields)

    def conflicts(self, kind: str, conflicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Conflicts as they may be printed."""
        sorts = {field.name: field.personal for field in masked_fields(KINDS[kind], self._sorts)}
        if not self._is_masked:
            return conflicts
        return [
            {**one, "heads": [{**head, "value": mask(found, head.get("value"))} for head in one["heads"]]}
            if (found := sorts.get(one["field"]))
            else one
            for one in conflicts
        ]


def note_printing(ledger: Ledger, form: str, issue_ids: Sequence[str], query: Query, reason: str) -> None:
    """Note that issues are printed with their numbers whole. Refused: those of ``note_sight``."""
    ids = list(issue_ids) or [one.id for one in list_records(ledger, replace(query, limit=MOST_ROWS))]
    note_sight(ledger, Act.PRINTED, KINDS["issue"], ids, reason=reason, about=form)


def let_in(context: typer.Context, ledger: Ledger, *, is_given: bool) -> None:
    """Let the person of ``--actor`` work, whose PIN stands in the first line of standard input.

    Refused: ``pin_needed``, ``pin_wrong``, ``pin_wait``.
    """
    if not pin_is_needed(ledger, ledger.actor):
        return
    if not is_given:
        raise Refused("pin_needed", name=ledger.actor)
    pin = given_line()
    check_pin(ledger, ledger.actor, pin)
    context.meta[_GIVEN] = pin


def given_pin(context: typer.Context) -> str:
    """The PIN by which the person of this command was let in; nothing where none was needed."""
    return str(context.meta.get(_GIVEN, ""))


def given_line() -> str:
    """The next line of standard input without its end: PINs on the command line could be read by other users."""
    line = sys.stdin.buffer.readline(MOST_BYTES) if sys.stdin is not None else b""
    return line.decode("utf-8-sig", "replace").rstrip("\r\n")
