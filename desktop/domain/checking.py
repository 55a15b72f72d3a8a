"""Checks of whole records, derived from the declared fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from desktop.domain.errors import Problem
from desktop.domain.fields import Field, FieldKind, RecordKind, SetBy
from desktop.domain.identifiers import birth_date_of, has_known_region, has_valid_credit_check, sex_of
from desktop.domain.standards import standard_term
from desktop.domain.values import ValueRefused, normalise, rule_of

__all__ = ["Caution", "ValueRefused", "cautions_of", "check_record", "derived_values", "normalise", "warnings_of"]


@dataclass(frozen=True, slots=True)
class Caution:
    """Something odd about a stored value, which is no reason to refuse it.

    ``kind`` is one of id_15_digits, id_region_unknown, id_sex_differs, id_birth_differs, credit_check_digit,
    unknown_term. ``row`` counts the objects of a request from 1; ``params`` fill the sentence.
    """

    kind: str
    field: str
    value: Any = None
    row: int = 1
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


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

    The result holds the given fields only; an empty one is ``None``. A whole record also gets what follows from them,
    see :func:`derived_values`. With ``partial`` a required field may be left out, but not be emptied. With ``by_event``
    the fields that only events set are open. ``row`` goes into the problems. Problems come in the order of the fields,
    unknown names last.
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
    if not partial:
        accepted |= derived_values(kind, accepted)
    known = list(kind.field_names)
    problems += [Problem("unknown_field", name, values[name], row, {"known": known}) for name in unknown]
    return accepted, problems


_SAME_TEXTS = 1_000
"""Texts of a column whose values are remembered."""

_OF_ONE = frozenset({FieldKind.ID_NUMBER, FieldKind.PHONES, FieldKind.CREDIT_CODE})
"""What hardly comes twice in its column, and is long to check."""

_STAYING = _OF_ONE | {FieldKind.DATE}
"""What stays good on later days once it was read by these rules."""

_Step = tuple[str, dict[str, Any], Callable[[object], Any]]
"""A field of a record: its name, the values of texts that came before, and what reads all others."""


class RecordCheck:
    """:func:`check_record` for very many records: a text that comes again in its column is read once.

    ``is_read`` says that the values were read by these rules before, on this day or an earlier one. ID numbers, credit
    codes, telephones and days are then not looked at again, for they stay good; all else is, which takes no time.
    """

    def __init__(self, kind: RecordKind, *, today: date, categories: Collection[str], is_read: bool = False) -> None:
        self._kind = kind
        self._today = today
        self._categories = categories
        self._is_read = is_read
        entered = [field for field in kind.fields if field.set_by is SetBy.PERSON]
        self._columns: dict[str, _Step] = {field.name: self._step(field) for field in entered}
        self._required = frozenset(field.name for field in entered if field.required)
        self._shapes: dict[tuple[str, ...], tuple[_Step, ...] | None] = {}

    def check(self, values: Mapping[str, object], row: int = 1) -> tuple[dict[str, Any], list[Problem]]:
        """The values as they are stored, and everything wrong with them."""
        given = tuple(values)
        if given not in self._shapes:
            self._learn(given)
        steps = self._shapes[given]
        accepted: dict[str, Any] = {}
        try:
            for name, known, read in steps or ():
                raw = values[name]
                value = known.get(raw) if type(raw) is str else None
                accepted[name] = read(raw) if value is None else value
        except ValueRefused:
            steps = None
        if steps is None:
            return check_record(self._kind, values, today=self._today, categories=self._categories, row=row)
        if derived := derived_values(self._kind, accepted):
            accepted |= derived
        return accepted, []

    def _learn(self, given: tuple[str, ...]) -> None:
        """Note in which order values under these names are checked; None where the names alone are at fault."""
        if len(self._shapes) >= _SAME_TEXTS:
            self._shapes.clear()
        is_good = self._required.issubset(given) and self._columns.keys() >= set(given)
        self._shapes[given] = tuple(self._columns[name] for name in self._columns if name in given) if is_good else None

    def _step(self, field: Field) -> _Step:
        known: dict[str, Any] = {}
        rule = rule_of(field, today=self._today, categories=self._categories)
        is_kept, is_trusted = field.kind not in _OF_ONE, self._is_read and field.kind in _STAYING

        def read(raw: object) -> Any:
            # What is not printable no identifier holds, and not every such character can be stored.
            if is_trusted and type(raw) is str and raw and raw.isprintable():
                return raw
            value = rule(raw)
            if value is None and field.required:
                raise ValueRefused("missing")
            # A list is its record's own.
            if is_kept and len(known) < _SAME_TEXTS and type(raw) is str and type(value) is not list:
                known[raw] = value
            return value

        return field.name, known, read


def _refuse_closed(field: Field, *, by_event: bool) -> None:
    is_open = field.set_by is SetBy.PERSON or (by_event and field.set_by is SetBy.EVENT)
    if not is_open:
        raise ValueRefused("not_settable", set_by=field.set_by.value)


def _checked(field: Field, raw: object, today: date, categories: Collection[str]) -> Any:
    value = normalise(field, raw, today=today, categories=categories)
    if value is None and field.required:
        raise ValueRefused("missing")
    return value


def derived_values(kind: RecordKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """What stored values tell of fields that are empty: birth date and sex by the ID number, relation 4 by the sex."""
    found: dict[str, Any] = {}
    for field in _derivable(kind):
        number = values.get(field.derived_from)
        if number and values.get(field.name) is None and (told := _told(field, number)) is not None:
            found[field.name] = told
    word, sex = values.get("relation"), found.get("sex") or values.get("sex")
    if word and sex and kind.has_field("sex") and (standard := _relation(str(word), str(sex))) not in (None, word):
        found["relation"] = standard
    return found


@lru_cache(maxsize=4096)
def _relation(word: str, sex: str) -> str | None:
    # Remembered here too: told by their places alone, arguments are found in a third of the time.
    return standard_term("relation", word, sex=sex)


@lru_cache(maxsize=64)
def _derivable(kind: RecordKind) -> tuple[Field, ...]:
    return tuple(field for field in kind.fields if field.derived_from)


def _told(field: Field, id_number: str) -> str | None:
    """What an ID number says: the day of birth for a date, the sex for a choice."""
    if field.kind is FieldKind.DATE:
        born = birth_date_of(id_number)
        return born.isoformat() if born else None
    sex = sex_of(id_number)
    return sex.value if sex else None


def cautions_of(kind: RecordKind, values: Mapping[str, Any], *, row: int = 1) -> list[Caution]:
    """What is odd about the stored values of a record, in the order of its fields."""
    found: list[Caution] = []
    for field in kind.fields:
        value = values.get(field.name)
        if value is None:
            continue
        params: dict[str, Any] = {"label": field.label, "value": value}
        found += [Caution(code, field.name, value, row, params) for code in warnings_of(field, value)]
        number = values.get(field.derived_from) if field.derived_from else None
        told = _told(field, number) if number else None
        if told is not None and told != value:
            code = "id_birth_differs" if field.kind is FieldKind.DATE else "id_sex_differs"
            choice = field.choice(told)
            told_as = {"told": told} if choice is None else {"told": choice.label, "told_en": choice.label_en}
            found.append(Caution(code, field.name, value, row, {**params, **told_as}))
    return found


def warnings_of(field: Field, value: object) -> list[str]:
    """Codes of what is odd about a stored value by itself; see :class:`Caution`."""
    if not isinstance(value, str):
        return []
    if field.terms and standard_term(field.terms, value) is None:
        return ["unknown_term"]
    if field.kind is FieldKind.CREDIT_CODE and not has_valid_credit_check(value):
        return ["credit_check_digit"]
    if field.kind is not FieldKind.ID_NUMBER:
        return []
    found = [] if has_known_region(value) else ["id_region_unknown"]
    return ["id_15_digits", *found] if len(value) == 15 and value.isdigit() else found
