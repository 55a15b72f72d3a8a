"""Records of the register that are likely the same household, person or enterprise, and why."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.services.joining import MERGED_KINDS
from desktop.services.recording import kind_named

# The number without check digit, so that one of 15 digits and one of 18 of the same person are alike.
_ID = "CASE length({0}) WHEN 18 THEN substr({0}, 1, 17) WHEN 15 THEN substr({0}, 1, 6) || '19' || substr({0}, 7) END"
_RULES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "household": (
        ("same_number", ("household_no",)),
        ("same_id_number", (_ID.format("head_id_number"),)),
        ("same_name_phone", ("head_name", "phone")),
        ("same_name_group", ("head_name", "group_name")),
    ),
    "person": (
        ("same_id_number", (_ID.format("id_number"),)),
        ("same_name_phone", ("name", "phone")),
        ("same_name_household", ("name", "household_no")),
        ("same_name_birth", ("name", "birth_date")),
    ),
    "enterprise": (
        ("same_credit_code", ("credit_code",)),
        ("same_name", ("replace(replace(replace(name, '（', '('), '）', ')'), ' ', '')",)),
        ("same_person_phone", ("legal_person", "phone")),
    ),
}
"""Of each kind the reasons, the strongest first, and the columns that are alike."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Records that are likely one: their ids, the oldest first, their titles, and the reasons, the strongest first."""

    kind: str
    ids: tuple[str, ...]
    titles: tuple[str, ...]
    why: tuple[str, ...]


def likely_duplicates(ledger: Ledger, kind_name: str, *, record_id: str = "") -> list[Alike]:
    """Groups of standing records of one village that are alike, the strongest reason first; of ``record_id`` only.

    Refused: ``unknown_kind``, ``cannot_merge``.
    """
    kind = kind_named(kind_name)
    if kind.name not in MERGED_KINDS:
        raise Refused("cannot_merge", kind=kind.label, kinds=[KINDS[name].label for name in MERGED_KINDS])
    titles: dict[tuple[str, ...], tuple[str, ...]] = {}
    reasons: dict[tuple[str, ...], list[str]] = {}
    for why, columns in _RULES[kind.name]:
        for ids, named in _alike(ledger, kind.name, kind.title_field, columns, record_id):
            # What a stronger reason says of the same records, or of more, is one finding with it.
            known = next((found for found in reasons if set(ids) <= set(found)), None) if record_id else None
            key = known or ids
            titles.setdefault(key, named)
            reasons.setdefault(key, []).append(why)
    return [Alike(kind.name, ids, titles[ids], tuple(why)) for ids, why in reasons.items()]


def _alike(
    ledger: Ledger, table: str, title: str, columns: tuple[str, ...], record_id: str
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    keys = ", ".join(f"{column} AS k{place}" for place, column in enumerate(columns))
    names = ", ".join(f"k{place}" for place in range(len(columns)))
    filled = " AND ".join(f"k{place} IS NOT NULL" for place in range(len(columns)))
    source = f'SELECT row, id, unit_code, {title} AS title, {keys} FROM "{table}" WHERE NOT is_withdrawn'
    parameters: tuple[str, ...] = ()
    if record_id:
        own = " AND ".join(f"t.k{place} = own.k{place}" for place in range(len(columns)))
        source = (
            f"SELECT t.* FROM ({source}) t JOIN ({source} AND id = ?) own ON t.unit_code IS own.unit_code AND {own}"
        )
        parameters = (record_id,)
    rows = ledger.database.execute_sql(
        f"SELECT group_concat(id, char(10)), group_concat(title, char(10)) FROM (SELECT * FROM ({source}) "
        f"WHERE {filled} ORDER BY row) GROUP BY unit_code, {names} HAVING count(*) > 1",
        parameters,
    )
    return [(tuple(ids.split("\n")), tuple(titles.split("\n"))) for ids, titles in rows]
