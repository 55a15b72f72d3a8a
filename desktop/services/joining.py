"""Making one of records that turn out to be the same: one is kept, the others are withdrawn and point to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.writing import Writing, writing
from desktop.domain.errors import Refused
from desktop.domain.fields import RecordKind
from desktop.domain.households import MERGED_REASON
from desktop.domain.kinds import KINDS
from desktop.services.recording import Saved, check_revision, current, kind_named, refuse_withdrawn, title_of
from desktop.services.registers import numbers_of

MERGED_KINDS = ("household", "person", "enterprise")
_NUMBERS = {"household": ("household_no",), "person": ("household_no",), "enterprise": ("credit_code",)}
"""What identifies a record beside its name, the first that it has."""


def merge_duplicates(
    ledger: Ledger,
    kind_name: str,
    keep_id: str,
    other_ids: Sequence[str],
    values: Mapping[str, Any] | None = None,
) -> Saved:
    """Keep one of several records of the same household, person or enterprise; ``values`` are set in it.

    The others are withdrawn with a reason that names it. The members of a merged household move to the kept number, and
    its number goes into ``former_numbers`` of the kept one; visits made under it stay as they are and are found with
    the kept one (:func:`~desktop.services.registers.numbers_of`). One step of undo; the saved id is the kept record's.

    Refused: ``unknown_kind``, ``cannot_merge``, ``nothing_to_merge``, ``not_found``, ``is_withdrawn``,
    ``merge_across_villages``, ``invalid``.
    """
    kind = kind_named(kind_name)
    if kind.name not in MERGED_KINDS:
        raise Refused("cannot_merge", kind=kind.label, kinds=[KINDS[name].label for name in MERGED_KINDS])
    others = [one for one in dict.fromkeys(other_ids) if one != keep_id]
    if not others:
        raise Refused("nothing_to_merge")
    records = {one: _standing(ledger, kind, one) for one in (keep_id, *others)}
    if len({values.get("unit_code") for values in records.values()}) > 1:
        raise Refused("merge_across_villages")
    before = records[keep_id]
    clean, problems = check_revision(ledger, kind, before, values or {})
    if problems:
        raise Refused("invalid", problems=problems, rows=1)
    after = {**before, **clean}
    if kind.name == "household":
        clean["former_numbers"] = _former_numbers(ledger, after, list(records.values()))
    reason = MERGED_REASON.format(title=title_of(kind, after), number=_number_of(kind, after))
    with writing(ledger, f"merge_{kind.name}", title_of(kind, after)) as changes:
        # First the others: of two households with one number the kept one is the last that stands.
        for one in others:
            changes.withdraw(kind.name, one, reason)
        changes.update(kind.name, keep_id, clean)
        if kind.name == "household":
            _move_members(ledger, changes, after, list(records.values()))
    also = tuple((act.kind, act.record_id) for act in changes.acts if act.record_id != keep_id)
    kinds = frozenset({kind.name} | {name for name, _ in also})
    return Saved(kind.name, (keep_id,), changes.step_id, kinds, also)


def _standing(ledger: Ledger, kind: RecordKind, record_id: str) -> dict[str, Any]:
    values = current(ledger, kind, record_id)
    refuse_withdrawn(ledger, kind, record_id)
    return values


def _number_of(kind: RecordKind, values: Mapping[str, Any]) -> str:
    return next((str(values[name]) for name in _NUMBERS[kind.name] if values.get(name)), "")


def _former_numbers(ledger: Ledger, after: Mapping[str, Any], merged: Sequence[Mapping[str, Any]]) -> list[str] | None:
    numbers = [*numbers_of(ledger, after)[1:], *(number for values in merged for number in numbers_of(ledger, values))]
    return [number for number in dict.fromkeys(numbers) if number != after["household_no"]] or None


def _move_members(
    ledger: Ledger, changes: Writing, after: Mapping[str, Any], merged: Sequence[Mapping[str, Any]]
) -> None:
    numbers = dict.fromkeys(values["household_no"] for values in merged)
    for number in numbers:
        if number == after["household_no"]:
            continue
        rows = ledger.database.execute_sql(
            "SELECT id FROM person WHERE household_no = ? AND unit_code IS ? AND NOT is_withdrawn ORDER BY row",
            (number, after.get("unit_code")),
        ).fetchall()
        for (person_id,) in rows:
            changes.update("person", person_id, {"household_no": after["household_no"]})
