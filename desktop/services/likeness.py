"""Which rows of a ledger that is taken in are recorded already, and what the register knows of lost numbers.

Here a row is another copy of the same record, so its fields are compared as they stand. Whether two records are of the
same household, person or enterprise is asked in :mod:`desktop.services.duplicates`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.data.ledger import Ledger
from desktop.exchange.intake.found import FoundProblem, FoundRow
from desktop.services.recording import kind_named, title_of
from desktop.services.taken import Likeness

_WAYS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "person": (("id_number", ("id_number",)), ("name", ("name", "household_no"))),
    "household": (("number", ("household_no",)), ("name", ("head_name", "address"))),
    "enterprise": (("number", ("credit_code",)), ("name", ("name",))),
    "cadre": (("name", ("name", "unit")),),
    "visit": (("name_and_date", ("visited_on", "subject_name", "village_name")),),
    "issue": (("number", ("code",)), ("same", ("collected_on", "description"))),
    "village": (("number", ("village_name", "year")),),
    "natural_village": (("name", ("village_name", "name")),),
    "group": (("name", ("village_name", "name")),),
}
"""By which fields a row is known again, best first, and what is said of it."""

_NAMED_BY = {"person": "name", "visit": "subject_name", "household": "head_name"}


def alike(ledger: Ledger, kind_name: str, rows: Sequence[FoundRow]) -> tuple[Likeness, ...]:
    """For rows that stand in the ledger already the record that they most likely are, best reason first."""
    kind = kind_named(kind_name)
    ways = [(why, names) for why, names in _WAYS.get(kind_name, ()) if all(kind.has_field(name) for name in names)]
    found: dict[tuple[str, int], Likeness] = {}
    for why, names in ways:
        known = _known(ledger, kind_name, names, kind.title_field)
        if not known:
            continue
        for row in rows:
            told = tuple(row.values.get(name) for name in names)
            stands = known.get(told) if all(told[:1]) else None
            if stands is not None and (row.sheet, row.row) not in found and _may_be(kind_name, row, stands[2]):
                title = title_of(kind, {kind.title_field: stands[1]})
                found[row.sheet, row.row] = Likeness(row.sheet, row.row, stands[0], title, why)
    return tuple(one for row in rows if (one := found.get((row.sheet, row.row))))


def _may_be(kind_name: str, row: FoundRow, id_number: str | None) -> bool:
    """Whether numbers of identity speak against it: father and son of one name live in one household."""
    told = row.values.get("id_number") if kind_name == "person" else None
    return not told or not id_number or told == id_number


def _known(
    ledger: Ledger, kind_name: str, names: Sequence[str], title: str
) -> dict[tuple[Any, ...], tuple[str, str, str | None]]:
    id_number = "id_number" if kind_name == "person" else "NULL"
    columns = ", ".join([*names, "id", title, id_number])
    rows = ledger.database.execute_sql(f"SELECT {columns} FROM {kind_name} WHERE NOT is_withdrawn").fetchall()
    width = len(names)
    return {tuple(row[:width]): (row[width], row[width + 1], row[width + 2]) for row in rows if row[0]}


def with_proposals(
    ledger: Ledger, kind_name: str, problems: Iterable[FoundProblem], rows: Iterable[FoundRow]
) -> tuple[FoundProblem, ...]:
    """The problems; one of lost digits says in ``proposed`` which number the register has, where only one may be meant.

    The first digits that are left must agree, and the name: nothing is filled in, a person decides.
    """
    values = {(row.sheet, row.row): row.values for row in rows}
    told = []
    for one in problems:
        proposed = ""
        if one.problem.kind == "id_precision_lost" and kind_name in _NAMED_BY:
            digits = str(one.problem.params.get("digits", ""))
            proposed = _proposed(ledger, kind_name, values.get((one.sheet, one.problem.row), {}), digits)
        problem = replace(one.problem, params={**one.problem.params, "proposed": proposed}) if proposed else one.problem
        told.append(FoundProblem(one.sheet, problem))
    return tuple(told)


def _proposed(ledger: Ledger, kind_name: str, values: Mapping[str, Any], digits: str) -> str:
    name, household = values.get(_NAMED_BY[kind_name]), values.get("household_no")
    if not name or (not digits and not household):
        return ""
    clause, wanted = ("", (name, f"{digits}%")) if digits else (" AND household_no = ?", (name, "%", household))
    rows = ledger.database.execute_sql(
        f"SELECT id_number FROM person WHERE NOT is_withdrawn AND name = ? AND id_number LIKE ?{clause} UNION "
        "SELECT head_id_number FROM household WHERE NOT is_withdrawn AND head_name = ? AND head_id_number LIKE ?"
        + clause,
        wanted * 2,
    ).fetchall()
    numbers = {row[0] for row in rows if row[0] and len(row[0]) == 18}
    return numbers.pop() if len(numbers) == 1 else ""
