"""Checks of whole records, derived from the declared fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from desktop.domain.errors import Problem
from desktop.domain.fields import Field, FieldKind, RecordKind, SetBy
from desktop.domain.identifiers import has_valid_credit_check
from desktop.domain.values import ValueRefused, normalise

__all__ = ["ValueRefused", "check_record", "normalise", "warnings_of"]


def check_record(
    kind: RecordKind,
    values: Mapping[str, object],
    *,
    today: date,
    categories: Collection[str],
    row: int = 1,
    partial: bool = False,
    by_event: bool = False,
) -> tuple[dict[str, Any], list[Problem]]:
    """The values as they are stored, and everything wrong with them.

    The result holds the given fields only; an empty one is ``None``. With ``partial`` a required field may be left
    out, but not be emptied. With ``by_event`` the fields that only events set are open. ``row`` goes into the
    problems. Problems come in the order of the fields, unknown names last.
    """
    accepted: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in kind.fields:
        if field.name not in values:
            if field.required and field.set_by is SetBy.PERSON and not partial:
                problems.append(Problem("missing", field.name, row=row, params={"label": field.label}))
            continue
        raw = values[field.name]
        try:
            _refuse_closed(field, by_event=by_event)
            accepted[field.name] = _checked(field, raw, today, categories)
        except ValueRefused as refusal:
            params = {"label": field.label, **refusal.params}
            problems.append(Problem(refusal.kind, field.name, raw, row, params))
    unknown = [name for name in values if not kind.has_field(name)]
    known = list(kind.field_names)
    problems += [Problem("unknown_field", name, values[name], row, {"known": known}) for name in unknown]
    return accepted, problems


_SAME_TEXTS = 1_000
"""Texts of a column whose values are remembered."""


class RecordCheck:
    """:func:`check_record` for very many records: a text that comes again in its column is read once."""

    def __init__(self, kind: RecordKind, *, today: date, categories: Collection[str]) -> None:
        self._kind = kind
        self._today = today
        self._categories = categories
        entered = [field for field in kind.fields if field.set_by is SetBy.PERSON]
        self._columns: dict[str, tuple[Field, dict[str, Any]]] = {field.name: (field, {}) for field in entered}
        self._required = frozenset(field.name for field in entered if field.required)
        self._shapes: dict[tuple[str, ...], tuple[str, ...] | None] = {}

    def check(self, values: Mapping[str, object], row: int = 1) -> tuple[dict[str, Any], list[Problem]]:
        """The values as they are stored, and everything wrong with them."""
        given = tuple(values)
        if given not in self._shapes:
            self._learn(given)
        names = self._shapes[given]
        accepted: dict[str, Any] = {}
        try:
            for name in names or ():
                raw = values[name]
                known = self._columns[name][1]
                accepted[name] = known[raw] if type(raw) is str and raw in known else self._read(name, raw)
        except ValueRefused:
            names = None
        if names is None:
            return check_record(self._kind, values, today=self._today, categories=self._categories, row=row)
        return accepted, []

    def _learn(self, given: tuple[str, ...]) -> None:
        """Note in which order values under these names are checked; None where the names alone are at fault."""
        if len(self._shapes) >= _SAME_TEXTS:
            self._shapes.clear()
        is_good = self._required.issubset(given) and self._columns.keys() >= set(given)
        self._shapes[given] = tuple(name for name in self._columns if name in given) if is_good else None

    def _read(self, name: str, raw: object) -> Any:
        field, known = self._columns[name]
        value = normalise(field, raw, today=self._today, categories=self._categories)
        if value is None and field.required:
            raise ValueRefused("missing")
        # A list is its record's own.
        if len(known) < _SAME_TEXTS and type(raw) is str and type(value) is not list:
            known[raw] = value
        return value


def _refuse_closed(field: Field, *, by_event: bool) -> None:
    is_open = field.set_by is SetBy.PERSON or (by_event and field.set_by is SetBy.EVENT)
    if not is_open:
        raise ValueRefused("not_settable", set_by=field.set_by.value)


def _checked(field: Field, raw: object, today: date, categories: Collection[str]) -> Any:
    value = normalise(field, raw, today=today, categories=categories)
    if value is None and field.required:
        raise ValueRefused("missing")
    return value


def warnings_of(field: Field, value: object) -> list[str]:
    """Codes of what is odd about a stored value but no reason to refuse it: credit_check_digit, id_15_digits."""
    if not isinstance(value, str):
        return []
    if field.kind is FieldKind.CREDIT_CODE and not has_valid_credit_check(value):
        return ["credit_check_digit"]
    if field.kind is FieldKind.ID_NUMBER and len(value) == 15 and value.isdigit():
        return ["id_15_digits"]
    return []
