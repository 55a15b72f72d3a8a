"""Rows of a file that say the same once more."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from desktop.domain.errors import Problem
from desktop.exchange.intake.found import FoundProblem, FoundRow

LEAST_VALUES = 3
"""Values that two rows must share to be the same by all they say."""

_IDENTITY: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "person": (("id_number",),),
    "household": (("household_no", "village_name"),),
    "enterprise": (("credit_code",), ("name",)),
    # Numbers begin anew in each part of a ledger, and in each village's.
    "issue": (("code", "collected_on"),),
    "cadre": (("name", "phone"),),
}
"""Fields that name a record of a kind: two rows with the same ones are the same record."""


def twins(kind_name: str, rows: Sequence[FoundRow]) -> list[FoundProblem]:
    """A problem for every row that repeats one before it; ``of_row`` and ``of_sheet`` say which."""
    if kind_name == "person":
        numbers = [row.values["id_number"] for row in rows if "id_number" in row.values]
        if len(set(numbers)) == len(numbers):
            # None of these is there twice; and nobody without a number is compared with them.
            rows = [row for row in rows if "id_number" not in row.values]
    seen: dict[Hashable, FoundRow] = {}
    found = []
    for row in rows:
        keys = list(_keys(kind_name, row.values))
        first = next((seen[one] for one in keys if one in seen), None)
        if first is None or (first.sheet == row.sheet and first.row == row.row):
            for one in keys:
                seen.setdefault(one, row)
            continue
        params = {"of_row": first.row, "of_sheet": first.sheet}
        found.append(FoundProblem(row.sheet, Problem("duplicate", "", None, row.row, params)))
    return found


def _keys(kind_name: str, values: Mapping[str, Any]) -> Iterator[Hashable]:
    if kind_name == "person" and "id_number" in values:
        yield values["id_number"]
        return
    for names in _IDENTITY.get(kind_name, ()):
        if names == ("name",) and values.get("credit_code"):
            continue
        told = tuple(values.get(name) for name in names)
        if told[0] and (all(told) or names[0] == "household_no"):
            yield names, told
    if len(values) >= LEAST_VALUES:
        yield tuple(sorted((name, str(value)) for name, value in values.items()))
