"""Who is in the registers twice, or would be: likely the same household, person or enterprise, and why.

:func:`likely_duplicates` compares what is recorded, whole registers at once, and so goes by what hardly two have in
common. :func:`likely_same` asks of one new record, before it is saved, whom it may mean: somebody is there to answer,
so the name alone is reason enough. Both give reasons of the same names. :func:`same_visits` asks it of a visit. Which
rows of a file are recorded already is a third question, see :mod:`desktop.services.likeness`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.names import plain_number
from desktop.data.records import decoded
from desktop.domain.errors import Refused
from desktop.domain.identifiers import id_number_forms
from desktop.domain.kinds import KINDS
from desktop.services.finding import Query, Record, list_records
from desktop.services.joining import MERGED_KINDS
from desktop.services.knowing import ID_FIELDS, Known, known
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


_SUREST_FIRST = ("same_id_number", "same_credit_code", "same_number", "same_name_phone", "same_name_group", "namesake")
_AT_MOST = 20
"""Of those whom one number or name finds, so many are compared."""


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
            told = next((found for found in reasons if set(ids) <= set(found)), None) if record_id else None
            key = told or ids
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


# -- before it is saved ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meant:
    """Somebody of the registers whom a new record probably means, and why: a reason as in :class:`Alike`, or
    ``namesake`` where nothing but the name is told.
    """

    known: Known
    why: str


def likely_same(ledger: Ledger, kind_name: str, values: Mapping[str, Any]) -> list[Meant]:
    """Those of a register whom the values of a new record probably mean, the surest first."""
    id_numbers = id_number_forms(str(values.get(ID_FIELDS[kind_name]) or ""))
    wanted = [*id_numbers, *(str(values.get(name) or "") for name in ("household_no", KINDS[kind_name].title_field))]
    wanted += str(values.get("phone") or "").split("、")
    found: dict[str, Meant] = {}
    for text in filter(None, map(str.strip, wanted)):
        for one in known(ledger, text, (kind_name,), limit=_AT_MOST):
            row = ledger.tables[kind_name].get(one.id) if one.id not in found else None
            if row is not None and (why := _why_same(kind_name, decoded(KINDS[kind_name], row), values)):
                found[one.id] = Meant(one, why)
    return sorted(found.values(), key=lambda one: _SUREST_FIRST.index(one.why))


def _why_same(kind_name: str, own: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    id_field, title = ID_FIELDS[kind_name], KINDS[kind_name].title_field
    if _id_numbers(own, id_field) & _id_numbers(values, id_field):
        return "same_credit_code" if kind_name == "enterprise" else "same_id_number"
    number, others = (plain_number(str(each.get("household_no") or "")) for each in (own, values))
    is_of_village = _may_agree(own, values, "village_name")
    if kind_name == "household" and number and number == others and is_of_village:
        return "same_number"
    name = str(own.get(title) or "").strip()
    if not name or name != str(values.get(title) or "").strip():
        return ""
    phones, other_phones = (set(filter(None, str(each.get("phone") or "").split("、"))) for each in (own, values))
    if phones & other_phones:
        return "same_name_phone"
    if not is_of_village or not _may_agree(own, values, "group_name"):
        return ""
    return "same_name_group" if own.get("group_name") and values.get("group_name") else "namesake"


def _id_numbers(values: Mapping[str, Any], id_field: str) -> set[str]:
    return {plain_number(form) for form in id_number_forms(str(values.get(id_field) or ""))} - {""}


def _may_agree(own: Mapping[str, Any], values: Mapping[str, Any], name: str) -> bool:
    """What one of them does not say cannot tell them apart."""
    return not own.get(name) or not values.get(name) or own[name] == values[name]


def same_visits(ledger: Ledger, values: Mapping[str, Any]) -> list[Record]:
    """Visits of the same household (or name) on the same day by one of the same visitors: perhaps written twice."""
    day, name = values.get("visited_on"), str(values.get("subject_name") or "").strip()
    if not day or not name:
        return []
    number = values.get("household_no")
    found = {one.id: one for one in list_records(ledger, Query("visit", {"visited_on": day, "subject_name": name}))}
    if number:
        by_number = list_records(ledger, Query("visit", {"visited_on": day, "household_no": number}))
        found |= {one.id: one for one in by_number}
    return [one for one in found.values() if _is_same_visit(one.values, values)]


def _is_same_visit(own: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    if not set(own.get("visitors") or ()) & set(values.get("visitors") or ()):
        return False
    if own.get("household_no") and values.get("household_no"):
        return bool(own["household_no"] == values["household_no"])
    return _may_agree(own, values, "group_name") and _may_agree(own, values, "village_name")
