"""What an office knows of somebody it visits: what to fill in, the last visits, what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.data.search import match_expression
from desktop.domain.errors import Refused
from desktop.domain.fields import Personal
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import OPEN, Transition
from desktop.domain.masks import mask
from desktop.services.finding import Query, Record, get_record, list_records
from desktop.services.handling import offers
from desktop.services.knowing import ID_FIELDS, household_of, said_place
from desktop.services.registers import visits_of
from desktop.services.sight import may_see_personal

LAST_VISITS = 3
_MOST_VISITS = 200
"""Visits of one household whose issues are looked for."""

_OF_HOUSEHOLD = ("group_name", "village_name", "household_no", "phone", "household_tags")
_PROGRESS = ("report_progress", "look_again")
"""Steps that tell progress and leave an issue in its state."""


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What a card shows. ``place`` is group and household number, ``members`` how many live there, ``phone`` masked;
    ``visits`` are the last of those that :func:`desktop.services.registers.visits_of` finds, and ``visit_count`` is how
    many there are (at most 200 are counted); ``issues`` are open, the most urgent first.
    """

    kind: str
    id: str
    title: str
    place: str
    members: int | None
    phone: str
    address: str
    visits: tuple[Record, ...]
    visit_count: int
    issues: tuple[Record, ...]


def filled_in(ledger: Ledger, kind: str, record_id: str) -> dict[str, Any]:
    """Fields of a visit as the registers know them, for somebody chosen. Refused: ``not_found``."""
    values = _values(ledger, kind, record_id)
    filled: dict[str, Any] = {"subject_name": values.get(KINDS[kind].title_field)}
    if kind == "enterprise":
        return {
            **filled,
            "kind": "enterprise",
            "phone": values.get("phone"),
            "village_name": values.get("village_name"),
        }
    house: Mapping[str, Any] = values
    if kind == "person":
        house = _house(ledger, values) or {"household_no": values.get("household_no")}
    filled |= {name: house.get(name) for name in _OF_HOUSEHOLD}
    filled["phone"] = values.get("phone") or house.get("phone")
    filled["id_number"] = values.get(ID_FIELDS[kind])
    filled["kind"] = "household"
    return filled


def acquaintance(ledger: Ledger, kind: str, record_id: str, *, today: date | None = None) -> Acquaintance:
    """What is known of a household, a person (of the household) or an enterprise. Refused: ``not_found``."""
    values = _values(ledger, kind, record_id)
    house = values if kind == "household" else _house(ledger, values) if kind == "person" else {}
    place = house or {name: values.get(name) for name in ("household_no", "unit_code")}
    title = str(values.get(KINDS[kind].title_field) or "")
    visits = visits_of(ledger, place, title, limit=_MOST_VISITS)
    members = house.get("member_count")
    return Acquaintance(
        kind,
        record_id,
        title,
        said_place({"household_no": values.get("household_no"), **house}),
        members if isinstance(members, int) else None,
        str(mask(Personal.PHONE, values.get("phone") or house.get("phone")) or ""),
        str(values.get("address") or "") if kind == "enterprise" else "",
        tuple(visits[:LAST_VISITS]),
        len(visits),
        tuple(_open_issues(ledger, visits, values, house, today or date.today())),
    )


def progress_step(ledger: Ledger, issue_id: str) -> Transition | None:
    """The step by which progress of an issue is told now; None when whoever works cannot tell any."""
    possible = {offer.step.event: offer.step for offer in offers(ledger, issue_id) if offer.refusal is None}
    return next((possible[event] for event in _PROGRESS if event in possible), None)


def _values(ledger: Ledger, kind: str, record_id: str) -> dict[str, Any]:
    row = ledger.tables[kind].get(record_id)
    if row is None or row["is_withdrawn"]:
        raise Refused("not_found", kind=kind, id=record_id)
    return decoded(KINDS[kind], row)


def _house(ledger: Ledger, person: Mapping[str, Any]) -> dict[str, Any]:
    """The household of a person; empty where the register has none or several."""
    found = household_of(ledger, person)
    return _values(ledger, "household", found[0]) if found else {}


def _open_issues(
    ledger: Ledger, visits: Iterable[Record], values: Mapping[str, Any], house: Mapping[str, Any], today: date
) -> list[Record]:
    """Open issues raised at these visits, or by the person's own telephone; the one due first stands first."""
    states = tuple(sorted(OPEN))
    found: dict[str, Record] = {}
    ids = [one.id for one in visits]
    if ids:
        marks = ", ".join("?" * len(ids))
        wanted = ", ".join("?" * len(states))
        rows = ledger.database.execute_sql(
            f"SELECT id FROM issue WHERE visit_id IN ({marks}) AND NOT is_withdrawn AND status IN ({wanted})",
            [*ids, *states],
        ).fetchall()
        found = {record_id: get_record(ledger, "issue", record_id, today=today) for (record_id,) in rows}
    phone = str(values.get("phone") or house.get("phone") or "")
    if match_expression(phone) and may_see_personal(ledger):
        query = Query("issue", {"reporter_phone": phone, "status": states}, text=phone)
        found |= {one.id: one for one in list_records(ledger, query, today=today)}
    return sorted(found.values(), key=lambda one: (str(one.values.get("due_on") or "9999"), one.row))
