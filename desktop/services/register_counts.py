"""What the registers of households and persons count, by village and by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger

_TAGS = {
    "relieved_count": "脱贫户",
    "watched_count": "监测户",
    "allowance_count": "低保户",
    "disabled_count": "残疾人户",
}
_PARTY = ("中共党员", "中共预备党员")


@dataclass(frozen=True, slots=True)
class Counted:
    """``by_group``: households and people by unit code and group; ``of_villages``: by field of the profile, by unit."""

    by_group: Mapping[tuple[Any, Any], tuple[int, int]]
    of_villages: Mapping[str, Mapping[Any, int]]

    def of(self, unit_code: Any, groups: Iterable[str]) -> tuple[int, int]:
        """Households and people of some groups of a village together."""
        found = [self.by_group.get((unit_code, group), (0, 0)) for group in groups]
        return sum(one for one, _ in found), sum(one for _, one in found)


def counted_places(ledger: Ledger) -> Counted:
    """Count everything once. People are the persons recorded, or, of households without any, their own count."""
    execute = ledger.database.execute_sql
    by_group: dict[tuple[Any, Any], tuple[int, int]] = {}
    households: dict[Any, int] = {}
    people: dict[Any, int] = {}
    rows = execute(
        "SELECT h.unit_code, h.group_name, count(*), sum(coalesce(p.members, h.member_count, 0)) FROM household h "
        "LEFT JOIN (SELECT household_no, unit_code, count(*) AS members FROM person WHERE NOT is_withdrawn "
        "GROUP BY household_no, unit_code) p ON p.household_no = h.household_no AND p.unit_code IS h.unit_code "
        "WHERE NOT h.is_withdrawn GROUP BY h.unit_code, h.group_name"
    )
    for unit, group, count, members in rows:
        by_group[unit, group] = (count, members)
        households[unit] = households.get(unit, 0) + count
        people[unit] = people.get(unit, 0) + members
    marks = ", ".join("?" * len(_PARTY))
    of_villages = {
        "natural_village_count": _by_unit(ledger, "natural_village"),
        "group_count": _by_unit(ledger, "group"),
        "household_count": households,
        "population": people,
        "party_count": dict(
            execute(
                f"SELECT unit_code, count(*) FROM person WHERE NOT is_withdrawn AND politics IN ({marks}) "
                "GROUP BY unit_code",
                _PARTY,
            ).fetchall()
        ),
        **_tagged(ledger),
    }
    return Counted(by_group, of_villages)


def _by_unit(ledger: Ledger, table: str) -> dict[Any, int]:
    rows = ledger.database.execute_sql(
        f'SELECT unit_code, count(*) FROM "{table}" WHERE NOT is_withdrawn GROUP BY unit_code'
    )
    return dict(rows.fetchall())


def _tagged(ledger: Ledger) -> dict[str, dict[Any, int]]:
    rows = ledger.database.execute_sql(
        "SELECT h.unit_code, tag.value, count(*) FROM household h, json_each(h.household_tags) tag "
        "WHERE NOT h.is_withdrawn AND h.household_tags IS NOT NULL GROUP BY h.unit_code, tag.value"
    )
    counts = {(unit, tag): count for unit, tag, count in rows}
    return {
        field: {unit: count for (unit, tag), count in counts.items() if tag == name} for field, name in _TAGS.items()
    }
