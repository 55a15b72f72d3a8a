"""Figures of the registers that must agree and do not: listed for a person to look at, never forced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.households import HEAD
from desktop.services.register_counts import Counted, counted_places


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One figure that does not fit the others.

    ``kind`` and ``record_id`` name the record to open, ``title`` it in a word; ``what`` is a code such as ``no_head``;
    ``field`` the field at fault; ``expected`` what the others say, ``found`` what stands there (texts or numbers).
    """

    kind: str
    record_id: str
    what: str
    expected: Any
    found: Any
    title: str = ""
    field: str = ""
    village_name: str = ""


# Members by household: counted once for all checks of households.
_COUNTED = f"""
WITH counted AS MATERIALIZED (
    SELECT household_no, unit_code, count(*) AS members, sum(relation = '{HEAD}') AS heads,
        sum(resident IS NOT NULL) AS known, sum(resident = 'yes') AS residents,
        max(CASE WHEN relation = '{HEAD}' THEN name END) AS name,
        max(CASE WHEN relation = '{HEAD}' THEN id_number END) AS id_number
    FROM person WHERE NOT is_withdrawn GROUP BY household_no, unit_code
)
"""
_BORN = (
    "CASE length(id_number) WHEN 18 THEN substr(id_number, 7, 4) || '-' || substr(id_number, 11, 2) || '-' || "
    "substr(id_number, 13, 2) WHEN 15 THEN '19' || substr(id_number, 7, 2) || '-' || substr(id_number, 9, 2) || '-' "
    "|| substr(id_number, 11, 2) END"
)
_SEX = (
    "CASE WHEN length(id_number) IN (15, 18) THEN CASE WHEN CAST(substr(id_number, CASE length(id_number) WHEN 18 THEN "
    "17 ELSE 15 END, 1) AS INTEGER) % 2 THEN 'male' ELSE 'female' END END"
)
_NUMBER = "id_number GLOB '[0-9]*'"


def disagreements(ledger: Ledger) -> list[Disagreement]:
    """Everything that does not agree, households first; quick among 100,000 persons, but never for the GUI thread.

    The codes of ``what``: no_head, several_heads, head_name, head_id_number, member_count, resident_count,
    number_twice, no_household, former_household, sex_by_id, birth_by_id, id_twice, and for groups, natural villages and
    the latest profile of a village the name of the field that was counted otherwise.
    """
    checks: tuple[Callable[[Ledger], Iterator[Disagreement]], ...] = (
        _households,
        _numbers_twice,
        _homeless,
        _by_id_number,
        _ids_twice,
        _places,
    )
    return [found for check in checks for found in check(ledger)]


def _households(ledger: Ledger) -> Iterator[Disagreement]:
    rows = ledger.database.execute_sql(
        _COUNTED + "SELECT h.id, h.head_name, h.village_name, h.head_id_number, h.member_count, h.resident_count, "
        "c.members, c.heads, c.known, c.residents, c.name, c.id_number FROM household h JOIN counted c "
        "ON c.household_no = h.household_no AND c.unit_code IS h.unit_code WHERE NOT h.is_withdrawn AND (c.heads <> 1 "
        "OR c.name <> h.head_name OR c.id_number <> h.head_id_number OR h.member_count <> c.members "
        "OR (c.known = c.members AND h.resident_count <> c.residents)) ORDER BY h.row"
    )
    for record_id, title, village, head_id, count, residents, members, heads, known, at_home, name, number in rows:
        differing = [
            ("no_head", "head_name", 1, 0, heads == 0),
            ("several_heads", "head_name", 1, heads, heads > 1),
            ("head_name", "head_name", name, title, heads == 1 and name != title),
            ("head_id_number", "head_id_number", number, head_id, heads == 1 and _differ(number, head_id)),
            ("member_count", "member_count", members, count, _differ(members, count)),
            ("resident_count", "resident_count", at_home, residents, known == members and _differ(at_home, residents)),
        ]
        for what, field, expected, found, is_wrong in differing:
            if is_wrong:
                yield Disagreement("household", record_id, what, expected, found, title, field, village or "")


def _differ(one: Any, other: Any) -> bool:
    """Whether two values are there and not the same."""
    return one is not None and other is not None and one != other


def _numbers_twice(ledger: Ledger) -> Iterator[Disagreement]:
    rows = ledger.database.execute_sql(
        "SELECT id, head_name, household_no, village_name FROM household h WHERE NOT is_withdrawn AND EXISTS (SELECT 1 "
        "FROM household o WHERE o.household_no = h.household_no AND o.unit_code IS h.unit_code AND o.row < h.row "
        "AND NOT o.is_withdrawn) ORDER BY row"
    )
    for record_id, title, number, village in rows:
        yield Disagreement("household", record_id, "number_twice", 1, number, title, "household_no", village or "")


def _homeless(ledger: Ledger) -> Iterator[Disagreement]:
    """Persons whose household is not in the register, or who are still under a number it had before."""
    execute = ledger.database.execute_sql
    if execute("SELECT 1 FROM household WHERE NOT is_withdrawn LIMIT 1").fetchone() is None:
        return
    former = {
        (unit, number): kept
        for unit, number, kept in execute(
            "SELECT h.unit_code, former.value, h.household_no FROM household h, json_each(h.former_numbers) former "
            "WHERE h.former_numbers IS NOT NULL AND NOT h.is_withdrawn"
        )
    }
    rows = execute(
        "SELECT p.id, p.name, p.unit_code, p.household_no, p.village_name FROM person p WHERE NOT p.is_withdrawn "
        "AND NOT EXISTS (SELECT 1 FROM household h WHERE h.household_no = p.household_no "
        "AND h.unit_code IS p.unit_code AND NOT h.is_withdrawn) ORDER BY p.row"
    )
    for record_id, title, unit, number, village in rows:
        kept = former.get((unit, number))
        what = "former_household" if kept else "no_household"
        yield Disagreement("person", record_id, what, kept, number, title, "household_no", village or "")


def _by_id_number(ledger: Ledger) -> Iterator[Disagreement]:
    rows = ledger.database.execute_sql(
        f"SELECT * FROM (SELECT id, name, village_name, sex, birth_date, {_SEX} AS told, {_BORN} AS born FROM person "
        f"WHERE NOT is_withdrawn AND {_NUMBER}) WHERE sex <> told OR birth_date <> born"
    )
    for record_id, title, village, sex, birth_date, told, born in rows:
        if _differ(told, sex):
            yield Disagreement("person", record_id, "sex_by_id", told, sex, title, "sex", village or "")
        if _differ(born, birth_date):
            yield Disagreement("person", record_id, "birth_by_id", born, birth_date, title, "birth_date", village or "")


def _ids_twice(ledger: Ledger) -> Iterator[Disagreement]:
    """Each person whose number an earlier one has as well; ``expected`` is that one's name."""
    rows = ledger.database.execute_sql(
        "SELECT id, name, village_name, first_name FROM (SELECT row, id, name, village_name, first_value(name) OVER w "
        "AS first_name, row_number() OVER w AS place FROM person WHERE NOT is_withdrawn AND id_number IN (SELECT "
        f"id_number FROM person WHERE NOT is_withdrawn AND {_NUMBER} GROUP BY id_number HAVING count(*) > 1) "
        "WINDOW w AS (PARTITION BY id_number ORDER BY row)) WHERE place > 1 ORDER BY row"
    )
    for record_id, title, village, first in rows:
        yield Disagreement("person", record_id, "id_twice", first, title, title, "id_number", village or "")


def _places(ledger: Ledger) -> Iterator[Disagreement]:
    """Groups, natural villages and profiles against what the register counts."""
    counted = counted_places(ledger)
    execute = ledger.database.execute_sql
    by_natural: dict[tuple[Any, str], list[str]] = defaultdict(list)
    rows = execute(
        'SELECT id, unit_code, village_name, name, natural_village, household_count, population FROM "group" '
        "WHERE NOT is_withdrawn ORDER BY row"
    )
    for record_id, unit, village, name, natural, households, people in rows:
        if natural:
            by_natural[unit, natural].append(name)
        yield from _against(("group", record_id, name, village), counted.of(unit, [name]), households, people)
    rows = execute(
        "SELECT v.id, v.unit_code, v.village_name, v.name, (SELECT group_concat(value, char(10)) FROM "
        "json_each(v.group_names)), v.household_count, v.population FROM natural_village v WHERE NOT v.is_withdrawn "
        "ORDER BY v.row"
    )
    for record_id, unit, village, name, groups, households, people in rows:
        names = groups.split("\n") if groups else by_natural[unit, name]
        yield from _against(("natural_village", record_id, name, village), counted.of(unit, names), households, people)
    yield from _profiles(ledger, counted)


def _against(
    record: tuple[str, str, str, str | None], counts: tuple[int, int], households: int | None, people: int | None
) -> Iterator[Disagreement]:
    kind, record_id, title, village = record
    given = (("household_count", counts[0], households), ("population", counts[1], people))
    for field, expected, found in given:
        # What nobody entered in the register is no figure to hold against another.
        if expected and _differ(expected, found):
            yield Disagreement(kind, record_id, field, expected, found, title, field, village or "")


def _profiles(ledger: Ledger, counted: Counted) -> Iterator[Disagreement]:
    names = list(counted.of_villages)
    columns = ", ".join(names)
    rows = ledger.database.execute_sql(
        f"SELECT id, unit_code, village_name, {columns} FROM village v WHERE NOT is_withdrawn AND year = (SELECT "
        "max(year) FROM village o WHERE o.unit_code IS v.unit_code AND NOT o.is_withdrawn) ORDER BY row"
    )
    for record_id, unit, village, *figures in rows:
        for field, found in zip(names, figures, strict=True):
            expected = counted.of_villages[field].get(unit)
            if expected and _differ(expected, found):
                yield Disagreement("village", record_id, field, expected, found, village, field, village or "")
