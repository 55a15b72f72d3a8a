"""Records past their period: proposed, and made anonymous by ordinary changes. The figures stay what they are.

Only whole calendar years are taken, so that no month, quarter or year is counted half before and half after.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.data.writing import writing
from desktop.domain.doubtful import hidden_doubts
from desktop.domain.errors import Refused
from desktop.domain.fields import Field, FieldKind, Personal, RecordKind, SetBy
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import OPEN
from desktop.domain.masks import KnownNames, mask_text
from desktop.domain.sight import MARK
from desktop.services.people import refuse_not_in_charge
from desktop.services.publishing import known_names
from desktop.services.settings import read_settings

RETAINED = ("visit", "issue", "household", "person", "enterprise", "cadre")
"""Kinds that have a period."""

_FREE = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.LIST})
# Officials stand by their names for what they did in office.
_OFFICIAL = frozenset({"visitors", "companions", "leader", "lead_unit", "owner", "support_units", "checker"})
_NUMBERS = ("code", "_no", "_numbers", "reported_to", "merged_into", "visit_id")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_OPEN = ", ".join(f"'{status}'" for status in sorted(OPEN))
# The day from which the period counts, and what else must hold. What is still worked on is never past it.
_OVER = {
    "visit": (
        "visited_on",
        f"NOT EXISTS (SELECT 1 FROM issue i WHERE i.visit_id = t.id AND i.status IN ({_OPEN}) AND NOT i.is_withdrawn)",
    ),
    "issue": (
        "max(collected_on, coalesce(closed_on, ''), coalesce(review_on, ''))",
        f"(status NOT IN ({_OPEN}) OR is_withdrawn)",
    ),
}
_WITHDRAWN = ("substr(changed_at, 1, 10)", "is_withdrawn")


@dataclass(frozen=True, slots=True)
class Past:
    """A record past its period: its title as it is, the values it would get."""

    kind: str
    record_id: str
    title: str
    patch: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The records of a kind whose period of ``years`` is over: those of the years before ``before`` (ISO day)."""

    kind: str
    years: int
    before: str
    records: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class Anonymised:
    """What was done: records by kind, the step of undo, and how many changes in the log still hold what was there."""

    records: dict[str, int]
    step_id: int | None
    changes_left: int
    changed_kinds: frozenset[str]


def retention_years(ledger: Ledger) -> dict[str, int]:
    """The period of each kind in years; 0 for none."""
    chosen = dict(read_settings(ledger).retention)
    return {kind: chosen.get(kind, 0) for kind in RETAINED}


def proposals(
    ledger: Ledger, today: date | None = None, *, cancelled: Callable[[], bool] | None = None
) -> list[Proposal]:
    """The records of this office past their period; kinds without any are left out.

    Of the registers only withdrawn records are meant, of issues only those that are over; records that an office holds
    of others are theirs. May take a while. Refused: ``not_in_charge``, ``cancelled``.
    """
    refuse_not_in_charge(ledger)
    day = today or date.today()
    found = []
    with ledger.reading():
        names = known_names(ledger)
        marks: dict[str, str] = {}
        for kind, years in retention_years(ledger).items():
            if years:
                before = f"{day.year - years:04d}-01-01"
                records = tuple(_past(ledger, KINDS[kind], before, _Anonymous(names, marks), cancelled))
                if records:
                    found.append(Proposal(kind, years, before, records))
    return found


def anonymise(
    ledger: Ledger,
    today: date | None = None,
    *,
    kinds: Sequence[str] = RETAINED,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Anonymised:
    """Make the proposed records of these kinds anonymous: one step of undo, until the program ends.

    What stood there stays in the change log, whose chain would break, in backups and in workbooks handed on.
    Refused: ``nothing_to_anonymise``, and those of :func:`proposals`.
    """
    wanted = [one for one in proposals(ledger, today, cancelled=cancelled) if one.kind in kinds]
    total = sum(len(one.records) for one in wanted)
    if not total:
        raise Refused("nothing_to_anonymise")
    done = 0
    with writing(ledger, "anonymise", str(total)) as changes:
        for past in (past for one in wanted for past in one.records):
            if cancelled is not None and cancelled():
                raise Refused("cancelled")
            changes.update(past.kind, past.record_id, past.patch)
            done += 1
            if progress is not None:
                progress(done, total)
    ids = [past.record_id for one in wanted for past in one.records]
    counts = {one.kind: len(one.records) for one in wanted}
    return Anonymised(counts, changes.step_id, _changes_left(ledger, ids), frozenset(counts))


class _Anonymous:
    """What the fields of a record become. The same name becomes the same mark throughout one run."""

    def __init__(self, names: KnownNames, marks: dict[str, str]) -> None:
        self._names = names
        self._marks = marks

    def patch(self, kind: RecordKind, values: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that change."""
        patch = {}
        for field in kind.fields:
            value = values.get(field.name)
            if value in (None, "", []) or field.set_by is not SetBy.PERSON or field.name in ("id", "unit_code"):
                continue
            after = self._value(field, value)
            if after != value:
                patch[field.name] = after
        return patch

    def _value(self, field: Field, value: Any) -> Any:
        if field.personal is Personal.NAME:
            return self._name(str(value))
        if field.personal is Personal.ADDRESS or (field.personal and field.kind is FieldKind.LONG_TEXT):
            return MARK
        if field.personal is not None:
            # Numbers of persons, tags, days of birth: a mark would be no value of their field.
            return value if field.required else None
        is_text = field.kind in _FREE and field.name not in _OFFICIAL and not field.name.endswith(_NUMBERS)
        if not is_text or field.name in ("village_name", "group_name"):
            return value
        if isinstance(value, list):
            return [self._text(str(one)) for one in value]
        return self._text(str(value))

    def _text(self, text: str) -> str:
        return mask_text(hidden_doubts(text), self._names)

    def _name(self, name: str) -> str:
        if name.startswith(MARK):
            return name
        if name not in self._marks:
            # Drawn, not derived: a digest of a name is found by trying names.
            self._marks[name] = f"{MARK}{''.join(secrets.choice(_LETTERS) for _ in range(4))}"
        return self._marks[name]


def _past(
    ledger: Ledger, kind: RecordKind, before: str, anonymous: _Anonymous, cancelled: Callable[[], bool] | None
) -> Iterator[Past]:
    day, condition = _OVER.get(kind.name, _WITHDRAWN)
    cursor = ledger.database.execute_sql(
        f'SELECT * FROM "{kind.name}" t WHERE t.scope_id = ? AND {day} < ? AND {condition} ORDER BY t.row',
        (ledger.log.scope_id(ledger.office.own_scope), before),
    )
    columns = [column[0] for column in cursor.description]
    for row in cursor:
        if cancelled is not None and cancelled():
            raise Refused("cancelled")
        stored = dict(zip(columns, row, strict=True))
        values = decoded(kind, stored)
        if patch := anonymous.patch(kind, values):
            yield Past(kind.name, stored["id"], str(values.get(kind.title_field) or "")[:40], patch)


def _changes_left(ledger: Ledger, ids: Sequence[str]) -> int:
    count = 0
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        marks = ", ".join("?" * len(part))
        found = ledger.database.execute_sql(f"SELECT count(*) FROM change WHERE record_id IN ({marks})", part)
        count += int(found.fetchone()[0])
    # Of each record the last is the one that made it anonymous.
    return count - len(ids)
