"""The number a new household is given: in the village's own form where it has one, else the standard one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence

from desktop.data.ledger import Ledger
from desktop.domain.households import NUMBER_LENGTH, group_digits, is_standard_number

_LAST = "\U0010ffff"
_FIRST = "001"
_LOOKED_AT = 500
"""Households, the latest ones, from whose numbers the form is taken."""

_DIGITS = "0123456789"


def next_household_no(ledger: Ledger, unit_code: str, group_name: str | None) -> str:
    """The next free number of a village's group.

    Where the latest household of the group, or else of the village, has a number of the village's own form (``012``,
    ``3-031``), one above the highest of that form. Else the standard: village code + group (2) + household (3); the
    group's two digits are those its households have already, or else follow from its name. Numbers that were ever
    used, of withdrawn households and former ones too, are not given again. 001 where the village is not known.
    """
    own = _own_numbers(ledger, unit_code, group_name)
    if own:
        return _after(ledger, unit_code, own)
    return _next_standard(ledger, unit_code, group_name) if unit_code else _FIRST


def _own_numbers(ledger: Ledger, unit_code: str, group_name: str | None) -> list[str]:
    """Numbers of the village's own form, the latest household's first; empty where that one has a standard number."""
    for clause, group in ((" AND group_name IS ?", [group_name or None]), ("", [])):
        rows = ledger.database.execute_sql(
            "SELECT household_no, former_numbers FROM household WHERE unit_code IS ? AND NOT is_withdrawn "
            f"AND household_no GLOB '*[0-9]'{clause} ORDER BY row DESC LIMIT ?",
            (unit_code or None, *group, _LOOKED_AT),
        ).fetchall()
        if rows and is_standard_number(rows[0][0], unit_code):
            return []
        if rows:
            numbers = [number for now, former in rows for number in (now, *json.loads(former or "[]"))]
            return [number for number in numbers if not is_standard_number(number, unit_code)]
    return []


def _after(ledger: Ledger, unit_code: str, numbers: Sequence[str]) -> str:
    stem = numbers[0].rstrip(_DIGITS)
    ends = [number[len(stem) :] for number in numbers if number.startswith(stem)]
    ends = [end for end in ends if end and not end.strip(_DIGITS)]
    highest, width = max(map(int, ends)), max(map(len, ends))
    former = _former_numbers(ledger, unit_code, stem)
    while True:
        highest += 1
        number = f"{stem}{highest:0{width}d}"
        if not _is_used(ledger, unit_code, number, former):
            return number


def _is_used(ledger: Ledger, unit_code: str, number: str, former: Collection[str]) -> bool:
    found = ledger.database.execute_sql(
        " UNION ALL ".join(
            f"SELECT 1 FROM {table} WHERE household_no = ? AND unit_code IS ?"
            for table in ("household", "person", "visit")
        ),
        (number, unit_code or None) * 3,
    )
    return number in former or found.fetchone() is not None


def _former_numbers(ledger: Ledger, unit_code: str, stem: str) -> set[str]:
    rows = ledger.database.execute_sql(
        "SELECT former_numbers FROM household WHERE former_numbers LIKE ? AND unit_code IS ?",
        (f'%"{stem}%', unit_code or None),
    )
    return {number for (text,) in rows for number in json.loads(text) if number.startswith(stem)}


def _next_standard(ledger: Ledger, unit_code: str, group_name: str | None) -> str:
    prefix = unit_code + _group_part(ledger, unit_code, group_name)
    used = [
        row[0]
        for table in ("household", "person", "visit")
        for row in ledger.database.execute_sql(
            f"SELECT household_no FROM {table} WHERE household_no >= ? AND household_no < ?", (prefix, prefix + _LAST)
        )
    ]
    used += _former_numbers(ledger, unit_code, prefix)
    tails = [number[len(prefix) :] for number in used]
    last = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit() and len(tail) <= 4), default=0)
    return f"{prefix}{last + 1:03d}"


def _group_part(ledger: Ledger, unit_code: str, group_name: str | None) -> str:
    rows = ledger.database.execute_sql(
        "SELECT substr(household_no, 13, 2) FROM household WHERE household_no >= ? AND household_no < ? "
        "AND length(household_no) = ? AND group_name IS ? AND NOT is_withdrawn",
        (unit_code, unit_code + _LAST, NUMBER_LENGTH, group_name or None),
    )
    counted = Counter(part for (part,) in rows if part.isdigit())
    return counted.most_common(1)[0][0] if counted else group_digits(group_name)
