"""Whom an office knows: people and enterprises of its registers, found while a form is filled in.

A word is a name or a part of it, its pinyin or the initials of it, a part of a telephone number, the end of an ID
number or a household number; of several words each must fit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.names import (
    LONGEST_WORD,
    NUMBER_MARK,
    PART,
    PIECE,
    pieces,
    plain_name,
    plain_number,
    short_number,
)
from desktop.data.pinyin import full, initials
from desktop.data.search import folded
from desktop.domain.changes import Level
from desktop.domain.fields import Personal
from desktop.domain.households import HEAD, is_standard_number
from desktop.domain.kinds import KINDS
from desktop.domain.masks import mask
from desktop.services.query_words import is_number
from desktop.services.sight import may_see_personal

SUBJECTS = ("household", "enterprise", "person")
"""Who can be visited, in the order of being offered."""

ID_FIELDS = {"household": "head_id_number", "person": "id_number", "enterprise": "credit_code"}
"""The field of each register that holds the number by which nobody else goes."""

LIMIT = 8
_LOOKED_AT = 200
"""Records of a register that are compared; more fit only what is still too short to mean anybody."""

_COMPARED = (
    "head_name",
    "name",
    "contact",
    "legal_person",
    "phone",
    "head_id_number",
    "id_number",
    "credit_code",
    "household_no",
    "former_numbers",
    "group_name",
    "village_name",
    "unit_code",
    "relation",
    "industry",
    "unit",
    "post",
)
_WHOLE_ID = 15


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody to be offered.

    ``title`` is the name; ``hint`` tells them from others of that name, without showing more of a telephone than its
    ends; ``household_id`` is the household itself or that of a person, None when there is none.
    """

    id: str
    kind: str
    title: str
    hint: str
    household_id: str | None


@dataclass(frozen=True, slots=True)
class _Hit:
    rank: int
    place: int
    row: int
    kind: str
    id: str
    values: Mapping[str, Any] = field(repr=False)


def known(
    ledger: Ledger,
    text: str,
    kinds: Sequence[str] = SUBJECTS,
    limit: int = LIMIT,
    *,
    near: str = "",
    village: str = "",
) -> list[Known]:
    """Who fits the text, best first; nobody for an empty one. Those withdrawn are not offered.

    ``near`` is the group being visited: its people come before others who fit as well. Of a ``village`` only its own
    people are offered.
    """
    words = folded(text).split()
    if not any(map(plain_name, words)):
        return []
    hits = [hit for place, kind in enumerate(kinds) for hit in _hits(ledger, kind, place, words, village)]
    hits.sort(key=lambda hit: (hit.rank, near != "" and hit.values.get("group_name") != near, hit.place, hit.row))
    found: list[Known] = []
    offered: set[tuple[str, str]] = set()
    for hit in hits:
        one = known_of(ledger, hit.kind, hit.id, hit.values)
        # The head of a household is offered once: as the household.
        key = (one.title, one.household_id or one.id)
        if key in offered:
            continue
        offered.add(key)
        found.append(one)
        if len(found) == limit:
            break
    return found


def spelled(names: Iterable[str]) -> list[tuple[str, str]]:
    """Names of persons with what else they are found by: initials and whole pinyin. Takes 0.2 s the first time."""
    return [(name, f"{initials(name)} {full(name)}") for name in names]


# -- looking up --------------------------------------------------------------------------------------------------------


def _hits(ledger: Ledger, kind: str, place: int, words: Sequence[str], village: str) -> Iterator[_Hit]:
    # The village is one more word: else the rows looked at might all be of others.
    sought = [*words, folded(village)] if village else words
    sees = may_see_personal(ledger)
    for values in _rows(ledger, kind, _candidates(ledger, kind, sought)):
        if village and not str(values.get("village_name") or village).startswith(village):
            continue
        ranks = [rank for word in words if (rank := _rank(kind, values, word, sees=sees)) is not None]
        if len(ranks) == len(words):
            yield _Hit(max(ranks), place, values["row"], kind, values["id"], values)


def _candidates(ledger: Ledger, kind: str, words: Sequence[str]) -> list[int]:
    """Rows that the index proposes: those a whole word of it answers to before those that only begin so."""
    table = f"{kind}_{PART}"
    statement = f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT {_LOOKED_AT}"
    rows: dict[int, None] = {}
    for expressions in (map(_exactly, words), map(_beginning, words)):
        parts = list(expressions)
        if all(parts):
            found = ledger.database.execute_sql(statement, (" AND ".join(parts),)).fetchall()
            rows.update((row, None) for (row,) in found)
    return list(rows)


def _exactly(word: str) -> str:
    name, number = plain_name(word), plain_number(word)
    numbers = [NUMBER_MARK + number] if is_number(word) else []
    return _either([name[:LONGEST_WORD], *numbers])


def _beginning(word: str) -> str:
    if not is_number(word):
        name = plain_name(word)
        return f'"{name[:LONGEST_WORD]}"*' if not name.isascii() else f'"{name}"*' if name else ""
    number = plain_number(word)
    # Of a whole ID number only the end is in the index; what is before it is compared with the register.
    number = number[-6:] if len(number) >= _WHOLE_ID else number
    if len(number) <= PIECE:
        return f'("{number}"* OR "{NUMBER_MARK}{number}"*)' if len(number) > 1 else f'"{NUMBER_MARK}{number}"*'
    every = [piece for piece in dict.fromkeys(pieces(number)) if len(piece) == PIECE]
    return "(" + " AND ".join(f'"{piece}"' for piece in every) + ")"


def _either(words: Iterable[str]) -> str:
    parts = " OR ".join(f'"{word}"' for word in dict.fromkeys(words) if word)
    return f"({parts})" if parts else ""


def _rows(ledger: Ledger, kind: str, rows: Sequence[int]) -> list[dict[str, Any]]:
    """What is compared of these records: only some columns are read, of hundreds of rows that are not shown."""
    if not rows:
        return []
    marks = ", ".join("?" * len(rows))
    columns = ("row", "id", *(name for name in _COMPARED if KINDS[kind].has_field(name)))
    cursor = ledger.database.execute_sql(
        f'SELECT {", ".join(columns)} FROM "{kind}" WHERE row IN ({marks}) AND NOT is_withdrawn', list(rows)
    )
    records = [dict(zip(columns, cells, strict=True)) for cells in cursor.fetchall()]
    for record in records:
        if text := record.get("former_numbers"):
            record["former_numbers"] = json.loads(text)
    return records


# -- how well somebody fits --------------------------------------------------------------------------------------------

_NAMES = {
    "household": ("head_name",),
    "person": ("name",),
    "enterprise": ("name", "contact", "legal_person"),
    "cadre": ("name",),
}


def _rank(kind: str, values: Mapping[str, Any], word: str, *, sees: bool) -> int | None:
    """0 for what was certainly meant, more for what only begins so or holds it; None when it does not fit.

    ``sees``: telephones and ID numbers count, since they may be seen.
    """
    if is_number(word):
        return _number_rank(kind, values, plain_number(word), sees=sees)
    wanted = plain_name(word)
    if not wanted:
        return 0
    ranks = [_name_rank(kind, plain_name(str(values[name])), wanted) for name in _NAMES[kind] if values.get(name)]
    ranks += [
        5 for name in ("group_name", "village_name") if plain_name(str(values.get(name) or "")).startswith(wanted)
    ]
    return min((rank for rank in ranks if rank is not None), default=None)


def _name_rank(kind: str, name: str, wanted: str) -> int | None:
    if not wanted.isascii():
        return 0 if name == wanted else 1 if name.startswith(wanted) else 3 if wanted in name else None
    is_person = kind != "enterprise"
    letters, whole = initials(name, person=is_person), full(name, person=is_person)
    if wanted in (letters, whole):
        return 0
    if letters.startswith(wanted) or whole.startswith(wanted):
        return 2
    if is_person:
        return 4 if full(name[1:], person=False).startswith(wanted) else None
    return 4 if wanted in letters else None


def _number_rank(kind: str, values: Mapping[str, Any], wanted: str, *, sees: bool) -> int | None:
    numbers = [str(values.get("household_no") or ""), *map(str, values.get("former_numbers") or ())]
    plain = [plain_number(number) for number in numbers]
    if wanted in plain:
        return 0
    if wanted.lstrip("0") in map(short_number, filter(None, numbers)):
        return 1
    if not sees:
        return 4 if any(wanted in one for one in plain) else None
    phones = [plain_number(phone) for phone in str(values.get("phone") or "").split("、")]
    id_number = plain_number(str(values.get(ID_FIELDS.get(kind, ""), "") or ""))
    if wanted in (*phones, id_number):
        return 0
    if any(phone.endswith(wanted) for phone in phones) or (len(wanted) > 1 and id_number.endswith(wanted)):
        return 2
    if any(phone.startswith(wanted) for phone in phones):
        return 3
    return 4 if any(wanted in one for one in (*phones, *plain)) else None


# -- what is shown of somebody -----------------------------------------------------------------------------------------


def known_of(ledger: Ledger, kind: str, record_id: str, values: Mapping[str, Any]) -> Known:
    """Somebody of a register with what is told of them."""
    household_id: str | None = record_id if kind == "household" else None
    parts: list[str] = []
    if kind == "household":
        parts = [said_place(values)]
    elif kind == "person":
        house = household_of(ledger, values)
        household_id = house[0] if house else None
        # Said of a person: whose household it is, which the name alone does not tell.
        relation, head = str(values.get("relation") or ""), str((house[1] if house else {}).get("head_name") or "")
        parts = [
            said_place(house[1] if house else values),
            f"{head} · {relation}" if head and relation and relation != HEAD else "",
        ]
    elif kind == "enterprise":
        parts = [str(values.get("industry") or ""), str(values.get("contact") or "")]
    elif kind == "cadre":
        parts = [str(values.get("unit") or ""), str(values.get("post") or "")]
    phone = mask(Personal.PHONE, values.get("phone"))
    title = str(values.get(KINDS[kind].title_field) or "")
    if ledger.office.level is Level.TOWN:
        parts.insert(0, str(values.get("village_name") or ""))
    return Known(record_id, kind, title, " · ".join(filter(None, [*parts, phone])), household_id)


def said_place(values: Mapping[str, Any]) -> str:
    """Group and number of a household: ``3组 户012``."""
    number = _said_number(values)
    return " ".join(filter(None, [str(values.get("group_name") or ""), f"{NUMBER_MARK}{number}" if number else ""]))


def _said_number(values: Mapping[str, Any]) -> str:
    """A household's number as people of the village say it: of one that begins with their own code, its last digits."""
    number, unit = str(values.get("household_no") or ""), str(values.get("unit_code") or "")
    return number[-3:] if values.get("group_name") and is_standard_number(number, unit) else number


def household_of(ledger: Ledger, values: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]] | None:
    """Id and fields of the household a person or a visit names by its number; None when there is not exactly one."""
    number, unit = values.get("household_no"), values.get("unit_code")
    if not number:
        return None
    found = []
    for own in _rows(ledger, "household", _candidates(ledger, "household", [str(number)])):
        same_unit = not unit or own.get("unit_code") in (unit, None)
        if same_unit and str(number) in (str(own.get("household_no")), *map(str, own.get("former_numbers") or ())):
            found.append((str(own["id"]), own))
    now = [one for one in found if one[1].get("household_no") == number]
    # A number that was given anew belongs to those who have it now.
    wanted = now or found
    return wanted[0] if len(wanted) == 1 else None
